"""Where do we stand? The figures of a scope beside England and a year earlier, and what changed."""

from functools import partial

import streamlit as st

from alliance.analysis.filters import narrow
from alliance.analysis.partial_days import GRADES_END
from alliance.current.state import current_history, state_on
from alliance.ui.filter.filter_form import sidebar_filter
from alliance.ui.overview.draw_changes_since import CHANGES_TAB, OTHER_DAY, changes_since
from alliance.ui.overview.draw_grade_trend import grade_trend
from alliance.ui.overview.draw_region_map import region_map
from alliance.ui.parts.draw_headlines import headline_table, headlines
from alliance.ui.parts.draw_inspections import draw_inspections
from alliance.ui.parts.in_view import once_in_view
from alliance.ui.parts.page_frame import heading, nothing_found, sources_line
from alliance.views.briefing.briefing import subject_in

chosen = sidebar_filter()
schools = narrow(state_on(chosen.day), chosen)

heading("Overview", chosen, schools, briefing=subject_in(chosen))
if schools.empty:
    nothing_found(chosen)
else:
    headlines(chosen)
    where, when = st.columns([3, 2], gap="medium")
    with where:
        st.header("Opportunity Areas and the founding trusts", anchor=False)
        region_map(chosen, schools)
    with when:
        st.header(f"Overall grades to {current_history().grades_to:%B %Y}", anchor=False)
        grade_trend(chosen)
if chosen.day > GRADES_END and not schools.empty:
    once_in_view("inspections", "Show inspections", 700, partial(draw_inspections, schools, chosen))
once_in_view(
    "changes",
    "Show what changed",
    600,
    partial(changes_since, chosen),
    asked=bool({OTHER_DAY, CHANGES_TAB} & st.query_params.keys()),
)
if not schools.empty:
    figures = st.expander(
        "All figures as a table", icon=":material/table:", key="all figures", on_change="rerun"
    )
    if figures.open:
        with figures:
            headline_table(chosen)
sources_line(chosen)
