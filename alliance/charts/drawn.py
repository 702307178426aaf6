"""A chart as marks, for where no browser draws it: slides, paper, files that open anywhere.

It reads the plotly figure that the screen shows, so that nothing is described a second time; what
it cannot draw it refuses. The title and the source are left to the page around it.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from alliance.charts.legend import legend_of
from alliance.charts.marks import Dot, Drawing, Line, Mark, Shape, Words
from alliance.charts.pane import Pane, written
from alliance.charts.scales import Scale, axis_name, lines_of, scales_of
from alliance.charts.traces import dash_of, marks_of, refuse_unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import plotly.graph_objects as go

_PLOTLY_LETTERS = 13.0
"""The size of plotly's letters in pixels that those of the sheet take the place of."""
_LINE = 1.2
_TICK_ROOM = {"x": 4.6, "y": 2.6}  # letters from one tick to the next, where they may be chosen
_TO_TICKS = 4.0


class Sheet(NamedTuple):
    """How large a drawing is and its letters are, in points, and how wide words are.

    ``width_of`` gives the width of words at a size.
    """

    width: float
    height: float
    letters: float
    width_of: Callable[[str, float], float]


class Margins(NamedTuple):
    """What is left free around the axes, in points."""

    left: float
    top: float
    right: float
    bottom: float


def drawn(figure: go.Figure, sheet: Sheet) -> Drawing:
    """Draw a figure without its title.

    Raises
    ------
    UnknownStyle
        The figure holds what cannot be drawn.
    """
    refuse_unknown(figure)
    scales = scales_of(figure)
    legend, high = legend_of(figure, sheet.width, sheet.letters, sheet.width_of)
    pane = Pane(scales, figure, sheet.letters / _PLOTLY_LETTERS)
    _place(pane, sheet, high)
    marks: list[Mark] = []
    shapes = [(shape, _shape(pane, shape)) for shape in figure.layout.shapes]
    marks += [mark for shape, mark in shapes if shape.layer == "below"]
    for scale in scales.values():
        marks += _grid(pane, scale, sheet)
    for trace in figure.data:
        marks += marks_of(pane, trace)
    for scale in scales.values():
        marks += _words_of_axis(pane, scale, sheet)
    marks += [mark for shape, mark in shapes if shape.layer != "below"]
    for note in figure.layout.annotations:
        marks += _note(pane, note, sheet)
    marks += [moved(mark, sheet.height - high) for mark in legend]
    return Drawing(sheet.width, sheet.height, tuple(marks))


def moved(mark: Mark, down: float) -> Mark:
    """Return a mark further down."""
    if isinstance(mark, Line | Shape):
        return replace(mark, points=tuple((x, y + down) for x, y in mark.points))
    if isinstance(mark, Dot):
        return replace(mark, at=(mark.at[0], mark.at[1] + down))
    return replace(mark, at=(mark.at[0], mark.at[1] + down))


def _place(pane: Pane, sheet: Sheet, legend_height: float) -> None:
    """Return each axis its place, once to learn how wide its words are, and then for good."""
    margins = Margins(4, 4, 8, 4 + legend_height)
    for _ in range(2):
        wide = sheet.width - margins.left - margins.right
        high = sheet.height - margins.top - margins.bottom
        for scale in pane.scales.values():
            first, last = scale.told.domain or (0.0, 1.0)
            if scale.is_x:
                scale.start, scale.end = (margins.left + wide * part for part in (first, last))
            else:
                scale.start, scale.end = (margins.top + high * (1 - p) for p in (first, last))
        margins = _margins(pane, sheet, legend_height)


def _margins(pane: Pane, sheet: Sheet, legend_height: float) -> Margins:
    left, top, right, bottom = 4.0, 6.0, 8.0, 4.0
    for scale in pane.scales.values():
        if not scale.shown:
            continue
        crossing = _crossing(pane, scale).told.domain or (0.0, 1.0)
        deep = _depth(scale, sheet)
        if not scale.is_x:
            left = max(left, deep if crossing[0] < 0.01 else 0.0)
        elif scale.told.side == "top":
            top = max(top, deep)
            right = max(right, _overhang(scale, sheet))
        else:
            bottom = max(bottom, deep if crossing[0] < 0.01 else 0.0)
            right = max(right, sheet.letters)
    for note in pane.figure.layout.annotations:
        if note.yref == "paper" and note.y == 1 and note.yanchor == "bottom":
            size = (note.font.size or _PLOTLY_LETTERS) * pane.pixel
            top = max(top, len(lines_of(note.text)) * size * _LINE + 4)
    return Margins(left, top, right, bottom + legend_height + (6 if legend_height else 0))


def _depth(scale: Scale, sheet: Sheet) -> float:
    """Return how far the words of an axis reach out from it."""
    title = sheet.letters * 1.5 if scale.told.title.text else 0.0
    if scale.told.showticklabels is False:
        return title
    ticks, size = _ticks(scale, sheet), _tick_size(scale, sheet)
    widest = max((sheet.width_of(line, size) for tick in ticks for line in tick.words), default=0)
    lines = max((len(tick.words) for tick in ticks), default=0)
    if not scale.is_x:
        return title + widest + 2 * _TO_TICKS
    slope = abs(math.sin(math.radians(scale.told.tickangle or 0)))
    return title + _TO_TICKS + 2 + max(lines * size * _LINE, slope * widest + size)


def _overhang(scale: Scale, sheet: Sheet) -> float:
    """Return how far slanting words reach beyond the last tick."""
    if not scale.told.tickangle or scale.told.showticklabels is False:
        return 0.0
    size = _tick_size(scale, sheet)
    last = _ticks(scale, sheet)[-1].words[0]
    level = math.cos(math.radians(scale.told.tickangle)) * sheet.width_of(last, size)
    half = abs(scale.points(1.0) - scale.points(0.0)) / 2
    return max(float(level - half), 0.0)


def _ticks(scale: Scale, sheet: Sheet) -> list[Any]:
    return scale.ticks(_TICK_ROOM[scale.name[0]] * sheet.letters)


def _tick_size(scale: Scale, sheet: Sheet) -> float:
    told = scale.told.tickfont.size
    return sheet.letters * (told / _PLOTLY_LETTERS if told else 1.0)


def _crossing(pane: Pane, scale: Scale) -> Scale:
    """Return the axis that this one stands on."""
    letter = "y" if scale.is_x else "x"
    number = scale.name[5:]
    return pane.scales[axis_name(scale.told.anchor or f"{letter}{number}", letter)]


def _grid(pane: Pane, scale: Scale, sheet: Sheet) -> Iterator[Mark]:
    if not scale.shown or scale.told.showgrid is False:
        return
    other = _crossing(pane, scale)
    # Across lines are what a reader follows; of those that stand up, only days need any.
    if scale.is_x and scale.kind == "category":
        return
    for tick in _ticks(scale, sheet):
        at = float(scale.points(tick.value))
        points = (
            ((at, other.start), (at, other.end))
            if scale.is_x
            else ((other.start, at), (other.end, at))
        )
        yield Line(points, str(scale.told.gridcolor), 0.6)


def _words_of_axis(pane: Pane, scale: Scale, sheet: Sheet) -> Iterator[Mark]:
    if not scale.shown:
        return
    other, size = _crossing(pane, scale), _tick_size(scale, sheet)
    colour = str(pane.figure.layout.font.color)
    top = scale.told.side == "top"
    edge = (min if top == scale.is_x else max)(other.start, other.end)
    edge = edge if scale.is_x else min(other.start, other.end)
    if scale.told.showticklabels is not False:
        for tick in _ticks(scale, sheet):
            at = float(scale.points(tick.value))
            said = "<br>".join(tick.words)
            if not scale.is_x:
                yield from written((edge - _TO_TICKS, at), said, size, colour, 1.0, 0.5)
            elif scale.told.tickangle:
                yield _slanting(at, edge - _TO_TICKS, tick.words[0], size, colour, scale)
            else:
                away = -_TO_TICKS if top else _TO_TICKS
                yield from written((at, edge + away), said, size, colour, 0.5, float(top))
    if title := scale.told.title.text:
        yield _title(pane, scale, other, title, sheet)


def _slanting(at: float, edge: float, words: str, size: float, colour: str, scale: Scale) -> Words:
    return Words((at, edge - size / 3), words, size, colour, angle=float(scale.told.tickangle))


def _title(pane: Pane, scale: Scale, other: Scale, title: str, sheet: Sheet) -> Words:
    colour, size = str(scale.told.title.font.color), sheet.letters * 0.95
    middle = (scale.start + scale.end) / 2
    away = _depth(scale, sheet) - size * _LINE / 2
    if scale.is_x:
        return Words((middle, max(other.start, other.end) + away), title, size, colour, "middle")
    edge = min(other.start, other.end)
    return Words((edge - away, middle), title, size, colour, "middle", angle=-90.0)


def _at(pane: Pane, reference: str, value: Any) -> float:
    """Return where a value stands that is told of an axis, of its whole length, or of the page."""
    letter = reference[0]
    if reference == "paper":
        raise AssertionError("The page's own places are told by their letter.")
    scale = pane.scales[axis_name(reference.split()[0], letter)]
    if reference.endswith("domain"):
        return scale.start + float(value) * (scale.end - scale.start)
    return float(scale.points(scale.numbers([value])[0]))


def _on_paper(pane: Pane, letter: str, part: float) -> float:
    ends = [end for s in pane.scales.values() if s.name[0] == letter for end in (s.start, s.end)]
    low, high = min(ends), max(ends)
    return low + part * (high - low) if letter == "x" else high - part * (high - low)


def _spot(pane: Pane, told: Any, letter: str, name: str) -> float:
    reference = getattr(told, f"{letter}ref") or letter
    value = getattr(told, name)
    if reference == "paper":
        return _on_paper(pane, letter, float(value))
    return _at(pane, reference, value)


def _shape(pane: Pane, shape: Any) -> Mark:
    left, right = (_spot(pane, shape, "x", name) for name in ("x0", "x1"))
    top, bottom = (_spot(pane, shape, "y", name) for name in ("y0", "y1"))
    if shape.type == "line":
        width = (shape.line.width or 2) * pane.pixel
        dash = dash_of(shape.line.dash, width)
        return Line(((left, top), (right, bottom)), str(shape.line.color), width, dash)
    return Shape.box(left, min(top, bottom), right, max(top, bottom), str(shape.fillcolor))


_ACROSS = {"left": 0.0, "center": 0.5, "right": 1.0}
_DOWN = {"top": 0.0, "middle": 0.5, "bottom": 1.0}


def _note(pane: Pane, note: Any, sheet: Sheet) -> Iterator[Mark]:
    at = (_spot(pane, note, "x", "x"), _spot(pane, note, "y", "y"))
    size = (note.font.size or _PLOTLY_LETTERS) * pane.pixel
    colour = str(note.font.color or pane.figure.layout.font.color)
    across = _ACROSS[_anchor(note.xanchor, "center")]
    wide = max(sheet.width_of(line, size) for line in lines_of(note.text))
    # A note that would leave the drawing is moved back.
    left = min(max(at[0] - across * wide, 0.0), max(sheet.width - wide, 0.0))
    yield from written(
        (left + across * wide, at[1]),
        note.text,
        size,
        colour,
        across,
        _DOWN[_anchor(note.yanchor, "middle")],
    )


def _anchor(told: str | None, otherwise: str) -> str:
    return otherwise if told in (None, "auto") else told
