"""The meetings that a person began and that go on: to be ended, or steered, from any browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from alliance.errors import AllianceError
from alliance.present.codes import spaced
from alliance.present.meetings import Meetings
from alliance.ui.present_meeting import end_meeting, steers, take_over
from alliance.ui.register_state import plain
from alliance.ui.sign_in import person
from alliance.ui.words import counted, day_in_words
from alliance.web.current import current_database

if TYPE_CHECKING:
    from alliance.present.meeting import Running


def draw_running() -> None:
    """Draw the meetings that go on; nothing where there are none or they cannot be had."""
    try:
        found = Meetings(current_database()).running(person())
        following = [Meetings(current_database()).following(one.meeting.code) for one in found]
    except AllianceError:
        # The presentations, asked for next, say what is the matter.
        return
    for one, many in zip(found, following, strict=True):
        _draw(one, many)


def _draw(running: Running, following: int) -> None:
    code = running.meeting.code
    here = steers(code)
    begun = running.begun_at
    told = [
        f"code {spaced(code)}",
        f"begun on {day_in_words(begun.date())} at {begun:%H:%M} UTC",
        f"{counted(following, 'person follows', 'people follow')} it",
    ]
    with (
        st.container(border=True, key=f"running {code}"),
        st.container(horizontal=True, vertical_alignment="center"),
    ):
        name = plain(running.meeting.presentation.name)
        st.markdown(
            f":material/sensors: **A meeting goes on: {name}**  \n{plain(' · '.join(told))}",
            width="stretch",
        )
        st.button(
            "Go on" if here else "Take over the steering",
            key=f"take over {code}",
            icon=":material/play_arrow:",
            on_click=take_over,
            args=(running,),
            help=None if here else "The browser that steered it until now steers it no more.",
        )
        with st.popover("End the meeting", icon=":material/stop_circle:", key=f"end of {code}"):
            st.markdown("Everybody who follows goes to the closing screen, and the code is over.")
            st.button(
                "End it for all",
                key=f"end {code}",
                type="primary",
                on_click=end_meeting,
                args=(code,),
            )
