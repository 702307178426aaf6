"""Who could help whom? Schools in need, what trusts could give, and the best plan between them."""

from functools import partial

import streamlit as st

from alliance.analysis.filters import narrow
from alliance.ui.filters import sidebar_filter
from alliance.ui.frame import heading, nothing_found, sources_line
from alliance.ui.match_accept import accept, what_was_done
from alliance.ui.match_answer import answered
from alliance.ui.match_capacity import capacity
from alliance.ui.match_cold_spots import cold_places
from alliance.ui.match_controls import draw_terms
from alliance.ui.match_figures import match_figures, sentence
from alliance.ui.match_map import match_map
from alliance.ui.match_need import need
from alliance.ui.match_opened import PLAN_TAB, SCHOOL_TAB, TAB, WITHOUT_TAB, tab_asked
from alliance.ui.match_plan import left_without, plan_table
from alliance.ui.match_shortlist import one_school
from alliance.ui.match_what_if import what_if
from alliance.ui.tabs import draw_tabs
from alliance.web.current import state_on

chosen = sidebar_filter()
schools = narrow(state_on(chosen.day), chosen)
top = st.container()
question = draw_terms(chosen)
if schools.empty:
    with top:
        heading("Who could help whom", chosen, schools)
    nothing_found(chosen)
else:
    answer = answered(question)
    with top:
        heading("Who could help whom", chosen, schools, sentence(answer))
    match_figures(answer)
    what_was_done()
    match_map(answer)
    accept(answer)
    tab_asked()
    draw_tabs(
        {
            PLAN_TAB: partial(plan_table, answer),
            SCHOOL_TAB: partial(one_school, answer),
            WITHOUT_TAB: partial(left_without, answer),
            "Capacity": partial(capacity, answer),
            "Need": partial(need, question),
            "Cold spots": partial(cold_places, answer),
            "What if": partial(what_if, answer),
        },
        TAB,
    )
sources_line(chosen)
