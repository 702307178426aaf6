"""What followed by years since, the time until Good, and how alike the schools compared are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from alliance.analysis.impact.question import LEAST_IN_A_YEAR
from alliance.charts.frame import OFSTED, RESULTS, Chart, framed, ink
from alliance.maps.palette import scale_colours

if TYPE_CHECKING:
    import pandas as pd

    from alliance.analysis.schools.inspection_scales import Aspect
    from alliance.charts.colours import Ink

THESE, LIKE, GAP = "These schools", "Like schools", "Difference, with 95% interval"
LEAST_LABELLED = 4
"""Percent of a bar that has room for its number."""
OUTCOME_SOURCES = {"results": RESULTS, "inspections": OFSTED}
CENSUS = "Department for Education, absence and school census"


def what_followed(
    table: pd.DataFrame, title: str, unit: str, source: str, *, places: int = 1, dark: bool = False
) -> Chart:
    """Draw changes of treated and like schools by year since, and the difference with its band.

    Parameters
    ----------
    table
        A row a year since: since, treated_change, like_change, schools, counted (whether the
        answer goes by it); value, lower, upper (missing where not estimated).

    """
    page = ink(dark=dark)
    rows = table[table["schools"] >= LEAST_IN_A_YEAR]
    figure = make_subplots(
        rows=2, cols=1, shared_xaxes=True, row_heights=[0.5, 0.5], vertical_spacing=0.1
    )
    _lines(figure, rows, page)
    known = rows.dropna(subset=["value"])
    _band(figure, known, page, known["counted"])
    _base(figure, page)
    figure = framed(figure, title, source, page, 430, legend=True)
    figure.update_yaxes(title={"text": "Change"}, row=1, col=1)
    figure.update_yaxes(title={"text": "Difference"}, row=2, col=1)
    across = f"Years since; change and difference in {unit}"
    figure.update_xaxes(title={"text": across}, dtick=1, row=2, col=1)
    first = rows["since"].min() if len(rows) else -1
    if first < -1:
        figure.add_vrect(
            x0=first - 0.5,
            x1=-0.5,
            fillcolor=page.shade,
            line_width=0,
            layer="below",
        )
        tested = (known["since"] < -1).any()
        figure.add_annotation(
            text="Before: none expected" if tested else "Before: used to find like schools",
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


def _band(
    figure: go.Figure, known: pd.DataFrame, page: Ink, counted: pd.Series | None = None
) -> None:
    """Draw the differences; hollow, and said so in the key, those that are not ``counted``."""
    colour = page.category(0)
    within = [True] * len(known) if counted is None else counted.tolist()
    fill = [colour if one else "rgba(0,0,0,0)" for one in within]
    figure.add_trace(
        go.Scatter(
            x=known["since"],
            y=known["value"],
            name=GAP if all(within) else f"{GAP} (filled: in the answer)",
            mode="markers",
            marker={"color": fill, "size": 8, "line": {"color": colour, "width": 2}},
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
        row=2,
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
    _band(figure, table, page)
    figure.add_hline(y=0, line={"color": page.quiet, "width": 1}, row=2, col=1)
    figure = framed(figure, title, OFSTED, page, 430, legend=True)
    figure.update_yaxes(title={"text": "Found Good (%)"}, rangemode="tozero", row=1, col=1)
    figure.update_yaxes(title={"text": "Difference"}, row=2, col=1)
    figure.update_xaxes(title={"text": "Years since the last inspection"}, dtick=1, row=2, col=1)
    return Chart(figure, title, _alt(table, title, "percentage points", 0), table, OFSTED)


def judged_shares(
    shares: pd.DataFrame, aspect: Aspect, title: str, gap: str, *, dark: bool = False
) -> Chart:
    """Draw what inspections found of treated and of like schools as two bars parted by it.

    Parameters
    ----------
    shares
        A row a side and finding: treated, found, percent.
    aspect
        The scale of ``found``.
    gap
        The difference with its interval, in words.

    """
    page, colours = ink(dark=dark), scale_colours(aspect, dark=dark)
    whose = shares["treated"].map({True: THESE, False: LIKE})
    table = shares.assign(schools=whose).pivot_table(
        "percent", "schools", "found", aggfunc="sum", fill_value=0.0, observed=True
    )
    given = [value for value in aspect.gives if value in table.columns]
    table = table.reindex(index=[THESE, LIKE], columns=given)
    figure = go.Figure()
    for value in given:
        figure.add_bar(
            x=table[value],
            y=table.index,
            orientation="h",
            name=value,
            marker={"color": colours[value], "line": {"width": 0}},
            text=[
                f"{percent:.0f}%" if percent >= LEAST_LABELLED else "" for percent in table[value]
            ],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            hovertemplate=f"{value}: %{{x:.1f}}%<extra></extra>",
        )
    figure.update_layout(barmode="stack", bargap=0.25)
    figure = framed(figure, title, OFSTED, page, 240, legend=True)
    figure.update_xaxes(range=[0, 100], ticksuffix="%", title={"text": f"Difference: {gap}"})
    figure.update_yaxes(autorange="reversed")
    parts = [
        f"{name} " + ", ".join(f"{value} {percent:.0f}%" for value, percent in row.items())
        for name, row in table.iterrows()
    ]
    alt = f"{title}: {'; '.join(parts)}. Difference: {gap}."
    return Chart(figure, title, alt, table.reset_index(), OFSTED)


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
