"""The bars of a plotly figure as marks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from alliance.charts.marks import Mark, Shape
from alliance.charts.pane import LETTERS, Pane, as_list, each, readable_on, text_colour, written
from alliance.charts.scales import bar_step

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    from alliance.charts.scales import Scale

    Floats = npt.NDArray[np.float64]

_GAP = 0.2
_HATCHED = 0.4
"""How much of its colour a bar keeps that plotly hatches."""


def bars(pane: Pane, trace: Any) -> Iterator[Mark]:
    """Draw the bars of a trace with the words on them."""
    level = trace.orientation == "h"
    across, along = pane.axes(trace)
    base_axis, value_axis = (along, across) if level else (across, along)
    at = base_axis.numbers(trace.y if level else trace.x)
    values = np.nan_to_num(value_axis.lengths(trace.x if level else trace.y))
    low, wide = _where(pane, trace, at)
    begin = _begins(pane, trace, at, value_axis)
    colours = each(trace.marker.color, len(at), "")
    for place in np.flatnonzero(~np.isnan(at)).tolist():
        ends = base_axis.points(low[place]), base_axis.points(low[place] + wide)
        reach = (
            value_axis.points(begin[place]),
            value_axis.points(begin[place] + values[place]),
        )
        if values[place]:
            box = (*reach, *ends) if level else (*ends, *reach)
            solid = Shape.box(box[0], box[2], box[1], box[3], colours[place])
            yield replace(solid, opacity=_HATCHED) if trace.marker.pattern.shape else solid
        if trace.text is not None:
            yield from _bar_words(pane, trace, place, ends, reach)


def _where(pane: Pane, trace: Any, at: Floats) -> tuple[Floats, float]:
    """Return where bars begin on their axis, and how wide they are."""
    if trace.width is not None:
        return at + float(trace.offset or 0), float(trace.width)
    gap = pane.figure.layout.bargap
    wide = bar_step(at) * (1 - (_GAP if gap is None else gap))
    return at - wide / 2, wide


def _begins(pane: Pane, trace: Any, at: Floats, value_axis: Scale) -> Floats:
    """Return the values at which bars begin: their base, the end of those before, or nought."""
    if trace.base is not None:
        return np.broadcast_to(value_axis.numbers(as_list(trace.base)), at.shape)
    below = np.zeros(len(at))
    if pane.figure.layout.barmode != "stack":
        return below
    level = trace.orientation == "h"
    base_axis = pane.axes(trace)[level]
    for other in pane.figure.data:
        if other is trace:
            break
        if other.type != "bar" or pane.axes(other) != pane.axes(trace):
            continue
        held = pd.Series(
            np.nan_to_num(value_axis.numbers(other.x if level else other.y)),
            index=base_axis.numbers(other.y if level else other.x),
        )
        below += held.groupby(level=0).sum().reindex(at, fill_value=0.0).to_numpy()
    return below


def _bar_words(
    pane: Pane, trace: Any, place: int, ends: tuple[float, float], reach: tuple[float, float]
) -> Iterator[Mark]:
    words, size = trace.text[place], (trace.textfont.size or LETTERS) * pane.pixel
    if not words:
        return
    middle = sum(ends) / 2
    if trace.textposition == "outside":
        way = 1 if reach[1] >= reach[0] else -1
        at = (reach[1] + 4 * way, middle)
        yield from written(at, words, size, text_colour(pane), 0.0 if way > 0 else 1.0, 0.5)
        return
    colour = readable_on(each(trace.marker.color, place + 1, "")[place])
    # Words wider than their bar would run into the next.
    if abs(reach[1] - reach[0]) > 0.6 * size * len(str(words)):
        yield from written((sum(reach) / 2, middle), words, size, colour, 0.5, 0.5)
