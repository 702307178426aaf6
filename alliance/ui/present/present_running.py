"""The meetings that a person began and that go on: to be ended, or steered, from any browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from alliance import clock
from alliance.current.state import current_database
from alliance.errors import AllianceError
from alliance.present.meeting.codes import spaced
from alliance.present.meeting.meetings import Meetings
from alliance.text.words import counted, day_in_words, plain
from alliance.ui.app.sign_in import person
from alliance.ui.present.present_meeting import ENDING
from alliance.ui.present.present_state import steering_key
from alliance.ui.present.present_steering import end_meeting, steers, take_over

if TYPE_CHECKING:
    from alliance.present.meeting.meeting_row import Running


def draw_running() -> None:
    """Draw the meetings that go on; nothing where there are none or they cannot be had."""
    try:
        found = Meetings(current_database()).running(person(), steering_key())
        following = [
            Meetings(current_database()).followers.following(one.meeting.code) for one in found
        ]
    except AllianceError:
        # The presentations, asked for next, say what is the matter.
        return
    for one, many in zip(found, following, strict=True):
        _draw(one, many)


def _draw(running: Running, following: int) -> None:
    code = running.meeting.code
    here = steers(code)
    begun = clock.in_london(running.begun_at)
    told = [
        f"code {spaced(code)}",
        f"started on {day_in_words(begun.date())} at {begun:%H:%M}",
        f"{counted(following, 'person follows', 'people follow')} it",
    ]
    with (
        st.container(border=True, key=f"running {code}"),
        st.container(horizontal=True, vertical_alignment="center"),
    ):
        name = plain(running.meeting.presentation.name)
        st.markdown(
            f":material/sensors: **Meeting in progress: {name}**  \n{plain(' · '.join(told))}",
            width="stretch",
        )
        st.button(
            "Continue" if here else "Take control",
            key=f"take over {code}",
            icon=":material/play_arrow:",
            on_click=take_over,
            args=(running,),
            help=None if here else "The browser that controls it now will lose control.",
        )
        with st.popover("End the meeting", icon=":material/stop_circle:", key=f"end of {code}"):
            st.markdown(ENDING)
            st.button(
                "End it for all",
                key=f"end {code}",
                type="primary",
                on_click=end_meeting,
                args=(code,),
            )
