"""Many schools selected: by clicks on the map, or all that the filter shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from alliance.current.state import state_on
from alliance.text.words import count, counted
from alliance.ui.parts.selection import COLLECTING, collect, collected, collecting

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd

MOST_RINGED = 300
"""More are ringed only if they are all that the map shows: else each ring is sent with the page."""


def collected_on(day: dt.date) -> pd.DataFrame:
    """Return the rows of the schools selected that are open on a day."""
    state = state_on(day)
    return state[state["urn"].isin(collected())]


def ringed_on(day: dt.date) -> pd.DataFrame:
    """Return those of the schools selected together that are ringed on the map."""
    schools = collected_on(day)
    return schools if len(schools) <= MOST_RINGED else schools.head(0)


def all_ringed(schools: pd.DataFrame) -> bool:
    """Return whether all that the map shows, too many to send a ring for each, are selected."""
    held = collected()
    return len(held) > MOST_RINGED and bool(schools["urn"].isin(held).all())


def collected_schools(schools: pd.DataFrame, day: dt.date) -> pd.DataFrame:
    """Ask whether clicks add up; return what the table shows: those selected, else ``schools``."""
    with st.container(horizontal=True, vertical_alignment="center", key="collected"):
        st.toggle(
            "Select more than one school",
            key=COLLECTING,
            help="Click a school to add or remove it",
        )
        if not collecting():
            return schools
        chosen = collected_on(day)
        st.markdown(_count_in_words(len(chosen), all_ringed(schools)), width="content")
        st.button(
            f"Select all {count(len(schools))} that match your filters",
            on_click=collect,
            args=(schools["urn"].tolist(),),
        )
        st.button("Select none", on_click=collect, args=((),), disabled=chosen.empty)
    return schools if chosen.empty else chosen


def _count_in_words(number: int, ringed: bool) -> str:
    told = f"**{counted(number, 'school', 'schools')} selected.** "
    told += "The table and the download show only these." if number else "Click schools on the map."
    return told + (" Too many to ring on the map." if number > MOST_RINGED and not ringed else "")
