"""What meetings that go on mean for the presentations they show.

Without sign-in nobody is told from another, and a room that has the app's address could open what
the presenter shows. So while such a meeting goes on, its presentation is its presenter's: its notes
are read and its scenes changed with the meeting's key only.
"""

from __future__ import annotations

import hashlib

import sqlalchemy as sa

from alliance import clock
from alliance.errors import PresentationInUse
from alliance.present.presentation_tables import meetings

IN_USE = (
    "This presentation is being shown in a meeting. Until the meeting ends, only its presenter can "
    "open or change it."
)
NOBODY = ""
"""Stands for the identity of whoever began a meeting without sign-in."""


def key_digest(key: str) -> str:
    """Return what the database knows of a key that steers a meeting."""
    return hashlib.sha256(key.encode()).hexdigest()


def in_use(connection: sa.Connection, key: str | None) -> set[int]:
    """Return the numbers of presentations that are a presenter's who has another key."""
    row = meetings.c
    query = sa.select(row.presentation_id).where(
        row.presentation_id.is_not(None),
        row.begun_by_id == NOBODY,
        row.state != "closed",
        row.expires_at > clock.now(),
    )
    if key is not None:
        mine = sa.select(row.presentation_id).where(
            row.key_sha256 == key_digest(key), row.presentation_id.is_not(None)
        )
        query = query.where(row.presentation_id.not_in(mine))
    return set(connection.execute(query).scalars())


def demand_not_in_use(connection: sa.Connection, presentation_id: int, key: str | None) -> None:
    """See that a presentation is nobody else's while it is shown.

    Raises
    ------
    PresentationInUse
        A meeting begun without sign-in shows it, and the key is not that meeting's.
    """
    if presentation_id in in_use(connection, key):
        raise PresentationInUse(IN_USE)


def hide_names(connection: sa.Connection, presentation_id: int) -> None:
    """Hide schools' names in every meeting that shows a presentation; rooms see it at once."""
    row = meetings.c
    query = sa.select(row.id, row.content).where(
        row.presentation_id == presentation_id, row.state != "closed"
    )
    for number, content in connection.execute(query.with_for_update()).all():
        if not content["redacted"]:
            hidden = {"content": {**content, "redacted": True}, "revision": row.revision + 1}
            connection.execute(meetings.update().where(row.id == number).values(**hidden))
