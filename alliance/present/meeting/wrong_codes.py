"""Wrong codes are counted, so that the right one cannot be found by trying.

A room full of people shares one address, and its people mistype: a browser has few tries, an
address more. Who changes address and browser with every try comes up against the limit for all.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import TYPE_CHECKING, NamedTuple

import sqlalchemy as sa

from alliance import clock
from alliance.errors import LockedOut
from alliance.present.presentation_tables import wrong_codes

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

WITHIN = dt.timedelta(minutes=10)
"""So many wrong codes in this time lock out for as long again."""
MOST_OF_A_BROWSER = 20
MOST_OF_AN_ADDRESS = 200
MOST_OF_ALL = 2_000
TOLD_FROM = 3
"""With so many tries left, or fewer, whoever gives a wrong code is told."""


class Who(NamedTuple):
    """Who gives a code: digests of their browser and of their address; neither is kept itself."""

    browser: str
    address: str


def who(address: str | None, browser: str | None, salt: str) -> Who:
    """Tell somebody from others by their address and what their browser is known by.

    ``salt`` is the same in every process, and is not kept beside the digests.
    """
    near = address in (None, "127.0.0.1", "::1")
    place = f"{salt} {'here' if near else address}"
    return Who(_digest(f"{place} {browser or ''}"), _digest(place))


def refuse_locked_out(connection: sa.Connection, who: Who, now: dt.datetime) -> None:
    """Refuse who gave too many wrong codes.

    Raises
    ------
    LockedOut
        They, their address or all together did; it says how long to wait.
    """
    until = [_locked_until(connection, whose, most, now) for whose, most in _limits(who)]
    if locked := [end for end in until if end]:
        minutes = -(-(max(locked) - now) // dt.timedelta(minutes=1))
        raise LockedOut(
            "Too many wrong codes were tried. Wait "
            f"{'a minute' if minutes == 1 else f'{minutes} minutes'}, then enter the code shown on "
            "the presenter's screen."
        )


def count_wrong(connection: sa.Connection, who: Who, now: dt.datetime) -> None:
    """Note a wrong code, and forget those that no longer count."""
    connection.execute(wrong_codes.delete().where(wrong_codes.c.at < now - 2 * WITHIN))
    connection.execute(wrong_codes.insert().values(who=who.browser, address=who.address, at=now))


def tries_left(connection: sa.Connection, who: Who, now: dt.datetime) -> str:
    """Say how many more wrong codes are looked at, if they are few; else nothing."""
    recent = sa.select(sa.func.count()).where(wrong_codes.c.at >= now - WITHIN)
    left = min(most - (connection.scalar(recent.where(whose)) or 0) for whose, most in _limits(who))
    if left > TOLD_FROM:
        return ""
    pause = f"no code is accepted for {WITHIN // dt.timedelta(minutes=1)} minutes."
    if left <= 0:
        return f"That was one wrong code too many: {pause}"
    more = "one more wrong code" if left == 1 else f"{left} more wrong codes"
    return f"After {more} {pause}"


def _limits(who: Who) -> tuple[tuple[ColumnElement[bool], int], ...]:
    """Return whose wrong codes are counted, and how many are too many."""
    return (
        (wrong_codes.c.who == who.browser, MOST_OF_A_BROWSER),
        (wrong_codes.c.address == who.address, MOST_OF_AN_ADDRESS),
        (sa.true(), MOST_OF_ALL),
    )


def _locked_until(
    connection: sa.Connection, whose: ColumnElement[bool], most: int, now: dt.datetime
) -> dt.datetime | None:
    """Return when a lock ends: ten minutes after the last of ``most`` wrong codes within ten."""
    times = sa.select(wrong_codes.c.at).where(whose).order_by(wrong_codes.c.at.desc())
    last = connection.execute(times.limit(1)).scalar()
    first = connection.execute(times.limit(1).offset(most - 1)).scalar()
    if last is None or first is None or last - first > WITHIN:
        return None
    end = clock.in_utc(last) + WITHIN
    return end if end > now else None


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
