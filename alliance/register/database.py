"""Connections to the register's database, brought up to date when first opened."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from alliance.errors import RegisterError

if TYPE_CHECKING:
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
        _prepare_sqlite(engine)
    _tell_faults(engine)
    with engine.begin() as connection:
        _migrate(connection)
    return engine


def _tell_faults(engine: sa.Engine) -> None:
    """Have a database that does not answer, now or later, told as a fault of the register."""

    @sa.event.listens_for(engine, "handle_error")
    def _told(context: sa.engine.ExceptionContext) -> None:
        # A connection that is found broken before its use is replaced without a word.
        broken = isinstance(context.sqlalchemy_exception, sa.exc.OperationalError)
        if broken and not context.is_pre_ping:
            logging.getLogger(__name__).error(
                "The register at %s cannot be reached (%s). "
                "Check ALLIANCE_DATABASE_URL or ALLIANCE_DATA_DIR.",
                engine.url.render_as_string(hide_password=True),
                context.original_exception,
            )
            raise RegisterError(AWAY) from context.original_exception


def _migrate(connection: sa.Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(MIGRATION_LOCK)))
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _prepare_sqlite(engine: sa.Engine) -> None:
    """Let writers take turns: each transaction takes the write lock when it begins."""

    @sa.event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            f"busy_timeout={PATIENCE_MS}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
