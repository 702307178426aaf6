"""Telling who is on a page that the history was brought up to date meanwhile."""

from __future__ import annotations

import streamlit as st

from alliance.analysis.filter_codec import DAY
from alliance.current.state import current_history
from alliance.text.words import day_in_words
from alliance.ui.app.nearest_day import go_to_nearest
from alliance.ui.map.map_controls import SINCE, UNTIL
from alliance.ui.overview.draw_changes_since import OTHER_DAY

_SEEN = "history seen"
_DAYS = {
    DAY: "the view",
    OTHER_DAY: "the comparison",
    SINCE: "the first day of the transfers drawn",
    UNTIL: "the last day of the transfers drawn",
}
"""What goes by a day of the records, by its key in the session."""


def say_if_history_is_new() -> None:
    """Say so where this visit began with another history than the one it goes on with."""
    history = current_history()
    if st.session_state.setdefault(_SEEN, history.version) != history.version:
        st.session_state[_SEEN] = history.version
        went = " ".join(filter(None, (go_to_nearest(key, what) for key, what in _DAYS.items())))
        st.toast(
            f"The data have changed: they now reach to {day_in_words(history.last_day)} "
            f"(history {history.version}). {went}".strip(),
            icon=":material/update:",
            duration="long",
        )
