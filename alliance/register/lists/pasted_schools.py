"""Schools in a text that somebody pastes: numbers, names, a column or rows of a spreadsheet.

A line is a school, told by its number where it has one and else by its name; a line of numbers
alone is as many schools. A name is sure where it is exactly that of one school open on the day, or,
where none is, of one that was open before or after. What fits several is in doubt.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from alliance.history.schools_numbered import schools_numbered
from alliance.register.lists.list_labels import label_of
from alliance.register.lists.list_names import Asked, schools_called, schools_named
from alliance.register.register_vocabulary import SupporterKind
from alliance.text.bare_names import bare_name
from alliance.text.identifiers import NO_UKPRN, URN, Identifier, identifier_in

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from alliance.history import History

MOST_LETTERS, MOST_LINES = 200_000, 5_000
MOST_LIKENED = 60
"""So many names that are no school's are likened to those there are: each takes a while."""
_LONGEST = 120
_APART = re.compile(r"[,;|\t]")
_HEADING = re.compile(
    r"(urn|la ?estab|dfe.*|ukprn|.*\bnumber|no\.?|id|(school|establishment|academy)s?( name)?|name"
    r"|local authority|la|phase|postcode|town|trust|region|address|.*\bgrade|type.*)",
    re.IGNORECASE,
)
_POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][A-Z]{2}", re.IGNORECASE)


class Offered(NamedTuple):
    """A school that may be meant: its URN, and how it is told apart."""

    urn: int
    label: str


@dataclass
class Pasted:
    """What was read.

    Parameters
    ----------
    understood
        URNs, each once, in the order of the text.
    doubtful
        By what was written, the schools that may be meant.
    missing
        By what was written, why no school was found.
    headings
        Whether the first line was taken for headings.
    cut
        Whether the text is longer than is read.

    """

    understood: list[int] = field(default_factory=list)
    doubtful: dict[str, tuple[Offered, ...]] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)
    headings: bool = False
    cut: bool = False


def read_pasted(history: History, text: str, day: dt.date) -> Pasted:
    """Read the schools of a text as they are known on a day."""
    lines = [line.strip() for line in text[:MOST_LETTERS].splitlines() if line.strip(" \t,;")]
    read = Pasted(cut=len(text) > MOST_LETTERS or len(lines) > MOST_LINES)
    if lines and _is_heading(lines[0]):
        read.headings = True
        lines = lines[1:]
    reader = _Reader(history, day)
    for line in lines[:MOST_LINES]:
        for asked in _asked_in(line, reader):
            _take(read, asked, reader)
    read.understood = list(dict.fromkeys(read.understood))
    return read


def _is_heading(line: str) -> bool:
    cells = [cell for cell in _cells(line) if cell]
    return all(_HEADING.fullmatch(cell) for cell in cells)


def _cells(line: str) -> list[str]:
    """Return the cells of a line: of a spreadsheet's by tabs, else by commas or their like."""
    if "\t" in line:
        return [cell.strip(' "') for cell in line.split("\t")]
    mark = next((mark for mark in ";|" if mark in line), ",")
    return [
        cell.strip() for cell in next(csv.reader([line], delimiter=mark, skipinitialspace=True))
    ]


def _asked_in(line: str, reader: _Reader) -> list[list[str]]:
    """Return the schools of a line, each by the cells that tell it."""
    if identifier_in(line) or reader.exactly(line):
        return [[line]]
    cells = [cell for cell in _cells(line) if cell]
    if len(cells) == 1 and len(words := line.split()) > 1 and all(map(identifier_in, words)):
        return [[word] for word in words]
    numbers = [cell for cell in cells if identifier_in(cell)]
    if len(numbers) == len(cells):
        return [[cell] for cell in cells]
    if not numbers and len(cells) > 1 and "\t" not in line and all(map(reader.exactly, cells)):
        return [[cell] for cell in cells]
    return [cells]


def _take(read: Pasted, cells: list[str], reader: _Reader) -> None:
    """Take one school, told by any of its cells, the numbers first."""
    written = ", ".join(cells)[:_LONGEST]
    numbers = [number for cell in cells if (number := identifier_in(cell))]
    for number in numbers:
        if found := reader.numbered(number):
            _settle(read, written, found, reader)
            return
    names = [cell for cell in cells if not identifier_in(cell) and not _POSTCODE.fullmatch(cell)]
    if not names:
        ukprn = any(number.like_ukprn for number in numbers)
        read.missing[written] = NO_UKPRN if ukprn else "No school of the records has this number."
        return
    for name in names:
        if found := reader.exactly(name):
            _settle(read, written, found, reader)
            return
    if reader.likened >= MOST_LIKENED:
        read.missing[written] = "No school is called exactly so."
        return
    if offered := reader.like(names[0]):
        read.doubtful[written] = offered
    else:
        read.missing[written] = "No school has a name like it."


def _settle(read: Pasted, written: str, urns: Iterable[int], reader: _Reader) -> None:
    found = reader.likely(urns)
    if len(found) == 1:
        read.understood.append(found[0])
    else:
        read.doubtful[written] = reader.offered(found)


class _Reader:
    """Finds schools of a history for a day."""

    def __init__(self, history: History, day: dt.date) -> None:
        self.history, self.day, self.likened = history, day, 0
        schools = history.schools
        self._urns = set(schools["urn"].tolist())
        there = ~(schools["opened"] > str(day)) & ~(schools["closed"] <= str(day))
        self._open = set(schools.loc[there, "urn"].tolist())

    def numbered(self, number: Identifier) -> tuple[int, ...]:
        """Return the schools of a number."""
        if number.may_be(URN) and number.number in self._urns:
            return (number.number,)
        return tuple(schools_numbered(self.history, number))

    def exactly(self, name: str) -> tuple[int, ...]:
        """Return the schools that are called exactly so."""
        return schools_called(self.history).get(bare_name(name[:_LONGEST]), ())

    def likely(self, urns: Iterable[int]) -> list[int]:
        """Return those open on the day; where none is, all."""
        found = list(urns)
        return [urn for urn in found if urn in self._open] or found

    def like(self, name: str) -> tuple[Offered, ...]:
        """Return the schools whose names are most like one."""
        self.likened += 1
        (found,) = schools_named(self.history, [Asked(name[:_LONGEST], "", "", self.day, self.day)])
        return tuple(Offered(int(one.number), one.label) for one in found.offered)

    def offered(self, urns: Iterable[int]) -> tuple[Offered, ...]:
        """Return schools as they are told apart."""
        return tuple(
            Offered(urn, label_of(self.history, SupporterKind.SCHOOL, str(urn), self.day))
            for urn in list(urns)[:12]
        )
