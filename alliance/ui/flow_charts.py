"""The charts beside the map of flows; what is selected in one narrows the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from alliance.analysis.flows import active_by_month, by_month
from alliance.charts.flow_sankey import flow_sankey
from alliance.charts.flows import flow_matrix, flow_timeline
from alliance.charts.frame import CONFIG
from alliance.ui.behind import table_behind
from alliance.ui.chart import draw_chart
from alliance.ui.flow_selection import take_from_chart
from alliance.ui.flow_time import months
from alliance.web.current import kept

if TYPE_CHECKING:
    from alliance.charts.frame import Chart
    from alliance.ui.flow_shown import FlowsShown


def draw_sankey(shown: FlowsShown) -> None:
    """Draw who gives and who receives."""
    _selectable(sankey_of(shown), "flow sankey", "Select a bar or a ribbon to look at it alone.")


def draw_matrix(shown: FlowsShown) -> None:
    """Draw who gives to whom."""
    _selectable(_matrix(shown), "flow matrix", "Select a square to look at its places alone.")


def draw_timeline(shown: FlowsShown) -> None:
    """Draw what began in each month, and of what lasts, how much was going on."""
    draw_chart(timeline_of(shown), "flow timeline")


@kept(maxsize=32)
def sankey_of(shown: FlowsShown) -> Chart:
    """Give who gives and who receives."""
    by, about = shown.choice.by, (shown.title, shown.source)
    return flow_sankey(shown.pairs, by, shown.colours, shown.unit, *about, dark=shown.dark)


@kept(maxsize=32)
def _matrix(shown: FlowsShown) -> Chart:
    return flow_matrix(shown.pairs, shown.unit, shown.title, shown.source, dark=shown.dark)


@kept(maxsize=32)
def timeline_of(shown: FlowsShown) -> Chart:
    """Give what began in each month."""
    choice = shown.choice
    going_on = None
    if choice.lasts and choice.quantity == "count":
        span = [pd.Timestamp(month) for month in months(choice.start, choice.end)]
        going_on = active_by_month(shown.flows, span)
    return flow_timeline(
        by_month(shown.few, choice.quantity, choice.by),
        choice.by,
        shown.colours,
        shown.unit,
        shown.title,
        shown.source,
        going_on=going_on,
        dark=shown.dark,
    )


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
        table_behind(key, chart.alt, lambda: chart.table)
