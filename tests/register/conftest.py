"""The register on both databases; every test that asks for it runs on each."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from alliance.register import Person, Register, Support
from alliance.register.database import open_database
from alliance.register.register_vocabulary import SupporterKind, Theme
from tests.bench.postgresql import database_on

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from alliance.history import History


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[sa.URL]:
    """The address of an empty database of each kind."""
    if request.param == "sqlite":
        yield sa.URL.create("sqlite", database=str(tmp_path / "register.sqlite"))
        return
    server: sa.URL = request.getfixturevalue("postgresql")
    with database_on(server, f"register_{tmp_path.name.lower()}"[:60]) as address:
        yield address


@pytest.fixture
def engine(url: sa.URL) -> Iterator[sa.Engine]:
    """A connection to an empty register."""
    engine = open_database(url)
    yield engine
    engine.dispose()


@pytest.fixture
def register(engine: sa.Engine, history: History) -> Register:
    """An empty register."""
    return Register(engine, history)


@pytest.fixture
def amy() -> Person:
    return Person("Amy Adviser", known=True, identity="https://id.example#amy")


@pytest.fixture
def ben() -> Person:
    return Person("Ben Broker", known=True, identity="https://id.example#ben")


@pytest.fixture
def support() -> Callable[..., Support]:
    """Make a support: Outwood Grange helps a Doncaster school, unless told otherwise."""

    def made(**changes: object) -> Support:
        given: dict[str, object] = {
            "supporter_kind": SupporterKind.TRUST,
            "supporter_id": "4119",
            "recipient_urn": 140177,
            "theme": Theme.SCHOOL_LEADERSHIP,
            "starts_on": dt.date(2018, 1, 8),
        }
        return Support(**(given | changes))  # type: ignore[arg-type]

    return made
