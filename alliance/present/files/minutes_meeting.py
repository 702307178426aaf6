"""What minutes say of the meeting itself: when it was, who presented, who was there, the votes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliance import clock
from alliance.charts.frame import counted, in_words
from alliance.text.words import listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alliance.present.meeting.record import MeetingRecord, Vote

VOTES = ("Question", "Answer", "Votes", "Of those who voted")


def meeting_lines(meetings: Sequence[MeetingRecord]) -> list[str]:
    """Return a line for each meeting: when it began and ended, who presented, who was there."""
    return [f"{_when(one)}. {_presenter(one)}{_there(one)}" for one in meetings]


def vote_rows(meetings: Sequence[MeetingRecord]) -> list[tuple[str, str, str, str]]:
    """Return a row for each answer of each question that was voted on (see :data:`VOTES`)."""
    rows = []
    for vote in (vote for one in meetings for vote in one.votes):
        total = sum(count.votes for count in vote.counts)
        for place, (answer, votes) in enumerate(vote.counts):
            question = _question(vote) if place == 0 else ""
            rows.append((question, answer, f"{votes:,}", f"{100 * votes / total:.0f}%"))
    return rows


def _question(vote: Vote) -> str:
    return vote.question if vote.is_counted else f"{vote.question} (votes were not counted)"


def _when(one: MeetingRecord) -> str:
    begun = clock.in_london(one.begun_at)
    said = f"{in_words(begun.date())}, from {begun:%H:%M}"
    if one.ended_at is None:
        return f"{said}; it goes on"
    ended = clock.in_london(one.ended_at)
    day = "" if ended.date() == begun.date() else f" on {in_words(ended.date())}"
    return f"{said} to {ended:%H:%M}{day}"


def _presenter(one: MeetingRecord) -> str:
    return f"Presented by {one.presenter or 'somebody who had not signed in'}. "


def _there(one: MeetingRecord) -> str:
    others = one.followers - len(one.names)
    if not one.names:
        return f"{counted(one.followers, 'browser', 'browsers')} followed; nobody signed in."
    named = listed(one.names, most=len(one.names))
    also = f", and {counted(others, 'browser', 'browsers')} not signed in" if others > 0 else ""
    return f"There: {named}{also}."
