"""Flows as a Sankey: givers on the left, receivers on the right, a ribbon for each pair.

It is drawn from plain shapes, because plotly's own Sankey tells nobody what was pressed. What can
be pressed carries the names of its places as ``customdata``: from and to, one of them empty where
only one end is meant.
"""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from alliance.analysis.flows.flows_by_kind import gathered
from alliance.charts.flows import COLUMNS, alt_of_pairs, category_name, category_told, ranked
from alliance.charts.frame import Chart, framed, ink, text, wrapped

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alliance.charts.colours import Ink
    from alliance.maps.flow_units import Unit

MOST = 10
"""How many givers, and how many receivers, are named; the rest is put together."""

_BAR = 0.05  # of the way between givers and receivers
_LABEL_WIDTH = 18  # characters of a line
_LINES = 2
_ROW_PX = 44
_GAP_PX = 30  # that a name needs
_STEPS = 12
_SIGMOID = (1 - np.cos(np.linspace(0, np.pi, _STEPS))) / 2


def flow_sankey(
    pairs: pd.DataFrame,
    by: str,
    colours: Mapping[str, str],
    unit: Unit,
    title: str,
    source: str,
    *,
    dark: bool = False,
) -> Chart:
    """Draw givers on the left, receivers on the right, and ribbons between them.

    Parameters
    ----------
    pairs
        As :func:`flows_between` gives them with the category ``by``.
    colours
        Of each category.
    unit
        Says quantities in words.

    """
    page = ink(dark=dark)
    few = gathered(pairs, MOST)
    few = few[few["quantity"] > 0].reset_index(drop=True)
    rows = max(few["from_id"].nunique(), few["to_id"].nunique(), 6)
    height_px = _ROW_PX * rows
    unit_px = _unit_px(few, height_px)
    sides = {end: _stacked(few, end, unit_px, height_px) for end in ("from", "to")}
    figure = go.Figure()
    ribbons = _ribbons(few, sides, unit_px)
    for category in [name for name in colours if name in set(ribbons[by])]:
        for given, own in ribbons[ribbons[by] == category].groupby("given", sort=False):
            figure.add_trace(_ribbon_trace(own, category, colours[category], given=bool(given)))
    figure.add_trace(_ribbon_marks(ribbons, by, unit))
    for end, side in sides.items():
        figure.add_trace(_bars(side, end, page))
        figure.add_trace(_names(side, end, unit, page))
    several = len(few[by].unique()) > 1 or not few["given"].all()
    figure = framed(figure, title, source, page, height_px + 20, legend=several)
    figure.update_layout(barmode="overlay", hovermode="closest", dragmode=False)
    figure.update_xaxes(visible=False, range=[-0.98, 1.98], fixedrange=True)
    figure.update_yaxes(visible=False, range=[height_px + 4, -4], fixedrange=True)
    table = few[["from_name", "to_name", by, "flows", "quantity"]]
    if not few["given"].all():
        table = table.assign(Given=few["given"].map({True: "Yes", False: "No"}))
    table = table.rename(columns={**COLUMNS, by: category_name(by)})
    return Chart(figure, title, alt_of_pairs(pairs, unit, title), table, source)


def _unit_px(few: pd.DataFrame, height_px: float) -> float:
    """Return how tall a unit is, so that the fuller side fits with a gap between its places."""
    most = max(few["from_id"].nunique(), few["to_id"].nunique(), 1)
    return (height_px - most * _GAP_PX) / (float(few["quantity"].sum()) or 1.0)


def _stacked(few: pd.DataFrame, end: str, unit_px: float, height_px: float) -> pd.DataFrame:
    """Lay the places of one side under each other: name, quantity, top and height in pixels."""
    names = ranked(few, end)
    quantity = few.groupby(f"{end}_id")["quantity"].sum().reindex(names.index)
    height = quantity * unit_px
    gap = (height_px - float(height.sum())) / max(len(names), 1)
    top = height.cumsum() - height + gap * (np.arange(len(names)) + 0.5)
    return pd.DataFrame({"name": names, "quantity": quantity, "top": top, "height": height})


def _ribbons(few: pd.DataFrame, sides: Mapping[str, pd.DataFrame], unit_px: float) -> pd.DataFrame:
    """Lay the ribbons of each place under each other, in the order of those at the other end."""
    ribbons = few.assign(height=few["quantity"] * unit_px)
    for end, other in (("from", "to"), ("to", "from")):
        order = ribbons[f"{other}_id"].map(sides[other]["top"]).astype("float64")
        ordered = ribbons.assign(order=order).sort_values([f"{end}_id", "order"], kind="stable")
        above = ordered.groupby(f"{end}_id")["height"].cumsum() - ordered["height"]
        top = ribbons[f"{end}_id"].map(sides[end]["top"]).astype("float64")
        ribbons[f"{end}_top"] = top + above.reindex(ribbons.index)
    return ribbons


def _ribbon_trace(own: pd.DataFrame, category: str, colour: str, *, given: bool) -> go.Scatter:
    """Draw all ribbons of a category as one shape with gaps, dashed where it is not given."""
    start, end, height = (
        own[name].to_numpy()[:, None] for name in ("from_top", "to_top", "height")
    )
    upper = start + (end - start) * _SIGMOID
    across = np.broadcast_to(np.linspace(_BAR, 1 - _BAR, _STEPS), upper.shape)
    gap = np.full((len(own), 1), np.nan)
    x = np.concatenate([across, across[:, ::-1], gap], axis=1).ravel()
    y = np.concatenate([upper, (upper + height)[:, ::-1], gap], axis=1).ravel()
    return go.Scatter(
        x=np.round(x, 3),
        y=np.round(y, 1),
        fill="toself",
        mode="lines",
        line={"width": 0.4, "color": colour}
        if given
        else {"width": 1.4, "color": colour, "dash": "dash"},
        fillcolor=_faint(colour, 0.5 if given else 0.12),
        name=category_told(category, given=given),
        hoverinfo="skip",
    )


def _ribbon_marks(ribbons: pd.DataFrame, by: str, unit: Unit) -> go.Scatter:
    """Put unseen marks on the ribbons, to point at and to press."""
    middle = (ribbons["from_top"] + ribbons["to_top"] + ribbons["height"]) / 2
    columns = [ribbons[name] for name in ("from_name", "to_name", "quantity", by, "given")]
    told = [
        f"{text(start)} to {text(end)}<br>{unit.words(quantity)} · "
        f"{category_told(category, given=given)}"
        for start, end, quantity, category, given in zip(*columns, strict=True)
    ]
    return go.Scatter(
        x=[0.5] * len(ribbons),
        y=middle.round(1),
        mode="markers",
        marker={"size": 14, "opacity": 0},
        customdata=ribbons[["from_name", "to_name"]].to_numpy(),
        hovertext=told,
        hoverinfo="text",
        showlegend=False,
    )


def _bars(side: pd.DataFrame, end: str, page: Ink) -> go.Bar:
    return go.Bar(
        x=[0.0 if end == "from" else 1 - _BAR] * len(side),
        offset=0,
        width=_BAR,
        base=side["top"].round(1),
        y=side["height"].round(1),
        marker={"color": page.quiet, "line": {"width": 0}},
        customdata=_one_end(side["name"], end),
        hovertext=[text(name) for name in side["name"]],
        hoverinfo="text",
        showlegend=False,
    )


def _names(side: pd.DataFrame, end: str, unit: Unit, page: Ink) -> go.Scatter:
    left = end == "from"
    return go.Scatter(
        x=[-0.02 if left else 1.02] * len(side),
        y=(side["top"] + side["height"] / 2).round(1),
        mode="text",
        text=[
            f"{wrapped(_shortened(name), _LABEL_WIDTH)} <b>{unit.number(quantity)}</b>"
            for name, quantity in zip(side["name"], side["quantity"], strict=True)
        ],
        textposition="middle left" if left else "middle right",
        textfont={"size": 11, "color": page.text},
        customdata=_one_end(side["name"], end),
        hovertext=[
            f"{text(name)}: {unit.words(quantity)}"
            for name, quantity in zip(side["name"], side["quantity"], strict=True)
        ],
        hoverinfo="text",
        showlegend=False,
    )


def _shortened(name: str) -> str:
    """Return a name that has room in its lines; pointed at, it is told in full."""
    return textwrap.shorten(name, _LABEL_WIDTH * _LINES - 5, placeholder="…")


def _one_end(names: pd.Series, end: str) -> list[list[str]]:
    return [[name, ""] if end == "from" else ["", name] for name in names]


def _faint(colour: str, opacity: float) -> str:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"
