"""Rows of a table in delimited text: what stands between cells, and where the header is.

A row may end with a line feed, a carriage return or both, and a quoted cell may hold either. Rows
are numbered from 1 as a spreadsheet numbers them: Excel's hint of the separator, blank rows and
what stands above the header count.
"""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SEPARATORS = ",;\t"
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")
# Excel reads it, and takes it off, to know what stands between the cells.
_HINT = re.compile(r'\s*"?sep=(?P<separator>[^\r\n]?)"?[,;\t ]*(?:\r\n|\r|\n|\Z)', re.IGNORECASE)


class Header(NamedTuple):
    """The header of a table.

    Parameters
    ----------
    above
        The text above it.
    row
        Its number.
    names
        What it holds, line breaks within a name as blanks.
    separator
        What stands between cells.
    end
        Where in the text the row below it begins.
    """

    above: str
    row: int
    names: list[str]
    separator: str
    end: int


def find_header(text: str, is_header: Callable[[list[str]], bool], most: int) -> Header | None:
    """Return the first row of the first ``most`` that is a header, by the separator it fits best.

    Parameters
    ----------
    is_header
        Whether a row of these cells is the header.
    """
    hint, start = _hint(text)
    headers = [
        header
        for separator in (hint or SEPARATORS)
        if (header := _header(text, start, separator, is_header, most))
    ]
    return max(headers, key=lambda header: len(header.names), default=None)


def rows_from(text: str, separator: str, start: int = 0) -> Iterator[tuple[int, list[str]]]:
    """Yield where each row of ``text`` ends, and its cells.

    Raises
    ------
    csv.Error
        A cell is longer than any table holds: a quote is opened and never closed.
    """
    end = start

    def lines() -> Iterator[str]:
        nonlocal end
        for line in _LINE.finditer(text, start):
            end = line.end()
            yield line[0]

    for cells in csv.reader(lines(), delimiter=separator):
        yield end, cells


def first_row(text: str) -> tuple[str, int]:
    """Return what stands between cells, by a hint or the first row, and where that row begins."""
    hint, start = _hint(text)
    line = _LINE.match(text, start)
    return hint or max(SEPARATORS, key=(line[0] if line else "").count), start


def _hint(text: str) -> tuple[str, int]:
    """Return the separator that a first line names, blank if none does, and where it ends."""
    found = _HINT.match(text)
    return (found["separator"], found.end()) if found else ("", 0)


def _header(
    text: str, start: int, separator: str, is_header: Callable[[list[str]], bool], most: int
) -> Header | None:
    number, begin = (1 if start else 0), start
    try:
        for end, cells in rows_from(text, separator, start):
            number += 1
            names = [" ".join(name.split("\n")).strip() for name in map(_one_line, cells)]
            if is_header(names):
                return Header(text[:begin], number, names, separator, end)
            if number >= most:
                break
            begin = end
    except csv.Error:
        return None
    return None


def _one_line(name: str) -> str:
    return re.sub(r"\s*[\r\n]+\s*", " ", name)
