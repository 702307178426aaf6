"""The choice of one trust, kept in the address, and the league table of each day."""

from __future__ import annotations

import streamlit as st

from alliance.analysis.trusts.trust_names import (
    called_today,
    every_trust,
    shown_names,
    trust_choices,
)
from alliance.current.state import current_history
from alliance.ui.app.page_navigation import TRUST, go_to

TABLE = "all trusts"


def choose_trust() -> int | None:
    """Ask for one trust, or all in a table; one found by a former name is called as today."""
    _rename_in_address()
    with st.container(horizontal=True, key="choose"):
        name = st.selectbox(
            "Trust to look at",
            list(trust_choices(current_history())),
            index=None,
            placeholder="All trusts; choose one to see it in full",
            key=TRUST,
            on_change=_call_as_today,
            bind="query-params",
            persist_state="session",
            filter_mode="contains",
            label_visibility="collapsed",
            width=460,
        )
        if name is not None:
            st.button("All trusts", on_click=_back, icon=":material/arrow_back:", type="tertiary")
    return None if name is None else trust_choices(current_history())[name]


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
    found = called_today(current_history(), given)
    if len(found) == 1:
        # The box takes the address as it was when the run began.
        st.query_params[TRUST] = found[0]
        st.rerun()


def _call_as_today() -> None:
    if name := st.session_state[TRUST]:
        choose(trust_choices(current_history())[name])


def _back() -> None:
    st.session_state[TRUST] = None
    st.session_state.pop(f"{TABLE} picked", None)
