"""Flows in charts: who gives to whom as a matrix, and when, as a timeline.

Both add up to the same figure, as the Sankey does. A square of the matrix carries the names of its
two places as ``customdata``.
"""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import numpy as np
import plotly.graph_objects as go

from alliance.analysis.flows.flows_by_kind import OTHERS, gathered
from alliance.charts.frame import Chart, day_of, framed, ink, text, wrapped
from alliance.maps.flow_layers import NOT_GIVEN
from alliance.maps.palette import laid_over

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from alliance.charts.colours import Ink
    from alliance.maps.flow_units import Unit

MOST = 8
"""How many givers, and how many receivers, are named; the rest is put together."""

_PALE = 0.25
"""How much of its colour a bar of what is not given has."""

COLUMNS = {"from_name": "From", "to_name": "To", "flows": "Flows", "quantity": "Quantity"}


def flow_matrix(
    pairs: pd.DataFrame,
    unit: Unit,
    title: str,
    source: str,
    *,
    dark: bool = False,
) -> Chart:
    """Draw a square for each giver (row) and receiver (column), darker the more flows there."""
    page = ink(dark=dark)
    few = gathered(pairs, MOST)
    rows, columns = (ranked(few, end) for end in ("from", "to"))
    apart = few["quantity"].where(~few["given"].astype("bool"), 0.0)
    cells, others = (
        few.assign(quantity=quantity)
        .pivot_table(
            index="from_id", columns="to_id", values="quantity", aggfunc="sum", fill_value=0.0
        )
        .reindex(index=rows.index, columns=columns.index)
        for quantity in (few["quantity"], apart)
    )
    figure = go.Figure(
        go.Heatmap(
            x=list(range(len(columns))),
            y=list(range(len(rows))),
            z=cells.to_numpy(),
            colorscale=[[0, page.shade], [1, page.category(1)]],
            zmin=0,
            showscale=False,
            xgap=2,
            ygap=2,
            hoverinfo="skip",
        )
    )
    figure.add_trace(_cell_marks(cells, others, rows, columns, unit, page))
    height_px = 34 * len(rows) + 8
    figure = framed(
        figure, f"{title}: from (rows) to (columns)", source, page, height_px, above_px=112
    )
    figure.update_layout(hovermode="closest", dragmode=False)
    ticks = {
        "tickmode": "array",
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
        "showline": False,
        "ticks": "",
    }
    figure.update_xaxes(
        side="top",
        tickvals=list(range(len(columns))),
        ticktext=[text(_shortened(name, 24)) for name in columns],
        tickangle=-58,
        tickfont={"size": 11},
        **ticks,
    )
    figure.update_yaxes(
        autorange="reversed",
        tickvals=list(range(len(rows))),
        ticktext=[wrapped(_shortened(name, 40), 22) for name in rows],
        tickfont={"size": 11},
        **ticks,
    )
    sums = {"flows": ("flows", "sum"), "quantity": ("quantity", "sum")}
    if apart.any():
        few, sums = few.assign(apart=apart), sums | {"Of these, not given": ("apart", "sum")}
    table = few.groupby(["from_name", "to_name"], as_index=False).agg(**sums)
    table = table.sort_values("quantity", ascending=False).rename(columns=COLUMNS)
    return Chart(figure, title, alt_of_pairs(pairs, unit, title), table, source)


def flow_timeline(
    months: pd.DataFrame,
    by: str,
    colours: Mapping[str, str],
    unit: Unit,
    title: str,
    source: str,
    *,
    going_on: pd.DataFrame | None = None,
    not_drawn: str = "",
    dark: bool = False,
) -> Chart:
    """Draw what began in each month, by category, and how many flows were given then.

    Parameters
    ----------
    months
        As :func:`alliance.analysis.flows.flows_by_kind.by_month` gives them.
    going_on
        As :func:`active_by_month` gives it, for flows that last.
    not_drawn
        What stands in no month, in words.

    """
    page = ink(dark=dark)
    figure = go.Figure()
    for category, given in _told_apart(months, by, colours):
        own = months[(months[by] == category) & (months["given"] == given)]
        colour = colours[category]
        figure.add_bar(
            x=own["month"],
            y=own["quantity"],
            name=category_told(category, given=given),
            marker={
                "color": colour if given else laid_over(page.shade, colour, _PALE),
                "line": {"width": 0},
                "pattern": {"shape": "" if given else "/", "fgcolor": colour},
            },
            customdata=[unit.words(value) for value in own["quantity"]],
            hovertemplate="%{x|%B %Y}: %{customdata}",
        )
    if going_on is not None:
        figure.add_scatter(
            x=going_on["month"],
            y=going_on["flows"],
            name="Given that month (count)",
            mode="lines",
            line={"color": page.text, "width": 2, "dash": "dot", "shape": "hvh"},
            hovertemplate="%{x|%B %Y}: %{y} given<extra></extra>",
        )
    figure = framed(figure, title, source, page, 300, legend=True)
    figure.update_layout(barmode="stack", bargap=0.15)
    figure.update_yaxes(rangemode="tozero", title={"text": "Began in the month"})
    totals = months.groupby("month")["quantity"].sum()
    most = (
        f" Most in {day_of(totals.idxmax()):%B %Y}: {unit.words(float(totals.max()))}."
        if len(totals)
        else ""
    )
    table = months.assign(
        month=months["month"].dt.strftime("%B %Y"),
        given=months["given"].map({True: "Yes", False: "No"}),
    ).rename(columns={"month": "Month", by: category_name(by), "given": "Given", **COLUMNS})
    if months["given"].all():
        table = table.drop(columns="Given")
    alt = f"{title}: {unit.words(float(totals.sum()))} in all.{most} {not_drawn}".strip()
    return Chart(figure, title, alt, table, source)


def _told_apart(
    months: pd.DataFrame, by: str, colours: Mapping[str, str]
) -> list[tuple[str, bool]]:
    """Return the categories there are, each as given and as not."""
    held = set(months[[by, "given"]].itertuples(index=False, name=None))
    every = [(name, given) for name in colours for given in (True, False)]
    return [one for one in every if one in held]


def category_told(category: str, *, given: bool) -> str:
    """Return what a category is called in a legend; what is not given says so."""
    return text(category) if given else f"{text(category)}, {NOT_GIVEN}"


_CATEGORY_NAMES = {"supporter_kind": "Kind of supporting organisation"}


def category_name(name: str) -> str:
    """Return the name of a column of categories as people read it."""
    return _CATEGORY_NAMES.get(name) or name.capitalize()


def ranked(few: pd.DataFrame, end: str) -> pd.Series:
    """Return the names by id, the greatest first and what was put together last."""
    totals = few.groupby([f"{end}_id", f"{end}_name"])["quantity"].sum().reset_index()
    totals["last"] = totals[f"{end}_id"] == OTHERS
    totals = totals.sort_values(["last", "quantity", f"{end}_id"], ascending=[True, False, True])
    names: pd.Series = totals.set_index(f"{end}_id")[f"{end}_name"]
    return names


def _shortened(name: str, most: int) -> str:
    """Return a name that has room beside the squares; pointed at, they tell it in full."""
    return textwrap.shorten(name, most, placeholder="…")


def _cell_marks(
    cells: pd.DataFrame,
    others: pd.DataFrame,
    rows: pd.Series,
    columns: pd.Series,
    unit: Unit,
    page: Ink,
) -> go.Scatter:
    """Write the numbers of the matrix, which can be pressed; ``others`` of them are not given."""
    values = cells.to_numpy()
    row, column = np.nonzero(values)
    quantity, apart = values[row, column], others.to_numpy()[row, column]
    start, end = rows.to_numpy()[row], columns.to_numpy()[column]
    dark_cell = quantity > 0.55 * (quantity.max() if len(quantity) else 1.0)
    light_text = "#FFFFFF" if not page.dark else page.text
    return go.Scatter(
        x=column,
        y=row,
        mode="markers+text",
        marker={"size": 24, "opacity": 0, "symbol": "square"},
        text=[
            f"({unit.short(float(value))})" if less == value else unit.short(float(value))
            for value, less in zip(quantity, apart, strict=True)
        ],
        textfont={"size": 12, "color": [light_text if dark else page.text for dark in dark_cell]},
        customdata=np.stack([start, end], axis=1) if len(start) else [],
        hovertext=[
            f"{text(a)} to {text(b)}: {unit.words(float(value))}"
            + (f", {unit.number(float(less))} of it {NOT_GIVEN}" if less else "")
            for a, b, value, less in zip(start, end, quantity, apart, strict=True)
        ],
        hoverinfo="text",
        showlegend=False,
    )


def alt_of_pairs(pairs: pd.DataFrame, unit: Unit, title: str) -> str:
    """Say the total, how many give and receive, and the greatest three."""
    if pairs.empty:
        return f"{title}: none."
    both = pairs.groupby(["from_name", "to_name"])["quantity"].sum().sort_values(ascending=False)
    top = "; ".join(
        f"{start} to {end}, {unit.words(value)}"
        for start, end, value in both.head(3).reset_index().itertuples(index=False, name=None)
    )
    total = unit.words(float(pairs["quantity"].sum()))
    givers, receivers = (pairs[f"{end}_id"].nunique() for end in ("from", "to"))
    return f"{title}: {total} from {givers} to {receivers} places. The greatest: {top}."
