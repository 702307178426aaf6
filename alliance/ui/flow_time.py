"""The slider that goes through a period of flows month by month, and plays it."""

from __future__ import annotations

import calendar
import datetime as dt
from functools import lru_cache

import streamlit as st

SECONDS = 1.2
_SHOWN, _PLAYING, _WHOLE_PAGE = "flow time shown", "flow time plays", "flow time drawn"
_HELD, _MONTH = "flow month", "flow month slider"


def month_shown(start: dt.date, end: dt.date) -> dt.date | None:
    """Give the first day of the month that the slider stands at; nothing while it is closed."""
    if not st.session_state.get(_SHOWN):
        return None
    held: dt.date | None = st.session_state.get(_HELD)
    return held if held in months(start, end) else months(start, end)[0]


def last_day_of(month: dt.date) -> dt.date:
    """Give the last day of a month."""
    return month.replace(day=calendar.monthrange(month.year, month.month)[1])


def play_button() -> None:
    """Draw the button that opens the slider and plays the period from its beginning."""
    if not st.session_state.get(_SHOWN):
        st.button(
            "Play month by month",
            icon=":material/play_arrow:",
            key="flow play begin",
            on_click=_show,
        )


def month_slider(start: dt.date, end: dt.date, month: dt.date | None) -> None:
    """Draw the slider, if it was asked for; while it plays, the month moves on by itself."""
    if month is None:
        return
    st.session_state[_HELD] = st.session_state[_MONTH] = month
    st.session_state[_WHOLE_PAGE] = True
    playing = bool(st.session_state.get(_PLAYING))
    st.fragment(_slider, run_every=SECONDS if playing else None)(start, end, playing=playing)


def stop_playing() -> None:
    """Close the slider: the whole period is shown."""
    st.session_state[_SHOWN] = st.session_state[_PLAYING] = False


@lru_cache(maxsize=16)
def months(start: dt.date, end: dt.date) -> list[dt.date]:
    """Give the first day of every month that the period touches."""
    count = (end.year - start.year) * 12 + end.month - start.month + 1
    first = start.month - 1
    return [dt.date(start.year + (first + i) // 12, (first + i) % 12 + 1, 1) for i in range(count)]


def _slider(start: dt.date, end: dt.date, *, playing: bool) -> None:
    """Draw the slider; run by itself, by the clock or a touch, move the page on."""
    by_itself = not st.session_state.pop(_WHOLE_PAGE, False)
    if by_itself:
        if playing and st.session_state.get(_PLAYING):
            _go_on(start, end)
        st.rerun()
    with st.container(horizontal=True, vertical_alignment="bottom", key="flow_time"):
        st.button(
            "Pause" if playing else "Play",
            icon=":material/pause:" if playing else ":material/play_arrow:",
            key="flow play",
            on_click=_play,
            args=(not playing,),
        )
        if len(months(start, end)) > 1:
            st.select_slider(
                "Month",
                months(start, end),
                format_func=lambda month: f"{month:%B %Y}",
                key=_MONTH,
                on_change=_moved,
                label_visibility="collapsed",
            )
        st.button(
            "Whole period",
            icon=":material/close:",
            type="tertiary",
            key="flow time close",
            on_click=stop_playing,
        )


def _go_on(start: dt.date, end: dt.date) -> None:
    """Move to the next month; at the end, stop."""
    later = [month for month in months(start, end) if month > st.session_state[_HELD]]
    if later:
        st.session_state[_HELD] = later[0]
    st.session_state[_PLAYING] = len(later) > 1


def _show() -> None:
    st.session_state[_SHOWN] = st.session_state[_PLAYING] = True
    st.session_state.pop(_HELD, None)


def _play(playing: bool) -> None:
    st.session_state[_PLAYING] = playing


def _moved() -> None:
    st.session_state[_PLAYING] = False
    st.session_state[_HELD] = st.session_state[_MONTH]
