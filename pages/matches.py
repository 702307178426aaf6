"""Who could help whom? Eligible schools, what trusts could give, and the best plan between them."""

from functools import partial

import streamlit as st

from alliance.analysis.filters import narrow
from alliance.current.state import state_on
from alliance.ui.filter.filter_form import sidebar_filter
from alliance.ui.matches.draw_hand_changes import hand_changes_made
from alliance.ui.matches.draw_match_figures import match_figures
from alliance.ui.matches.draw_match_plan import not_matched, plan_table
from alliance.ui.matches.draw_match_shortlist import one_school
from alliance.ui.matches.draw_plans_beside import COMPARE_TAB, plans_beside
from alliance.ui.matches.match_accept import accept
from alliance.ui.matches.match_answer import answered
from alliance.ui.matches.match_capacity import capacity
from alliance.ui.matches.match_cold_spots import cold_places
from alliance.ui.matches.match_controls import draw_terms
from alliance.ui.matches.match_map import match_map
from alliance.ui.matches.match_need import need
from alliance.ui.matches.match_opened import (
    PLAN_TAB,
    SCHOOL_TAB,
    WITHOUT_TAB,
    keep_in_address,
    tab_asked,
)
from alliance.ui.matches.match_what_if import what_if
from alliance.ui.parts.page_frame import heading, nothing_found, sources_line
from alliance.ui.parts.tabs import draw_tabs
from alliance.views.matches.match_figures import match_sentence
from alliance.views.matches.match_question import TAB

chosen = sidebar_filter()
schools = narrow(state_on(chosen.day), chosen)
top = st.container()
question = draw_terms(chosen)
if schools.empty:
    with top:
        heading("Matches", chosen, schools)
    nothing_found(chosen)
else:
    answer = answered(question)
    with top:
        heading("Matches", chosen, schools, match_sentence(answer))
    keep_in_address()
    match_figures(answer)
    hand_changes_made(answer)
    match_map(answer)
    accept(answer)
    tab_asked()
    draw_tabs(
        {
            PLAN_TAB: partial(plan_table, answer),
            SCHOOL_TAB: partial(one_school, answer),
            WITHOUT_TAB: partial(not_matched, answer),
            "Capacity": partial(capacity, answer),
            "Need": partial(need, question),
            "Cold spots": partial(cold_places, answer),
            "What if": partial(what_if, answer),
            COMPARE_TAB: partial(plans_beside, answer),
        },
        TAB,
    )
sources_line(chosen)
