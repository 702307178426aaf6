"""Excel workbooks: the sheets that hold a published table, each as the CSV it could have been."""

from __future__ import annotations

import csv
import datetime as dt
import warnings
from typing import TYPE_CHECKING, Any, NamedTuple

import openpyxl
from openpyxl.cell.read_only import EMPTY_CELL

from alliance.budget.limits import PUBLISHED
from alliance.budget.unpacking import see_letters, see_workbook
from alliance.errors import NotKnown, SourceError, TooMuch
from alliance.sources.files.recognise import recognise
from alliance.sources.tables.reading import HEADER_NAMES, PREAMBLE_ROWS_SEARCHED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# The widest table that is published, key stage 4 results, has some four hundred columns.
MOST_COLUMNS = 600
LEAST_COLUMNS = 3


class Sheets(NamedTuple):
    """The names of the CSV files made of a workbook, and of the sheets left aside."""

    files: list[str]
    left_aside: list[str]


def as_tables(path: Path, name: str, into: Path) -> Sheets:
    """Write each sheet of the workbook at ``path`` that has a header into the folder ``into``.

    A header is a row, among the first thirty, of three names or more of which one is the number of
    a school or a group. Days are written as 2017-08-31, percentages as 72%, line breaks as blanks.
    Hidden sheets are left aside, and beside a table that is known those that are not.

    Parameters
    ----------
    name
        What the workbook is called; a file is called by it and its sheet.

    Raises
    ------
    SourceError
        It is damaged, or larger than the limits allow.
    NotKnown
        No sheet has a header.
    """
    try:
        see_workbook(path, path.stat().st_size, PUBLISHED)
        # It warns of what a sheet has beside its values, as drop-down lists.
        with path.open("rb") as raw, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(raw, read_only=True, data_only=True)
            found = _sheets(book, name, into)
    except SourceError:
        raise
    except TooMuch as fault:
        raise SourceError(
            f"{name}: {fault}. It is nothing that the publishers give; save the sheet as CSV."
        ) from fault
    except Exception as fault:  # a damaged workbook fails in as many ways as there are bytes
        raise SourceError(
            f"{name}: the workbook cannot be read ({fault}). Download it again."
        ) from fault
    if not found.files:
        raise NotKnown(
            f"{name}: no sheet has a header row with URN or Group UID in its first "
            f"{PREAMBLE_ROWS_SEARCHED} rows; the sheets are {', '.join(found.left_aside)}. Is it "
            "the right file?"
        )
    return found


def _sheets(book: Any, name: str, into: Path) -> Sheets:
    held: dict[str, Path] = {}
    aside = []
    for sheet in book.worksheets:
        # What a workbook says of a sheet's size is not always so.
        sheet.reset_dimensions()
        top, width = _top(sheet) if sheet.sheet_state == "visible" else ([], 0)
        if width:
            file = into / f"{len(held)}.sheet"
            with file.open("w", encoding="utf-8", newline="") as out:
                writer = csv.writer(out, lineterminator="\n")
                writer.writerows(_without_end(row) for row in top[:-1])
                writer.writerow(top[-1][:width])
                writer.writerows(row for row in _rows(sheet, len(top) + 1, width) if any(row))
            held[sheet.title] = file
        else:
            aside.append(_called(sheet.title, name))
    if len(held) > 1:
        # Beside what is published stand tables of other kinds; alone, one is told what it lacks.
        unknown = [title for title, file in held.items() if not _is_known(file)]
        for title in unknown if len(unknown) < len(held) else []:
            held.pop(title).unlink()
            aside.append(_called(title, name))
    files = []
    for title, file in held.items():
        files.append(f"{name}.csv" if len(held) == 1 else f"{name}, {_plain(title)}.csv")
        file.rename(into / files[-1])
    return Sheets(files, aside)


def _without_end(row: list[str]) -> list[str]:
    """Return a row to its last text."""
    return row[: max((number for number, text in enumerate(row, 1) if text), default=0)]


def _is_known(file: Path) -> bool:
    try:
        recognise(file)
    except SourceError:
        return False
    return True


def _called(title: str, name: str) -> str:
    return f"sheet “{title}” of {name}"


def _plain(title: str) -> str:
    return "".join(letter if letter.isalnum() or letter in " -_." else "-" for letter in title)


def _top(sheet: Any) -> tuple[list[list[str]], int]:
    """Take the rows to the header, and tell how many columns that names; 0 where there is none."""
    top = []
    for row in _rows(sheet, 1, MOST_COLUMNS, last=PREAMBLE_ROWS_SEARCHED):
        top.append(row)
        names = [text for text in row if text]
        if len(names) >= LEAST_COLUMNS and HEADER_NAMES & {text.lower() for text in names}:
            return top, len(_without_end(row))
    return top, 0


def _rows(sheet: Any, first: int, width: int, last: int | None = None) -> Iterator[list[str]]:
    letters = 0
    for row in sheet.iter_rows(min_row=first, max_row=last, max_col=width):
        # A sheet may be empty for a million rows.
        nothing = all(cell is EMPTY_CELL for cell in row)
        texts = [] if nothing else [_text(cell) for cell in row]
        letters += sum(map(len, texts))
        see_letters(letters, PUBLISHED)
        yield texts


def _text(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        if "%" in (cell.number_format or ""):
            return f"{_number(round(100 * value, 8))}%"
        return _number(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return str(value)


def _number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else repr(value)
