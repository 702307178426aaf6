"""Connections to the register's database, brought up to date when first opened."""

from __future__ import annotations

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
PATIENCE_MS = 10_000
PATIENCE_TO_CONNECT_S = 5


def database_url(chosen: Settings) -> sa.URL:
    """Give the address of the database: PostgreSQL where one is set, else a file of SQLite."""
    if chosen.database_url is None:
        chosen.data_dir.mkdir(parents=True, exist_ok=True)
        return sa.URL.create("sqlite", database=str(chosen.data_dir / "register.sqlite"))
    url = sa.make_url(chosen.database_url.get_secret_value())
    return url.set(drivername="postgresql+psycopg") if url.drivername == "postgresql" else url


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
            shown = engine.url.render_as_string(hide_password=True)
            raise RegisterError(
                f"The register at {shown} cannot be reached ({context.original_exception}). "
                "Check ALLIANCE_DATABASE_URL or ALLIANCE_DATA_DIR."
            ) from context.original_exception


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
