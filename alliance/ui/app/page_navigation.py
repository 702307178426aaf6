"""Going to the page of a school or a trust from any other."""

from __future__ import annotations

import streamlit as st

from alliance.analysis.trusts.trust_names import shown_names
from alliance.current.state import current_history
from alliance.ui.app.going import go_to, set_out
from alliance.ui.schools.draw_school_search import choose_school
from alliance.views.schools.school_search import BOX

TRUST = "trust_profile"
"""Names the trust that the page of trusts looks at in the address."""


def set_out_for_school(urn: int) -> None:
    """Have the next run go to the page of schools and tell of one; for a widget's callback."""
    if urn in current_history().schools["urn"].array:
        choose_school(urn)
        set_out("schools", {BOX: str(urn)})


def set_out_for_trust(uid: int) -> None:
    """Have the next run go to the page of trusts and tell of one; for a widget's callback."""
    if name := shown_names(current_history()).get(uid):
        st.session_state[TRUST] = name
        set_out("trusts", {TRUST: name})


def go_to_school(urn: int) -> None:
    """Go to the page of schools and tell of this one."""
    choose_school(int(urn))
    go_to("schools", **{BOX: str(urn)})
