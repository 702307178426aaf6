"""A real PostgreSQL server of its own, for as long as it is needed."""

from __future__ import annotations

import importlib.util
import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

if TYPE_CHECKING:
    from collections.abc import Iterator


def own_client() -> Path:
    """Return the folder of the programs that belong to the server, of its own version."""
    found = importlib.util.find_spec("pgserver")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent / "pginstall" / "bin"


@contextmanager
def postgresql_server() -> Iterator[sa.URL]:
    """Start a server, yield its address, and stop it at the end."""
    with tempfile.TemporaryDirectory() as runtime:
        # The server warns where nobody has said where sockets go.
        os.environ.setdefault("XDG_RUNTIME_DIR", runtime)
        import pgserver

        # Not below a folder of root's: the server runs as a user of its own.
        folder = Path(tempfile.mkdtemp(prefix="register-postgresql-"))
        server = pgserver.get_server(folder, cleanup_mode="delete")  # type: ignore[attr-defined]
        try:
            yield sa.make_url(server.get_uri()).set(drivername="postgresql+psycopg")
        finally:
            server.cleanup()


@contextmanager
def database_on(server: sa.URL, name: str) -> Iterator[sa.URL]:
    """Make an empty database on a server, yield its address, and drop it at the end."""
    admin = sa.create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(sa.text(f'CREATE DATABASE "{name}"'))
    try:
        yield server.set(database=name)
    finally:
        with admin.connect() as connection:
            connection.execute(sa.text(f'DROP DATABASE "{name}" WITH (FORCE)'))
        admin.dispose()
