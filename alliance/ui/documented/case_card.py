"""One documented case of support in full, with the ways on from it."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from alliance.text.words import plain
from alliance.ui.app.page_navigation import go_to_school
from alliance.ui.documented.copy_case import copy_button
from alliance.ui.register.register_table import fact_list
from alliance.ui.trusts.trust_choice import open_trust
from alliance.views.flows.documented_case import case_of, case_title, facts_of_case


def case_card(number: int) -> None:
    """Draw what a source tells, who the ends were, and the ways to them and to the source."""
    case = case_of(number)
    if case is None:
        return
    with st.container(border=True, key="documented_case"):
        st.header(plain(case_title(case)), anchor=False)
        fact_list(facts_of_case(case))
        with st.container(horizontal=True):
            if case.link:
                st.link_button("Open the source", case.link, icon=":material/open_in_new:")
            copy_button(case)
            _to(case, "supporter", "The supporting")
            _to(case, "recipient", "The supported")


def _to(case: Any, end: str, whose: str) -> None:
    """Offer the profile of an end."""
    school, trust = getattr(case, f"{end}_school"), getattr(case, f"{end}_trust")
    if pd.notna(school):
        if st.button(f"{whose} school’s story", key=f"case {end}", icon=":material/school:"):
            go_to_school(int(school))
    elif pd.notna(trust) and st.button(
        f"{whose} trust’s profile", key=f"case {end}", icon=":material/hub:"
    ):
        open_trust(int(trust))
