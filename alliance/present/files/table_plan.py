"""What of a table has room on a page: columns, rows and the size of its letters."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from alliance.present.files.measure import (
    LEADING,
    clipped,
    in_lines,
    parted,
    printable,
    width_of,
)
from alliance.present.files.readable import is_numeric
from alliance.text.words import tied

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alliance.views.content import TableShown

PAD_X, PAD_Y = 4.0, 2.5
"""Room around the words of a cell, in points."""
_SIZES = (12.0, 11.0, 10.0, 9.0)
_LINES = 2
_SPARE = 2.0  # so that no program parts a number
_SAMPLE = 60


class TablePlan(NamedTuple):
    """A table as it is drawn.

    Parameters
    ----------
    size
        Of its letters, in points.
    widths
        Of its columns, in points.
    to_the_right
        Whether a column's words end at its right, as numbers do.
    headings, rows
        Cells, each in lines.
    counts
        How much of the table this is: "12 of 340"; nothing where it is all of it.

    """

    size: float
    widths: tuple[float, ...]
    to_the_right: tuple[bool, ...]
    headings: tuple[tuple[str, ...], ...]
    rows: tuple[tuple[tuple[str, ...], ...], ...]
    counts: str

    def height(self, row: Sequence[tuple[str, ...]]) -> float:
        """Return how high a row is, in points."""
        return max((len(cell) for cell in row), default=1) * self.size * LEADING + 2 * PAD_Y


def planned_table(table: TableShown, width: float, height: float) -> TablePlan:
    """Fit the first rows and columns of a table into a box (points)."""
    names, columns = _words_of(table)
    size, widths = _widths(names, columns, width)
    shown = len(widths)
    right = tuple(is_numeric(held) for held in columns[:shown])
    headings = _cells(names[:shown], widths, size, bold=True)
    plan = TablePlan(size, widths, right, headings, (), "")
    rows, left = [], height - plan.height(headings)
    for row in zip(*columns, strict=True):
        fitted = _cells(row[:shown], widths, size)
        left -= plan.height(fitted)
        if left < 0:
            break
        rows.append(fitted)
    told = [f"{len(rows):,} of {table.total:,}"] if len(rows) < table.total else []
    if shown < len(names):
        told.append(f"{shown} of {len(names)} columns")
    return plan._replace(rows=tuple(rows), counts=", ".join(told))


def width_wished(table: TableShown) -> float:
    """Return the width at which all columns stand in the smallest letters, in points."""
    names, columns = _words_of(table)
    needed = [_needed(*both, _SIZES[-1]) for both in zip(names, columns, strict=True)]
    return sum(least for least, _ in needed)


def _words_of(table: TableShown) -> tuple[list[str], list[tuple[str, ...]]]:
    """Return the headings of a table and its columns, as they are written."""
    names = [tied(printable(str(name))) for name in table.rows.columns]
    cells = [
        [tied(printable(str(cell))) for cell in row]
        for row in table.rows.head(_SAMPLE).to_numpy().tolist()
    ]
    return names, list(zip(*cells, strict=True)) if cells else [() for _ in names]


def _widths(
    names: Sequence[str], columns: Sequence[tuple[str, ...]], width: float
) -> tuple[float, tuple[float, ...]]:
    """Return the largest size at which the columns fit, and their widths; fewer where none does."""
    needed: list[tuple[float, float]] = []
    size = _SIZES[-1]
    for size in _SIZES:
        needed = [_needed(*both, size) for both in zip(names, columns, strict=True)]
        if sum(least for least, _ in needed) <= width:
            break
    while len(needed) > 1 and sum(least for least, _ in needed) > width:
        needed.pop()
    least = [min(low, width) for low, _ in needed]
    wished = [max(high - low, 0.0) for low, high in needed]
    granted = _shared_out(width - sum(least), wished)
    widths = [low + more for low, more in zip(least, granted, strict=True)]
    larger = max(width / sum(widths), 1.0) if widths else 1.0
    return size, tuple(wide * larger for wide in widths)


def _shared_out(spare: float, wished: Sequence[float]) -> list[float]:
    """Return what each gets of what is spare: the modest all they wish, the others like parts."""
    granted = [0.0] * len(wished)
    modest = sorted(range(len(wished)), key=wished.__getitem__)
    for turn, place in enumerate(modest):
        granted[place] = min(wished[place], max(spare, 0.0) / (len(modest) - turn))
        spare -= granted[place]
    return granted


def _needed(name: str, column: Sequence[str], size: float) -> tuple[float, float]:
    """Return the least width of a column, its words in two lines, and that for one line."""
    wide = [width_of(name, size, bold=True), *(width_of(cell, size) for cell in column)]
    words = [width_of(word, size, bold=True) for word in parted(name)]
    words += [width_of(word, size) for cell in column for word in parted(cell)]
    around = 2 * PAD_X + _SPARE
    least = max(max(words, default=0.0), max(wide) / _LINES * 1.3)
    return min(max(wide), least) + around, max(wide) + around


def _cells(
    row: Sequence[str], widths: Sequence[float], size: float, *, bold: bool = False
) -> tuple[tuple[str, ...], ...]:
    return tuple(
        _cell(words, wide - 2 * PAD_X, size, bold=bold)
        for words, wide in zip(row, widths, strict=True)
    )


def _cell(words: str, width: float, size: float, *, bold: bool) -> tuple[str, ...]:
    lines = in_lines(" ".join(parted(words)), width, size, bold=bold)
    if len(lines) <= _LINES:
        return tuple(lines)
    last = " ".join(lines[_LINES - 1 : _LINES + 1])
    return (*lines[: _LINES - 1], clipped(last, width, size, bold=bold))
