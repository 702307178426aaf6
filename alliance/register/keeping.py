"""The register as a whole: copied while it is in use, put back from a copy, and looked through."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa
from alembic.runtime.migration import MigrationContext

from alliance import clock
from alliance.errors import RegisterError
from alliance.register.database import PATIENCE_MS, newest_revision

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_BESIDE = ("-wal", "-shm")
_MOST_FAULTS = 10
# As a dump writes a row of the table that says it.
_REVISION = re.compile(r"^(\d{4})$", re.MULTILINE)
_COUNTED = {
    "supports": "support arrangements",
    "presentations": "presentations",
    "audit": "changes on record",
}


def back_up(url: sa.URL, file: Path) -> None:
    """Copy the register into ``file``, while it is in use; it is there whole, or not at all.

    Raises
    ------
    RegisterError
        It cannot be copied, or is damaged.
    """
    if file.exists():
        raise RegisterError(f"{file} is there already. Name another file, or take it away first.")
    if not file.parent.is_dir():
        raise RegisterError(f"There is no folder {file.parent}. Make it, or name another.")
    unfinished = file.with_name(f".{file.name}.unfinished")
    try:
        if url.get_backend_name() == "sqlite":
            with closing(_opened(url)) as held, closing(sqlite3.connect(unfinished)) as copy:
                held.backup(copy)
            faults = check_file(unfinished)
            if faults:
                raise RegisterError(
                    f"The register is damaged, and no copy is made: {' '.join(faults)}"
                )
        else:
            _client("pg_dump", "--format=custom", "--no-owner", "--file", str(unfinished), url=url)
        unfinished.rename(file)
    except (OSError, sqlite3.Error) as fault:
        raise RegisterError(f"The register cannot be copied to {file} ({fault}).") from fault
    finally:
        unfinished.unlink(missing_ok=True)


def restore(url: sa.URL, file: Path) -> str:
    """Put a copy made by :func:`back_up` in the place of the register, while the app runs.

    Returns where what stood there before is kept.

    Raises
    ------
    RegisterError
        The copy is missing, damaged or of a newer app; the register stays as it is.
    """
    if not file.is_file():
        raise RegisterError(f"There is no file {file}. Give one that `register backup` wrote.")
    if url.get_backend_name() != "sqlite":
        return _restore_dump(url, file)
    faults = check_file(file)
    if faults:
        raise RegisterError(f"{file} cannot be put back: {' '.join(faults)}")
    target = Path(url.database or "")
    target.parent.mkdir(parents=True, exist_ok=True)
    kept = target.with_name(f"{target.name}.before-{clock.now():%Y%m%d-%H%M%S}")
    if target.exists():
        _set_aside(target, kept)
    with closing(sqlite3.connect(file)) as copy, closing(sqlite3.connect(target)) as held:
        # Into the same file, so that an app that has it open sees what is in it now.
        copy.backup(held)
    return str(kept)


def _restore_dump(url: sa.URL, file: Path) -> str:
    """Put a dump of PostgreSQL's back in one transaction; who writes meanwhile waits for it."""
    faults = list(_faults_of_dump(file))
    if faults:
        raise RegisterError(f"{file} cannot be put back: {' '.join(faults)}")
    kept = file.with_name(f"{file.name}.before-{clock.now():%Y%m%d-%H%M%S}")
    back_up(url, kept)
    _see_that_nobody_holds_it(url)
    _client("pg_restore", "--single-transaction", "--exit-on-error", "--clean", "--if-exists",
            "--no-owner", str(file), url=url, into="--dbname")  # fmt: skip
    return str(kept)


def _see_that_nobody_holds_it(url: sa.URL) -> None:
    """Lock every table for a moment: a dump, read again, waits without end for who holds one."""
    engine = sa.create_engine(url)
    try:
        with engine.begin() as connection:
            connection.execute(sa.text(f"SET LOCAL lock_timeout = {PATIENCE_MS}"))
            for table in sa.inspect(connection).get_table_names():
                connection.execute(sa.text(f'LOCK TABLE "{table}" IN ACCESS EXCLUSIVE MODE'))
    except sa.exc.OperationalError as fault:
        raise RegisterError(
            "Somebody reads or writes the register without coming to an end, so it stays as it is. "
            f"Stop the app, and try again ({fault.__cause__})."
        ) from fault
    finally:
        engine.dispose()


def _faults_of_dump(file: Path) -> Iterator[str]:
    """Yield what is wrong with a dump of PostgreSQL's, in sentences.

    All of it is read, as it would be written: a dump that was cut off is found so.
    """
    try:
        _client("pg_restore", "--file", os.devnull, str(file))
        revisions = _client(
            "pg_restore", "--data-only", "--table=alembic_version", "--file=-", str(file)
        )
    except RegisterError as fault:
        yield f"It cannot be read as a register: {fault}"
        return
    yield from _faults_of_revisions(_REVISION.findall(revisions))


def _set_aside(target: Path, kept: Path) -> None:
    """Keep what stands there: copied where it is sound, else moved out of the way as it is."""
    if not check_file(target):
        with closing(sqlite3.connect(target)) as held, closing(sqlite3.connect(kept)) as copy:
            held.backup(copy)
        return
    target.rename(kept)
    for ending in _BESIDE:
        with suppress(FileNotFoundError):
            Path(f"{target}{ending}").rename(f"{kept}{ending}")


def check(url: sa.URL) -> tuple[list[str], str]:
    """Look the register through, and change nothing.

    Returns its faults, and what it holds in words.

    Raises
    ------
    RegisterError
        There is none, or it cannot be reached.
    """
    if url.get_backend_name() == "sqlite":
        _opened(url).close()
        faults = check_file(Path(url.database or ""))
        if faults:
            return faults, ""
    engine = sa.create_engine(url)
    try:
        with engine.connect() as connection:
            migrations = MigrationContext.configure(connection)
            faults = list(_faults_of_revisions(migrations.get_current_heads()))
            if faults:
                return faults, ""
            held = [
                f"{connection.scalar(sa.text(f'SELECT count(*) FROM {table}')):,} {words}"  # noqa: S608
                for table, words in _COUNTED.items()
            ]
            latest = connection.scalar(sa.text("SELECT max(at) FROM audit"))
    except sa.exc.SQLAlchemyError as fault:
        raise RegisterError(f"The register cannot be read ({fault.__cause__ or fault}).") from fault
    finally:
        engine.dispose()
    return [], f"{', '.join(held)}, the latest on {latest}" if latest else ", ".join(held)


def check_file(file: Path) -> list[str]:
    """Return what is wrong with a register's file, in sentences; nothing where it is sound."""
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as held:
            return list(_faults(held))
    except sqlite3.Error as fault:
        return [f"It cannot be read as a register: {fault}."]


def _faults(held: sqlite3.Connection) -> Iterator[str]:
    for (found,) in held.execute(f"PRAGMA integrity_check({_MOST_FAULTS})"):
        if found != "ok":
            yield f"{found}."
    for table, row, parent, _ in held.execute("PRAGMA foreign_key_check").fetchmany(_MOST_FAULTS):
        yield f"Row {row} of {table} belongs to a row of {parent} that is missing."
    tables = {name for (name,) in held.execute("SELECT name FROM sqlite_master")}
    if "alembic_version" not in tables:
        yield from _faults_of_revisions([])
        return
    yield from _faults_of_revisions(
        [revision for (revision,) in held.execute("SELECT version_num FROM alembic_version")]
    )


def _faults_of_revisions(found: Sequence[str]) -> Iterator[str]:
    """Yield what is wrong with the revisions of its tables that a register says it has."""
    newest = newest_revision() or ""
    # They are numbered: 0001, 0002 and so on.
    if not found:
        yield "It holds no register."
    elif max(found) > newest:
        yield f"Its tables are of revision {', '.join(found)}, this app knows {newest}."


def _opened(url: sa.URL) -> sqlite3.Connection:
    file = Path(url.database or "")
    if not file.is_file():
        raise RegisterError(f"There is no register at {file} yet.")
    return sqlite3.connect(file)


def _client(program: str, *words: str, url: sa.URL | None = None, into: str = "") -> str:
    """Run a client of PostgreSQL, and return what it writes.

    Its password stands in no command that others can list. ``into`` is the option, where it has
    one, that names the database.
    """
    own = {}
    if url is not None:
        # With none of its own: ``set`` leaves a password as it is, and three stars are one too.
        shown = url.set(drivername="postgresql")._replace(password=None).render_as_string()
        words = (*words, *filter(None, [into]), shown)
        own = {"PGPASSWORD": url.password} if url.password else {}
    try:
        done = subprocess.run(  # noqa: S603
            [program, *words],
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            env={**os.environ, **own},
        )
    except OSError as fault:
        raise RegisterError(
            f"{program} cannot be run ({fault.strerror}). Install PostgreSQL's client, of the "
            "server's version or newer."
        ) from fault
    if done.returncode:
        why = next(iter(done.stderr.strip().splitlines()), f"it ended with {done.returncode}")
        raise RegisterError(f"{program} did not come to its end: {why}")
    return done.stdout
