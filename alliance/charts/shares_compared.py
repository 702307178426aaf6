"""The share of Good and Outstanding schools of several places or trusts over time, in one chart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import plotly.graph_objects as go

from alliance.charts.colours import DASHES
from alliance.charts.day_shown import mark_shown
from alliance.charts.frame import OFSTED, Chart, framed, ink, padded, text

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd


def shares_compared(
    table: pd.DataFrame, shown: dt.date | None = None, *, dark: bool = False
) -> Chart:
    """Draw a line a scope, the last of them, to compare with, in grey.

    Parameters
    ----------
    table
        As :func:`alliance.analysis.figures.trend.trends` gives it.
    shown
        The day to be marked, where there is one.

    """
    page = ink(dark=dark)
    names = list(dict.fromkeys(table["scope"]))
    title = "Schools that are Good or Outstanding"
    figure = go.Figure()
    for place, name in enumerate(names):
        own = table[(table["scope"] == name) & table["percent_inherited"].notna()]
        last = place == len(names) - 1
        figure.add_scatter(
            x=own["day"],
            y=own["percent_inherited"],
            customdata=own["graded_inherited"],
            name=text(name),
            mode="lines",
            line={
                "color": page.quiet if last else page.category(place),
                "dash": DASHES[place % len(DASHES)],
                "width": 2.5,
            },
            hovertemplate="%{y:.1f}% of %{customdata:,} schools",
        )
    source = f"{OFSTED}; counting the predecessor school’s grade"
    figure = framed(figure, title, source, page, 340, legend=True)
    figure.update_layout(hovermode="x unified")
    figure.update_yaxes(ticksuffix="%", range=padded(table["percent_inherited"], 0.2, 0.16))
    if shown is not None:
        mark_shown(figure, table["day"], shown, page)
    facts = table[["scope", "day", "percent_inherited", "graded_inherited", "open"]]
    return Chart(figure, title, _alt(table, names), facts, OFSTED)


def _alt(table: pd.DataFrame, names: list[str]) -> str:
    said = []
    for name in names:
        known = table[(table["scope"] == name) & table["percent_inherited"].notna()]
        if known.empty:
            said.append(f"{name} has no graded school")
            continue
        first, last = known.iloc[0], known.iloc[-1]
        said.append(
            f"{name} from {first['percent_inherited']:.1f}% in {first['day']:%B %Y} to "
            f"{last['percent_inherited']:.1f}% in {last['day']:%B %Y}"
        )
    return f"Schools that are Good or Outstanding: {'; '.join(said)}."
