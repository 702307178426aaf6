"""The school of a match that is looked at, and the tab that shows it."""

from __future__ import annotations

import streamlit as st

from alliance.text.words import is_urn
from alliance.ui.parts.in_address import write_in_address
from alliance.views.matches.match_question import TAB

PLAN_TAB, SCHOOL_TAB, WITHOUT_TAB = "Plan", "One school", "Not matched"
PLAN, WITHOUT, COLD = "plan rows", "left without", "cold schools"
"""The tables from which a school is opened."""

_SCHOOL, IN_ADDRESS = "match school", "match_school"
_NEXT, _BACK = "match tab to open", "match tab to go back to"


def opened() -> int | None:
    """Return the URN of the school that is looked at."""
    urn: int | None = st.session_state.get(_SCHOOL)
    return urn


def open_school(urn: int | None) -> None:
    """Look at one school, in its tab, when the page is drawn next; or at none, back where it was.

    The rows picked before are forgotten, so that the same row opens the school again.
    """
    here = st.session_state.get(TAB) or PLAN_TAB
    if urn is not None and here != SCHOOL_TAB:
        st.session_state[_BACK] = here
    st.session_state[_SCHOOL] = urn
    if urn is not None:
        st.session_state[_NEXT] = SCHOOL_TAB
    elif here == SCHOOL_TAB:
        st.session_state[_NEXT] = st.session_state.get(_BACK, PLAN_TAB)
    for key in (PLAN, WITHOUT, COLD):
        st.session_state.pop(f"{key} picked", None)


def keep_in_address() -> None:
    """Take the school from the address when a visit opens with one; then write it there."""
    if _SCHOOL not in st.session_state:
        given = st.query_params.get(IN_ADDRESS, "")
        st.session_state[_SCHOOL] = int(given) if is_urn(given) else None
    urn = opened()
    write_in_address(IN_ADDRESS, "" if urn is None else str(urn))


def tab_asked() -> None:
    """Open the tab that was asked for; call it before the tabs are drawn."""
    if _NEXT in st.session_state:
        st.session_state[TAB] = st.session_state.pop(_NEXT)
