"""The cells of a published CSV table: the columns that are asked for, and what no row can be."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pandas as pd
import pyarrow as pa
import pyarrow.csv as pacsv

from alliance.text.letters import UNDEFINED, undefined_in

if TYPE_CHECKING:
    from alliance.text.rows import Header

WHOLE_ROW = "(whole row)"
# A block holds the longest row; the longest table has some sixty megabytes.
BLOCK_BYTES = 64 << 20


def cells_of(
    text: str,
    header: Header,
    names: list[str],
    wanted: list[str],
    *,
    may_end_early: bool = False,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the wanted columns of the rows below ``header`` as text, and the rows that are none.

    Rows are numbered as in the file, and those that are blank left out. A row that is none has too
    few or too many values: row, column, found, expected. Where rows ``may_end_early``, too few are
    followed by blank ones.
    """
    broken: list[pacsv.InvalidRow] = []
    early: list[pacsv.InvalidRow] = []

    def note(row: pacsv.InvalidRow) -> str:
        ends_early = may_end_early and row.actual_columns < row.expected_columns
        (early if ends_early else broken).append(row)
        return "skip"

    rows = _parsed(text[header.end :], header.separator, names, wanted, note)
    apart = [row.number for row in (*broken, *early)]
    every = pd.RangeIndex(1, 1 + len(rows) + len(apart))
    rows.index = every.difference(apart)
    if early:
        padded = _padded(early, header.separator, names)
        rows = pd.concat([rows, padded[list(rows.columns)]]).sort_index()
    rows.index = rows.index.rename("row") + header.row
    rows = rows[(rows != "").any(axis=1)]
    short = [row for row in broken if row.text.strip(f" {header.separator}\r\n")]
    faults = pd.DataFrame(
        {
            "row": [header.row + row.number for row in short],
            "column": WHOLE_ROW,
            "found": [f"{row.actual_columns} values: {row.text[:60]}…" for row in short],
            "expected": f"{len(names)} values",
        }
    )
    return rows, faults


def _padded(early: list[pacsv.InvalidRow], separator: str, names: list[str]) -> pd.DataFrame:
    """Return rows that end early as text, by their numbers, blank where they end."""
    values = csv.reader((row.text for row in early), delimiter=separator)
    padded = [[*(cell.strip() for cell in row), *[""] * (len(names) - len(row))] for row in values]
    numbers = pd.Index([row.number for row in early])
    return pd.DataFrame(padded, index=numbers, columns=names, dtype="str")


def undefined_bytes(text: str, header: Header, names: list[str]) -> pd.DataFrame:
    """Return the cells with a byte that no encoding defines.

    Returns
    -------
    DataFrame
        row, column, found (the cell), expected, byte (as ``0x81``); in the order of the file.
    """
    columns = ["row", "column", "found", "expected", "byte"]
    if not any(letter in text for letter in UNDEFINED):
        return pd.DataFrame(columns=columns)
    rows, _ = cells_of(text, header, names, names)
    cells = rows.melt(var_name="column", value_name="found", ignore_index=False).reset_index()
    odd = cells[cells["found"].str.contains(f"[{UNDEFINED}]", regex=True)].sort_values("row")
    byte = odd["found"].map(undefined_in)
    expected = "UTF-8 or cp1252, in which the byte " + byte + " is no letter"
    return odd.assign(expected=expected, byte=byte)[columns]


def _parsed(
    text: str, separator: str, names: list[str], wanted: list[str], note: object
) -> pd.DataFrame:
    if not text:
        return pd.DataFrame(columns=wanted, dtype="str")
    table = pacsv.read_csv(
        pa.py_buffer(text.encode()),
        pacsv.ReadOptions(column_names=names, use_threads=False, block_size=BLOCK_BYTES),
        pacsv.ParseOptions(
            delimiter=separator,
            newlines_in_values=True,
            # Blank rows count where rows are numbered.
            ignore_empty_lines=False,
            invalid_row_handler=note,
        ),
        pacsv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()),
            strings_can_be_null=False,
            include_columns=list(dict.fromkeys(wanted)),
        ),
    )
    rows = table.to_pandas().fillna("").astype("str")
    plain: pd.DataFrame = rows.apply(lambda column: column.str.strip())
    return plain
