"""Connections to the register's database, brought up to date when first opened."""

from __future__ import annotations

import logging
import os
import sqlite3
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.dialects import postgresql, sqlite

from alliance.errors import RegisterError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from alliance.settings import Settings

MIGRATIONS = Path(__file__).parent / "migrations"
# Any number, the same for every process of this app.
MIGRATION_LOCK = 20171114
DRIVERS = {
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "sqlite": "sqlite",
}
AWAY = (
    "The register of support cannot be reached. What it holds is safe: try again in a minute. If "
    "that does not help, tell whoever runs this app; its log says why."
)
DAMAGED = (
    "The register is damaged, so nothing is read from it or written to it. Tell "
    "whoever runs this app: `python -m alliance register check` says what is wrong, and `python -m "
    "alliance register restore BACKUP` puts a backup back."
)
READ_ONLY = (
    "The register can be read but not written, so nothing was saved. Tell whoever runs this app: "
    "its database, its file or the folder of that is read-only."
)
BUSY = (
    "Another program is writing to the register, so it could not be used just now. Try again in a "
    "minute. If that does not help, tell whoever runs this app: something holds its file."
)
FULL = (
    "The disk of the register is full, so nothing was saved. Tell whoever runs this app to make "
    "room on it."
)
GONE = (
    "The file of the register is gone, so nothing is read from it or written to it. Tell whoever "
    "runs this app to put it back, or a backup: `python -m alliance register restore BACKUP`."
)
# By the names that SQLite gives its errors, those of more words begin with one of these, and by the
# codes of PostgreSQL's.
_SAID = {
    "SQLITE_NOTADB": DAMAGED,
    "SQLITE_CORRUPT": DAMAGED,
    "SQLITE_READONLY": READ_ONLY,
    "SQLITE_BUSY": BUSY,
    "SQLITE_LOCKED": BUSY,
    "SQLITE_FULL": FULL,
    "XX001": DAMAGED,
    "XX002": DAMAGED,
    "25006": READ_ONLY,
    "55P03": BUSY,
    "53100": FULL,
}
# Who reads waits for nobody, but where a program holds the whole file.
PATIENCE_TO_READ_MS = 2_000
PATIENCE_MS = 10_000
PATIENCE_TO_CONNECT_S = 5


def database_url(chosen: Settings) -> sa.URL:
    """Return the address of the database: PostgreSQL where one is set, else a file of SQLite.

    Hosts hand out addresses in several spellings (``postgres://``, another driver's name, a blank
    in front); all of them mean the driver that this app has.

    Raises
    ------
    RegisterError
        The address that is set cannot be one; nothing of it is said, for it holds a password.
    """
    if chosen.database_url is None:
        chosen.data_dir.mkdir(parents=True, exist_ok=True)
        return sa.URL.create("sqlite", database=str(chosen.data_dir / "register.sqlite"))
    given = chosen.database_url.get_secret_value().strip()
    scheme, colon, rest = given.partition("://")
    kind = scheme.lower().partition("+")[0]
    if not colon or kind not in DRIVERS:
        raise RegisterError(
            "ALLIANCE_DATABASE_URL is no address of a database that this app knows; expected "
            "postgresql://user:password@host:port/name."
        )
    try:
        url = sa.make_url(f"{DRIVERS[kind]}://{rest}")
    except (sa.exc.ArgumentError, ValueError):
        url = None
    if url is None or (kind != "sqlite" and "@" in (url.database or "")):
        raise RegisterError(
            "ALLIANCE_DATABASE_URL cannot be read. In its password write @ as %40, / as %2F, : as "
            "%3A, # as %23 and % as %25."
        )
    return url


def open_database(url: sa.URL | str) -> sa.Engine:
    """Connect, and bring the tables up to date; two processes may do so at once.

    Raises
    ------
    RegisterError
        The database cannot be reached, or is newer than this app.
    """
    address = sa.make_url(url)
    if address.get_backend_name() == "postgresql" and "connect_timeout" not in address.query:
        address = address.update_query_dict({"connect_timeout": str(PATIENCE_TO_CONNECT_S)})
    engine = sa.create_engine(address, pool_pre_ping=True)
    if engine.dialect.name == "sqlite":
        engine = _TakingTurns(engine.pool, engine.dialect, engine.url)
        _prepare_sqlite(engine)
    _tell_faults(engine)
    try:
        if not _is_up_to_date(engine):
            with engine.begin() as connection:
                _migrate(connection)
    except BaseException:
        engine.dispose()
        raise
    if engine.dialect.name == "sqlite":
        _make_no_other_file(engine)
    return engine


def _make_no_other_file(engine: sa.Engine) -> None:
    """Say of a register that was there and is gone that it is: SQLite would make a file anew."""

    @sa.event.listens_for(engine, "do_connect")
    def _connect(*_: object) -> None:
        if _file_of(engine.url) is None:
            raise RegisterError(GONE)


class _TakingTurns(sa.Engine):
    """SQLite: whoever writes takes the write lock at once, whoever reads takes none.

    A transaction that reads first and writes then is refused where somebody wrote in between; so
    ``begin``, by which all writing is done, asks for the lock when it begins.
    """

    @contextmanager
    def begin(self) -> Iterator[sa.Connection]:
        """Begin a transaction that writes."""
        with self.connect().execution_options(writes=True) as connection, connection.begin():
            yield connection


def _tell_faults(engine: sa.Engine) -> None:
    """Have a database that does not answer, now or later, told as a fault of the register."""

    @sa.event.listens_for(engine, "handle_error")
    def _told(context: sa.engine.ExceptionContext) -> None:
        fault = context.sqlalchemy_exception
        said = _said_of(context.original_exception)
        # SQLite has no better class for a file that is none of its own, and what PostgreSQL says of
        # itself when it may only be read or is damaged is an internal error.
        broken = isinstance(fault, sa.exc.OperationalError) or type(fault) is sa.exc.DatabaseError
        broken = broken or (isinstance(fault, sa.exc.InternalError) and said != AWAY)
        # A connection that is found broken before its use is replaced without a word.
        if broken and not context.is_pre_ping:
            if said == DAMAGED:
                # A file put in its place is opened anew.
                context.is_disconnect = True
            logging.getLogger(__name__).error(
                "The register at %s cannot be used (%s). "
                "Check ALLIANCE_DATABASE_URL or ALLIANCE_DATA_DIR.",
                engine.url.render_as_string(hide_password=True),
                context.original_exception,
            )
            raise RegisterError(said) from context.original_exception


def _said_of(fault: BaseException) -> str:
    """Say in plain words what is wrong with a database."""
    name = getattr(fault, "sqlite_errorname", None) or getattr(fault, "sqlstate", None) or ""
    return next((said for begin, said in _SAID.items() if name.startswith(begin)), AWAY)


def is_read_only(connection: sa.Connection) -> bool:
    """Return whether nothing can be written to the register, as it stands, without trying to."""
    if connection.dialect.name == "postgresql":
        return bool(connection.scalar(sa.text("SHOW transaction_read_only")) == "on")
    file = Path(connection.engine.url.database or "")
    return not (os.access(file, os.W_OK) and os.access(file.parent, os.W_OK))


def _is_up_to_date(engine: sa.Engine) -> bool:
    """Return whether the tables are those of this app; reading says so, without any lock."""
    with engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
    return found == newest_revision()


def newest_revision() -> str | None:
    """Return the revision of the tables that this app is made for."""
    return ScriptDirectory(str(MIGRATIONS)).get_current_head()


def _migrate(connection: sa.Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(MIGRATION_LOCK)))
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _prepare_sqlite(engine: sa.Engine) -> None:
    """Let writers take turns, and readers read on meanwhile."""

    @sa.event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        connection.execute(f"PRAGMA busy_timeout={PATIENCE_TO_READ_MS}")
        # It is so already but in a new file; one that may not be written is read as it is.
        with suppress(sqlite3.OperationalError):
            connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")

    @sa.event.listens_for(engine, "checkout")
    def _checkout(_connection: Any, record: Any, _proxy: object) -> None:
        # A file that was taken away while it was open would be written to, and lost with the app.
        there = _file_of(engine.url)
        if there is None:
            raise RegisterError(GONE)
        if record.info.setdefault("file", there) != there:
            raise sa.exc.DisconnectionError

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        patience = PATIENCE_MS if writes else PATIENCE_TO_READ_MS
        connection.exec_driver_sql(f"PRAGMA busy_timeout={patience}")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _file_of(url: sa.URL) -> int | None:
    """Return what tells a file from another put in its place; nothing where there is none."""
    try:
        return Path(url.database or "").stat().st_ino
    except OSError:
        return None


def put_rows(
    connection: sa.Connection,
    table: sa.Table,
    rows: Sequence[Mapping[str, Any]],
    *,
    changing: Iterable[str],
) -> None:
    """Insert rows in one statement; where one of the same primary key stands, change it.

    Parameters
    ----------
    changing
        The columns that are changed there; the others stay.

    """
    kind = postgresql if connection.dialect.name == "postgresql" else sqlite
    added = kind.insert(table).values(rows)
    connection.execute(
        added.on_conflict_do_update(
            index_elements=list(table.primary_key),
            set_={name: added.excluded[name] for name in changing},
        )
    )
