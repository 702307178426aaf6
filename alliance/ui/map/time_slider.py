"""The slider that moves the day month by month, and plays the history."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from alliance.analysis.filter_codec import DAY
from alliance.current.state import current_history, kept
from alliance.text.words import day_in_words
from alliance.ui.parts.month_player import MonthPlayer

if TYPE_CHECKING:
    from alliance.analysis.filters import Filter
    from alliance.maps.view import Bounds

_FRAME = "frame of the history played"
_PLAYER = MonthPlayer("time", "Play the history", "Close", "Day", day_in_words)


def play_button() -> None:
    """Draw the button that shows the slider and starts to play."""
    _PLAYER.draw_button(_begin)


def time_slider(day: dt.date) -> None:
    """Draw the slider, if it was asked for; while it plays, the day moves on by itself."""
    _PLAYER.draw(months(), _month_of(day), _keep)


def ahead(chosen: Filter) -> list[Filter]:
    """Return the filter on the next month, while the history plays."""
    if not _PLAYER.is_playing:
        return []
    return [replace(chosen, day=month) for month in months() if month > chosen.day][:1]


def frame_of_time(chosen: Filter, bounds: Bounds) -> Bounds:
    """Return what the map is fitted to while the slider of the history is open.

    Trusts grow and shrink from month to month: their frame would jump. It is that of the moment at
    which the slider was opened, until the page looks at other places or trusts.
    """
    if not _PLAYER.is_open:
        st.session_state.pop(_FRAME, None)
        return bounds
    places = (chosen.opportunity_areas, chosen.trusts, chosen.regions)
    held: tuple[object, Bounds] = st.session_state.setdefault(_FRAME, (places, bounds))
    if held[0] != places:
        held = st.session_state[_FRAME] = (places, bounds)
    return held[1]


def trail_of_time(chosen: Filter) -> tuple[dt.date, dt.date] | None:
    """Return the days between which the moves of chosen trusts leave a trail on the map.

    While the slider is open, the arrows to where a trust's academies went stay, from the first
    month played on: of a trust that closes nothing else would be left. None where no trust is
    chosen or the slider is not open.
    """
    if not _PLAYER.is_open or not chosen.trusts:
        return None
    return min(_PLAYER.first(months(), _month_of(chosen.day)), chosen.day), chosen.day


@kept(maxsize=1)
def months() -> list[dt.date]:
    """Return the first day of which the records are complete, then the first of every month."""
    history = current_history()
    first, last = history.complete_from, history.last_day
    count = (last.year - first.year) * 12 + last.month - first.month
    after = [
        dt.date(first.year + (first.month + i) // 12, (first.month + i) % 12 + 1, 1)
        for i in range(count)
    ]
    return [first, *after]


def _month_of(day: dt.date) -> dt.date:
    """Return the last of the months that had begun by a day, or the first of all."""
    return max((month for month in months() if month <= day), default=months()[0])


def _begin() -> None:
    """Play from the beginning if the day is the last of the lists or later."""
    if st.session_state[DAY] >= current_history().default_day:
        _keep(months()[0])


def _keep(day: dt.date) -> None:
    st.session_state[DAY] = day
