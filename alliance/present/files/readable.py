"""Tables of numbers as people read them: headings in words, days, percentages, Yes and No."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from alliance.present.files.measure import printable
from alliance.text.words import MISSING
from alliance.views.cells import cells
from alliance.views.columns import columns_in

if TYPE_CHECKING:
    import pandas as pd


MOST_ROWS = 400
"""Of a table that is written whole."""


_NUMBER = re.compile(r"^[–−+-]?£?[\d,]+(\.\d+)?([ \xa0]?(%|km|km²|days|pupils))?$|^[–-]$")


class ReadTable(NamedTuple):
    """A table in words.

    Parameters
    ----------
    names
        Its headings.
    right
        Whether a column stands to the right, as numbers do.
    rows
        Its first rows, words in every cell.
    left_out
        How many rows there are beyond them.

    """

    names: list[str]
    right: list[bool]
    rows: list[list[str]]
    left_out: int


def read_table(table: pd.DataFrame) -> ReadTable:
    """Return a table in words."""
    head = table.head(MOST_ROWS)
    columns = columns_in(head)
    told = [_column(cells(head[name], column)) for name, column in columns.items()]
    rows = [list(row) for row in zip(*told, strict=True)]
    names = [printable(column.label) for column in columns.values()]
    return ReadTable(names, [is_numeric(held) for held in told], rows, len(table) - len(head))


def is_numeric(cells: list[str] | tuple[str, ...]) -> bool:
    """Return whether all cells are numbers, or nothing."""
    return any(cell != MISSING for cell in cells) and all(map(_NUMBER.match, cells))


def _column(told: list[str]) -> list[str]:
    told = [printable(cell) for cell in told]
    return [cell.replace("-", "–") for cell in told] if is_numeric(told) else told
