"""Who follows a meeting: counted by their browsers, and named where they have signed in."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import sqlalchemy as sa

from alliance import clock
from alliance.present.meeting.codes import tidy
from alliance.present.meeting.meeting_row import follower_name
from alliance.present.presentation_tables import followers, meetings
from alliance.register.database import put_rows

if TYPE_CHECKING:
    from collections.abc import Iterable

HERE = dt.timedelta(seconds=20)
"""Who was seen this short a time ago is following."""
SCREEN = "screen-"
"""How the screens of a room begin, which follow and are nobody."""


class Followers:
    """Those who follow the meetings kept in a database.

    Parameters
    ----------
    engine
        As :func:`alliance.register.database.open_database` gives it.

    """

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine

    def seen(self, number: int, who: Iterable[str], *, name: str = "") -> None:
        """Note in one statement that these followers of a meeting are there.

        Parameters
        ----------
        number
            Of the meeting.
        who
            Each by what their browser is known by.
        name
            As the sign-in gives it, of one who has just come in; a name once noted stays.

        """
        row = {"meeting_id": number, "seen_at": clock.now(), "name": name[:300]}
        rows = [{**row, "follower": one} for one in sorted(set(who))]
        if not rows:
            return
        changing = ["seen_at", *(["name"] if name else [])]
        with self.engine.begin() as connection:
            put_rows(connection, followers, rows, changing=changing)

    def follows(self, code: str, follower: str) -> int | None:
        """Return the number of the meeting that a follower has entered before, if they have."""
        query = sa.select(meetings.c.id).join(followers)
        query = query.where(meetings.c.code == tidy(code), followers.c.follower == follower)
        with self.engine.connect() as connection:
            return connection.execute(query).scalar()

    def entered_by(self, browser: str) -> bool:
        """Return whether a browser has entered any meeting that goes on."""
        row = meetings.c
        query = sa.select(row.id).where(row.state != "closed", row.expires_at > clock.now())
        with self.engine.connect() as connection:
            going_on = connection.execute(query).scalars().all()
            own = [follower_name(number, browser) for number in going_on]
            names = [*own, *(SCREEN + name for name in own)]
            known = sa.select(followers.c.meeting_id).where(followers.c.follower.in_(names))
            return connection.execute(known.limit(1)).first() is not None

    def following(self, code: str) -> int:
        """Count who follows a meeting at present."""
        query = sa.select(sa.func.count()).select_from(followers.join(meetings))
        query = query.where(
            meetings.c.code == tidy(code),
            followers.c.seen_at > clock.now() - HERE,
            is_person(),
        )
        with self.engine.connect() as connection:
            return int(connection.execute(query).scalar_one())


def is_person() -> sa.ColumnElement[bool]:
    """Return the condition that a follower is no screen of the room."""
    return ~followers.c.follower.startswith(SCREEN)
