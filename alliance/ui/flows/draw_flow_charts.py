"""On the page: the charts beside the map of flows; what is selected in one narrows the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from alliance.ui.flows.flow_selection import take_from_chart
from alliance.ui.parts.chart import draw_chart
from alliance.views.flows.flow_charts import matrix_of, sankey_of, timeline_of

if TYPE_CHECKING:
    from alliance.charts.frame import Chart
    from alliance.views.flows.flows_shown import FlowsShown


def draw_sankey(shown: FlowsShown) -> None:
    """Draw who gives and who receives."""
    _narrowing(shown, sankey_of(shown), "sankey", "a bar or a ribbon to look at it")


def draw_matrix(shown: FlowsShown) -> None:
    """Draw who gives to whom."""
    _narrowing(shown, matrix_of(shown), "matrix", "a square to look at its places")


def draw_timeline(shown: FlowsShown) -> None:
    """Draw what began in each month, and of what lasts, how much was going on."""
    draw_chart(timeline_of(shown), "flow timeline", shown.chosen)
    if shown.not_drawn_by_month:
        st.caption(shown.not_drawn_by_month)


def _narrowing(shown: FlowsShown, chart: Chart, name: str, hint: str) -> None:
    draw_chart(chart, f"flow {name}", shown.chosen, on_pick=take_from_chart)
    st.caption(f"Select {hint} alone.")
