"""What the database has of whoever is signed in, asked for every few seconds and no oftener."""

from __future__ import annotations

import datetime as dt
import logging
import time
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from alliance.current.state import database_of_people
from alliance.errors import AllianceError
from alliance.register.people.roles import Grant, Roles
from alliance.register.people.sign_ins import Limits, Over, SignIn, is_too_old, over, use
from alliance.register.people.signed_in import groups_of
from alliance.settings import settings
from alliance.text.words import counted

if TYPE_CHECKING:
    from collections.abc import Mapping

_LATELY_S = 3
"""A role, or a sign-in, that ended at another server holds no longer than this."""
_USED_EVERY_S = 60
_MOST = 512


class Held(NamedTuple):
    """What is known of a sign-in: the person's groups, all roles given, and how it ended.

    Without a database no roles are known, and only its age tells whether a sign-in ended.
    """

    groups: frozenset[str]
    grants: tuple[Grant, ...] | None
    ended: Over | None


def limits() -> Limits:
    """Return how long a sign-in holds, by the settings."""
    chosen = settings()
    return Limits(
        dt.timedelta(hours=chosen.sign_in_hours), dt.timedelta(minutes=chosen.sign_in_idle_minutes)
    )


def held(one: SignIn) -> Held:
    """Return what the database has of a sign-in, a few seconds old at most."""
    return _held(one, limits(), int(time.monotonic() / _LATELY_S))


@lru_cache(maxsize=_MOST)
def _held(one: SignIn, within: Limits, _when: int) -> Held:
    with suppress(AllianceError):
        database = database_of_people()
        with database.connect() as connection:
            ended = over(connection, one, within)
            groups = groups_of(connection, one.identity)
        return Held(groups, tuple(Roles(database).all()), ended)
    return Held(frozenset(), None, Over.TOO_OLD if is_too_old(one, within) else None)


def ask_anew() -> None:
    """Have it asked for anew, as after a role was given or a sign-in ended here."""
    _held.cache_clear()


def note_use(one: SignIn) -> None:
    """Keep that something is done in a sign-in, once a minute."""
    _note_use(one, limits(), int(time.monotonic() / _USED_EVERY_S))


@lru_cache(maxsize=_MOST)
def _note_use(one: SignIn, within: Limits, _when: int) -> None:
    try:
        with database_of_people().begin() as connection:
            use(connection, one, within)
    except AllianceError as fault:
        logging.getLogger(__name__).error("The use of a sign-in could not be kept: %s", fault)


def why_ended(ended: Over) -> str:
    """Say to whoever was signed in why they no longer are."""
    chosen = settings()
    said: Mapping[Over, str] = {
        Over.SIGNED_OUT: "You have signed out.",
        Over.EVERYWHERE: "You were signed out everywhere.",
        Over.TOO_OLD: f"A sign-in lasts {counted(chosen.sign_in_hours, 'hour', 'hours')}.",
        Over.IDLE: "You were signed out, for nothing was done for "
        f"{counted(chosen.sign_in_idle_minutes, 'minute', 'minutes')}.",
    }
    return f"{said[ended]} Sign in again to go on."
