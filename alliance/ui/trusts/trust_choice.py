"""The choice of one trust, kept in the address, and the league table of each day."""

from __future__ import annotations

import streamlit as st

from alliance.analysis.filter_codec import DAY
from alliance.analysis.schools.search import search, trusts_numbered
from alliance.analysis.trusts.trust_names import (
    called_today,
    every_trust,
    shown_names,
    trust_choices,
)
from alliance.current.state import current_history, state_on
from alliance.history.schools_numbered import KINDS
from alliance.text.identifiers import URN, identifier_in
from alliance.text.words import listed, plain
from alliance.ui.app.going import go_to
from alliance.ui.app.page_navigation import TRUST
from alliance.views.not_found import ukprn_in_words
from alliance.views.schools.school_search import MOST_OF_ONE_NUMBER

TABLE = "all trusts"
_MISSED = "trust not found"


def choose_trust() -> int | None:
    """Ask for one trust, or all in a table; one found by a former name is called as today."""
    _rename_in_address()
    with st.container(horizontal=True, key="choose"):
        name = st.selectbox(
            "Trust to look at",
            list(trust_choices(current_history())),
            index=None,
            placeholder="All trusts; choose one by name, UID or company number",
            key=TRUST,
            on_change=_call_as_today,
            accept_new_options=True,
            bind="query-params",
            persist_state="session",
            filter_mode="contains",
            label_visibility="collapsed",
            width=460,
        )
        if name is not None:
            st.button("All trusts", on_click=_back, icon=":material/arrow_back:", type="tertiary")
    if missed := st.session_state.get(_MISSED):
        st.warning(missed, icon=":material/search_off:")
    return None if name is None else trust_choices(current_history()).get(name)


def choose(uid: int) -> None:
    """Look at one trust when the Trusts page is drawn next."""
    st.session_state[TRUST] = shown_names(current_history())[int(uid)]


def open_trust(uid: int) -> None:
    """Go to the Trusts page and look at one trust."""
    choose(uid)
    go_to("trusts", **{TRUST: shown_names(current_history())[int(uid)]})


def _rename_in_address() -> None:
    """Where a visit opens with a former name that one trust had, write its name of today there."""
    given = st.query_params.get(TRUST, "")
    if not given or given in every_trust(current_history()) or TRUST in st.session_state:
        return
    found = called_today(current_history(), given) or _of_number(given)
    # The box takes the address as it was when the run began, and anything that stands in it.
    if len(found) == 1:
        st.query_params[TRUST] = found[0]
    else:
        del st.query_params[TRUST]
        if identifier_in(given):  # of words that are no name the note on the address tells
            st.session_state[_MISSED] = _missed(given, found)
    st.rerun()


def _call_as_today() -> None:
    st.session_state[_MISSED] = ""
    name = st.session_state[TRUST]
    if name and (uid := trust_choices(current_history()).get(name)):
        choose(uid)
    elif name:
        found = _of_number(name)
        st.session_state[TRUST] = found[0] if len(found) == 1 else None
        if len(found) != 1:
            st.session_state[_MISSED] = _missed(name, found)


def _of_number(words: str) -> list[str]:
    """Return the names of the trusts of a UID or company number, or of a school by its number."""
    history, number = current_history(), identifier_in(words)
    if number is None:
        return []
    uids = trusts_numbered(history, number)
    if not uids:
        day = st.session_state.get(DAY, history.default_day)
        found = search(history, words, day, MOST_OF_ONE_NUMBER)
        found = found[found["found_by"].isin((URN, *KINDS)) & found["open"]]
        state = state_on(day).set_index("urn")
        uids = state.loc[found["urn"], "trust_uid"].dropna().unique().tolist()
    return [shown_names(history)[int(uid)] for uid in uids]


def _missed(words: str, found: list[str]) -> str:
    if found:
        return f"{listed(found, most=5)} have the number “{plain(words)}”: choose one by its name."
    said = ukprn_in_words(words) or "Try part of its name, its UID or its company number."
    return f"No trust found for “{plain(words)}”. {said}"


def _back() -> None:
    st.session_state[TRUST] = None
    st.session_state.pop(f"{TABLE} picked", None)
