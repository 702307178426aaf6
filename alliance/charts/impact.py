"""What followed by years since, the time until Good, and how alike the schools compared are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from alliance.charts.frame import OFSTED, RESULTS, Chart, framed, ink

if TYPE_CHECKING:
    from alliance.charts.colours import Ink

THESE, LIKE, GAP = "These schools", "Like schools", "Difference, with 95% interval"
FEWEST = 10
"""A year of fewer schools is in the table and not drawn."""
OUTCOME_SOURCES = {"results": RESULTS, "inspections": OFSTED}
CENSUS = "Department for Education, absence and school census"


def what_followed(
    table: pd.DataFrame, title: str, unit: str, source: str, *, places: int = 1, dark: bool = False
) -> Chart:
    """Draw changes of treated and like schools by year since, and the difference with its band.

    Parameters
    ----------
    table
        A row a year since: since, treated_change, like_change, schools; value, lower, upper
        (missing where not estimated), matched (whether schools were matched on that year).

    """
    page = ink(dark=dark)
    rows = table[table["schools"] >= FEWEST]
    figure = make_subplots(
        rows=2, cols=1, shared_xaxes=True, row_heights=[0.5, 0.5], vertical_spacing=0.1
    )
    _lines(figure, rows, page)
    known = rows.dropna(subset=["value"])
    _band(figure, known, page, row=2)
    _base(figure, page)
    figure = framed(figure, title, source, page, 430, legend=True)
    figure.update_yaxes(title={"text": f"Change ({unit})"}, row=1, col=1)
    figure.update_yaxes(title={"text": "Difference"}, row=2, col=1)
    figure.update_xaxes(title={"text": "Years since"}, dtick=1, row=2, col=1)
    first = rows["since"].min() if len(rows) else -1
    if first < -1:
        figure.add_vrect(
            x0=first - 0.5,
            x1=-0.5,
            fillcolor=page.shade,
            line_width=0,
            layer="below",
        )
        figure.add_annotation(
            text="Before: none expected",
            x=first - 0.4,
            xanchor="left",
            yref="y2 domain",
            y=0.02,
            yanchor="bottom",
            showarrow=False,
            xref="x2",
            font={"size": 11, "color": page.quiet},
        )
    return Chart(figure, title, _alt(known, title, unit, places), table, source)


def _with_gaps(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with an empty one for each year without results, so that no line bridges it.

    Year 0 is none: only schools that joined within six months of the exams have it.
    """
    if rows.empty:
        return rows
    first, last = int(rows["since"].min()), int(rows["since"].max())
    years = [year for year in range(first, last + 1) if year or (rows["since"] == 0).any()]
    return rows.set_index("since").reindex(years).rename_axis("since").reset_index()


def _lines(figure: go.Figure, rows: pd.DataFrame, page: Ink) -> None:
    rows = _with_gaps(rows)
    for place, (column, name, dash) in enumerate(
        (("treated_change", THESE, "solid"), ("like_change", LIKE, "dash"))
    ):
        figure.add_trace(
            go.Scatter(
                x=rows["since"],
                y=rows[column],
                name=name,
                mode="lines+markers",
                line={"color": page.category((0, 1)[place]), "dash": dash, "width": 3 - place},
                marker={"size": 7, "symbol": ("circle", "diamond")[place]},
                hovertemplate="%{y:.2f}",
            ),
            row=1,
            col=1,
        )


def _band(figure: go.Figure, known: pd.DataFrame, page: Ink, row: int) -> None:
    colour = page.category(0)
    figure.add_trace(
        go.Scatter(
            x=known["since"],
            y=known["value"],
            name=GAP,
            mode="markers",
            marker={"color": colour, "size": 8},
            error_y={
                "type": "data",
                "symmetric": False,
                "array": known["upper"] - known["value"],
                "arrayminus": known["value"] - known["lower"],
                "color": colour,
                "thickness": 1.5,
                "width": 5,
            },
            hovertemplate="%{y:.2f}",
        ),
        row=row,
        col=1,
    )


def _base(figure: go.Figure, page: Ink) -> None:
    for row in (1, 2):
        figure.add_hline(y=0, line={"color": page.quiet, "width": 1}, row=row, col=1)


def until_good(table: pd.DataFrame, title: str, *, dark: bool = False) -> Chart:
    """Draw the share found Good or Outstanding by years since the last inspection.

    Parameters
    ----------
    table
        As :class:`alliance.analysis.impact.inspected_after.UntilGood` has it.

    """
    page = ink(dark=dark)
    figure = make_subplots(
        rows=2, cols=1, shared_xaxes=True, row_heights=[0.55, 0.45], vertical_spacing=0.1
    )
    for place, (column, name, dash) in enumerate(
        (("treated", THESE, "solid"), ("like", LIKE, "dash"))
    ):
        figure.add_trace(
            go.Scatter(
                x=table["since"],
                y=table[column],
                name=name,
                mode="lines+markers",
                line={
                    "color": page.category((0, 1)[place]),
                    "dash": dash,
                    "width": 3 - place,
                    "shape": "hv",
                },
                hovertemplate="%{y:.0f}%",
            ),
            row=1,
            col=1,
        )
    _band(figure, table, page, row=2)
    figure.add_hline(y=0, line={"color": page.quiet, "width": 1}, row=2, col=1)
    figure = framed(figure, title, OFSTED, page, 430, legend=True)
    figure.update_yaxes(title={"text": "Found Good (%)"}, rangemode="tozero", row=1, col=1)
    figure.update_yaxes(title={"text": "Difference"}, row=2, col=1)
    figure.update_xaxes(title={"text": "Years since the last inspection"}, dtick=1, row=2, col=1)
    return Chart(figure, title, _alt(table, title, "percentage points", 0), table, OFSTED)


def judged_shares(
    treated: float, like: float, title: str, source: str, *, dark: bool = False
) -> Chart:
    """Draw the share judged well of treated and of like schools as two bars."""
    page = ink(dark=dark)
    table = pd.DataFrame({"schools": [THESE, LIKE], "percent": [treated, like]})
    figure = go.Figure(
        go.Bar(
            x=table["percent"],
            y=table["schools"],
            orientation="h",
            marker={"color": [page.category(0), page.category(1)]},
            text=[f"{value:.0f}%" for value in table["percent"]],
            textposition="auto",
            hovertemplate="%{x:.1f}%",
        )
    )
    figure = framed(figure, title, source, page, 170)
    figure.update_xaxes(range=[0, 100], ticksuffix="%")
    figure.update_yaxes(autorange="reversed")
    alt = f"{title}: {treated:.0f}% of these schools, {like:.0f}% of schools like them."
    return Chart(figure, title, alt, table, source)


def love_plot(balance: pd.DataFrame, *, dark: bool = False) -> Chart:
    """Draw the standardised differences before and after matching.

    Parameters
    ----------
    balance
        As :func:`alliance.analysis.impact.balance.balance_of` returns it.

    """
    page = ink(dark=dark)
    title = "How alike they are, before matching and after"
    figure = go.Figure()
    for column, name, symbol, place in (
        ("before", "Before matching", "circle-open", 1),
        ("after", "After matching", "circle", 0),
    ):
        figure.add_scatter(
            x=balance[column],
            y=balance["name"],
            name=name,
            mode="markers",
            marker={"symbol": symbol, "size": 11, "color": page.category(place)},
            hovertemplate="%{x:.2f}",
        )
    figure.add_vrect(x0=-0.1, x1=0.1, fillcolor=page.shade, line_width=0, layer="below")
    source = f"{RESULTS}; {OFSTED}"
    figure = framed(figure, title, source, page, 40 + 34 * len(balance), legend=True)
    figure.update_xaxes(title={"text": "Standard deviations apart (shaded: within 0.1)"})
    figure.update_yaxes(autorange="reversed")
    worst = balance["after"].abs().max() if len(balance) else float("nan")
    alt = f"{title}. After matching the largest difference is {worst:.2f} standard deviations."
    columns = ["name", "treated", "untreated", "like", "before", "after"]
    return Chart(figure, title, alt, balance[columns], source)


def _alt(known: pd.DataFrame, title: str, unit: str, places: int) -> str:
    parts = [
        f"{row.since}: {row.value:+.{places}f} ({row.lower:+.{places}f} to {row.upper:+.{places}f})"
        for row in known.itertuples()
    ]
    said = "; ".join(parts).replace("-", "−") or "none estimated"
    return f"{title}. Difference in {unit} by years since, with 95% intervals: {said}."
