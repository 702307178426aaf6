"""Who gives and who receives? Support, transfers and suggestions between schools and trusts."""

from functools import partial

import streamlit as st

from alliance.current.state import state_on
from alliance.errors import RegisterError
from alliance.ui.filter.filter_form import sidebar_filter
from alliance.ui.flows.draw_flow_charts import draw_matrix, draw_sankey, draw_timeline
from alliance.ui.flows.draw_flow_figures import flow_figures, flow_notes, nothing_flows
from alliance.ui.flows.flow_choice import flow_choice
from alliance.ui.flows.flow_map import draw_flow_map
from alliance.ui.flows.flow_rows import flow_rows
from alliance.ui.flows.flow_selection import chips
from alliance.ui.flows.flow_shown import flows_shown
from alliance.ui.flows.flow_time import month_slider
from alliance.ui.parts.page_frame import heading, sources_line
from alliance.ui.parts.tabs import draw_tabs
from alliance.ui.register.register_fault import register_fault

chosen = sidebar_filter()
top, controls = st.container(), st.container()
details = st.container(horizontal=True, vertical_alignment="bottom", key="flow_details")
try:
    with controls:
        choice = flow_choice(chosen, details)
    shown = flows_shown(chosen, choice, details)
    with top:
        heading("Flows", chosen, state_on(chosen.day), shown.sentence, graded=False)
    chips()
    month_slider(choice.start, choice.end, shown.month)
    flow_notes(shown)
    if shown.is_empty:
        nothing_flows(shown)
    else:
        flow_figures(shown)
        charts = {"Sankey": draw_sankey, "Matrix": draw_matrix, "Timeline": draw_timeline}
        with st.container(key="flow_side"):
            with st.container(key="flow_picture"):
                draw_flow_map(shown)
            with st.container(key="flow_beside"):
                parts = {name: partial(draw, shown) for name, draw in charts.items()}
                draw_tabs(parts, key="flow_chart")
    if rows := flow_rows(shown):
        draw_tabs(rows, key="flow_rows")
except RegisterError as fault:
    register_fault(fault)
sources_line(chosen)
