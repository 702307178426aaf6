"""What people were let in to do and what was refused them, kept beside the trail of changes."""

from __future__ import annotations

import datetime as dt
import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

import sqlalchemy as sa

from alliance import clock
from alliance.errors import AllianceError, NotAllowed
from alliance.register.permission import Action, Person, demand
from alliance.register.register_tables import access
from alliance.settings import settings

if TYPE_CHECKING:
    from collections.abc import Iterator

SIGN_IN, REFUSED, TOOK_AWAY = "signed in", "refused", "took a file away"
AGAIN_AFTER = dt.timedelta(minutes=1)
"""The same of the same person is kept once in this time, so that nobody fills a disk."""
MOST_SHOWN = 1_000


class Access(NamedTuple):
    """One line: who, by name and by identity, met what, and when."""

    at: dt.datetime
    who: str
    who_is: str
    what: str
    about: str


@contextmanager
def writing(engine: sa.Engine, who: Person, action: Action) -> Iterator[sa.Connection]:
    """Begin a transaction in which a person writes; what refuses them is kept.

    Raises
    ------
    NotAllowed
        They may not do that with anything. What they do it with is demanded in the transaction.
    """
    try:
        demand(who, action)
        with engine.begin() as connection:
            yield connection
    except NotAllowed as refusal:
        note_refusal(engine, who, str(refusal))
        raise


@contextmanager
def refusals_kept(engine: sa.Engine, who: Person) -> Iterator[None]:
    """Keep what is refused to a person meanwhile, where nothing of the database is written."""
    try:
        yield
    except NotAllowed as refusal:
        note_refusal(engine, who, str(refusal))
        raise


def note_refusal(engine: sa.Engine, who: Person, why: str) -> None:
    """Keep a refusal, unless the same was kept just now; one that cannot be kept stays one."""
    _note_once(engine, who, REFUSED, why)


def note_file(engine: sa.Engine, who: Person, name: str) -> None:
    """Keep that a person took a file away, unless it was kept just now."""
    _note_once(engine, who, TOOK_AWAY, name)


def _note_once(engine: sa.Engine, who: Person, what: str, about: str) -> None:
    held = access.c
    same = (held.who_is == who.identity, held.what == what, held.about == about)
    query = sa.select(sa.func.max(held.at)).where(*same)
    try:
        with engine.begin() as connection:
            last = connection.scalar(query)
            if last is None or clock.now() - clock.in_utc(last) > AGAIN_AFTER:
                note(connection, who.name, who.identity, what, about)
                forget_old(connection, settings().access_days)
    except AllianceError as fault:
        logging.getLogger(__name__).error("It could not be kept (%s): %s, %s", fault, what, about)


def note(connection: sa.Connection, who: str, who_is: str, what: str, about: str = "") -> None:
    """Keep one line."""
    line = {"at": clock.now(), "who": who[:300], "who_is": who_is, "what": what, "about": about}
    connection.execute(sa.insert(access).values(line))


def forget_old(connection: sa.Connection, days: int) -> None:
    """Forget what is older than so many days."""
    before = clock.now() - dt.timedelta(days=days)
    connection.execute(sa.delete(access).where(access.c.at < before))


def latest(connection: sa.Connection) -> list[Access]:
    """Return the latest lines, newest first."""
    query = sa.select(access).order_by(access.c.id.desc()).limit(MOST_SHOWN)
    return [
        Access(clock.in_utc(row["at"]), *(row[name] for name in Access._fields[1:]))
        for row in connection.execute(query).mappings()
    ]
