"""A scene played month by month, for the presenter and for all who follow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from alliance.present.playing import months_played
from alliance.text.words import day_in_words
from alliance.ui.present.present_steering import steer_meeting

if TYPE_CHECKING:
    import datetime as dt

    from alliance.present import Scene
    from alliance.present.meeting.meeting_row import Meeting

SECONDS_A_MONTH = 1.5
_PLAYING = "present playing"


@dataclass
class _Playing:
    """The scene that plays or has paused, and the month it has come to."""

    scene: str = ""
    month: dt.date | None = None
    goes_on: bool = False


def _playing() -> _Playing:
    playing: _Playing = st.session_state.setdefault(_PLAYING, _Playing())
    return playing


def month_shown(scene: Scene, meeting: Meeting | None) -> dt.date | None:
    """Return the day that a scene has come to; nothing where it stands at its own."""
    playing = _playing()
    if playing.scene != scene.id:
        st.session_state[_PLAYING] = playing = _Playing(scene.id)
    if meeting and meeting.state == "running":
        playing.month = meeting.month
    return playing.month


def draw_player(scene: Scene, meeting: Meeting | None) -> None:
    """Draw what plays a scene; nothing where it does not play."""
    days = months_played(scene)
    if not days:
        return
    playing = _playing()
    with st.container(horizontal=True, vertical_alignment="center", key="present_player"):
        st.button(
            "Pause" if playing.goes_on else "Play",
            icon=":material/pause:" if playing.goes_on else ":material/play_arrow:",
            key="present play",
            on_click=toggle_playing,
            args=(scene, meeting),
        )
        st.button(
            "To the end",
            icon=":material/skip_next:",
            disabled=playing.month is None,
            on_click=_show,
            args=(None, meeting),
        )
        st.markdown(day_in_words(playing.month or days[-1]))
    if playing.goes_on:
        st.fragment(run_every=SECONDS_A_MONTH)(_go_on)(days, meeting, [playing.month])


def toggle_playing(scene: Scene, meeting: Meeting | None) -> None:
    """Play a scene from where it stands, or from its first month at its end; or pause it."""
    days, playing = months_played(scene), _playing()
    if not days:
        return
    playing.goes_on = not playing.goes_on
    if playing.goes_on and playing.month is None:
        _show(days[0], meeting)


def _go_on(days: list[dt.date], meeting: Meeting | None, drawn: list[dt.date | None]) -> None:
    """Show the next month, if the one that was drawn has been seen."""
    playing = _playing()
    if drawn and drawn.pop() == playing.month:
        # It is drawn with the page first, and only then after its time.
        return
    later = [day for day in days if playing.month and day > playing.month]
    # The last is the scene's own day, where it stands unless it plays.
    _show(later[0] if len(later) > 1 else None, meeting)
    st.rerun()


def _show(month: dt.date | None, meeting: Meeting | None) -> None:
    playing = _playing()
    playing.month = month
    if month is None:
        playing.goes_on = False
    if meeting and meeting.state == "running":
        steer_meeting(lambda meetings, here: meetings.play(*here, month))
