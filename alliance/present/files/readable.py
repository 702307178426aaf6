"""Tables of numbers as people read them: headings in words, days, percentages, Yes and No."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from alliance.charts.frame import day_of, in_words
from alliance.present.files.measure import printable

if TYPE_CHECKING:
    from typing import Any


MOST_ROWS = 400
"""Of a table that is written whole."""


MISSING = "–"


_PLAIN = ("urn", "uid", "year")


_NUMBER = re.compile(r"^[–+-]?£?[\d,]+(\.\d+)?( ?(%|km|km²|days|pupils))?$|^[–-]$")


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
    columns = [_column(head.iloc[:, place]) for place in range(head.shape[1])]
    rows = [list(row) for row in zip(*columns, strict=True)]
    names = [_heading(str(name)) for name in table.columns]
    return ReadTable(names, [is_numeric(held) for held in columns], rows, len(table) - len(head))


def is_numeric(cells: list[str] | tuple[str, ...]) -> bool:
    """Return whether all cells are numbers, or nothing."""
    return any(cell != MISSING for cell in cells) and all(map(_NUMBER.match, cells))


def _heading(name: str) -> str:
    """Return the name of a column in words, unless it is in words already."""
    plain = printable(name)
    return plain if plain != plain.lower() else plain.replace("_", " ").capitalize()


def _column(column: pd.Series[Any]) -> list[str]:
    percent = str(column.name).startswith("percent")
    plain = str(column.name).lower().endswith(_PLAIN)
    return [_cell(value, percent=percent, plain=plain) for value in column.astype("object")]


def _cell(value: Any, *, percent: bool, plain: bool) -> str:
    if pd.isna(value):
        return MISSING
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, str):
        return printable(value)
    if not isinstance(value, int | float):
        return in_words(day_of(value))
    if percent:
        return f"{value:.1f}%"
    whole = isinstance(value, int) or value.is_integer()
    told = f"{value:.0f}" if plain else f"{value:,.0f}" if whole else f"{value:,.2f}"
    return told.replace("-", "–")
