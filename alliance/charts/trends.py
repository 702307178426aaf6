"""How the share of Good and Outstanding schools has moved, in a chart or in many small ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from alliance.analysis.partial_days import LAST_YEAR_OF_GRADES_ENDS
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
    wrapped,
)
from alliance.history import SATISFACTORY_UNTIL

if TYPE_CHECKING:
    import datetime as dt
    from typing import Any

    from alliance.charts.colours import Ink

PANELS_ACROSS = 3
ENDED = "Overall grades ended in September 2024"
METHODS = {
    "inherited": ("Counting the predecessor school’s grade", "solid", 0),
    "own": ("Schools inspected since they opened", "dash", 2),
}


def grades_over_time(
    table: pd.DataFrame, scope: str, shown: dt.date | None = None, *, dark: bool = False
) -> Chart:
    """Draw the share of Good and Outstanding over the number of schools it rests on.

    Parameters
    ----------
    table
        As :func:`alliance.analysis.figures.trend.trend` gives it.
    scope
        What the schools are of, as the title names it: "the alliance region".
    shown
        The day that the page shows, to be marked; the axis reaches it.

    """
    page = ink(dark=dark)
    title = f"Schools of {scope} that are Good or Outstanding"
    figure = make_subplots(
        rows=2, cols=1, shared_xaxes=True, row_heights=[0.68, 0.32], vertical_spacing=0.07
    )
    for method, (name, dash, category) in METHODS.items():
        colour = page.category(category)
        figure.add_trace(_line(table, method, name, colour, dash), row=1, col=1)
    for column, name, colour in (
        ("graded_inherited", "With a grade", page.category(1)),
        ("without_grade", "Open without a grade", page.quiet),
    ):
        figure.add_trace(_area(table["day"], table[column], name, colour), row=2, col=1)
    figure = framed(figure, title, OFSTED, page, 400, legend=True)
    figure.update_layout(hovermode="x unified")
    shares = pd.concat([table["percent_inherited"], table["percent_own"]])
    figure.update_yaxes(
        ticksuffix="%",
        title={"text": "Good or Outstanding"},
        range=padded(shares, 0.2, 0.16),
        row=1,
        col=1,
    )
    figure.update_yaxes(title={"text": "Schools"}, tickformat=",", rangemode="tozero", row=2, col=1)
    _mark_days(figure, table, page)
    if shown is not None:
        mark_shown(figure, table["day"], shown, page, row="all", col=1)
    return Chart(figure, title, _alt(table, scope), table, OFSTED)


def areas_side_by_side(areas: pd.DataFrame, england: pd.DataFrame, *, dark: bool = False) -> Chart:
    """Draw one small panel an Opportunity Area, England's line in each, all on the same axes.

    Parameters
    ----------
    areas
        As :func:`alliance.analysis.figures.trend.trends` gives them, a scope an area.
    england
        As :func:`alliance.analysis.figures.trend.trend` gives it, for the same days.

    """
    page = ink(dark=dark)
    names = list(dict.fromkeys(areas["scope"]))
    title = "Good or Outstanding schools of each Opportunity Area beside England"
    rows = -(-len(names) // PANELS_ACROSS)
    figure = make_subplots(
        rows=rows,
        cols=PANELS_ACROSS,
        shared_xaxes=True,
        shared_yaxes="all",
        subplot_titles=[wrapped(name, 18) for name in names],
        vertical_spacing=0.28 / rows,
        horizontal_spacing=0.03,
    )
    for place, name in enumerate(names):
        where = {"row": place // PANELS_ACROSS + 1, "col": place % PANELS_ACROSS + 1}
        own = areas[areas["scope"] == name]
        both = (
            _line(england, "inherited", "England", page.quiet, "dash"),
            _line(own, "inherited", text(name), page.category(0), "solid"),
        )
        for line in both:
            figure.add_trace(line, **where)
    figure.update_annotations(font={"size": 11}, xanchor="center")
    source = f"{OFSTED}; counting the predecessor school’s grade. Dashed: England"
    figure = framed(figure, title, source, page, 130 * rows, above_px=30)
    figure.update_yaxes(ticksuffix="%")
    table = areas[["scope", "day", "percent_inherited", "graded_inherited", "open"]]
    return Chart(figure, title, _alt_of_areas(areas, england), table, OFSTED)


def _line(table: pd.DataFrame, method: str, name: str, colour: str, dash: str) -> go.Scatter:
    graded = table[f"graded_{method}"]
    return go.Scatter(
        x=table["day"],
        y=table[f"percent_{method}"],
        customdata=graded,
        name=name,
        mode="lines",
        line={"color": colour, "dash": dash, "width": 2.5},
        hovertemplate="%{y:.1f}% of %{customdata:,} schools",
    )


def _area(days: pd.Series[Any], schools: pd.Series[Any], name: str, colour: str) -> go.Scatter:
    """Return one of the areas that lie upon each other; bars would show seams between months."""
    return go.Scatter(
        x=days,
        y=schools,
        name=name,
        mode="lines",
        stackgroup="schools",
        line={"color": colour, "width": 0},
        fillcolor=colour,
        hovertemplate="%{y:,}",
    )


def _mark_days(figure: go.Figure, table: pd.DataFrame, page: Ink) -> None:
    """Shade the days of incomplete records and mark where grade 3 changed its name."""
    first, last = day_of(table["day"].iloc[0]), day_of(table["day"].iloc[-1])
    complete = table.loc[~table["partial"], "day"]
    until = day_of(complete.iloc[0]) if len(complete) else last
    if first < until:
        figure.add_vrect(x0=first, x1=until, fillcolor=page.shade, line_width=0, layer="below")
        _note(figure, until, "Records incomplete", page, ends=True)
    if last >= LAST_YEAR_OF_GRADES_ENDS:
        _note(figure, last, ENDED, page, ends=True, above=True)
    if first < SATISFACTORY_UNTIL < last:
        figure.add_vline(x=SATISFACTORY_UNTIL, line={"color": page.quiet, "dash": "dot"}, row=1)
        _note(figure, SATISFACTORY_UNTIL, "Grade 3 until then: Satisfactory", page, ends=False)


def _note(
    figure: go.Figure, day: dt.date, words: str, page: Ink, *, ends: bool, above: bool = False
) -> None:
    """Write a note that ends at a day, or starts there; ``above`` on a line higher still.

    It has a ground of its own, so that no line that marks a day is drawn through its words.
    """
    figure.add_annotation(
        x=day,
        y=0.19 if above else 0.01 if ends else 0.1,
        yref="y domain",
        xanchor="right" if ends else "left",
        yanchor="bottom",
        text=words,
        showarrow=False,
        bgcolor=page.shade,
        borderpad=1,
        font={"size": 11, "color": page.quiet},
    )


def _alt(table: pd.DataFrame, scope: str) -> str:
    known = table[table["percent_inherited"].notna()]
    if known.empty:
        return f"No school of {scope} had a grade."
    ends = []
    for row in (known.iloc[0], known.iloc[-1]):
        share = number(row["percent_inherited"], "%")
        own = number(row["percent_own"], "%")
        ends.append(
            f"on {in_words(day_of(row['day']))} {share} of {row['graded_inherited']:,} graded "
            f"schools counting the predecessor school’s grade and {own} of those inspected since "
            "they opened, "
            f"{row['without_grade']:,} open schools without a grade"
        )
    last = day_of(table["day"].iloc[-1])
    ended = f" {ENDED}." if last >= LAST_YEAR_OF_GRADES_ENDS else ""
    return f"Good or Outstanding schools of {scope}: {'; '.join(ends)}.{ended}"


def _alt_of_areas(areas: pd.DataFrame, england: pd.DataFrame) -> str:
    last = areas.dropna(subset=["percent_inherited"]).drop_duplicates("scope", keep="last")
    ranked = last.sort_values("percent_inherited", ascending=False)
    shares = [
        f"{name} {number(share, '%')}"
        for name, share in zip(ranked["scope"], ranked["percent_inherited"], strict=True)
    ]
    end = england.iloc[-1]
    return (
        f"On {in_words(day_of(end['day']))}, counting the predecessor school’s grade, England has "
        f"{number(end['percent_inherited'], '%')} of its graded schools Good or Outstanding; "
        f"{', '.join(shares)}."
    )
