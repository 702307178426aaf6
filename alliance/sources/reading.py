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
import pyarrow as pa
import pyarrow.csv as pacsv

from alliance.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from alliance.sources.layout import Layout

FAULT_COLUMNS = ["file", "row", "column", "found", "expected"]
PREAMBLE_ROWS_SEARCHED = 30
FAULTS_TOLD = 20
HEADER_NAMES = {"urn", "school_urn", "group uid", "group_uid"}
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
WHOLE_ROW = "(whole row)"
# A few short rows are refused; more than this share means that the file is damaged.
SHORT_ROWS_ALLOWED = 0.1


@dataclass
class Reading:
    """One file as read: its good rows as text, and the faults of the others.

    ``rows`` holds text columns, index = row of the file as a spreadsheet would number it.
    ``faults`` has the columns file, row, column, found, expected.
    """

    file: str
    rows: pd.DataFrame
    rows_read: int
    faults: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=FAULT_COLUMNS))

    @property
    def rows_refused(self) -> int:
        """How many rows were refused, or a value of them (one with three faults counts once)."""
        return int(self.faults["row"].nunique())

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
        The file is missing, is no CSV table (an HTML error page, say), is in an unknown encoding,
        is cut off, lacks a column, or has no good row.
    """
    path = folder / file
    text = _decoded(path, file)
    preamble = _header_row(text, file, list(layout.columns))
    names = _names(text, preamble)
    missing = [name for name in layout.columns if name not in names]
    if missing:
        raise SourceError(
            f"{file}: the header has no column {_listed(missing)}; found {_listed(names)}. "
            "Download the file again, or tell the reader of its new layout."
        )
    if not "".join(text.split("\n", preamble + 1)[preamble + 1 :]).strip():
        raise SourceError(
            f"{file}: none of its 0 rows is right: it ends with its header. Download it again."
        )
    rows, broken = _parsed(text, file, preamble, names, [*layout.columns, *layout.only])
    rows_read = len(rows) + len(broken)
    rows = rows.apply(lambda column: column.str.strip())
    for name, wanted in layout.only.items():
        rows = rows[rows[name].isin(wanted)]
    reading = _checked(file, rows[list(layout.columns)], broken, layout)
    reading.rows_read = rows_read
    if reading.rows.empty:
        raise SourceError(
            f"{file}: none of its {reading.rows_read:,} rows is right.\n{told(reading.faults)}"
        )
    return reading


def header_of(path: Path) -> tuple[str, list[str]]:
    """Give the lines above a CSV table's header, and the names of its columns.

    The header is the first row of three names or more of which one is the number of a school (URN)
    or of a group (UID).

    Raises
    ------
    SourceError
        The file is missing, no CSV table, or no row of its first thirty is such a header.
    """
    text = _decoded(path, path.name)
    lines = text.split("\n", PREAMBLE_ROWS_SEARCHED)[:PREAMBLE_ROWS_SEARCHED]
    for number, line in enumerate(lines):
        names = [name.strip() for name in next(csv.reader([line.strip()]), [])]
        if len(names) > 2 and HEADER_NAMES & {name.lower() for name in names}:
            return "\n".join(lines[:number]), names
    raise SourceError(
        f"{path.name}: no header row with URN or Group UID in the first {PREAMBLE_ROWS_SEARCHED} "
        f"rows; the first row is {lines[0][:120]!r}. Expected a table with its header, as it is "
        "published: give that one, or add the header."
    )


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


def _decoded(path: Path, file: str) -> str:
    try:
        raw = path.read_bytes()
        if path.suffix == ".gz":
            raw = gzip.decompress(raw)
    except FileNotFoundError:
        raise SourceError(f"{file}: no such file in {path.parent}. Put it there.") from None
    except (OSError, EOFError) as fault:
        raise SourceError(f"{file}: cannot be read ({fault}). Download it again.") from fault
    if raw.startswith(UTF_16):
        raise SourceError(
            f"{file}: found UTF-16, which Excel calls Unicode text; expected UTF-8 or cp1252. Open "
            "it and save it as “CSV UTF-8”, or download the CSV file again."
        )
    if b"\x00" in raw[:4096]:
        raise SourceError(
            f"{file}: found no text, expected a CSV table in UTF-8 or cp1252. Give the CSV file; "
            "where it is one, save it as “CSV UTF-8” or download it again."
        )
    # cp1252 text with any accent is not valid UTF-8, so the stricter reading goes first.
    row = 0
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError as fault:
            row = raw.count(b"\n", 0, fault.start) + 1
            continue
        return _not_a_page(text, file)
    raise SourceError(
        f"{file}: row {row:,} holds what is neither UTF-8 nor cp1252; the file is damaged or in "
        "another encoding. Download it again, or open it and save it as “CSV UTF-8”."
    )


def _not_a_page(text: str, file: str) -> str:
    start = text[:2000].lstrip().lower()
    if start.startswith(("<!doctype", "<html", "<?xml")):
        raise SourceError(
            f"{file}: found a web page, expected a CSV table. The download failed; fetch it again."
        )
    if not start:
        raise SourceError(f"{file}: the file is empty. Download it again.")
    return text


def _header_row(text: str, file: str, columns: list[str]) -> int:
    """Find how many preamble rows stand before the header, which holds the first column's name."""
    lines = text.split("\n", PREAMBLE_ROWS_SEARCHED)[:PREAMBLE_ROWS_SEARCHED]
    for number, line in enumerate(lines):
        cells = [cell.strip().strip('"') for cell in line.strip().split(",")]
        if columns[0] in cells:
            return number
    raise SourceError(
        f"{file}: no header row holds the column {columns[0]!r} in the first "
        f"{PREAMBLE_ROWS_SEARCHED} rows; the first row is {lines[0][:120]!r}. "
        "Is it the right file?"
    )


def _parsed(
    text: str, file: str, preamble: int, names: list[str], wanted: list[str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give the wanted columns of whole rows as text, numbered as in the file, and the faults."""
    broken: list[pacsv.InvalidRow] = []

    def note(row: pacsv.InvalidRow) -> str:
        broken.append(row)
        return "skip"

    table = pacsv.read_csv(
        pa.py_buffer(text.encode()),
        pacsv.ReadOptions(
            skip_rows=preamble + 1, column_names=names, use_threads=False, block_size=64 << 20
        ),
        pacsv.ParseOptions(newlines_in_values=True, invalid_row_handler=note),
        pacsv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()),
            strings_can_be_null=False,
            include_columns=list(dict.fromkeys(wanted)),
        ),
    )
    rows = table.to_pandas().fillna("").astype("str")
    bad = [row.number for row in broken]
    every = pd.RangeIndex(preamble + 2, preamble + 2 + len(rows) + len(bad), name="row")
    rows.index = every.difference(bad)
    faults = pd.DataFrame(
        {
            "file": file,
            "row": bad,
            "column": WHOLE_ROW,
            "found": [f"{row.actual_columns} values: {row.text[:60]}…" for row in broken],
            "expected": f"{len(names)} values",
        }
    )
    if (bad and bad[-1] == every[-1]) or len(bad) > SHORT_ROWS_ALLOWED * len(every):
        raise SourceError(
            f"{file}: the file is cut off or damaged; download it again.\n{told(faults)}"
        )
    return rows, faults


def _names(text: str, preamble: int) -> list[str]:
    """Give the names of the columns that have values.

    The register's list of April 2017 names one column more than its rows hold.
    """
    lines = [line.rstrip("\r") for line in text.split("\n", preamble + 2)[preamble : preamble + 2]]
    header, *first = csv.reader(line for line in lines if line)
    nameless = bool(first) and len(first[0]) == len(header) - 1
    return [name.strip() for name in (header[:-1] if nameless else header)]


def _checked(file: str, rows: pd.DataFrame, broken: pd.DataFrame, layout: Layout) -> Reading:
    reading = Reading(file, rows, len(rows) + len(broken), broken)
    faults = layout.faults(rows)
    if len(faults):
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
