"""Read a published CSV file as it was published, and say everything that is wrong with it.

A file that is not what its name says stops the compile with a ``SourceError``. A row that breaks
its column's rule is refused: left out, counted, and listed with what was found and expected.
"""

from __future__ import annotations

import csv
import gzip
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from alliance.errors import NotNeeded, SourceError, UnreadableText
from alliance.sources.tables.column_faults import see_that_faults_are_slips
from alliance.sources.tables.table_cells import cells_of, undefined_bytes
from alliance.text.letters import UTF_16, decode
from alliance.text.rows import find_header, rows_from

if TYPE_CHECKING:
    from collections.abc import Iterable

    from alliance.sources.tables.layout import Layout
    from alliance.text.rows import Header

FAULT_COLUMNS = ["file", "row", "column", "found", "expected"]
PREAMBLE_ROWS_SEARCHED = 30
FAULTS_TOLD = 20
BYTES_TOLD = 5
HEAD = 4096
HEADER_NAMES = {"urn", "school_urn", "group uid", "group_uid", "uid", "trust_uid"}
# A few short rows are refused; more than this share means that the file is damaged.
SHORT_ROWS_ALLOWED = 0.1


@dataclass
class Reading:
    """One file as read: its good rows as text, and the faults of the others.

    Parameters
    ----------
    rows
        Text columns, index = row of the file as a spreadsheet would number it.
    faults
        Columns file, row, column, found, expected.
    others
        The rows of what was not asked for (``Layout.aside``): what they are, and the text columns.
    notes
        What else a person should know of how the file was read, a sentence each.
    """

    file: str
    rows: pd.DataFrame
    rows_read: int
    faults: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=FAULT_COLUMNS))
    others: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=["what"]))
    notes: list[str] = field(default_factory=list)

    @property
    def rows_refused(self) -> int:
        """How many rows were refused, or a value of them (one with three faults counts once)."""
        return int(self.faults["row"].nunique())

    @property
    def left_aside(self) -> dict[str, int]:
        """How many rows are of what was not asked for, by what they are, the most first."""
        counts = self.others["what"].value_counts()
        return {str(what): int(count) for what, count in counts.items()}

    def refuse(self, bad: pd.Series, column: str, expected: str) -> None:
        """Refuse the rows where ``bad`` holds, as breaking ``column``."""
        self._note(bad, column, expected)
        self.rows = self.rows[~bad]

    def refuse_values(self, bad: pd.Series, column: str, expected: str) -> None:
        """Refuse what ``column`` holds where ``bad`` holds; it is blank then, and the row stays."""
        self._note(bad, column, expected)
        self.rows = self.rows.assign(**{column: self.rows[column].mask(bad, "")})

    def _note(self, bad: pd.Series, column: str, expected: str) -> None:
        if not bad.any():
            return
        found = self.rows.loc[bad, column]
        more = pd.DataFrame(
            {
                "file": self.file,
                "row": found.index,
                "column": column,
                "found": found.to_numpy(),
                "expected": expected,
            }
        )
        self.faults = (
            pd.concat([self.faults, more], ignore_index=True) if len(self.faults) else more
        )


def read_csv(folder: Path, file: str, layout: Layout) -> Reading:
    """Read ``folder / file``, find its header, and check every row against ``layout``.

    Raises
    ------
    SourceError
        The file is missing, is no CSV table (an HTML error page, say), is cut off, lacks a column,
        has no good row, or so many faults in a column that they are no slips.
    """
    text = _text(folder / file, file)
    header = _header(text, file, next(iter(layout.columns)))
    names = _names(text, header)
    missing = [name for name in layout.columns if name not in names]
    if missing:
        raise SourceError(
            f"{file}: the header has no column {_listed(missing)}; found {_listed(names)}. "
            "Download the file again, or tell the reader of its new layout."
        )
    wanted = dict.fromkeys([*layout.columns, *layout.only, *layout.aside])
    rows, broken = cells_of(text, header, names, list(wanted), may_end_early=layout.may_end_early)
    rows_read = len(rows) + len(broken)
    broken = broken.assign(file=file)[FAULT_COLUMNS]
    _see_that_it_is_whole(file, rows, broken)
    for name, asked in layout.only.items():
        rows = rows[rows[name].isin(asked)]
    rows, others = _without_others(rows, layout)
    odd = undefined_bytes(text, header, names)
    reading = _checked(file, rows[list(layout.columns)], broken, layout, odd)
    reading.rows_read, reading.others = rows_read, others
    reading.notes += _told_of_bytes(odd[~odd["column"].isin(list(layout.columns))])
    if reading.rows.empty:
        raise _nothing_good(reading)
    return reading


def _nothing_good(reading: Reading) -> SourceError:
    """Say why no row of a file can be taken."""
    count = f"{reading.file}: none of its {reading.rows_read:,} rows"
    if len(reading.others) and reading.faults.empty:
        found = ", ".join(f"{what} {rows:,}" for what, rows in reading.left_aside.items())
        return NotNeeded(f"{count} tells of what the history is made of; found {found}.")
    if not reading.rows_read:
        return SourceError(f"{count} is right: it ends with its header. Download it again.")
    return SourceError(f"{count} is right.\n{told(reading.faults)}")


def header_of(path: Path) -> tuple[str, list[str]]:
    """Return the text above a CSV table's header, and the names of its columns.

    The header is the first row of three names or more of which one is the number of a school (URN)
    or of a group (UID).

    Raises
    ------
    SourceError
        The file is missing, no CSV table, or no row of its first thirty is such a header.
    """
    text = _text(path, path.name)
    header = find_header(text, _is_header, PREAMBLE_ROWS_SEARCHED)
    if header is None:
        raise SourceError(
            f"{path.name}: no header row with URN or Group UID in the first "
            f"{PREAMBLE_ROWS_SEARCHED} rows; the first row is {_first_line(text)!r}. Expected a "
            "table with its header, as it is published: give that one, or add the header."
        )
    return header.above, header.names


def _is_header(names: list[str]) -> bool:
    return len(names) > 2 and not HEADER_NAMES.isdisjoint(name.lower() for name in names)


def told(faults: pd.DataFrame) -> str:
    """Say each fault in a line; after the first twenty, how many more there are."""
    lines = [
        f"{fault.file}, row {fault.row}, {fault.column}: found {fault.found!r}, "
        f"expected {fault.expected}"
        for fault in faults.head(FAULTS_TOLD).itertuples()
    ]
    if len(faults) > FAULTS_TOLD:
        lines.append(f"… and {len(faults) - FAULTS_TOLD:,} more")
    return "\n".join(lines)


def _text(path: Path, file: str) -> str:
    try:
        raw = path.read_bytes()
        if path.suffix == ".gz":
            raw = gzip.decompress(raw)
    except FileNotFoundError:
        raise SourceError(f"{file}: no such file in {path.parent}. Put it there.") from None
    except (OSError, EOFError) as fault:
        raise SourceError(f"{file}: cannot be read ({fault}). Download it again.") from fault
    if b"\x00" in raw[:HEAD] and not raw.startswith(UTF_16):
        raise SourceError(
            f"{file}: found no text, expected a CSV table in UTF-8 or cp1252. Give the CSV file; "
            "where it is one, save it as “CSV UTF-8” or download it again."
        )
    try:
        text = decode(raw)
    except UnreadableText as fault:
        raise SourceError(f"{file}: {fault}") from fault
    start = text[:2000].lstrip().lower()
    if start.startswith(("<!doctype", "<html", "<?xml")):
        raise SourceError(
            f"{file}: found a web page, expected a CSV table. The download failed; fetch it again."
        )
    if not start:
        raise SourceError(f"{file}: the file is empty. Download it again.")
    return text


def _header(text: str, file: str, column: str) -> Header:
    """Find the header, which has a column of this name."""
    header = find_header(text, lambda names: column in names, PREAMBLE_ROWS_SEARCHED)
    if header is None:
        raise SourceError(
            f"{file}: no header row holds the column {column!r} in the first "
            f"{PREAMBLE_ROWS_SEARCHED} rows; the first row is {_first_line(text)!r}. "
            "Is it the right file?"
        )
    return header


def _first_line(text: str) -> str:
    return (text.splitlines() or [""])[0][:120]


def _names(text: str, header: Header) -> list[str]:
    """Return the names of the columns that have values.

    The register's list of April 2017 names one column more than its rows hold.
    """
    try:
        below = (cells for _, cells in rows_from(text, header.separator, header.end) if cells)
        nameless = len(next(below, header.names)) == len(header.names) - 1
    except csv.Error:
        nameless = False
    return header.names[:-1] if nameless else header.names


def _see_that_it_is_whole(file: str, rows: pd.DataFrame, broken: pd.DataFrame) -> None:
    count = len(rows) + len(broken)
    last = max(rows.index.max() if len(rows) else 0, broken["row"].max() if len(broken) else 0)
    if (broken["row"] == last).any() or len(broken) > SHORT_ROWS_ALLOWED * count:
        raise SourceError(
            f"{file}: the file is cut off or damaged; download it again.\n{told(broken)}"
        )


def _without_others(rows: pd.DataFrame, layout: Layout) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Part the rows that were asked for from the others."""
    what = pd.Series("", rows.index, dtype="str")
    for column, others in layout.aside.items():
        what = what.mask(what == "", others(rows[column]))
    return rows[what == ""], rows.assign(what=what)[what != ""]


def _told_of_bytes(odd: pd.DataFrame) -> list[str]:
    """Say where bytes of no encoding stand in columns that are not read."""
    notes = [
        f"Row {one.row:,}, column “{one.column}”: the byte {one.byte} is neither UTF-8 nor cp1252. "
        "The column is not read, so nothing is lost."
        for one in odd.head(BYTES_TOLD).itertuples()
    ]
    if len(odd) > BYTES_TOLD:
        notes.append(f"{len(odd) - BYTES_TOLD:,} more cells that are not read have such bytes.")
    return notes


def _checked(
    file: str, rows: pd.DataFrame, broken: pd.DataFrame, layout: Layout, odd: pd.DataFrame
) -> Reading:
    """Refuse what breaks the layout's rules, and cells with bytes that no encoding defines."""
    reading = Reading(file, rows, len(rows) + len(broken), broken)
    faults = layout.faults(rows)
    odd = odd[odd["column"].isin(list(layout.columns)) & odd["row"].isin(rows.index)]
    if len(odd):
        told_already = pd.MultiIndex.from_frame(odd[["row", "column"]])
        faults = faults[~pd.MultiIndex.from_frame(faults[["row", "column"]]).isin(told_already)]
        faults = pd.concat([faults, odd]) if len(faults) else odd
    if len(faults):
        see_that_faults_are_slips(file, rows, faults, layout)
        faults = faults.assign(file=file)[FAULT_COLUMNS]
        reading.faults = pd.concat([broken, faults]) if len(broken) else faults
        reading.faults = reading.faults.sort_values(["row", "column"], ignore_index=True)
        gone = faults[faults["column"].isin(layout.needed)] if layout.needed else faults
        reading.rows = _blanked(rows[~rows.index.isin(gone["row"])], faults)
    if layout.unique:
        key = list(layout.unique)
        reading.refuse(
            reading.rows.duplicated(key, keep="first"),
            key[0],
            f"{' and '.join(key)} in one row only",
        )
    return reading


def _blanked(rows: pd.DataFrame, faults: pd.DataFrame) -> pd.DataFrame:
    """Leave blank the values at fault of the rows that stay."""
    rows = rows.copy()
    for column, found in faults.groupby("column"):
        rows.loc[rows.index.isin(found["row"]), column] = ""
    return rows


def _listed(names: Iterable[str]) -> str:
    return ", ".join(repr(name) for name in names)
