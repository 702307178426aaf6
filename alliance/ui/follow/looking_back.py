"""Scenes that were shown before, for who follows and wants to look once more; and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Callable

    from alliance.present.meeting.meeting_row import Meeting


def place_looked_at(meeting: Meeting, looks_back: int | None) -> int:
    """Return the scene that a follower sees, from 0: the presenter's, or one shown before."""
    return looks_back if looks_back in _places(meeting) else meeting.position


def draw_looking_back(meeting: Meeting, at: int, look: Callable[[int], None]) -> None:
    """Draw what leads to the scenes shown so far, and back to the presenter's.

    Parameters
    ----------
    at
        The scene that is drawn, from 0.
    look
        Called with the place of the scene to look at.

    """
    places = _places(meeting)
    if len(places) < 2:
        return
    earlier = [place for place in places if place < at]
    later = [place for place in places if place > at]
    with st.container(horizontal=True, vertical_alignment="center", key="looking_back"):
        st.button(
            "Earlier scene",
            icon=":material/arrow_back:",
            disabled=not earlier,
            on_click=look,
            args=(earlier[-1] if earlier else at,),
        )
        st.button(
            "Later scene",
            icon=":material/arrow_forward:",
            disabled=not later,
            on_click=look,
            args=(later[0] if later else at,),
        )
        if at != meeting.position:
            st.button(
                "Back to the presenter",
                icon=":material/cast:",
                type="primary",
                on_click=look,
                args=(meeting.position,),
            )
            st.caption("This scene was shown before. The presenter shows another one.")


def _places(meeting: Meeting) -> list[int]:
    """Return the places of the scenes that were shown, in the order of the presentation."""
    scenes = enumerate(meeting.presentation.scenes)
    return [at for at, one in scenes if one.id in meeting.shown or at == meeting.position]
