"""A chart as a program of slides draws it itself, so that its numbers can be changed there.

All is read from the plotly figure that the screen shows, which stays the only description. What
such programs have no chart for (intervals, ribbons, timelines of spells, matrices, many small
panels) gives none: the chart's table or its picture stands there instead.
"""

from __future__ import annotations

import math
import re
from html import unescape
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pandas as pd

from alliance.charts.frame import day_of, in_words
from alliance.charts.native_chart import Axis, NativeChart, Series

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import plotly.graph_objects as go

    from alliance.charts.frame import Chart
    from alliance.charts.native_chart import Category

__all__ = ["Axis", "NativeChart", "Series", "native_charts"]

MOST = 2
"""A figure of more panels than these has no native counterpart."""

NOT_COMPARABLE, LEFT_OUT = "≠", "…"
"""Categories without values that part a line: what the years mean changed, or years are missing."""


def native_charts(chart: Chart) -> list[NativeChart]:
    """Return the native charts that together show what a chart shows, or none.

    Two come of a figure of two panels, or of bars with a line over them: one program in use cannot
    hold both in one chart.
    """
    figure = chart.figure
    has_small_panels = any(note.xref == "paper" for note in figure.layout.annotations)
    if has_small_panels or not all(_is_plain(trace) for trace in figure.data):
        return []
    panels: dict[tuple[str, str, str], list[Any]] = {}
    for trace in figure.data:
        if not any(value is not None for value in _numbers(trace.x if _lies(trace) else trace.y)):
            continue
        where = (trace.xaxis or "x", trace.yaxis or "y", trace.type)
        panels.setdefault(where, []).append(trace)
    if len(panels) > MOST:
        return []
    notes = tuple(_notes(figure))
    return [
        (_bars if kind == "bar" else _lines)(traces, figure.layout, notes if place == 0 else ())
        for place, ((_, _, kind), traces) in enumerate(panels.items())
    ]


def _is_plain(trace: Any) -> bool:
    """Return whether a trace is bars from nought, or lines or dots of numbers without intervals."""
    if trace.type in ("bar", "scatter") and trace.error_y.array is not None:
        return False
    if trace.type == "bar":
        return trace.base is None and trace.offset is None
    return (
        trace.type == "scatter"
        and trace.fill in (None, "none")
        and "text" not in str(trace.mode)
        and not any(isinstance(value, str) for value in _listed(trace.y))
    )


def _bars(traces: Sequence[Any], layout: Any, notes: tuple[str, ...]) -> NativeChart:
    sideways = _lies(traces[0])
    named, numbers = ("y", "x") if sideways else ("x", "y")
    held = [
        dict(zip(_places(trace[named]), _numbers(trace[numbers]), strict=True)) for trace in traces
    ]
    categories = _in_order([list(values) for values in held])
    return NativeChart(
        "stacked bar" if layout.barmode == "stack" and len(traces) > 1 else "bar",
        _named(categories),
        tuple(
            Series(_plain(trace.name), tuple(map(values.get, categories)), _colours(trace))
            for trace, values in zip(traces, held, strict=True)
        ),
        _axis(layout, traces[0], named),
        _axis(layout, traces[0], numbers),
        sideways=sideways,
        notes=notes,
    )


def _lies(trace: Any) -> bool:
    """Return whether bars lie, so that their numbers are along x."""
    return bool(trace.type == "bar" and trace.orientation == "h")


def _lines(traces: Sequence[Any], layout: Any, notes: tuple[str, ...]) -> NativeChart:
    by_category = all("lines" in trace.mode and not _is_stepped(trace) for trace in traces)
    axes = _axis(layout, traces[0], "x"), _axis(layout, traces[0], "y")
    if not by_category:
        return NativeChart("scatter", (), tuple(map(_dots, traces)), *axes, notes=notes)
    held = [
        {
            place: value
            for place, value in zip(_places(trace.x), _numbers(trace.y), strict=True)
            if place is not None
        }
        for trace in traces
    ]
    categories = _parted(_in_order([list(values) for values in held]), traces, layout)
    return NativeChart(
        "stacked area" if traces[0].stackgroup else "line",
        _named(categories),
        tuple(
            Series(
                _plain(trace.name),
                tuple(map(values.get, categories)),
                _colours(trace),
                line=trace.line.dash or "solid",
                symbol=_symbol(trace),
            )
            for trace, values in zip(traces, held, strict=True)
        ),
        *axes,
        notes=notes,
    )


def _dots(trace: Any) -> Series:
    """Return a series of a scatter; a line of steps gets the corners that plotly draws."""
    spots = [
        (place, value)
        for place, value in zip(_places(trace.x), _numbers(trace.y), strict=True)
        if place is not None and not isinstance(place, str)
    ]
    if _is_stepped(trace):
        corners = [(after[0], before[1]) for before, after in pairwise(spots)]
        spots = [
            *spots[:1],
            *(one for both in zip(corners, spots[1:], strict=True) for one in both),
        ]
    return Series(
        _plain(trace.name),
        tuple(value for _, value in spots),
        _colours(trace),
        across=tuple(place for place, _ in spots),
        line=(trace.line.dash or "solid") if "lines" in trace.mode else "",
        symbol=_symbol(trace),
    )


def _is_stepped(trace: Any) -> bool:
    return bool(trace.line.shape == "hv")


def _symbol(trace: Any) -> str:
    return str(trace.marker.symbol or "circle") if "markers" in trace.mode else ""


def _colours(trace: Any) -> tuple[str, ...]:
    """Return the colour of a trace, or one for each of its values where they differ."""
    alone = trace.type == "scatter" and "lines" in trace.mode
    found = (trace.line if alone else trace.marker).color
    return (str(found),) if isinstance(found, str) else tuple(map(str, found))


def _named(places: Sequence[Any]) -> tuple[Category, ...]:
    """Return years as names; a program of slides takes numbers for amounts."""
    return tuple(str(place) if isinstance(place, int) else place for place in places)


def _parted(places: Sequence[Any], traces: Sequence[Any], layout: Any) -> list[Any]:
    """Put a category without values where a line is parted between two that follow each other."""
    breaks: set[tuple[Any, Any]] = set()
    for trace in traces:
        own = _places(trace.x)
        for before, gap, after in zip(own, own[1:], own[2:], strict=False):
            if gap is None:
                breaks.add((before, after))
    changed = {note.x for note in layout.annotations if note.text == NOT_COMPARABLE}
    found = list(places[:1])
    for before, after in pairwise(places):
        if (before, after) in breaks:
            is_change = isinstance(after, int) and after - 0.5 in changed
            found.append(NOT_COMPARABLE if is_change else LEFT_OUT)
        found.append(after)
    return found


def _in_order(places: Iterable[Sequence[Any]]) -> list[Any]:
    """Return the places of all series once: names in their order, years and days sorted."""
    every = dict.fromkeys(place for own in places for place in own if place is not None)
    named = any(isinstance(place, str) for place in every)
    return list(every) if named else sorted(every)


def _places(values: Any) -> list[Any]:
    """Return names, years or days of a trace, None for a gap."""
    return [_place(value) for value in _listed(values)]


def _place(value: Any) -> Any:
    if value is None or pd.isna(value):
        return None
    if isinstance(value, str):
        return _plain(value)
    return int(value) if isinstance(value, int | float) else day_of(value)


def _numbers(values: Any) -> list[float | None]:
    """Return numbers as they are read, not as memory holds them: 50.1, not 50.09999847."""
    return [None if pd.isna(value) else float(f"{value:.7g}") for value in _listed(values)]


def _listed(values: Any) -> list[Any]:
    """Return the values of a trace as Python's own; days stay days."""
    return [] if values is None else pd.Series(values).astype("object").tolist()


def _axis(layout: Any, trace: Any, letter: str) -> Axis:
    """Return the axis of a trace along x or y."""
    name = str(trace[f"{letter}axis"] or letter)
    axis = layout[f"{letter}axis{name[1:]}"]
    values = [value for value in _listed(trace[letter]) if value is not None]
    if not values or isinstance(values[0], str):
        return Axis(_plain(axis.title.text))
    if not isinstance(values[0], int | float):
        return Axis(_plain(axis.title.text), "mmm yyyy")
    low, high = _round_ends(*axis.range) if axis.range else (None, None)
    if high is not None and axis.ticksuffix == "%":
        high = min(high, 100.0)
    if axis.rangemode == "tozero" or trace.type == "bar":
        low = 0.0 if low is None else low
    form = "0" if axis.tickformat == "d" else f'#,##0"{axis.ticksuffix or ""}"'
    return Axis(_plain(axis.title.text), form.removesuffix('""'), low, high)


def _round_ends(low: float, high: float) -> tuple[float, float]:
    """Return round numbers a little below and above: slides tick an axis from where it starts."""
    most = (high - low) / 4
    power = 10.0 ** math.floor(math.log10(most))
    step = power * max(part for part in (1, 2, 5) if part * power <= most)
    ends = math.floor(low / step) * step, math.ceil(high / step) * step
    return round(ends[0], 6), round(ends[1], 6)


def _notes(figure: go.Figure) -> Iterator[str]:
    """Return what is written within the axes, with the days or years it is of."""
    spans = [
        (shape.x0, shape.x1)
        for shape in figure.layout.shapes
        if shape.type == "rect" and shape.x0 is not None
    ]
    for note in figure.layout.annotations:
        if note.text == NOT_COMPARABLE:
            yield f"{NOT_COMPARABLE} {_plain(note.hovertext)}"
        else:
            span = next((ends for ends in spans if note.x in ends), (note.x,))
            yield f"{' to '.join(in_words(day_of(day)) for day in span)}: {_plain(note.text)}"


def _plain(words: Any) -> str:
    """Return words without the marks that plotly takes."""
    return unescape(re.sub(r"<br>", " ", str(words or "")).replace("<b>", "").replace("</b>", ""))
