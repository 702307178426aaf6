"""The rows of a CSV or Excel file that somebody hands in, within limits."""

from __future__ import annotations

import csv
from itertools import islice
from typing import TYPE_CHECKING, Any

from alliance.budget.apart import apart
from alliance.budget.limits import SHEET
from alliance.budget.sheets import first_rows
from alliance.errors import RegisterError, TooMuch, UnreadableText
from alliance.text.letters import decode, undefined_in
from alliance.text.rows import first_row, rows_from

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

MOST_ROWS = 5_000
MOST_BYTES = 5_000_000
MOST_COLUMNS = 100
MOST_SHEETS = 10


def rows_of(content: bytes, name: str, must: Collection[str]) -> list[tuple[int, dict[str, Any]]]:
    """Read the rows of a CSV or Excel file, each with its number in the file, by heading.

    Parameters
    ----------
    content, name
        The file, CSV or Excel by its name.
    must
        Headings by which the sheet is known, where a workbook has several.

    Raises
    ------
    RegisterError
        The file is too large, or is not what its name says.
    """
    above, table = cells_of(content, name, must)
    return under_headings(above, table, name)


def cells_of(
    content: bytes, name: str, must: Collection[str] = ()
) -> tuple[int, list[Sequence[Any]]]:
    """Return how many rows stand above those read, and the rows of the file as they are.

    Parameters and errors are those of :func:`rows_of`.
    """
    if len(content) > MOST_BYTES:
        raise RegisterError(
            f"{name}: {len(content):,} bytes; at most {MOST_BYTES:,} are read. Split the file."
        )
    above, table = (
        _excel(content, name, must) if name.lower().endswith(".xlsx") else _csv(content, name)
    )
    if len(table) > MOST_ROWS + 1:
        raise RegisterError(f"{name}: more than {MOST_ROWS:,} rows. Split it.")
    return above, table


def under_headings(
    above: int, table: list[Sequence[Any]], name: str
) -> list[tuple[int, dict[str, Any]]]:
    """Return the rows below the first one by its headings, each with its number in the file."""
    if not table:
        return []
    headings = [str(cell or "").strip() for cell in table[0]]
    if any(map(undefined_in, headings)):
        raise RegisterError(f"{name}: neither UTF-8 nor cp1252 text. Save it as CSV UTF-8.")
    return [
        (number, dict(zip(headings, cells, strict=False)))
        for number, cells in enumerate(table[1:], start=above + 2)
        if any(str(cell or "").strip() for cell in cells)
    ]


def _excel(content: bytes, name: str, must: Collection[str]) -> tuple[int, list[Sequence[Any]]]:
    """Return how many rows stand above the headings, none, and the rows from them on."""
    most = (MOST_SHEETS, MOST_ROWS + 2, MOST_COLUMNS)
    sheets: list[list[Sequence[Any]]]
    try:
        sheets = apart(SHEET, first_rows, content, most, SHEET)
    except (TooMuch, UnreadableText) as fault:
        raise RegisterError(f"{name}: {fault}. Save the rows alone as .xlsx or CSV.") from fault
    # A download of the list has a sheet before it that says what it is.
    known = (rows for rows in sheets if rows and {*must} <= {str(cell).strip() for cell in rows[0]})
    return 0, next(known, sheets[0] if sheets else [])


def _csv(content: bytes, name: str) -> tuple[int, list[Sequence[Any]]]:
    """Return how many rows stand above the headings, and the rows from them on.

    Some spreadsheets write ";" or tabs for commas, and Excel a first row that says so.
    """
    try:
        text = decode(content)
    except UnreadableText as fault:
        raise RegisterError(f"{name}: {fault}") from fault
    between, start = first_row(text)
    try:
        read = (cells for _, cells in rows_from(text, between, start))
        rows: list[Sequence[Any]] = list(islice(read, MOST_ROWS + 2))
    except csv.Error as fault:
        raise RegisterError(f"{name}: no CSV ({fault}). Save it as CSV UTF-8.") from fault
    return int(start > 0), rows
