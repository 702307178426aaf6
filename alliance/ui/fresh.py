"""Telling who is on a page that the history was brought up to date meanwhile."""

from __future__ import annotations

import streamlit as st

from alliance.ui.words import day_in_words
from alliance.web.current import current_history

_SEEN = "history seen"


def say_if_history_is_new() -> None:
    """Say so where this visit began with another history than the one it goes on with."""
    history = current_history()
    if st.session_state.setdefault(_SEEN, history.version) != history.version:
        st.session_state[_SEEN] = history.version
        st.toast(
            f"The data have changed: they now reach to {day_in_words(history.last_day)} "
            f"(history {history.version}).",
            icon=":material/update:",
            duration="long",
        )
