"""Supports in and out as CSV and Excel: a template, a preview with every fault, and the import."""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

import pandas as pd
from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from alliance.errors import RegisterError, RulesBroken
from alliance.register import rules
from alliance.register.permission import Action
from alliance.register.support import Support
from alliance.register.vocabulary import Funding, Origin, Status, SupporterKind, Theme

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from alliance.history import History
    from alliance.register.permission import Person
    from alliance.register.store import Register

MOST_ROWS = 5_000
MOST_BYTES = 5_000_000
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

    """

    supports: list[Support]
    faults: list[RowFault]
    already: int

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
    rows = _rows(content, name)
    missing = [heading for heading in MUST if rows and heading not in rows[0][1]]
    if missing or not rows:
        raise RegisterError(
            f"{name}: {'it has no rows' if not rows else 'no column ' + ', '.join(missing)}. "
            "Fill in the template, and keep its headings."
        )
    held = register.supports()
    faults: list[RowFault] = []
    good: list[Support] = []
    already = 0
    for number, cells in rows:
        support, wrong = _support(cells)
        if support is not None:
            support = rules.completed(history, support)
            if any(support.same_facts(other) for other in held):
                already += 1
                continue
            wrong = rules.faults(history, support, [*held, *good])
        faults += [RowFault(number, FIELD_HEADINGS.get(f.field, f.field), f.message) for f in wrong]
        if support is not None and not wrong:
            good.append(support)
    return Preview(good, faults, already)


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


def _rows(content: bytes, name: str) -> list[tuple[int, dict[str, Any]]]:
    if len(content) > MOST_BYTES:
        raise RegisterError(
            f"{name}: {len(content):,} bytes; at most {MOST_BYTES:,} are read. Split the file."
        )
    table = _excel(content, name) if name.lower().endswith(".xlsx") else _csv(content, name)
    if len(table) > MOST_ROWS + 1:
        raise RegisterError(f"{name}: {len(table) - 1:,} rows; at most {MOST_ROWS:,}. Split it.")
    if not table:
        return []
    headings = [str(cell or "").strip() for cell in table[0]]
    return [
        (number, dict(zip(headings, cells, strict=False)))
        for number, cells in enumerate(table[1:], start=2)
        if any(str(cell or "").strip() for cell in cells)
    ]


def _excel(content: bytes, name: str) -> list[Sequence[Any]]:
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as fault:
        raise RegisterError(f"{name}: no Excel workbook ({fault}). Save it as .xlsx.") from fault
    return list(book.worksheets[0].iter_rows(values_only=True, max_row=MOST_ROWS + 2))


def _csv(content: bytes, name: str) -> list[Sequence[Any]]:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return list(csv.reader(io.StringIO(text)))
    raise RegisterError(f"{name}: neither UTF-8 nor cp1252 text. Save it as CSV UTF-8.")


def _support(cells: dict[str, Any]) -> tuple[Support | None, list[rules.Fault]]:
    """Turn a row's cells into a support, or tell every cell that cannot be read."""
    values: dict[str, Any] = {}
    wrong = []
    for heading, (name, expected) in HEADINGS.items():
        cell = cells.get(heading)
        text = str(cell).strip() if cell is not None else ""
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
