"""A chart on the page, with its words, its table and its source."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from alliance.charts.frame import CONFIG
from alliance.exports import file_name
from alliance.ui.parts.own_script import drawn_by
from alliance.ui.parts.table_on_demand import table_on_demand
from alliance.web.assets import CHART_SCRIPT, asset_address

if TYPE_CHECKING:
    from alliance.charts.frame import Chart


_chart = drawn_by("chart")


def is_dark() -> bool:
    """Return whether the page is shown on dark."""
    return bool(st.context.theme.type == "dark")


def theme_name() -> str:
    """Return the theme in which the page is shown: ``light`` or ``dark``."""
    return "dark" if is_dark() else "light"


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
                "picture": file_name("", chart.title),
                "library": asset_address(CHART_SCRIPT),
            },
        )
        table_on_demand(key, chart.alt, lambda: chart.table)
