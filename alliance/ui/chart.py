"""A chart on the page, with its words, its table and its source."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from alliance.charts.frame import CONFIG

if TYPE_CHECKING:
    from alliance.charts.frame import Chart


def is_dark() -> bool:
    """Tell whether the page is shown on dark."""
    return bool(st.context.theme.type == "dark")


def draw_chart(chart: Chart, key: str) -> None:
    """Draw a chart, and behind a button the same facts as a table.

    The chart's title and source stand in the figure; its alternative text says what it shows.
    """
    with st.container(key=f"chart {key}"):
        st.plotly_chart(chart.figure, theme=None, config=CONFIG, key=f"figure {key}", alt=chart.alt)
        with st.popover("The same as a table", icon=":material/table:"):
            st.caption(chart.alt)
            st.dataframe(chart.table, hide_index=True, key=f"table of {key}")
