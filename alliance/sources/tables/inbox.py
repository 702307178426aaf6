"""The folder of published files, and a note of everything that was read from it."""

from __future__ import annotations

import hashlib
import shutil
import tarfile
import tempfile
import weakref
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from alliance.errors import SourceError
from alliance.sources.tables.layout import TEXT, Layout
from alliance.sources.tables.reading import FAULT_COLUMNS, Reading, header_of, read_csv

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

CATALOGUE = "SOURCES.csv"
ARCHIVE = ".tar.xz"
CATALOGUE_COLUMNS = ["publisher", "content", "as_at", "copy_found_in", "licence", "sha256"]


@dataclass
class Inbox:
    """Gives the rows of published files, and keeps the account of each file that was read.

    Parameters
    ----------
    folder
        Where the files and their catalogue (``SOURCES.csv``) stand.
    opened
        Called with "reading" and the name of each file as it is first opened, to show progress.
    """

    folder: Path
    opened: Callable[[str], object] = lambda _file: None
    readings: dict[str, Reading] = field(default_factory=dict)
    _unpacked: Path | None = field(default=None, repr=False)

    def members(self, archive: str) -> list[str]:
        """List the files within a ``.tar.xz`` archive, sorted; each can be read by that name.

        Returns
        -------
        list of str
            Names as ``gias/lists.tar.xz/list20190302.csv``.

        Raises
        ------
        SourceError
            The archive is missing, damaged, or contains anything but plain files.
        """
        self.opened(f"unpacking {archive}")
        if self._unpacked is None:
            self._unpacked = Path(tempfile.mkdtemp(prefix="published-"))
            weakref.finalize(self, shutil.rmtree, self._unpacked, ignore_errors=True)
        target = self._unpacked / archive
        try:
            with tarfile.open(self.folder / archive, "r:xz") as packed:
                packed.extractall(target, filter="data")
        except FileNotFoundError:
            raise SourceError(f"{archive}: no such file in {self.folder}. Put it there.") from None
        except (tarfile.TarError, OSError, EOFError) as fault:
            raise SourceError(
                f"{archive}: cannot be unpacked ({fault}). Download it again."
            ) from fault
        return sorted(f"{archive}/{path.name}" for path in target.iterdir())

    def has(self, file: str) -> bool:
        """Say whether ``file`` is in the folder."""
        return (self.folder / file).is_file()

    def path(self, file: str) -> Path:
        """Return where ``file`` lies: in the folder, or unpacked from an archive."""
        return self._root(file) / file

    def _root(self, file: str) -> Path:
        return self._unpacked if self._unpacked and f"{ARCHIVE}/" in file else self.folder

    def rows(self, file: str, layout: Layout) -> pd.DataFrame:
        """Return the good rows of ``file`` as text; the refused ones go into the account.

        Raises
        ------
        SourceError
            The file as a whole cannot be used.
        """
        return self.reading(file, layout).rows

    def reading(self, file: str, layout: Layout) -> Reading:
        """Read ``file``, keeping the reading so that its reader may refuse more rows.

        A file may be read twice, for what it says of different things: its account lists the
        faults of both.
        """
        before = self.readings.get(file)
        if before is None:
            self.opened(f"reading {file}")
        reading = read_csv(self._root(file), file, layout)
        if before is not None and len(before.faults):
            both = [table for table in (before.faults, reading.faults) if len(table)]
            reading.faults = pd.concat(both).drop_duplicates(["row", "column"], ignore_index=True)
        self.readings[file] = reading
        return reading

    def columns(self, file: str) -> list[str]:
        """Return the names of a file's columns, as its header spells them."""
        return header_of(self.path(file))[1]

    def note(self, file: str, rows_read: int) -> Path:
        """Enter a file that is no CSV table into the account, and return its path."""
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
        """Return what ``SOURCES.csv`` says of each file, indexed by its name."""
        columns = {"file": TEXT, **dict.fromkeys(CATALOGUE_COLUMNS, TEXT)}
        rows = read_csv(self.folder, CATALOGUE, Layout(columns, unique=("file",))).rows
        return rows.set_index("file")

    def asked_for(self, needed: Sequence[str], series: Sequence[str]) -> list[str]:
        """Return the needed files and those of a series that the catalogue names, sorted."""
        named = self.catalogue().index
        of_series = {name for name in named if any(fnmatchcase(name, one) for one in series)}
        return sorted({*needed, *of_series})

    def count_readings(self, files: Sequence[str]) -> int:
        """Count how often :attr:`opened` is called while ``files`` are read, each once.

        An archive counts once for its unpacking, and once for each file in it.
        """
        archives = [file for file in files if file.endswith(ARCHIVE)]
        packed = 0
        for archive in archives:
            with tarfile.open(self.folder / archive, "r:xz") as held:
                packed += len(held.getnames())
        return len(files) + packed

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
        asked = self.asked_for(needed, series)
        missing = [file for file in asked if not (self.folder / file).is_file()]
        if missing:
            raise SourceError(
                f"{self.folder} lacks {len(missing):,} of the files that the history is made of: "
                f"{', '.join(missing)}. Put them there. A dated list that is to be left out goes "
                f"out of {CATALOGUE} as well."
            )

    def sources(self) -> pd.DataFrame:
        """Return a row a file read: its publisher, content, licence, checksum, rows and refusals.

        A file within an archive has the archive's publisher, content and licence, and a checksum
        of its own.

        Raises
        ------
        SourceError
            The catalogue lacks a file that was read.
        """
        catalogue = self.catalogue()
        files = sorted(self.readings)
        entries = [_entry(file) for file in files]
        unknown = sorted(set(entries) - set(catalogue.index))
        if unknown:
            raise SourceError(
                f"{CATALOGUE} says nothing of {', '.join(unknown)}. "
                "Add a row with publisher, content, as_at and licence for each."
            )
        readings = [self.readings[file] for file in files]
        catalogued = {file: _checksum(self.folder / file) for file in set(entries)}
        checksums = [_checksum(self.path(file)) for file in files]
        named = catalogue.loc[entries]
        return named.assign(
            file=files,
            as_catalogued=[
                known == catalogued[entry]
                for known, entry in zip(named["sha256"], entries, strict=True)
            ],
            sha256=checksums,
            rows_read=[reading.rows_read for reading in readings],
            rows_refused=[reading.rows_refused for reading in readings],
            why_refused=[reasons(reading.faults) for reading in readings],
        ).reset_index(drop=True)

    def refusals(self) -> pd.DataFrame:
        """List every refused value: file, row, column, found, expected."""
        faults = [reading.faults for reading in self.readings.values() if len(reading.faults)]
        if not faults:
            return pd.DataFrame(columns=FAULT_COLUMNS).astype({"row": "int64"})
        return pd.concat(faults, ignore_index=True).sort_values(
            ["file", "row", "column"], ignore_index=True
        )


def _entry(file: str) -> str:
    """Return the name under which the catalogue lists ``file``: its archive's, where it has one."""
    archive, packed, _ = file.partition(f"{ARCHIVE}/")
    return archive + ARCHIVE if packed else file


def _checksum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def reasons(faults: pd.DataFrame) -> str:
    """Say in a line why rows were refused, and how many values for each reason."""
    counts = faults.groupby(["column", "expected"], as_index=False).size()
    return "; ".join(
        f"{column} is not {expected} ({count:,})"
        for column, expected, count in counts.itertuples(index=False)
    )
