"""Wrong codes are counted, so that the right one cannot be found by trying.

A room full of people shares one address, and its people mistype. So each browser is counted by
itself, and no other waits for it: where very many wrong codes come from an address, or from
everywhere, each browser there has fewer tries, and one that gave no wrong code has its try. Who
comes as another browser every time is held up by the number of codes there are, some 55 thousand
million: at a thousand tries a second one meeting of a day is found with a chance of 1 in 600.
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
FEW_OF_A_BROWSER = 3
"""So many where its address, or all together, gave too many."""
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
    """Refuse a browser that gave too many wrong codes, and no other.

    Raises
    ------
    LockedOut
        It did; it says how long to wait.
    """
    whose = wrong_codes.c.who == who.browser
    if until := _locked_until(connection, whose, _most(connection, who, now), now):
        minutes = -(-(until - now) // dt.timedelta(minutes=1))
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
    own = _recent(connection, wrong_codes.c.who == who.browser, now)
    left = _most(connection, who, now) - own
    if left > TOLD_FROM:
        return ""
    pause = f"no code is accepted for {WITHIN // dt.timedelta(minutes=1)} minutes."
    if left <= 0:
        return f"That was one wrong code too many: {pause}"
    more = "one more wrong code" if left == 1 else f"{left} more wrong codes"
    return f"After {more} {pause}"


def _most(connection: sa.Connection, who: Who, now: dt.datetime) -> int:
    """Return how many wrong codes of one browser are too many, where it is and at this time."""
    of_address = _recent(connection, wrong_codes.c.address == who.address, now)
    noisy = of_address >= MOST_OF_AN_ADDRESS or _recent(connection, sa.true(), now) >= MOST_OF_ALL
    return FEW_OF_A_BROWSER if noisy else MOST_OF_A_BROWSER


def _recent(connection: sa.Connection, whose: ColumnElement[bool], now: dt.datetime) -> int:
    """Count somebody's wrong codes of the last ten minutes."""
    count = sa.select(sa.func.count()).where(wrong_codes.c.at >= now - WITHIN, whose)
    return connection.scalar(count) or 0


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
