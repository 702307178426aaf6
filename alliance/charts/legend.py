"""The legend of a drawn chart: a swatch and a name for each trace, in lines that fit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from alliance.charts.marks import Line, Mark, Shape, Words
from alliance.charts.scales import lines_of
from alliance.charts.traces import dash_of, dot

if TYPE_CHECKING:
    from collections.abc import Callable

    import plotly.graph_objects as go

_LINE = 1.5
_SWATCH, _TO_WORDS, _TO_NEXT = 1.8, 0.5, 1.6  # in letters


def legend_of(
    figure: go.Figure, width: float, letters: float, width_of: Callable[[str, float], float]
) -> tuple[list[Mark], float]:
    """Return the legend with its top at 0, and how high it is; nothing where there is none."""
    if not figure.layout.showlegend:
        return [], 0.0
    marks: list[Mark] = []
    left, middle = 0.0, letters * _LINE / 2
    for name, trace in named(figure):
        wide = (_SWATCH + _TO_WORDS) * letters + width_of(name, letters)
        if left and left + wide > width:
            left, middle = 0.0, middle + letters * _LINE
        marks += swatch(trace, left, middle, letters)
        at = (left + (_SWATCH + _TO_WORDS) * letters, middle)
        marks.append(Words(at, name, letters, str(figure.layout.font.color)))
        left += wide + _TO_NEXT * letters
    return marks, (middle + letters * _LINE / 2 if marks else 0.0)


def named(figure: go.Figure) -> list[tuple[str, Any]]:
    """Return the traces that a legend names."""
    shown = [t for t in figure.data if t.name and t.showlegend is not False]
    return [(" ".join(lines_of(trace.name)), trace) for trace in shown]


def swatch(trace: Any, left: float, middle: float, letters: float) -> list[Mark]:
    """Draw how a trace looks."""
    right = left + _SWATCH * letters
    if trace.type == "bar" or trace.fill == "toself":
        colour = trace.line.color if trace.type == "scatter" else trace.marker.color
        half = letters * 0.4
        box = Shape.box(right - 2 * half, middle - half, right, middle + half, colour)
        if trace.type == "bar" or not trace.line.dash:
            return [box]
        dash = dash_of(trace.line.dash, letters / 13)
        return [Line((*box.points, box.points[0]), colour, letters / 13, dash)]
    marks: list[Mark] = []
    mode = trace.mode or "lines"
    if "lines" in mode:
        width = 2.0 * letters / 13
        dash = dash_of(trace.line.dash, width)
        marks.append(Line(((left, middle), (right, middle)), trace.line.color, width, dash))
    if "markers" in mode:
        colour = trace.marker.color if isinstance(trace.marker.color, str) else trace.line.color
        symbol = trace.marker.symbol if isinstance(trace.marker.symbol, str) else "circle"
        marks.append(dot(((left + right) / 2, middle), letters * 0.75, colour, symbol))
    return marks
