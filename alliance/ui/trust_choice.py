"""The choice of one trust, kept in the address, and the league table of each day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from alliance.analysis.footprints import Footprints, footprints
from alliance.analysis.trusts import league
from alliance.ui.going import go_to
from alliance.web.current import current_history, kept, state_on
from alliance.web.filter_parts import called_today, every_trust, trust_choices

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd

TRUST = "trust_profile"
TABLE = "all trusts"


@kept(maxsize=1)
def shown_names() -> dict[int, str]:
    """Give the name shown of every trust, by UID."""
    return {uid: name for name, uid in every_trust().items()}


def choose_trust() -> int | None:
    """Ask for one trust, or all in a table; one found by a former name is called as today."""
    _rename_in_address()
    with st.container(horizontal=True, key="choose"):
        name = st.selectbox(
            "Trust to look at",
            list(trust_choices()),
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
    return None if name is None else trust_choices()[name]


def choose(uid: int) -> None:
    """Look at one trust when the Trusts page is drawn next."""
    st.session_state[TRUST] = shown_names()[int(uid)]


def open_trust(uid: int) -> None:
    """Go to the Trusts page and look at one trust."""
    choose(uid)
    go_to("trusts", **{TRUST: shown_names()[int(uid)]})


def _rename_in_address() -> None:
    """Where a visit opens with a former name that one trust had, write its name of today there."""
    given = st.query_params.get(TRUST, "")
    if not given or given in every_trust() or TRUST in st.session_state:
        return
    found = called_today(given)
    if len(found) == 1:
        # The box takes the address as it was when the run began.
        st.query_params[TRUST] = found[0]
        st.rerun()


def _call_as_today() -> None:
    if name := st.session_state[TRUST]:
        choose(trust_choices()[name])


def _back() -> None:
    st.session_state[TRUST] = None
    st.session_state.pop(f"{TABLE} picked", None)


@kept(maxsize=12)
def league_on(day: dt.date) -> pd.DataFrame:
    """Give the league table of a day; shared by all visitors."""
    return league(current_history(), day)


@kept(maxsize=12)
def prints_on(day: dt.date) -> Footprints:
    """Give the footprints of all trusts on a day."""
    return footprints(state_on(day))
