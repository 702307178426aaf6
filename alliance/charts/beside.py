"""The share of Good and Outstanding schools of one area, beside its region and England."""

from __future__ import annotations

from typing import TYPE_CHECKING

import plotly.graph_objects as go

from alliance.analysis.partial_days import LAST_YEAR_OF_GRADES_ENDS
from alliance.charts.colours import DASHES
from alliance.charts.day_shown import mark_shown
from alliance.charts.frame import (
    OFSTED,
    Chart,
    day_of,
    framed,
    in_words,
    ink,
    number,
    padded,
    text,
)
from alliance.charts.trends import ENDED

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd


def grades_beside(
    table: pd.DataFrame, shown: dt.date | None = None, *, dark: bool = False
) -> Chart:
    """Draw a line a scope, counting the predecessor school's grade, month by month.

    Parameters
    ----------
    table
        As :func:`trends` gives them; the first scope is what it is about.
    shown
        The day to be marked, where there is one.

    """
    page = ink(dark=dark)
    names = list(dict.fromkeys(table["scope"]))
    title = f"Good or Outstanding schools of {names[0]} beside {' and '.join(names[1:])}"
    figure = go.Figure()
    for place, name in enumerate(names):
        own = table[table["scope"] == name]
        figure.add_scatter(
            x=own["day"],
            y=own["percent_inherited"],
            customdata=own["graded_inherited"],
            name=text(name),
            mode="lines",
            line={
                "color": page.category(place),
                "dash": DASHES[place % len(DASHES)],
                "width": 3 if place == 0 else 2,
            },
            hovertemplate="%{y:.1f}% of %{customdata:,} schools",
        )
    partial = table.loc[table["partial"], "day"]
    if len(partial):
        complete = table.loc[~table["partial"], "day"]
        until = complete.iloc[0] if len(complete) else partial.iloc[-1]
        figure.add_vrect(
            x0=partial.iloc[0],
            x1=until,
            fillcolor=page.shade,
            line_width=0,
            layer="below",
            annotation={
                "text": "Records incomplete",
                "font": {"size": 11, "color": page.quiet},
            },
            annotation_position="bottom left",
        )
    source = f"{OFSTED}; counting the predecessor school’s grade"
    figure = framed(figure, title, source, page, 340, legend=True)
    figure.update_layout(hovermode="x unified")
    figure.update_yaxes(ticksuffix="%", range=padded(table["percent_inherited"], 0.12, 0.16))
    if shown is not None:
        mark_shown(figure, table["day"], shown, page)
    columns = ["scope", "day", "percent_inherited", "graded_inherited", "open", "partial"]
    return Chart(figure, title, _alt(table), table[columns], OFSTED)


def _alt(table: pd.DataFrame) -> str:
    known = table[table["percent_inherited"].notna()]
    parts = []
    for name, own in known.groupby("scope", sort=False):
        first, last = own.iloc[0], own.iloc[-1]
        parts.append(
            f"{name} from {number(first['percent_inherited'], '%')} on "
            f"{in_words(day_of(first['day']))} to {number(last['percent_inherited'], '%')} on "
            f"{in_words(day_of(last['day']))}"
        )
    ended = f" {ENDED}." if day_of(table["day"].iloc[-1]) >= LAST_YEAR_OF_GRADES_ENDS else ""
    return (
        "Schools that are Good or Outstanding, counting the predecessor school’s grade: "
        f"{'; '.join(parts)}.{ended}"
    )
