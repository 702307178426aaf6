"""The slider that moves the day month by month, and plays the history."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from alliance.ui.words import day_in_words
from alliance.web.current import current_history, kept

if TYPE_CHECKING:
    from alliance.analysis.filters import Filter

SECONDS = 1.2
_SHOWN, _PLAYING, _WHOLE_PAGE = "time shown", "time plays", "time drawn"
_DAY, _MONTH = "day", "month"


def play_button() -> None:
    """Draw the button that shows the slider and starts to play."""
    if not st.session_state.get(_SHOWN):
        st.button("Play the history", icon=":material/play_arrow:", on_click=_show)


def time_slider(day: dt.date) -> None:
    """Draw the slider, if it was asked for; while it plays, the day moves on by itself."""
    if not st.session_state.get(_SHOWN):
        return
    st.session_state[_MONTH] = _month_of(day)
    st.session_state[_WHOLE_PAGE] = True
    playing = bool(st.session_state.get(_PLAYING))
    st.fragment(_slider, run_every=SECONDS if playing else None)(playing=playing)


def _slider(*, playing: bool) -> None:
    """Draw the slider; run by itself, by the clock or a touch, move the page on."""
    by_itself = not st.session_state.pop(_WHOLE_PAGE, False)
    if by_itself:
        if playing and st.session_state.get(_PLAYING):
            _go_on()
        st.rerun()
    with st.container(horizontal=True, vertical_alignment="bottom", key="time"):
        st.button(
            "Pause" if playing else "Play",
            icon=":material/pause:" if playing else ":material/play_arrow:",
            on_click=_play,
            args=(not playing,),
        )
        st.select_slider(
            "Day",
            months(),
            format_func=day_in_words,
            key=_MONTH,
            on_change=_moved,
            label_visibility="collapsed",
        )
        st.button("Close", icon=":material/close:", type="tertiary", on_click=_hide)


def ahead(chosen: Filter) -> list[Filter]:
    """Give the filter on the next month, while the history plays."""
    if not st.session_state.get(_PLAYING):
        return []
    return [replace(chosen, day=month) for month in months() if month > chosen.day][:1]


@kept(maxsize=1)
def months() -> list[dt.date]:
    """Give the first day of which the records are complete, then the first of every month."""
    history = current_history()
    first, last = history.complete_from, history.last_day
    count = (last.year - first.year) * 12 + last.month - first.month
    after = [
        dt.date(first.year + (first.month + i) // 12, (first.month + i) % 12 + 1, 1)
        for i in range(count)
    ]
    return [first, *after]


def _month_of(day: dt.date) -> dt.date:
    """Give the last of the months that had begun by a day, or the first of all."""
    return max((month for month in months() if month <= day), default=months()[0])


def _go_on() -> None:
    """Move to the next month; at the end, stop."""
    later = [month for month in months() if month > st.session_state[_MONTH]]
    if later:
        st.session_state[_DAY] = later[0]
    st.session_state[_PLAYING] = len(later) > 1


def _show() -> None:
    """Show the slider and play, from the beginning if the day is the last of the lists or later."""
    st.session_state[_SHOWN] = st.session_state[_PLAYING] = True
    if st.session_state[_DAY] >= current_history().default_day:
        st.session_state[_DAY] = months()[0]


def _hide() -> None:
    st.session_state[_SHOWN] = st.session_state[_PLAYING] = False


def _play(playing: bool) -> None:
    st.session_state[_PLAYING] = playing


def _moved() -> None:
    st.session_state[_PLAYING] = False
    st.session_state[_DAY] = st.session_state[_MONTH]
