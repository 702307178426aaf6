"""Who could help whom? Schools in need, what trusts could give, and the best plan between them."""

from functools import partial

import streamlit as st

from alliance.analysis.filters import narrow
from alliance.errors import RegisterError
from alliance.ui.filters import sidebar_filter
from alliance.ui.frame import heading, nothing_found, sources_line
from alliance.ui.match_answer import answered
from alliance.ui.match_controls import draw_terms
from alliance.ui.match_figures import match_figures, sentence
from alliance.ui.match_plan import left_without, plan_table
from alliance.ui.match_register import given_now
from alliance.ui.match_shortlist import explained
from alliance.ui.tabs import draw_tabs
from alliance.web.current import state_on

chosen = sidebar_filter()
schools = narrow(state_on(chosen.day), chosen)
top = st.container()
try:
    given = given_now()
except RegisterError as fault:
    st.warning(f"{fault} What it holds is not counted here.", icon=":material/link_off:")
    given = ()
question = draw_terms(chosen, given)
if schools.empty:
    with top:
        heading("Who could help whom", chosen, schools)
    nothing_found(chosen)
else:
    answer = answered(question)
    with top:
        heading("Who could help whom", chosen, schools, sentence(answer))
    match_figures(answer)
    explained(answer)
    draw_tabs(
        {"Plan": partial(plan_table, answer), "Left without": partial(left_without, answer)},
        "match_tab",
    )
sources_line(chosen)
