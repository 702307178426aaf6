"""The traces of a plotly figure as marks: lines, dots, words and squares; bars have a module."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from alliance.charts.bars import bars
from alliance.charts.marks import SYMBOLS, Dot, Line, Mark, Shape
from alliance.charts.pane import LETTERS, Pane, each, readable_on, rgb_of, text_colour, written
from alliance.charts.scales import column
from alliance.errors import UnknownStyle

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt
    import plotly.graph_objects as go

    Floats = npt.NDArray[np.float64]

_DASHES = {
    "solid": (),
    "dot": (1.0, 2.0),
    "dash": (4.0, 2.5),
    "longdash": (7.0, 3.0),
    "dashdot": (4.0, 2.0, 1.0, 2.0),
    "longdashdot": (7.0, 2.0, 1.0, 2.0),
}
_LINE_WIDTH, _DOT_SIZE = 2.0, 6.0  # plotly's, in pixels, where a trace is silent


def refuse_unknown(figure: go.Figure) -> None:
    """See that every trace of a figure can be drawn.

    Raises
    ------
    UnknownStyle
        One is of another type than is known here.
    """
    for trace in figure.data:
        if trace.type not in _DRAWN:
            known = ", ".join(_DRAWN)
            raise UnknownStyle(f"A chart cannot draw {trace.type!r}; it draws {known}.")


def marks_of(pane: Pane, trace: Any) -> list[Mark]:
    """Draw a trace."""
    if trace.visible in (False, "legendonly"):
        return []
    return list(_DRAWN[trace.type](pane, trace))


def dash_of(kind: str | None, width: float) -> tuple[float, ...]:
    """Return the lengths of a dash on and off, in points."""
    return tuple(part * max(width, 1.0) for part in _DASHES[kind or "solid"])


def dot(at: tuple[float, float], size: float, colour: str, symbol: str) -> Dot:
    """Return a dot by plotly's name of its symbol."""
    plain = symbol.removesuffix("-open")
    if plain not in SYMBOLS:
        raise UnknownStyle(f"A chart cannot draw the mark {symbol!r}.")
    return Dot(at, size, colour, plain, hollow=symbol.endswith("-open"))


def _scatter(pane: Pane, trace: Any) -> Iterator[Mark]:
    across, along = pane.axes(trace)
    x = np.asarray(across.points(across.numbers(trace.x)), dtype=np.float64)
    y = np.asarray(along.points(along.numbers(trace.y)), dtype=np.float64)
    mode = trace.mode or "lines"
    if "lines" in mode:
        yield from _lines(pane, trace, x, y)
    if "markers" in mode and trace.marker.opacity != 0:
        yield from _dots(pane, trace, x, y)
    if "text" in mode:
        yield from _texts(pane, trace, x, y)


def _lines(pane: Pane, trace: Any, x: Floats, y: Floats) -> Iterator[Mark]:
    width = (_LINE_WIDTH if trace.line.width is None else trace.line.width) * pane.pixel
    colour, opacity = _solid(trace.fillcolor or trace.line.color)
    for px, py in _unbroken(x, y):
        points = tuple(zip(px.tolist(), py.tolist(), strict=True))
        if trace.fill == "toself":
            yield Shape(points, colour, opacity)
            if trace.line.dash:
                dashes = dash_of(trace.line.dash, width)
                yield Line((*points, points[0]), trace.line.color, width, dashes)
        elif len(points) > 1:
            shape = _SHAPED.get(trace.line.shape or "linear", tuple)(points)
            yield Line(shape, trace.line.color, width, dash_of(trace.line.dash, width))


def _known(*columns: Floats) -> list[int]:
    """Return the places at which no value is missing."""
    return [int(at) for at in np.flatnonzero(~np.isnan(np.stack(columns)).any(axis=0))]


def _unbroken(x: Floats, y: Floats) -> Iterator[tuple[Floats, Floats]]:
    """Part a line where a point is missing."""
    known = ~(np.isnan(x) | np.isnan(y))
    run = np.cumsum(np.diff(known, prepend=False))
    for number in np.unique(run[known]):
        part = run == number
        yield x[part], y[part]


def _stairs(points: tuple[tuple[float, float], ...]) -> tuple[tuple[float, float], ...]:
    """Hold each value until the next begins."""
    out = [points[0]]
    for (_, before), (x, y) in pairwise(points):
        out += [(x, before), (x, y)]
    return tuple(out)


def _middle_stairs(points: tuple[tuple[float, float], ...]) -> tuple[tuple[float, float], ...]:
    """Change from each value to the next halfway."""
    out = [points[0]]
    for (left, before), (right, after) in pairwise(points):
        middle = (left + right) / 2
        out += [(middle, before), (middle, after)]
    return (*out, points[-1])


_SHAPED = {"hv": _stairs, "hvh": _middle_stairs}


def _dots(pane: Pane, trace: Any, x: Floats, y: Floats) -> Iterator[Mark]:
    told, many = trace.marker, len(x)
    sizes, symbols = each(told.size, many, _DOT_SIZE), each(told.symbol, many, "circle")
    colours = each(told.color, many, trace.line.color)
    for place in _known(x, y):
        size = float(sizes[place]) * pane.pixel
        yield dot((float(x[place]), float(y[place])), size, colours[place], symbols[place])


def _texts(pane: Pane, trace: Any, x: Floats, y: Floats) -> Iterator[Mark]:
    many, font = len(x), trace.textfont
    sizes = each(font.size, many, LETTERS)
    colours = each(font.color or text_colour(pane), many, "")
    positions = each(trace.textposition, many, "middle center")
    away = _DOT_SIZE * pane.pixel if "markers" in trace.mode else 0.0
    # A word's position says on which side of the point it stands.
    sides = {"left": 1.0, "center": 0.5, "right": 0.0, "top": 1.0, "middle": 0.5, "bottom": 0.0}
    for place in _known(x, y):
        upright, level = positions[place].split()
        away_y = {"top": -away, "bottom": away}.get(upright, 0.0) * 1.4
        at = (float(x[place]), float(y[place]) + away_y)
        size = sizes[place] * pane.pixel
        yield from written(
            at, trace.text[place], size, colours[place], sides[level], sides[upright]
        )


def _heatmap(pane: Pane, trace: Any) -> Iterator[Mark]:
    across, along = pane.axes(trace)
    cells = np.asarray(column(trace.z), dtype=np.float64)
    low = float(np.nanmin(cells)) if trace.zmin is None else float(trace.zmin)
    high = max(float(np.nanmax(cells)), low + 1e-9)
    ends = [rgb_of(colour) for _, colour in (trace.colorscale[0], trace.colorscale[-1])]
    x, y = across.numbers(trace.x), along.numbers(trace.y)
    gap = (trace.xgap or 0) * pane.pixel / 2
    for (row, place), value in np.ndenumerate(cells):
        part = (value - low) / (high - low)
        mixed = [round(a + (b - a) * part) for a, b in zip(*ends, strict=True)]
        colour = "#{:02X}{:02X}{:02X}".format(*mixed)
        left, right = (across.points(x[place] + half) for half in (-0.5, 0.5))
        top, bottom = sorted(along.points(y[row] + half) for half in (-0.5, 0.5))
        yield Shape.box(left + gap, top + gap, right - gap, bottom - gap, colour)
        if trace.text is not None and trace.text[row][place]:
            size = (trace.textfont.size or LETTERS) * pane.pixel
            at = ((left + right) / 2, (top + bottom) / 2)
            yield from written(at, trace.text[row][place], size, readable_on(colour), 0.5, 0.5)


_DRAWN = {"scatter": _scatter, "bar": bars, "heatmap": _heatmap}


def _solid(colour: str) -> tuple[str, float]:
    """Return ``rgba(1,2,3,0.5)`` as a colour and its opacity."""
    if not colour.startswith("rgba("):
        return colour, 1.0
    *parts, opacity = colour[5:-1].split(",")
    return "#{:02X}{:02X}{:02X}".format(*(int(part) for part in parts)), float(opacity)
