"""Supports in and out as CSV and Excel: a template, a preview with every fault, and the import."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import pandas as pd
from openpyxl import Workbook

from alliance.errors import RegisterError, RulesBroken
from alliance.register import rules
from alliance.register.permission import Action
from alliance.register.sheet import rows_of
from alliance.register.support import Support
from alliance.register.vocabulary import Funding, Origin, Status, SupporterKind, Theme

if TYPE_CHECKING:
    from collections.abc import Iterable

    from alliance.history import History
    from alliance.register.permission import Person
    from alliance.register.store import Register

# What an export puts before a text that a spreadsheet might run as a formula.
GUARD = re.compile(r"^'(?=\s*[=+\-@＝＋－＠])")
# A heading of the file, the field it fills, and what is expected in words.
HEADINGS = {
    "Supporter kind": ("supporter_kind", " or ".join(SupporterKind)),
    "Supporter": ("supporter_id", "a trust's UID, a school's URN, an authority's code, or a name"),
    "Recipient URN": ("recipient_urn", "a six-digit URN"),
    "Theme": ("theme", "one of " + ", ".join(Theme)),
    "Purpose": ("purpose", "text"),
    "Status": ("status", "one of " + ", ".join(Status)),
    "Proposed on": ("proposed_on", "a day as 2018-01-31 or 31/01/2018"),
    "Agreed on": ("agreed_on", "a day as 2018-01-31 or 31/01/2018"),
    "Starts on": ("starts_on", "a day as 2018-01-31 or 31/01/2018"),
    "Planned end": ("planned_end_on", "a day as 2018-01-31 or 31/01/2018"),
    "Ended on": ("ended_on", "a day as 2018-01-31 or 31/01/2018"),
    "Days planned": ("days_planned", "a number"),
    "Days delivered": ("days_delivered", "a number"),
    "Cost in pounds": ("cost_pounds", "a number"),
    "Funding": ("funding", "one of " + ", ".join(Funding)),
    "Supporter's lead (role)": ("supporter_lead", "text"),
    "Recipient's lead (role)": ("recipient_lead", "text"),
    "Evidence link": ("evidence_link", "a link"),
    "Notes": ("notes", "text"),
    "Conflict of interest: what was done": ("conflict_answer", "text"),
    "Illustrative": ("illustrative", "Yes or No"),
}
MUST = ("Supporter kind", "Supporter", "Recipient URN", "Theme", "Starts on")
FIELD_HEADINGS = {name: heading for heading, (name, _) in HEADINGS.items()}
# Told in an export and not read back: they follow from the history.
TOLD = {
    "Number": "id",
    "Supporter's name": "supporter_name",
    "Recipient": "recipient_name",
    "Recipient's trust (UID)": "recipient_trust_uid",
    "Internal": "internal",
    "Conflict of interest": "conflict",
    "Origin": "origin",
}
# Told in the list besides (see ``alliance.register.listing``).
LISTED = (
    "Recipient's trust",
    "Recipient's local authority",
    "Recipient's region",
    "Recipient's phase",
    "Last review",
    "Rating",
    "Review due",
    "Review overdue",
)
LISTS: dict[str, type[StrEnum]] = {
    "supporter_kind": SupporterKind,
    "theme": Theme,
    "status": Status,
    "funding": Funding,
}
DAYS = ("proposed_on", "agreed_on", "starts_on", "planned_end_on", "ended_on")
YES_NO = {"yes": True, "no": False, "true": True, "false": False}
NUMBERS = ("days_planned", "days_delivered", "cost_pounds")


@dataclass(frozen=True)
class RowFault:
    """What is wrong in a row: its number in the file, the heading, and what to do."""

    row: int
    column: str
    message: str


@dataclass(frozen=True)
class Preview:
    """What an import would do, before anything is written.

    Parameters
    ----------
    supports
        The good rows.
    faults
        Every fault, by row and column.
    already
        How many rows say what the register holds already.
    ignored
        Headings of the file that the register does not know; what stands below them is not read.

    """

    supports: list[Support]
    faults: list[RowFault]
    already: int
    ignored: tuple[str, ...] = ()

    @property
    def rows_at_fault(self) -> int:
        """How many rows have a fault."""
        return len({fault.row for fault in self.faults})


def template() -> bytes:
    """Give an empty Excel file with the headings, and a sheet that says what each expects."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Support"
    sheet.append(list(HEADINGS))
    told = book.create_sheet("What to fill in")
    told.append(["Column", "Expected", "Must be filled in"])
    for heading, (_, expected) in HEADINGS.items():
        told.append([heading, expected, "Yes" if heading in MUST else ""])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def export(supports: Iterable[Support]) -> pd.DataFrame:
    """Give supports as a table under the template's headings, which can be imported again."""
    names = {**{heading: name for heading, (name, _) in HEADINGS.items()}, **TOLD}
    rows = [
        {heading: _shown(getattr(support, name)) for heading, name in names.items()}
        for support in supports
    ]
    return pd.DataFrame(rows, columns=list(names))


def workbook(table: pd.DataFrame) -> bytes:
    """Give a table as an Excel file in which every text is text, whatever it begins with."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Support"
    sheet.append([str(name) for name in table.columns])
    for row in table.astype("object").where(table.notna(), None).itertuples(index=False):
        sheet.append(list(row))
    for cells in sheet.iter_rows(min_row=2):
        for cell in cells:
            # What begins with = would else be worked out by whoever opens it.
            if cell.data_type == "f":
                cell.data_type = "s"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _shown(value: object) -> object:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return str(value) if isinstance(value, StrEnum) else value


def preview(content: bytes, name: str, history: History, register: Register) -> Preview:
    """Read a file and try every row against the rules; nothing is written.

    Parameters
    ----------
    content, name
        The file, CSV or Excel by its name.

    Raises
    ------
    RegisterError
        The file as a whole cannot be read, is too large, or lacks a column.
    """
    rows = rows_of(content, name, MUST)
    missing = [heading for heading in MUST if rows and heading not in rows[0][1]]
    if missing or not rows:
        raise RegisterError(
            f"{name}: {'it has no rows' if not rows else 'no column ' + ', '.join(missing)}. "
            "Fill in the template, and keep its headings."
        )
    held: defaultdict[int, list[Support]] = defaultdict(list)
    for one in register.supports():
        held[one.recipient_urn].append(one)
    faults: list[RowFault] = []
    good: list[Support] = []
    already = 0
    for number, cells in rows:
        support, wrong = _support(cells)
        if support is not None:
            support = rules.completed(history, support)
            others = held[support.recipient_urn]
            if any(other.id and support.same_facts(other) for other in others):
                already += 1
                continue
            wrong = rules.faults(history, support, others)
        faults += [RowFault(number, FIELD_HEADINGS.get(f.field, f.field), f.message) for f in wrong]
        if support is not None and not wrong:
            good.append(support)
            held[support.recipient_urn].append(support)
    known = {*HEADINGS, *TOLD, *LISTED, ""}
    return Preview(good, faults, already, tuple(h for h in rows[0][1] if h not in known))


def bring_in(
    register: Register, found: Preview, who: Person, *, only_good: bool = False
) -> list[Support]:
    """Write the rows of a preview: all of them, or, when asked for, only the good ones.

    Raises
    ------
    RulesBroken
        There are faults and ``only_good`` is not set; nothing is written.
    """
    if found.faults and not only_good:
        raise RulesBroken(
            [
                rules.Fault(fault.column, f"Row {fault.row}: {fault.message}")
                for fault in found.faults
            ]
        )
    return register.add_all(found.supports, who, action=Action.IMPORT)


def _support(cells: dict[str, Any]) -> tuple[Support | None, list[rules.Fault]]:
    """Turn a row's cells into a support, or tell every cell that cannot be read."""
    values: dict[str, Any] = {}
    wrong = []
    for heading, (name, expected) in HEADINGS.items():
        cell = cells.get(heading)
        text = GUARD.sub("", str(cell).strip()) if cell is not None else ""
        if not text:
            if heading in MUST:
                wrong.append(rules.Fault(name, f"It is blank; expected {expected}."))
            continue
        try:
            values[name] = _value(name, cell, text)
        except ValueError:
            wrong.append(rules.Fault(name, f"Found {text[:80]!r}, expected {expected}."))
    if wrong:
        return None, wrong
    return Support(**values, origin=Origin.IMPORTED), []


def _value(name: str, cell: object, text: str) -> object:
    """Read one cell; a ValueError says that it is not as expected."""
    if name in LISTS:
        return {word.lower(): word for word in LISTS[name]}.get(text.lower()) or LISTS[name](text)
    if name in DAYS:
        return _day(cell, text)
    if name in NUMBERS:
        return float(text.replace(",", "").removeprefix("£"))
    if name == "recipient_urn":
        return int(text.removesuffix(".0"))
    if name == "illustrative":
        if text.lower() not in YES_NO:
            raise ValueError(text)
        return YES_NO[text.lower()]
    return text.removesuffix(".0") if name == "supporter_id" else text


def _day(cell: object, text: str) -> dt.date:
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return dt.datetime.strptime(text, "%d/%m/%Y").replace(tzinfo=dt.UTC).date()
