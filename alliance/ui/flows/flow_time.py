"""The slider that goes through a period of flows month by month, and plays it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from alliance.ui.parts.month_player import MonthPlayer
from alliance.views.flows.flow_question import months

if TYPE_CHECKING:
    import datetime as dt

_PLAYER = MonthPlayer(
    "flow time", "Play month by month", "Whole period", "Month", lambda month: f"{month:%B %Y}"
)
_MONTH = "flow month"


def month_shown(start: dt.date, end: dt.date) -> dt.date | None:
    """Return the first day of the month that the slider stands at; nothing while it is closed."""
    if not _PLAYER.is_open:
        return None
    month: dt.date | None = st.session_state.get(_MONTH)
    return month if month in months(start, end) else months(start, end)[0]


def play_button() -> None:
    """Draw the button that opens the slider and plays the period from its beginning."""
    _PLAYER.draw_button(lambda: st.session_state.pop(_MONTH, None))


def month_slider(start: dt.date, end: dt.date, month: dt.date | None) -> None:
    """Draw the slider, if it was asked for; while it plays, the month moves on by itself."""
    if month is not None:
        _keep(month)
        _PLAYER.draw(months(start, end), month, _keep)


def stop_playing() -> None:
    """Close the slider: the whole period is shown."""
    _PLAYER.close()


def _keep(month: dt.date) -> None:
    st.session_state[_MONTH] = month
