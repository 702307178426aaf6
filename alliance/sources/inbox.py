"""The folder of published files, and a note of everything that was read from it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from alliance.errors import SourceError
from alliance.sources.layout import TEXT, Layout
from alliance.sources.reading import FAULT_COLUMNS, Reading, read_csv

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

CATALOGUE = "SOURCES.csv"
CATALOGUE_COLUMNS = ["publisher", "content", "as_at", "copy_found_in", "licence", "sha256"]


@dataclass
class Inbox:
    """Gives the rows of published files, and keeps the account of each file that was read.

    Parameters
    ----------
    folder
        Where the files and their catalogue (``SOURCES.csv``) stand.
    opened
        Called with "reading" and the name of each file as it is opened, to show progress.
    """

    folder: Path
    opened: Callable[[str], object] = lambda _file: None
    readings: dict[str, Reading] = field(default_factory=dict)

    def rows(self, file: str, layout: Layout) -> pd.DataFrame:
        """Give the good rows of ``file`` as text; the refused ones go into the account.

        Raises
        ------
        SourceError
            The file as a whole cannot be used.
        """
        return self.reading(file, layout).rows

    def reading(self, file: str, layout: Layout) -> Reading:
        """Read ``file``, keeping the reading so that its reader may refuse more rows."""
        self.opened(f"reading {file}")
        self.readings[file] = read_csv(self.folder, file, layout)
        return self.readings[file]

    def note(self, file: str, rows_read: int) -> Path:
        """Enter a file that is no CSV table into the account, and give its path."""
        self.opened(f"reading {file}")
        path = self.folder / file
        if not path.is_file():
            raise SourceError(f"{file}: no such file in {self.folder}. Put it there.")
        self.readings[file] = Reading(file, pd.DataFrame(), rows_read)
        return path

    def matching(self, pattern: str) -> list[str]:
        """Name the files that match a glob pattern, sorted; at least one is expected."""
        found = sorted(
            path.relative_to(self.folder).as_posix() for path in self.folder.glob(pattern)
        )
        if not found:
            raise SourceError(
                f"{self.folder}: no file matches {pattern}. "
                "Name the folder that holds the published files with --from."
            )
        return found

    def catalogue(self) -> pd.DataFrame:
        """Give what ``SOURCES.csv`` says of each file, indexed by its name."""
        columns = {"file": TEXT, **dict.fromkeys(CATALOGUE_COLUMNS, TEXT)}
        rows = read_csv(self.folder, CATALOGUE, Layout(columns, unique=("file",))).rows
        return rows.set_index("file")

    def see_that_none_is_missing(self, needed: Sequence[str], series: Sequence[str]) -> None:
        """See that every needed file is there, and each of a series that the catalogue names.

        Parameters
        ----------
        needed
            Names of files.
        series
            Glob patterns of files of which there may be more or fewer.

        Raises
        ------
        SourceError
            All that are missing at once.
        """
        named = self.catalogue().index
        of_series = {name for name in named if any(fnmatchcase(name, one) for one in series)}
        asked = sorted({*needed, *of_series})
        missing = [file for file in asked if not (self.folder / file).is_file()]
        if missing:
            raise SourceError(
                f"{self.folder} lacks {len(missing):,} of the files that the history is made of: "
                f"{', '.join(missing)}. Put them there. A dated list that is to be left out goes "
                f"out of {CATALOGUE} as well."
            )

    def sources(self) -> pd.DataFrame:
        """Give a row a file read: its publisher, content, licence, checksum, rows and refusals.

        Raises
        ------
        SourceError
            The catalogue lacks a file that was read.
        """
        catalogue = self.catalogue()
        unknown = sorted(set(self.readings) - set(catalogue.index))
        if unknown:
            raise SourceError(
                f"{CATALOGUE} says nothing of {', '.join(unknown)}. "
                "Add a row with publisher, content, as_at and licence for each."
            )
        files = sorted(self.readings)
        readings = [self.readings[file] for file in files]
        checksums = [
            hashlib.sha256((self.folder / file).read_bytes()).hexdigest() for file in files
        ]
        return (
            catalogue.loc[files]
            .assign(
                as_catalogued=[c == checksums[i] for i, c in enumerate(catalogue.sha256[files])],
                sha256=checksums,
                rows_read=[reading.rows_read for reading in readings],
                rows_refused=[reading.rows_refused for reading in readings],
                why_refused=[reasons(reading.faults) for reading in readings],
            )
            .reset_index()
        )

    def refusals(self) -> pd.DataFrame:
        """List every refused value: file, row, column, found, expected."""
        faults = [reading.faults for reading in self.readings.values() if len(reading.faults)]
        if not faults:
            return pd.DataFrame(columns=FAULT_COLUMNS).astype({"row": "int64"})
        return pd.concat(faults, ignore_index=True).sort_values(
            ["file", "row", "column"], ignore_index=True
        )


def reasons(faults: pd.DataFrame) -> str:
    """Say in a line why rows were refused, and how many values for each reason."""
    counts = faults.groupby(["column", "expected"], as_index=False).size()
    return "; ".join(
        f"{column} is not {expected} ({count:,})"
        for column, expected, count in counts.itertuples(index=False)
    )
