"""Headline figures in rows: each its label, its value and what stands beside it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from alliance.present.files.boxes import Box, Placed
from alliance.present.files.measure import (
    LEADING,
    Fitted,
    Step,
    fitted,
    on_one_line,
    parted,
    printable,
    width_of,
)
from alliance.text.words import tied

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alliance.views.content import Figure

GAP = 16.0
_LARGE = (44.0, 40.0, 36.0, 32.0, 28.0, 24.0, 20.0, 17.0, 14.0)
_USUAL = (26.0, 24.0, 22.0, 20.0, 18.0, 16.0, 14.0)
_SMALLEST = 14.0
_IN_TWO = (12.0, 11.0, 10.0, 9.0, 8.0)
"""Sizes of a value that is words and has no room on one line."""
_LABEL, _LARGE_LABEL = [Step(11, 14), Step(10, 24.5), Step(9, 33)], [Step(14, 17), Step(12, 30)]
_BESIDE, _LARGE_BESIDE = [Step(10, 24.5), Step(9, 22), Step(8, 29)], [Step(12, 30), Step(10, 24.5)]
_BETWEEN = 8.0


class PlacedFigure(NamedTuple):
    """A figure's three parts, one under another; the last may be empty.

    The label stands at the bottom of its box.
    """

    figure: Figure
    label: Placed
    value: Placed
    beside: Placed


class _Cell(NamedTuple):
    """A figure's words, not yet placed."""

    label: Fitted
    value: Fitted
    beside: Fitted


def figure_grid(
    figures: Sequence[Figure],
    box: Box,
    across: int,
    *,
    large: bool = False,
    largest: float = math.inf,
) -> tuple[PlacedFigure, ...]:
    """Put figures in rows of ``across``.

    Values are no larger than ``largest`` points. Where there is no room for all, they shrink; at
    the smallest, the last rows are left out.
    """
    if not figures:
        return ()
    wide = (box.width - GAP * (across - 1)) / across
    cells = _cells(figures, wide, largest, large=large)
    rows = [cells[first : first + across] for first in range(0, len(cells), across)]
    # So that values stand level, labels of a row have the height of the highest.
    labels = [max(cell.label.height for cell in row) for row in rows]
    needed = [
        label + max(cell.value.height + cell.beside.height for cell in row)
        for label, row in zip(labels, rows, strict=True)
    ]
    if sum(needed) + _BETWEEN * (len(rows) - 1) > box.height and len(rows) > 1:
        smaller = cells[0].value.size * 0.85
        if smaller < _SMALLEST:
            figures, smaller = figures[: across * (len(rows) - 1)], largest
        return figure_grid(figures, box, across, large=large, largest=smaller)
    between = (box.height - sum(needed)) / len(rows)
    between = min(max(between, _BETWEEN), 46.0 if large else 18.0)
    placed: list[PlacedFigure] = []
    top = box.top
    for row, label, high in zip(rows, labels, needed, strict=True):
        for column, cell in enumerate(row):
            figure = figures[len(placed)]
            placed.append(
                _placed_figure(figure, cell, box.left + (wide + GAP) * column, top, wide, label)
            )
        top += high + between
    return tuple(placed)


def _cells(figures: Sequence[Figure], wide: float, largest: float, *, large: bool) -> list[_Cell]:
    """Fit the words of figures; all values are of the size at which the longest fits."""
    sizes = [size for size in (_LARGE if large else _USUAL) if size <= largest]
    size = min(on_one_line(one.value, wide, sizes, bold=True).size for one in figures)
    labels, beside = (_LARGE_LABEL, _LARGE_BESIDE) if large else (_LABEL, _BESIDE)
    return [
        _Cell(
            fitted(one.label, wide, labels),
            _value(one.value, wide, size),
            fitted(one.beside, wide, beside),
        )
        for one in figures
    ]


def _value(words: str, wide: float, size: float) -> Fitted:
    """Fit a value: on one line, or where it is words in two, smaller if a word is too wide."""
    words = " ".join(parted(tied(printable(words))))
    lower = [one for one in _IN_TWO if one < size]
    for tried in (size, *lower):
        lines = 2 if all(width_of(one, tried, bold=True) <= wide for one in parted(words)) else 1
        held = fitted(words, wide, [Step(tried, lines * tried * LEADING)], bold=True)
        if held.words == words:
            return held
    return fitted(words, wide, [Step(_IN_TWO[-1], 2 * _IN_TWO[-1] * LEADING)], bold=True)


def _placed_figure(
    figure: Figure, cell: _Cell, left: float, top: float, wide: float, label: float
) -> PlacedFigure:
    """Place a figure's words; the label ends where its value begins."""
    value_top, beside_top = top + label, top + label + cell.value.height
    return PlacedFigure(
        figure,
        Placed(Box(left, top, wide, label), cell.label),
        Placed(Box(left, value_top, wide, cell.value.height), cell.value),
        Placed(Box(left, beside_top, wide, cell.beside.height), cell.beside),
    )
