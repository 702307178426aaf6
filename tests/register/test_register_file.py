"""The register's own file: read beside a writer, told when it is faulty, copied and put back."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner

from alliance.cli.commands import app
from alliance.errors import RegisterError
from alliance.register import register_tables
from alliance.register.database import BUSY, DAMAGED, FULL, GONE, READ_ONLY, _said_of, open_database
from alliance.register.keeping import back_up, check, check_file, restore
from alliance.settings import settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

DECISION = {"trust_uid": 4119, "starts_on": "2018-01-08"}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A register's file with tables and nothing in them."""
    path = tmp_path / "register.sqlite"
    open_database(_url(path)).dispose()
    return path


def _url(path: Path) -> sa.URL:
    return sa.URL.create("sqlite", database=str(path))


def _count(engine: sa.Engine) -> int:
    with engine.connect() as connection:
        return connection.scalar(sa.select(sa.func.count()).select_from(register_tables.audit)) or 0


def _note(engine: sa.Engine, who: str) -> None:
    with engine.begin() as connection:
        values = {"at": sa.func.current_timestamp(), "who": who, "action": "add", "before": {}}
        names = {column.name for column in register_tables.audit.columns}
        values |= {"after": {}, "support_id": 1}
        kept = {name: value for name, value in values.items() if name in names}
        connection.execute(sa.insert(register_tables.audit).values(**kept))


def _damage(path: Path) -> None:
    for ending in ("-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    path.write_bytes(b"no register" * 4096)


def test_who_reads_waits_for_no_writer(file: Path) -> None:
    engine = open_database(_url(file))
    _note(engine, "Amy")
    with closing(sqlite3.connect(file, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        assert _count(engine) == 1
        # Nor does another process that starts meanwhile.
        open_database(_url(file)).dispose()
        assert time.monotonic() - began < 1.5
        writer.execute("ROLLBACK")
    engine.dispose()


def test_who_reads_hinders_no_writer(file: Path) -> None:
    engine = open_database(_url(file))
    with engine.connect() as reading:
        reading.execute(sa.select(register_tables.audit)).all()
        with closing(sqlite3.connect(file, timeout=0, isolation_level=None)) as writer:
            writer.execute("BEGIN IMMEDIATE")
            writer.execute("ROLLBACK")
    engine.dispose()


def test_two_writers_that_read_first_lose_nothing(file: Path) -> None:
    one, other = open_database(_url(file)), open_database(_url(file))
    with one.begin() as connection:
        connection.execute(sa.select(register_tables.audit)).all()
        before = time.monotonic()
        assert _count(other) == 0
        assert time.monotonic() - before < 1.5
    _note(one, "Amy")
    _note(other, "Ben")
    assert _count(one) == _count(other) == 2
    one.dispose()
    other.dispose()


def test_a_damaged_file_is_told_when_it_is_opened_and_when_it_is_read(file: Path) -> None:
    engine = open_database(_url(file))
    _note(engine, "Amy")
    engine.dispose()
    _damage(file)
    with pytest.raises(RegisterError) as told:
        open_database(_url(file))
    assert str(told.value) == DAMAGED
    with pytest.raises(RegisterError) as told:
        _count(engine)
    assert str(told.value) == DAMAGED
    engine.dispose()


def test_a_file_that_is_gone_is_told_and_none_is_made_in_its_place(file: Path) -> None:
    engine = open_database(_url(file))
    _note(engine, "Amy")
    # With no connection open, the next one would make a file.
    engine.dispose()
    file.rename(file.with_name("elsewhere"))
    with pytest.raises(RegisterError) as told:
        _count(engine)
    assert str(told.value) == GONE
    assert not file.exists()
    file.with_name("elsewhere").rename(file)
    assert _count(engine) == 1
    engine.dispose()


def test_a_read_only_file_is_read_and_says_so_when_it_is_written(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = sqlite3.connect

    def read_only(path: str, *args: object, **named: object) -> sqlite3.Connection:
        # Whoever runs the tests may write any file: the library itself is told not to.
        made = plain(path, *args, **named)  # type: ignore[call-overload]
        made.execute("PRAGMA query_only=ON")
        return made  # type: ignore[no-any-return]

    monkeypatch.setattr(sqlite3.dbapi2, "connect", read_only)
    engine = open_database(_url(file))
    assert _count(engine) == 0
    with pytest.raises(RegisterError) as told:
        _note(engine, "Amy")
    assert str(told.value) == READ_ONLY
    engine.dispose()


def test_a_file_that_another_program_holds_is_told_as_such(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("alliance.register.database.PATIENCE_MS", 50)
    engine = open_database(_url(file))
    with closing(sqlite3.connect(file, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        with pytest.raises(RegisterError) as told:
            _note(engine, "Amy")
        assert str(told.value) == BUSY
        writer.execute("ROLLBACK")
    _note(engine, "Amy")
    engine.dispose()


def test_a_full_disk_is_told_as_such(file: Path) -> None:
    engine = open_database(_url(file))
    with engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")

        def fill() -> None:
            connection.execution_options(writes=True)
            for _ in range(2_000):
                connection.exec_driver_sql("CREATE TABLE IF NOT EXISTS more (text)")
                connection.exec_driver_sql("INSERT INTO more VALUES (randomblob(4000))")

        with pytest.raises(RegisterError) as told:
            fill()
    assert str(told.value) == FULL
    engine.dispose()


def test_a_register_is_copied_and_put_back_while_it_is_in_use(file: Path, tmp_path: Path) -> None:
    engine = open_database(_url(file))
    _note(engine, "Amy")
    back_up(_url(file), tmp_path / "copy.sqlite")
    _note(engine, "Ben")
    kept = restore(_url(file), tmp_path / "copy.sqlite")
    assert _count(engine) == 1
    engine.dispose()
    before = open_database(f"sqlite:///{kept}")
    assert _count(before) == 2
    before.dispose()


def test_a_damaged_register_is_found_kept_and_replaced(file: Path, tmp_path: Path) -> None:
    engine = open_database(_url(file))
    _note(engine, "Amy")
    back_up(_url(file), tmp_path / "copy.sqlite")
    engine.dispose()
    _damage(file)
    faults, _ = check(_url(file))
    assert "file is not a database" in faults[0]
    with pytest.raises(RegisterError, match="file is not a database"):
        back_up(_url(file), tmp_path / "other.sqlite")
    assert not list(tmp_path.glob("*other*"))
    with pytest.raises(RegisterError):
        _count(engine)
    kept = restore(_url(file), tmp_path / "copy.sqlite")
    assert _count(engine) == 1
    assert check_file(file) == []
    assert "no register" in (tmp_path / kept).read_text()
    assert "1 changes on record" in check(_url(file))[1]
    engine.dispose()


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda path: path.write_bytes(b"no register" * 999), "file is not a database"),
        (lambda path: path.write_bytes(path.read_bytes()[:9_000]), "cannot be put back"),
        (lambda path: path.unlink(), "There is no file"),
        (lambda path: _run(path, "DROP TABLE alembic_version"), "It holds no register"),
        (lambda path: _run(path, "UPDATE alembic_version SET version_num='9999'"), "revision 9999"),
    ],
)
def test_what_is_no_sound_copy_takes_no_registers_place(
    file: Path, tmp_path: Path, spoil: Callable[[Path], object], told: str
) -> None:
    engine = open_database(_url(file))
    back_up(_url(file), tmp_path / "copy.sqlite")
    _note(engine, "Amy")
    spoil(tmp_path / "copy.sqlite")
    with pytest.raises(RegisterError, match=told):
        restore(_url(file), tmp_path / "copy.sqlite")
    assert _count(engine) == 1
    engine.dispose()


def _run(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as held, held:
        held.execute(statement)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("SQLITE_CORRUPT_INDEX", DAMAGED),
        ("SQLITE_READONLY_DIRECTORY", READ_ONLY),
        ("SQLITE_BUSY_SNAPSHOT", BUSY),
    ],
)
def test_a_fault_is_known_by_the_name_that_sqlite_gives_it(name: str, said: str) -> None:
    fault = sqlite3.OperationalError("x")
    fault.sqlite_errorname = name
    assert _said_of(fault) == said


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., str]]:
    """Run a command on a register in a folder of its own."""
    monkeypatch.setenv("ALLIANCE_DATA_DIR", str(tmp_path))
    settings.cache_clear()

    def command(*words: str, code: int = 0) -> str:
        result = CliRunner().invoke(app, ["register", *words])
        assert result.exit_code == code, result.output
        return result.output

    yield command
    settings.cache_clear()


def test_the_command_line_checks_copies_and_puts_back(
    file: Path, tmp_path: Path, run: Callable[..., str]
) -> None:
    assert "The register is sound: 0 support arrangements" in run("check")
    copy = str(tmp_path / "copy.sqlite")
    assert "is copied to" in run("backup", copy)
    _damage(file)
    assert "restore FILE" in run("check", code=1)
    assert "What stood there before is kept" in run("restore", copy)
    assert "is sound" in run("check")
