"""Who gives and who receives? Support, transfers and suggestions between schools and trusts."""

from functools import partial

import streamlit as st

from alliance.ui.filters import sidebar_filter
from alliance.ui.flow_charts import draw_matrix, draw_sankey, draw_timeline
from alliance.ui.flow_choice import flow_choice
from alliance.ui.flow_figures import flow_figures, flow_notes, nothing_flows
from alliance.ui.flow_map import draw_flow_map
from alliance.ui.flow_selection import chips
from alliance.ui.flow_shown import flows_shown
from alliance.ui.flow_table import draw_flow_table, draw_left_without
from alliance.ui.flow_tangles import draw_tangles
from alliance.ui.flow_time import month_slider
from alliance.ui.frame import heading, sources_line
from alliance.ui.tabs import draw_tabs
from alliance.web.current import state_on

chosen = sidebar_filter()
top = st.container()
controls = st.container()
details = st.container(horizontal=True, vertical_alignment="bottom", key="flow_details")
with controls:
    choice = flow_choice(chosen, details)
shown = flows_shown(chosen, choice, details)
with top:
    heading("Flows", chosen, state_on(chosen.day), shown.sentence)
with st.container(horizontal=True, key="flow_chips"):
    chips()
month_slider(choice.start, choice.end, shown.month)
flow_notes(shown)

rows = {"Table": partial(draw_flow_table, shown)}
if choice.kind == "Support":
    rows["Tangles"] = partial(draw_tangles, shown)
if choice.kind == "Suggestions":
    rows["Left without"] = partial(draw_left_without, shown)
if shown.flows.table.empty and shown.month is None:
    del rows["Table"]
    nothing_flows(shown)
else:
    flow_figures(shown)
    with st.container(key="flow_side"):
        with st.container(key="flow_picture"):
            draw_flow_map(shown)
        with st.container(key="flow_beside"):
            draw_tabs(
                {
                    "Sankey": partial(draw_sankey, shown),
                    "Matrix": partial(draw_matrix, shown),
                    "Timeline": partial(draw_timeline, shown),
                },
                key="flow_chart",
            )
if rows:
    draw_tabs(rows, key="flow_rows")
sources_line(chosen)
