"""Each sign-in by itself: how long it holds, and ending it, or all of a person's, everywhere.

The cookie of a browser says who signed in, and goes on saying so. Whether that still holds is
asked of the database, so that it ends in every browser and at every server at once.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

import sqlalchemy as sa

from alliance import clock
from alliance.register.database import put_rows
from alliance.register.people.access import note, writing
from alliance.register.permission import Action
from alliance.register.register_tables import sign_ins

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from alliance.register.permission import Person

SIGN_OUT, EVERYWHERE, FOR_THEM = "signed out", "signed out everywhere", "signed somebody out"
FORGOTTEN_AFTER = dt.timedelta(days=32)
"""Streamlit believes no cookie of a sign-in for longer; until then it is kept that one ended."""


class SignIn(NamedTuple):
    """A sign-in, as the cookie of a browser tells of it.

    Parameters
    ----------
    id
        What tells it from every other.
    identity
        Whose it is.
    begun
        When the provider let them in.

    """

    id: str
    identity: str
    begun: dt.datetime


class Over(StrEnum):
    """How a sign-in came to its end."""

    SIGNED_OUT = SIGN_OUT
    EVERYWHERE = EVERYWHERE
    TOO_OLD = "too old"
    IDLE = "idle"


class Limits(NamedTuple):
    """How long a sign-in holds: in all, and while nothing is done."""

    lasts: dt.timedelta
    idle: dt.timedelta


class InUse(NamedTuple):
    """A person who is signed in: in how many browsers, and when something was last done."""

    identity: str
    browsers: int
    used_at: dt.datetime


def sign_in_of(claims: Mapping[str, Any], identity: str) -> SignIn:
    """Read a sign-in from what the provider said; one that has no time began long ago.

    >>> sign_in_of({"iat": 0}, "https://id.example#7").begun.year
    1970
    """
    made, nonce = claims.get("iat"), claims.get("nonce")
    whole = f"{identity}\n{made}\n{nonce or ''}"
    try:
        begun = dt.datetime.fromtimestamp(float(made or 0), dt.UTC)
    except (ValueError, TypeError, OverflowError, OSError):
        begun = dt.datetime.fromtimestamp(0, dt.UTC)
    return SignIn(hashlib.sha256(whole.encode()).hexdigest(), identity, begun)


def is_too_old(one: SignIn, limits: Limits) -> bool:
    """Return whether a sign-in has lasted as long as one may; the cookie alone says so."""
    return clock.now() - one.begun >= limits.lasts


def over(connection: sa.Connection, one: SignIn, limits: Limits) -> Over | None:
    """Return how a sign-in ended; nothing while it holds."""
    if is_too_old(one, limits):
        return Over.TOO_OLD
    held = sign_ins.c
    query = sa.select(held.used_at, held.ended).where(held.id == one.id)
    row = connection.execute(query).one_or_none()
    if row is None:
        # Not kept when it began, as where the database was away: what ended since ended it too.
        ends = sa.select(sa.func.max(held.ended_at))
        ends = ends.where(held.identity == one.identity, held.ended == EVERYWHERE)
        last = connection.scalar(ends)
        return Over.EVERYWHERE if last and one.begun <= clock.in_utc(last) else None
    if row.ended:
        return Over(row.ended)
    return Over.IDLE if clock.now() - clock.in_utc(row.used_at) >= limits.idle else None


def use(connection: sa.Connection, one: SignIn, limits: Limits) -> None:
    """Keep that something is done in a sign-in that holds."""
    if over(connection, one, limits):
        return
    _put(connection, one, changing=["used_at"])


def end(connection: sa.Connection, one: SignIn, name: str) -> None:
    """End one sign-in, as whoever signed in does in their own browser."""
    if connection.scalar(sa.select(sign_ins.c.ended).where(sign_ins.c.id == one.id)):
        return
    _put(connection, one, SIGN_OUT, changing=["ended", "ended_at"])
    note(connection, name, one.identity, SIGN_OUT)


def end_everywhere(engine: sa.Engine, identity: str, name: str, who: Person) -> None:
    """End every sign-in of a person, in whatever browser: their own, or by an administrator.

    Raises
    ------
    NotAllowed
        It is another's, and the person may not.
    """
    own = bool(identity) and identity == who.identity
    with engine.begin() if own else writing(engine, who, Action.ADMINISTER) as connection:
        _end_all(connection, identity)
        if own:
            note(connection, who.name, who.identity, EVERYWHERE)
        else:
            note(connection, who.name, who.identity, FOR_THEM, name)


def forget(connection: sa.Connection, identity: str) -> None:
    """End every sign-in of a person whose name is taken out, and forget whose they were."""
    _end_all(connection, identity)
    rows = sa.update(sign_ins).where(sign_ins.c.identity == identity)
    connection.execute(rows.values(identity=""))


def forget_old(connection: sa.Connection) -> None:
    """Forget sign-ins so old that no cookie of theirs is believed any longer."""
    before = clock.now() - FORGOTTEN_AFTER
    connection.execute(sa.delete(sign_ins).where(sign_ins.c.begun_at < before))


def in_use(connection: sa.Connection, limits: Limits) -> list[InUse]:
    """Return who is signed in at present, whoever was there last first."""
    held, now = sign_ins.c, clock.now()
    last = sa.func.max(held.used_at).label("last")
    query = (
        sa.select(held.identity, sa.func.count().label("browsers"), last)
        .where(held.ended == "", held.identity != "")
        .where(held.begun_at > now - limits.lasts, held.used_at > now - limits.idle)
        .group_by(held.identity)
        .order_by(last.desc())
    )
    return [
        InUse(row.identity, row.browsers, clock.in_utc(row.last))
        for row in connection.execute(query)
    ]


def _end_all(connection: sa.Connection, identity: str) -> None:
    theirs = sa.update(sign_ins).where(sign_ins.c.identity == identity, sign_ins.c.ended == "")
    connection.execute(theirs.values(ended=EVERYWHERE, ended_at=clock.now()))
    # What was never kept ends by this line.
    every = SignIn(f"all {secrets.token_hex(16)}", identity, clock.now())
    _put(connection, every, EVERYWHERE, changing=["ended"])


def _put(
    connection: sa.Connection, one: SignIn, ended: str = "", *, changing: Sequence[str]
) -> None:
    """Keep a sign-in; of one that is kept already, change these columns."""
    now = clock.now()
    row = {
        "id": one.id,
        "identity": one.identity,
        "begun_at": one.begun,
        "used_at": now,
        "ended": ended,
        "ended_at": now if ended else None,
    }
    put_rows(connection, sign_ins, [row], changing=changing)
