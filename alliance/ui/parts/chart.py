"""A chart on the page, with its words, its table and its source."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from alliance.ui.parts.own_script import drawn_by
from alliance.ui.parts.table_downloads import about_shown
from alliance.ui.parts.table_on_demand import table_on_demand
from alliance.web.assets import CHART_SCRIPT, asset_address

if TYPE_CHECKING:
    from collections.abc import Callable

    from alliance.analysis.filters import Filter
    from alliance.charts.frame import Chart

_chart = drawn_by("chart")


def is_dark() -> bool:
    """Return whether the page is shown on dark."""
    return bool(st.context.theme.type == "dark")


def theme_name() -> str:
    """Return the theme in which the page is shown: ``light`` or ``dark``."""
    return "dark" if is_dark() else "light"


def draw_chart(
    chart: Chart, key: str, chosen: Filter, *, on_pick: Callable[[list[str]], None] | None = None
) -> None:
    """Draw a chart, and behind a button the same facts as a table.

    The chart's title and source stand in the figure; its alternative text says what it shows.

    Parameters
    ----------
    chosen
        What the files of chart and table say that they are of.
    on_pick
        Called with the ``customdata`` of what is pressed in the chart, a list of words.

    """
    with st.container(key=f"chart {key}"):
        file = about_shown(chart.title, chosen).file_name(".png")
        draw_figure(chart, key, file, on_pick=on_pick)
        table_on_demand(key, chart.title, chart.alt, lambda: chart.table, chosen)


def draw_figure(
    chart: Chart,
    key: str,
    file: str,
    *,
    on_pick: Callable[[list[str]], None] | None = None,
    for_room: bool = False,
) -> None:
    """Draw a chart alone, with the button that keeps it as a picture under the name of a file.

    ``for_room`` leaves out its title and has its letters grow with the screen, as a hall reads it.
    """
    key = f"figure {key}"
    _chart(
        key=key,
        data={
            "figure": chart.untitled_json if for_room else chart.in_json,
            "height": chart.untitled_height_px if for_room else chart.figure.layout.height,
            "room": for_room,
            "alt": chart.alt,
            "file": file,
            "picks": on_pick is not None,
            "library": asset_address(CHART_SCRIPT),
        },
        on_picked_change=partial(_tell, key, on_pick),
    )


def _tell(key: str, on_pick: Callable[[list[str]], None] | None) -> None:
    """Hand on what was pressed; what the browser sends is not trusted to be well formed."""
    picked = st.session_state[key].get("picked")
    if on_pick and isinstance(picked, list) and all(isinstance(one, str) for one in picked):
        on_pick(picked)
