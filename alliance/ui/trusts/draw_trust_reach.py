"""On the page: whom a trust could help, and the way to the match that is asked so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from alliance.text.words import plain
from alliance.ui.app.going import go_to
from alliance.ui.app.page_navigation import go_to_school
from alliance.ui.filter.filter_form import filter_on_nothing
from alliance.ui.parts.in_address import choose_one
from alliance.ui.parts.table import data_table
from alliance.views.matches.match_question import NAMED
from alliance.views.trusts.trust_reach import (
    FIRST_REACH_KM,
    REACH_COLUMNS,
    REACH_KM,
    RULE,
    reach_in_words,
    reach_of_trust,
)

if TYPE_CHECKING:
    from alliance.analysis.filters import Filter

REACH_TAB, WITHIN = "Whom it could help", "reach_km"


def reach(trust: int, name: str, own: Filter) -> None:
    """Draw the schools in need near a trust's strong schools, with a way to their match."""
    st.header(f"Which schools could {plain(name)} help?", anchor=False)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        within_km = choose_one(
            "Within",
            REACH_KM,
            default=FIRST_REACH_KM,
            format_func=lambda km: f"{km} km",
            key=WITHIN,
            persist_state="session",
        )
        km = float(within_km)
        # The match is asked for all of England: the filter would hide schools that are listed.
        if st.button(
            "Match these schools, in all of England",
            icon=":material/join_inner:",
            type="primary",
            on_click=filter_on_nothing,
            help="Opens Matches for all of England with this trust as the supporting trust",
        ):
            go_to("matches", helped_by=NAMED, helping=name, within_km=f"{km:g}")
    table = reach_of_trust(trust, own.day, km)
    st.markdown(plain(reach_in_words(table, name, km)))
    if len(table):
        data_table(
            table,
            REACH_COLUMNS,
            key=f"reach {trust}",
            title=f"Schools that {name} could help, within {km:g} km",
            chosen=own,
            searched=("name", "run_by", "la_name", "why", "urn"),
            order="distance_km",
            picks="urn",
            on_pick=go_to_school,
            notes=(RULE,),
        )
    st.caption(RULE)
