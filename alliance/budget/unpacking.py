"""Unpacking within a budget: what really comes out is counted, not what a file says of itself."""

from __future__ import annotations

import zipfile
from contextlib import contextmanager, suppress
from typing import IO, TYPE_CHECKING
from xml.parsers import expat

from alliance.budget.limits import MOST_RATIO, RATIO_FROM_BYTES, Budget, in_megabytes
from alliance.errors import TooMuch

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path
    from typing import Protocol

    class Readable(Protocol):
        """What gives bytes a piece at a time."""

        def read(self, size: int, /) -> bytes:
            """Return the next bytes, at most ``size``; none at the end."""


CHUNK = 1 << 20
# A cell is an element; what it holds and how that looks are more.
_ELEMENTS_A_CELL = 6
_TEXTS_LET_BE = 10_000


class Unpacking:
    """What was unpacked so far of the files that are handed in together."""

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self._spent = 0

    @contextmanager
    def archive(self, path: Path) -> Iterator[zipfile.ZipFile]:
        """Open a zip file that says of itself that it keeps within the budget.

        No member ever unpacks to more than it says.

        Raises
        ------
        TooMuch
            It holds too many files, or they unpack to too much, one of them or all together.
        """
        with zipfile.ZipFile(path) as held:
            members = [one for one in held.infolist() if not one.is_dir()]
            if len(members) > self.budget.files:
                raise TooMuch(
                    f"holds {len(members):,} files, expected {self.budget.files} or fewer"
                )
            self._see(sum(one.file_size for one in members), path.stat().st_size)
            for one in members:
                self._see_one(one.file_size, one.compress_size)
            yield held

    def into(self, packed: Readable, target: Path, packed_bytes: int) -> None:
        """Write what comes out of ``packed`` into ``target``.

        Raises
        ------
        TooMuch
            More comes than the budget allows.
        """
        written = 0
        with target.open("wb") as out:
            while chunk := packed.read(CHUNK):
                written += len(chunk)
                self._see_one(written, packed_bytes)
                self._see(written, packed_bytes)
                out.write(chunk)
        self._spent += written

    def _see(self, more: int, packed: int) -> None:
        if self._spent + more > self.budget.unpacked_bytes:
            raise TooMuch(
                f"unpacks to {in_megabytes(self._spent + more)} with what came before it, expected "
                f"{in_megabytes(self.budget.unpacked_bytes)} at most"
                if self._spent
                else _too_large(more, packed, self.budget.unpacked_bytes)
            )

    def _see_one(self, unpacked: int, packed: int) -> None:
        """Refuse what unpacks to more bytes than a table of the publishers does."""
        see_size(unpacked, packed, self.budget.each_bytes)


def see_size(unpacked: int, packed: int, most: int) -> None:
    """Refuse what unpacks to more bytes than ``most``, or to far more than it was.

    Raises
    ------
    TooMuch
        It does.
    """
    if unpacked > most or unpacked > max(RATIO_FROM_BYTES, MOST_RATIO * packed):
        raise TooMuch(_too_large(unpacked, packed, most))


def _too_large(unpacked: int, packed: int, most: int) -> str:
    return (
        f"unpacks to more than {in_megabytes(unpacked)} from {in_megabytes(packed)}; expected "
        f"{in_megabytes(most)} and {MOST_RATIO} times its size at most"
    )


def see_workbook(source: Path | IO[bytes], packed_bytes: int, budget: Budget) -> None:
    """Refuse a workbook that costs more to read than the budget allows.

    Every part is gone through once, which takes a fiftieth of reading it.

    Raises
    ------
    TooMuch
        It unpacks to too much, or has too many rows or cells, elements too deep, or entities of
        its own, which could grow without end.
    zipfile.BadZipFile
        It is damaged.
    """
    with zipfile.ZipFile(source) as book:
        parts = book.infolist()
        see_size(sum(part.file_size for part in parts), packed_bytes, budget.unpacked_bytes)
        seen = _Seen(budget)
        for part in parts:
            # By its name no part is known to be XML; what is none, or ends as none, has been
            # counted as far as any reader gets.
            with book.open(part) as opened, suppress(expat.ExpatError):
                seen.part(part.filename, opened)
    seen.see_texts()


def see_letters(number: int, budget: Budget) -> None:
    """Refuse cells whose texts, each counted where it stands, come to more than the budget allows.

    Raises
    ------
    TooMuch
        They do.
    """
    if number > budget.each_bytes:
        raise TooMuch(
            f"has cells of more than {in_megabytes(number)} of text, expected "
            f"{in_megabytes(budget.each_bytes)} at most"
        )


class _Seen:
    """The elements of a workbook's parts so far."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._most = budget.cells * _ELEMENTS_A_CELL
        self._cells = self._texts = self._elements = self._depth = 0
        self._name = ""

    def part(self, name: str, opened: IO[bytes]) -> None:
        self._name, self._depth = name, 0
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.StartDoctypeDeclHandler = self._entities
        parser.ParseFile(opened)

    def see_texts(self) -> None:
        """Refuse texts that no cell can show; each is slower to read than a cell."""
        if self._texts > max(_TEXTS_LET_BE, self._cells):
            raise TooMuch(f"has {self._texts - self._cells:,} texts, which no cell shows")

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._elements += 1
        self._depth += 1
        if self._depth > self._budget.depth:
            raise TooMuch(
                f"{self._name} has elements within elements {self._depth} deep, expected "
                f"{self._budget.depth} at most"
            )
        plain = name.rpartition(":")[2]
        if plain == "c":
            self._cells += 1
        elif plain == "si":
            self._texts += 1
        elif plain == "row":
            self._row(attributes.get("r", ""))
        if self._cells > self._budget.cells or self._elements > self._most:
            raise TooMuch(f"has more than {self._budget.cells:,} cells")

    def _row(self, number: str) -> None:
        if len(number) > len(str(self._budget.rows)) or (
            number.isdecimal() and int(number) > self._budget.rows
        ):
            raise TooMuch(
                f"has a row of the number {number[:20]}, expected {self._budget.rows:,} at most"
            )

    def _end(self, _name: str) -> None:
        self._depth -= 1

    def _entities(self, *_declared: object) -> None:
        raise TooMuch(f"{self._name} defines its own entities, which no workbook does")
