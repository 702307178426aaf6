"""Votes on the question that is shown: counted live for the presenter, then shown to the room."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from alliance.current.state import current_database
from alliance.errors import AllianceError
from alliance.present.meeting.votes import Votes, question_key
from alliance.ui.follow.follow_vote import EVERY_S
from alliance.ui.present.present_steering import steer_meeting
from alliance.ui.present.stage import answers_list

if TYPE_CHECKING:
    from alliance.present.meeting.meeting_row import Meeting
    from alliance.present.scene import Scene


def draw_votes(meeting: Meeting | None, scene: Scene) -> None:
    """Draw the votes of a question, with what shows them to the room; nothing for other scenes."""
    if not scene.answers:
        return
    st.header("Votes", anchor=False)
    if meeting is None or meeting.state != "running":
        st.markdown("People vote on their own screens once they follow and see this scene.")
        return
    question = question_key(scene)
    is_counted = question in meeting.counted
    st.fragment(run_every=None if is_counted else EVERY_S)(_counts)(meeting.id, scene)
    st.button(
        "Reopen the vote" if is_counted else "Count and show the result",
        icon=":material/how_to_vote:",
        type="secondary" if is_counted else "primary",
        on_click=_count,
        args=(question, not is_counted),
        help="People may change their votes; those given stay until they do."
        if is_counted
        else "No more votes are taken, and everybody sees how many each answer has.",
    )


def _counts(number: int, scene: Scene) -> None:
    try:
        votes = Votes(current_database()).counts(number, scene)
    except AllianceError:
        st.markdown("The votes are not available right now.")
        return
    st.html(answers_list(scene.answers, votes))


def _count(question: str, on: bool) -> None:
    steer_meeting(lambda meetings, here: meetings.count(*here, question, on))
