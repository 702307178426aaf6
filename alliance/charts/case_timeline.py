"""Documented cases of support on a timeline: a year is drawn as a year, not as its first day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import plotly.graph_objects as go

from alliance.charts.flows import category_name
from alliance.charts.frame import Chart, framed, ink, text, wrapped

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_NAMED = 14
"""So many cases have a row and a name each; more share rows and are named when pointed at."""

NAME_LETTERS = 34
_A_DAY = pd.Timedelta(days=1)
_APART = pd.Timedelta(days=45)
COLUMNS = {
    "from_name": "From",
    "to_name": "To",
    "when": "Start",
    "known": "How the start is known",
    "until": "End",
}


def cases_timeline(
    cases: pd.DataFrame,
    by: str,
    colours: Mapping[str, str],
    title: str,
    source: str,
    *,
    dark: bool = False,
) -> Chart:
    """Draw when documented support was given.

    Hatched is the time in which a start lies that is known only to the year or the month; full
    what follows until the end that the source tells.

    Parameters
    ----------
    cases
        from_name, to_name, start, start_last, end (days; the last known), when, known, until
        (words) and the category ``by``.
    colours
        Of each category.

    """
    page = ink(dark=dark)
    cases = cases.sort_values(["start", "start_last", "from_name"], ignore_index=True)
    named = len(cases) <= MOST_NAMED
    rows = pd.Series(range(len(cases))) if named else _lanes(cases)
    figure = go.Figure()
    for category in [name for name in colours if name in set(cases[by])]:
        own = cases[cases[by] == category]
        for bar in _bars(own, rows[own.index], category, colours[category]):
            figure.add_trace(bar)
    count = int(rows.max()) + 1 if len(rows) else 1
    height_px = 78 + (34 if named else 17) * count
    figure = framed(figure, title, source, page, height_px, legend=True)
    figure.update_layout(barmode="overlay", bargap=0.3, hovermode="closest")
    figure.update_xaxes(type="date")
    figure.update_yaxes(
        autorange="reversed",
        showgrid=False,
        zeroline=False,
        tickmode="array",
        tickvals=list(range(count)) if named else [],
        ticktext=[_pair(case) for case in cases.itertuples()] if named else [],
        tickfont={"size": 11},
        title=None,
    )
    table = cases[[*COLUMNS, by]].rename(columns={**COLUMNS, by: category_name(by)})
    return Chart(figure, title, _alt(cases, title), table.astype("str"), source)


def draw_cases(figure: go.Figure, cases: pd.DataFrame, row: str, colour: str) -> None:
    """Add documented cases to a timeline of other things, in a row of their own.

    Dotted is the time in which a start lies that is not known to the day; full what follows until
    the last day for which the source vouches. A day alone is a mark.
    """
    rows: list[Any] = list(cases.itertuples())
    for case in rows:
        said = f"{text(case.said)}, {text(case.when)}<br>{text(case.known)}"
        exact = case.first == case.last
        parts = []
        if not exact:
            parts.append((case.first, case.last, {"width": 3, "dash": "dot"}))
        if case.last_known > case.last:
            parts.append((case.last, case.last_known, {"width": 12}))
        for begins, ends, line in parts:
            figure.add_scatter(
                x=[begins, ends],
                y=[row, row],
                mode="lines",
                line={"color": colour, **line},
                showlegend=False,
                hovertemplate=f"{said}<extra></extra>",
            )
        figure.add_scatter(
            x=[case.first if exact else case.first + (case.last - case.first) / 2],
            y=[row],
            mode="markers",
            marker={"symbol": "circle" if exact else "circle-open", "size": 9, "color": colour},
            showlegend=False,
            hovertemplate=f"{said}<extra></extra>",
        )


def _bars(own: pd.DataFrame, rows: pd.Series, category: str, colour: str) -> list[go.Bar]:
    """Return the hatched bars of the starts of a category, and the full ones of what follows."""
    said = pd.Series([_case_in_words(case) for case in own.itertuples()], own.index)
    inexact = own["start_last"] > own["start"]
    after = own["start"].where(~inexact, own["start_last"] + _A_DAY)
    parts = (
        ("", ~inexact | (own["end"] > own["start_last"]), after, own["end"] + _A_DAY),
        ("/", inexact, own["start"], own["start_last"] + _A_DAY),
    )
    return [
        go.Bar(
            y=rows[drawn],
            x=(ends - begins)[drawn].dt.total_seconds().to_numpy() * 1000,
            base=begins[drawn],
            orientation="h",
            name=text(category),
            legendgroup=category,
            showlegend=pattern == "/" or not inexact.any(),
            customdata=said[drawn],
            hovertemplate="%{customdata}<extra></extra>",
            marker={
                "color": colour,
                "line": {"color": colour, "width": 2},
                "pattern": {"shape": pattern, "fillmode": "replace", "size": 5},
            },
        )
        for pattern, drawn, begins, ends in parts
        if drawn.any()
    ]


def _case_in_words(case: Any) -> str:
    """Say what a bar stands for: who helped whom, from when, and how that is known."""
    until = f" to {text(case.until)}" if case.until else ""
    pair = f"{text(case.from_name)} to {text(case.to_name)}"
    return f"{pair}: {text(case.when)}{until}<br>{text(case.known)}"


def _lanes(cases: pd.DataFrame) -> pd.Series[Any]:
    """Return a row for each case, the first in which it does not meet the one before."""
    free: list[pd.Timestamp] = []
    rows = []
    for start, end in zip(cases["start"], cases["end"], strict=True):
        row = next((row for row, since in enumerate(free) if since <= start), len(free))
        free[row : row + 1] = [end + _APART]
        rows.append(row)
    return pd.Series(rows, cases.index)


def _pair(case: Any) -> str:
    """Write who helped whom, in the room there is."""
    return wrapped(f"{case.from_name} to {case.to_name}", NAME_LETTERS)


def _alt(cases: pd.DataFrame, title: str) -> str:
    if cases.empty:
        return f"{title}: none."
    inexact = int((cases["start_last"] > cases["start"]).sum())
    first, last = cases["start"].min(), cases["start"].max()
    return (
        f"{title}: {len(cases)} that start from {first:%Y} to {last:%Y}. Of {inexact} the day is "
        "not known: they are drawn over the year or month in which it lies."
    )
