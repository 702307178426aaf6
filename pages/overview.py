"""Where do we stand? The figures of a scope beside England and a year earlier, and what changed."""

from functools import partial

import streamlit as st

from alliance.analysis.filters import narrow
from alliance.ui.changes_since import OTHER_DAY, changes_since
from alliance.ui.filters import sidebar_filter
from alliance.ui.frame import heading, nothing_found, sources_line
from alliance.ui.grade_trend import grade_trend
from alliance.ui.headlines import headline_table, headlines
from alliance.ui.in_view import once_in_view
from alliance.ui.region_map import region_map
from alliance.web.current import state_on

chosen = sidebar_filter()
schools = narrow(state_on(chosen.day), chosen)

heading("Where do we stand?", chosen, schools)
if schools.empty:
    nothing_found(chosen)
else:
    headlines(chosen)
    where, when = st.columns([3, 2], gap="medium")
    with where:
        st.header("Opportunity Areas and the founding trusts", anchor=False)
        region_map(chosen, schools)
    with when:
        st.header("Grades since August 2010", anchor=False)
        grade_trend(chosen)
once_in_view(
    "changes",
    "Show what changed",
    600,
    partial(changes_since, chosen),
    asked=OTHER_DAY in st.query_params,
)
if not schools.empty:
    figures = st.expander(
        "All figures as a table", icon=":material/table:", key="all figures", on_change="rerun"
    )
    if figures.open:
        with figures:
            headline_table(chosen)
sources_line(chosen)
