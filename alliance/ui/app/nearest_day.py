"""The day of the view, kept within the records: the nearest of theirs where it lies outside."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from alliance.analysis.filter_codec import nearest_day
from alliance.current.state import current_history
from alliance.text.words import day_in_words


def go_to_nearest(key: str, what: str) -> str:
    """Move the day that the session holds under ``key`` into the records; say so if it moves.

    ``what`` names what goes by that day.

    Call it before the widget of that key is drawn: one that holds a day outside would go back to
    the day it begins with.
    """
    day = st.session_state.get(key)
    if not isinstance(day, dt.date) or (nearest := nearest_day(current_history(), day)) == day:
        return ""
    st.session_state[key] = nearest
    return (
        f"They do not reach to {day_in_words(day)}, so {what} went to the nearest day, "
        f"{day_in_words(nearest)}."
    )
