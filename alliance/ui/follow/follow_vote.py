"""A question to the room: its answers as buttons for who follows, its votes for who presents."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from alliance.current.state import current_database
from alliance.errors import AllianceError
from alliance.present.meeting.codes import spaced
from alliance.present.meeting.live import LIVE
from alliance.present.meeting.votes import Votes, question_key
from alliance.present.scene import ANSWER_LETTERS
from alliance.text.words import counted, plain
from alliance.ui.follow.follow_invite import follow_address, without_scheme
from alliance.ui.parts.note import attempt, draw_note, draw_status

if TYPE_CHECKING:
    from alliance.present.meeting.meeting_row import Meeting
    from alliance.present.scene import Scene

EVERY_S = 2
MOST_HELD = 32
_counted: dict[tuple[str, int, str], tuple[int, ...]] = {}


def draw_ballot(meeting: Meeting, scene: Scene, follower: str) -> None:
    """Draw the answers of a question as buttons; the one a follower gave is marked."""
    question = question_key(scene)
    given = Votes(current_database()).given(meeting.id, follower, question)
    with st.container(key="ballot"):
        for place, answer in enumerate(scene.answers):
            mine = place == given
            st.button(
                f"{ANSWER_LETTERS[place]}. {plain(answer)}",
                key=f"vote {question} {place}",
                type="primary" if mine else "secondary",
                icon=":material/check:" if mine else None,
                width="stretch",
                on_click=_vote,
                args=(meeting.code, follower, question, place),
            )
        said = (
            "Tap an answer to vote. Nobody in the room sees how you voted."
            if given is None
            else f"You voted “{scene.answers[given]}”. You can change it until votes are counted."
        )
        draw_note()
        draw_status("vote", plain(said))


def _vote(code: str, follower: str, question: str, answer: int) -> None:
    attempt(lambda: Votes(current_database()).vote(code, follower, question, answer))


def shared_votes(meeting: Meeting, scene: Scene) -> tuple[int, ...] | None:
    """Return the votes of a question that are counted; nothing while votes are taken.

    All who follow in this process are given what was counted once.
    """
    question = question_key(scene)
    if not scene.answers or question not in meeting.counted:
        return None
    asked = (meeting.code, meeting.revision, question)
    if asked not in _counted:
        while len(_counted) >= MOST_HELD:
            del _counted[next(iter(_counted))]
        _counted[asked] = Votes(current_database()).counts(meeting.id, scene)
    return _counted[asked]


def draw_turnout(meeting: Meeting, scene: Scene) -> None:
    """Write how many have voted so far, which keeps itself up to date; not what they voted."""
    where = f"Vote at {without_scheme(follow_address())} with the code {spaced(meeting.code)}."
    st.html(f'<p class="stage-caption">{escape(where)}</p>')
    st.fragment(run_every=EVERY_S)(_turnout)(meeting, scene)


def _turnout(asking: Meeting, scene: Scene) -> None:
    try:
        # It may run once more after the page has gone on, and would leave its line behind.
        meeting = LIVE.shown(asking.code, asking.revision)
        if meeting.scene != scene or question_key(scene) in meeting.counted:
            return
        voted = sum(Votes(current_database()).counts(meeting.id, scene))
    except AllianceError:
        return
    said = f"{counted(voted, 'vote', 'votes')} so far"
    st.html(f'<p class="stage-turnout" role="status">{escape(said)}</p>')
