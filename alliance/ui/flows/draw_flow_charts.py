"""On the page: the charts beside the map of flows; what is selected in one narrows the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from alliance.charts.frame import CONFIG
from alliance.ui.flows.flow_selection import take_from_chart
from alliance.ui.parts.chart import draw_chart
from alliance.ui.parts.table_on_demand import table_on_demand
from alliance.views.flows.flow_charts import matrix_of, sankey_of, timeline_of

if TYPE_CHECKING:
    from alliance.charts.frame import Chart
    from alliance.views.flows.flows_shown import FlowsShown


def draw_sankey(shown: FlowsShown) -> None:
    """Draw who gives and who receives."""
    _selectable(sankey_of(shown), "flow sankey", "Select a bar or a ribbon to look at it alone.")


def draw_matrix(shown: FlowsShown) -> None:
    """Draw who gives to whom."""
    _selectable(matrix_of(shown), "flow matrix", "Select a square to look at its places alone.")


def draw_timeline(shown: FlowsShown) -> None:
    """Draw what began in each month, and of what lasts, how much was going on."""
    draw_chart(timeline_of(shown), "flow timeline")
    if shown.not_drawn_by_month:
        st.caption(shown.not_drawn_by_month)


def _selectable(chart: Chart, key: str, hint: str) -> None:
    with st.container(key=f"chart {key}"):
        st.plotly_chart(
            chart.figure,
            theme=None,
            config=CONFIG,
            key=key,
            on_select=lambda: take_from_chart(key),
            selection_mode="points",
            alt=chart.alt,
        )
        st.caption(hint)
        table_on_demand(key, chart.alt, lambda: chart.table)
