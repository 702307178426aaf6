"""A chart on the page, with its words, its table and its source."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from alliance.charts.frame import CONFIG
from alliance.ui.behind import table_behind
from alliance.web.pieces import piece_script
from alliance.web.plotly_script import plotly_address

if TYPE_CHECKING:
    from alliance.charts.frame import Chart


_chart = st.components.v2.component("chart", js=piece_script("chart"), isolate_styles=False)


def is_dark() -> bool:
    """Tell whether the page is shown on dark."""
    return bool(st.context.theme.type == "dark")


def draw_chart(chart: Chart, key: str) -> None:
    """Draw a chart, and behind a button the same facts as a table.

    The chart's title and source stand in the figure; its alternative text says what it shows.
    """
    with st.container(key=f"chart {key}"):
        _chart(
            key=f"figure {key}",
            data={
                "figure": chart.in_json,
                "height": chart.figure.layout.height,
                "alt": chart.alt,
                "config": CONFIG,
                "library": plotly_address(),
            },
        )
        table_behind(key, chart.alt, lambda: chart.table)
