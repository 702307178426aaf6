"""What is left of a meeting: who presented, from when to when, who was there, what they voted."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import sqlalchemy as sa
from pydantic import Field, TypeAdapter
from pydantic.dataclasses import dataclass

from alliance import clock
from alliance.present.in_meeting import demand_not_in_use
from alliance.present.meeting.followers import is_person
from alliance.present.meeting.meeting_row import meeting_of
from alliance.present.meeting.votes import counted_votes, question_key
from alliance.present.presentation_tables import followers, meeting_records, meetings

if TYPE_CHECKING:
    from collections.abc import Iterable


class Count(NamedTuple):
    """An answer, and how many gave it."""

    answer: str
    votes: int


@dataclass(frozen=True)
class Vote:
    """A question that was put to the room, how many gave each answer, and whether they are counted.

    Votes that are not could still be changed when the meeting ended.
    """

    question: str
    counts: tuple[Count, ...]
    is_counted: bool = True


@dataclass(frozen=True)
class MeetingRecord:
    """A meeting, for its minutes.

    Parameters
    ----------
    begun_at, ended_at
        In UTC; no end as long as it goes on.
    presenter
        As the sign-in gives it; empty where nobody signs in.
    names
        Of those who followed and had signed in, in order.
    followers
        How many followed in all, each browser counted once.
    votes
        In the order of the scenes; questions that nobody answered are left out.

    """

    begun_at: dt.datetime
    ended_at: dt.datetime | None
    presenter: str
    names: tuple[str, ...]
    followers: Annotated[int, Field(ge=0)]
    votes: tuple[Vote, ...] = ()

    @property
    def day(self) -> dt.date:
        """The day in London on which it began."""
        return clock.in_london(self.begun_at).date()


_RECORD = TypeAdapter(MeetingRecord)


def meeting_records_of(
    engine: sa.Engine, presentation_id: int, key: str | None = None
) -> list[MeetingRecord]:
    """Return the record of each meeting that showed a presentation, the first one first.

    Those that nobody followed and that led to no vote are left out: they were rehearsals.

    Raises
    ------
    PresentationInUse
        A meeting shows it, and the key is not that meeting's.
    """
    held, live = meeting_records.c, meetings.c
    with engine.connect() as connection:
        demand_not_in_use(connection, presentation_id, key)
        query = sa.select(held.record).where(held.presentation_id == presentation_id)
        found = [_RECORD.validate_python(one) for one in connection.execute(query).scalars()]
        query = sa.select(meetings).where(
            live.presentation_id == presentation_id,
            live.code.not_in(sa.select(held.code)),
        )
        found += [_record(connection, row) for row in connection.execute(query).mappings()]
    return sorted((one for one in found if one.followers), key=lambda one: one.begun_at)


def write_records(connection: sa.Connection, rows: Iterable[sa.RowMapping]) -> None:
    """Write down what is known of meetings, before who followed them is forgotten."""
    held = meeting_records.c
    for row in rows:
        connection.execute(meeting_records.delete().where(held.code == row["code"]))
        record: dict[str, Any] = _RECORD.dump_python(_record(connection, row), mode="json")
        connection.execute(
            meeting_records.insert().values(
                code=row["code"], presentation_id=row["presentation_id"], record=record
            )
        )


def _record(connection: sa.Connection, row: sa.RowMapping) -> MeetingRecord:
    meeting = meeting_of(row, clock.now())
    there = sa.select(followers.c.name).where(followers.c.meeting_id == row["id"], is_person())
    names = connection.execute(there).scalars().all()
    asked = [scene for scene in meeting.presentation.scenes if scene.answers]
    counts = [(scene, counted_votes(connection, row["id"], scene)) for scene in asked]
    ended = clock.in_utc(row["expires_at"]) if meeting.state == "closed" else None
    return MeetingRecord(
        begun_at=clock.in_utc(row["begun_at"]),
        ended_at=ended,
        presenter=row["begun_by"],
        names=tuple(sorted(set(names) - {""}, key=str.casefold)),
        followers=len(names),
        votes=tuple(
            Vote(
                scene.title or scene.text,
                tuple(map(Count, scene.answers, many)),
                question_key(scene) in meeting.counted,
            )
            for scene, many in counts
            if any(many)
        ),
    )
