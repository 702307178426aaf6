"""The day that a page or a scene shows, on charts that go over days."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pandas as pd

from alliance.charts.frame import day_of

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from alliance.charts.colours import Ink

DAY_SHOWN = "Day shown"
_ROOM = dt.timedelta(days=31)
"""Beside a day that lies outside what a chart goes over."""


def until_day(table: pd.DataFrame, shown: dt.date, column: str = "day") -> pd.DataFrame:
    """Return the rows of a table up to the day shown: a scene of a day knows nothing later."""
    return table[table[column] <= pd.Timestamp(shown)]


def mark_shown(
    figure: go.Figure, days: pd.Series[Any], shown: dt.date, page: Ink, **where: Any
) -> None:
    """Draw a line at the day shown, with its name at the top.

    Parameters
    ----------
    days
        Those that the chart goes over, in order; its axis reaches the day shown.
    where
        Row and column of the panels that the line goes through, where there are several.

    """
    figure.add_vline(x=shown, line={"color": page.text, "width": 1.5}, **where)
    first, last = day_of(days.iloc[0]), day_of(days.iloc[-1])
    ends = shown > first + (last - first) / 2
    figure.add_annotation(
        x=shown,
        y=1,
        yref="y domain",
        xanchor="right" if ends else "left",
        yanchor="top",
        xshift=-3 if ends else 3,
        text=DAY_SHOWN,
        showarrow=False,
        font={"size": 11, "color": page.text},
    )
    if not first <= shown <= last:
        figure.update_xaxes(range=[min(first, shown) - _ROOM, max(last, shown) + _ROOM])
