"""Votes: a question shown to a room, counted live, one vote a follower."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import orjson
import sqlalchemy as sa

from alliance import clock
from alliance.errors import VoteRefused
from alliance.present.meeting.codes import tidy
from alliance.present.meeting.meeting_row import meeting_of
from alliance.present.presentation_tables import followers, meetings, votes
from alliance.register.database import put_rows

if TYPE_CHECKING:
    from alliance.present.scene import Scene


def question_key(scene: Scene) -> str:
    """Return what a question's votes are kept by: one that is asked otherwise begins anew."""
    said = orjson.dumps([scene.id, scene.title, scene.text, list(scene.answers)])
    return hashlib.sha256(said).hexdigest()[:40]


class Votes:
    """The votes given in the meetings of a database.

    Parameters
    ----------
    engine
        As :func:`alliance.register.database.open_database` gives it.

    """

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine

    def vote(self, code: str, follower: str, question: str, answer: int) -> None:
        """Record a follower's vote, or change it as long as votes are taken.

        Parameters
        ----------
        code
            Of the meeting.
        follower
            Who votes, by what their browser is known by; they have entered the meeting before.
        question
            Its :func:`question_key`.
        answer
            Its place among the answers, from 0.

        Raises
        ------
        VoteRefused
            The question is not on the screen any more, its votes are counted already, it has no
            such answer, or the meeting is over.
        """
        with self.engine.begin() as connection:
            query = sa.select(meetings).where(meetings.c.code == tidy(code))
            row = connection.execute(query).mappings().first()
            meeting = meeting_of(row, clock.now()) if row else None
            scene = meeting.scene if meeting and meeting.state == "running" else None
            if meeting is None or scene is None or question_key(scene) != question:
                raise VoteRefused("This question is not on the screen any more.")
            if question in meeting.counted:
                raise VoteRefused("The votes on this question are counted already.")
            entered = sa.select(followers.c.follower).where(
                followers.c.meeting_id == meeting.id, followers.c.follower == follower
            )
            if not 0 <= answer < len(scene.answers) or not connection.execute(entered).first():
                raise VoteRefused("This vote cannot be taken. Reload the page and vote again.")
            given = {"meeting_id": meeting.id, "question": question, "follower": follower}
            put_rows(connection, votes, [{**given, "answer": answer}], changing=["answer"])

    def counts(self, number: int, scene: Scene) -> tuple[int, ...]:
        """Return how many votes each answer of a question has in the meeting of a number."""
        with self.engine.connect() as connection:
            return counted_votes(connection, number, scene)

    def given(self, number: int, follower: str, question: str) -> int | None:
        """Return which answer a follower gave, from 0; nothing where they gave none."""
        row = votes.c
        query = sa.select(row.answer).where(
            row.meeting_id == number, row.question == question, row.follower == follower
        )
        with self.engine.connect() as connection:
            return connection.execute(query).scalar()


def counted_votes(connection: sa.Connection, number: int, scene: Scene) -> tuple[int, ...]:
    """Return how many votes each answer of a question has, over an open connection."""
    row = votes.c
    query = (
        sa.select(row.answer, sa.func.count())
        .where(row.meeting_id == number, row.question == question_key(scene))
        .group_by(row.answer)
    )
    given: dict[int, int] = {answer: many for answer, many in connection.execute(query)}  # noqa: C416 (of rows)
    return tuple(given.get(at, 0) for at in range(len(scene.answers)))
