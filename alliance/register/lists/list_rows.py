"""The rows of a list that somebody else made, as rows that the register's own import takes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd

from alliance import clock
from alliance.errors import RegisterError
from alliance.register.exchange import RowFault
from alliance.register.lists.list_columns import FIELDS, guessed
from alliance.register.lists.list_names import (
    Asked,
    Candidate,
    Matched,
    places,
    schools_named,
    supporters_named,
)
from alliance.register.lists.list_times import Time, cohort_time, financial_year, time_in
from alliance.register.register_vocabulary import (
    Funding,
    Precision,
    Status,
    SupporterKind,
    Theme,
)
from alliance.register.sheet import cells_of, under_headings
from alliance.text.bare_names import bare_name
from alliance.text.numbers import number_in

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from alliance.history import History

    Rows = Sequence[tuple[int, Mapping[str, Any]]]

MOST_ABOVE = 20
"""So many rows may stand above the headings of a list: titles, notes, a blank."""


@dataclass(frozen=True)
class Said:
    """What a person says of a whole list.

    Parameters
    ----------
    place
        The region or local authority of all its schools, where no column tells it.
    starts_on, ends_on
        For rows that tell no start, or no end.
    status
        None: Completed where the end has passed, else Active.
    link, source
        Where it is published, and what it is called.

    """

    theme: Theme = Theme.SCHOOL_TO_SCHOOL
    funding: Funding | None = None
    status: Status | None = None
    place: str = ""
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None
    link: str = ""
    source: str = ""


@dataclass(frozen=True)
class ListRow:
    """A row of a list: what it says, and who its names may mean."""

    number: int
    school: Asked
    supporter: Asked
    school_found: Matched
    supporter_found: Matched
    start: Time
    end: dt.date | None
    amount: float | None
    words: str


@dataclass(frozen=True)
class ReadList:
    """A list as read: its rows, and what in it cannot be read."""

    rows: list[ListRow] = field(default_factory=list)
    faults: list[RowFault] = field(default_factory=list)

    def doubtful(self) -> dict[tuple[str, Asked], Matched]:
        """Return the names that somebody has to decide, each once, by end and name."""
        found = {}
        for row in self.rows:
            if row.school_found.sure is None:
                found["school", row.school] = row.school_found
            if row.supporter_found.sure is None:
                found["supporter", row.supporter] = row.supporter_found
        return found


def rows_of_list(content: bytes, name: str) -> Rows:
    """Return the rows of a list by its headings, which are found below titles and notes.

    Raises
    ------
    RegisterError
        The file cannot be read, is too large, or holds no rows.
    """
    above, table = cells_of(content, name)
    known = [len(guessed([str(cell or "").strip() for cell in row])) for row in table[:MOST_ABOVE]]
    at = known.index(max(known)) if known else 0
    rows = under_headings(above + at, table[at:], name)
    if not rows:
        raise RegisterError(f"{name}: it has no rows below its headings.")
    return rows


def read_list(history: History, rows: Rows, columns: Mapping[str, str], said: Said) -> ReadList:
    """Read a list by its columns, and match its names; nothing is decided that is in doubt.

    Parameters
    ----------
    rows
        As :func:`rows_of_list` gives them.
    columns
        The heading of each field of :data:`alliance.register.lists.list_columns.FIELDS` it has.

    """
    known, read = places(history), ReadList()
    told = []
    for number, cells in rows:
        one = _Cells(number, cells, columns, read.faults)
        start, end = one.time(said), one.end(said)
        amount = one.amount()
        place = one.place(known) or said.place
        if start is None or one.broken:
            continue
        school = Asked(one.text("school"), one.text("urn"), place, start.first, start.last)
        giver = Asked(
            one.text("supporter"), one.text("supporter_number"), place, start.first, start.last
        )
        told.append((number, school, giver, start, end, amount, one.words()))
    schools = schools_named(history, [school for _, school, *_ in told])
    givers = supporters_named(history, [giver for _, _, giver, *_ in told])
    read.rows.extend(
        ListRow(number, school, giver, there, helper, start, end, amount, words)
        for (number, school, giver, start, end, amount, words), there, helper in zip(
            told, schools, givers, strict=True
        )
    )
    return read


def as_import_rows(
    history: History,
    read: ReadList,
    decided: Mapping[tuple[str, Asked], Candidate | None],
    said: Said,
) -> list[tuple[int, dict[str, Any]]]:
    """Return the rows of which both names are sure or decided, by the headings of the import.

    Parameters
    ----------
    decided
        Whom a person chose for a doubtful name; None, or no entry, leaves its rows out.

    """
    found = []
    for row in read.rows:
        school = row.school_found.sure or decided.get(("school", row.school))
        giver = row.supporter_found.sure or decided.get(("supporter", row.supporter))
        if school is not None and giver is not None:
            found.append((row.number, _import_row(history, row, school, giver, said)))
    return found


class _Cells:
    """The cells of a row, read one by one; what cannot be read is told."""

    def __init__(
        self,
        number: int,
        cells: Mapping[str, Any],
        columns: Mapping[str, str],
        faults: list[RowFault],
    ) -> None:
        self._number, self._cells, self._columns, self._faults = number, cells, columns, faults
        self.broken = False

    def cell(self, name: str) -> Any:
        return self._cells.get(self._columns.get(name, ""))

    def text(self, name: str) -> str:
        cell = self.cell(name)
        return "" if cell is None else str(cell).strip()

    def fault(self, name: str, message: str, *, broken: bool = True) -> None:
        """Tell what is wrong; a broken row is not taken further."""
        self.broken |= broken
        heading = self._columns.get(name) or FIELDS[name].label
        self._faults.append(RowFault(self._number, heading, message))

    def place(self, known: Mapping[str, str]) -> str:
        """Return the local authority of a row, else its region; "" where it names none known."""
        for name in ("authority", "region"):
            text = self.text(name)
            bare = bare_name(text)
            found = known.get(bare) or known.get(bare.removesuffix(" council").strip())
            if found:
                return found
            if text:
                words = f"Found “{text[:60]}”, no place known: the row is taken as if it had none."
                self.fault(name, words, broken=False)
        return ""

    def time(self, said: Said) -> Time | None:
        """Return when the support of a row started, or tell that nobody says."""
        read = {"start": time_in, "year": financial_year, "cohort": cohort_time}
        for name, of in read.items():
            if not self.text(name):
                continue
            if found := of(self.cell(name)):
                return found
            if name != "cohort":
                self.fault(name, f"Found “{self.text(name)[:60]}”, which is no time.")
                return None
        if said.starts_on is not None:
            return Time(said.starts_on, said.starts_on)
        self.fault("start", "It tells no start. Give one for the rows that have none.")
        return None

    def end(self, said: Said) -> dt.date | None:
        """Return the last day of the support of a row, as far as the list tells it."""
        if self.text("end"):
            if found := time_in(self.cell("end")):
                return found.last
            self.fault("end", f"Found “{self.text('end')[:60]}”, which is no time.")
        if self.text("year") and (year := financial_year(self.cell("year"))):
            return year.last
        return said.ends_on

    def amount(self) -> float | None:
        cell = self.cell("amount")
        if isinstance(cell, int | float) and not isinstance(cell, bool):
            return float(cell)
        text = self.text("amount").removeprefix("£").strip()
        if not text:
            return None
        number = number_in(text)
        if number is None:
            self.fault("amount", f"Found “{text[:60]}”, which is no number of pounds.")
        return number

    def words(self) -> str:
        """Return what the list says of a row, as it says it."""
        named = ("supporter", "school", "region", "authority", "cohort", "year", "note")
        told = [
            f"{FIELDS[name].label.lower()} “{self.text(name)}”" for name in named if self.text(name)
        ]
        return "; ".join(told)


def _import_row(
    history: History, row: ListRow, school: Candidate, giver: Candidate, said: Said
) -> dict[str, Any]:
    """Return a row under the headings of the import."""
    starts_on = _first_day(history, row.start, school, giver)
    today = clock.today()
    over = row.end is not None and row.end < today
    status = said.status or (Status.COMPLETED if over else Status.ACTIVE)
    ended = status in (Status.COMPLETED, Status.STOPPED)
    end = "" if row.end is None else row.end.isoformat()
    only = "" if row.start.known_to is Precision.DAY else f" Only the {row.start.known_to.lower()} "
    source = f"From the list {said.source}: " if said.source else "From a list: "
    return {
        "Supporter kind": giver.kind.value,
        "Supporter": giver.number,
        "Recipient URN": school.number,
        "Theme": said.theme.value,
        "Status": status.value,
        "Starts on": starts_on.isoformat(),
        "Start known to": row.start.known_to.value,
        "Planned end": "" if ended else end,
        "Ended on": end if ended else "",
        "Cost in pounds": "" if row.amount is None else row.amount,
        "Funding": "" if said.funding is None else said.funding.value,
        "Evidence link": said.link,
        "Notes": f"{source}row {row.number}, {row.words}."
        + (f"{only}of the start is known." if only else ""),
    }


def _first_day(history: History, start: Time, school: Candidate, giver: Candidate) -> dt.date:
    """Return the first day that a start can have on which both sides existed."""
    if start.known_to is Precision.DAY:
        return start.first
    schools = history.schools.set_index("urn")["opened"]
    trusts = history.trusts.set_index("trust_uid")["opened"]
    opened: list[Any] = [schools.get(int(school.number))]
    if giver.kind is not SupporterKind.LOCAL_AUTHORITY:
        known = schools if giver.kind is SupporterKind.SCHOOL else trusts
        opened.append(known.get(int(giver.number)))
    days: list[dt.date] = [day.date() for day in opened if pd.notna(day)]
    return min(max([start.first, *days]), start.last)
