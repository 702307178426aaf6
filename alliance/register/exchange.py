"""Supports in and out as CSV and Excel: a template, a preview with every fault, and the import."""

from __future__ import annotations

import io
from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import pandas as pd
from openpyxl import Workbook

from alliance import errors
from alliance.errors import RegisterError, RulesBroken
from alliance.register import rules
from alliance.register.cells import support_in
from alliance.register.declarations import honoured
from alliance.register.headings import DAYS, FIELD_HEADINGS, HEADINGS, LISTED, MUST, TOLD
from alliance.register.permission import Action, may, why_not
from alliance.register.register_store import nobody_told
from alliance.register.sheet import rows_of
from alliance.register.sides_on_day import trusts_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    from alliance.history import History
    from alliance.register.permission import Person
    from alliance.register.register_store import Progress, Register
    from alliance.register.support import Review, Support

    _ByRecipient = defaultdict[int, list[Support]]


WHOLE = ("Recipient URN", "Recipient's trust (UID)", "Number")
REVIEW_HEADINGS = ["Number", "Reviewed on", "Rating", "Comment", "Next review"]


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
    withdrawn
        What is said of each row whose support was withdrawn; such a row is not added anew.
    ignored
        Headings of the file that the register does not know; what stands below them is not read.

    """

    supports: list[Support]
    faults: list[RowFault]
    already: int
    withdrawn: tuple[RowFault, ...] = ()
    ignored: tuple[str, ...] = ()

    @property
    def rows_at_fault(self) -> int:
        """How many rows have a fault."""
        return len({fault.row for fault in self.faults})


def template() -> bytes:
    """Return an empty Excel file with the headings, and a sheet that says what each expects."""
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
    """Return supports as a table under the template's headings, which can be imported again."""
    names = {**{heading: name for heading, (name, _) in HEADINGS.items()}, **TOLD}
    rows = [
        {heading: _shown(getattr(support, name)) for heading, name in names.items()}
        for support in supports
    ]
    table = pd.DataFrame(rows, columns=list(names))
    days = {FIELD_HEADINGS[name]: pd.to_datetime(table[FIELD_HEADINGS[name]]) for name in DAYS}
    whole = {heading: table[heading].astype("Int64") for heading in WHOLE}
    return table.assign(**days, **whole)


def export_reviews(reviews: Mapping[int, Sequence[Review]]) -> pd.DataFrame:
    """Return every review as a table: Number (of the support), the day, rating, comment, next."""
    rows = [
        {
            "Number": number,
            "Reviewed on": one.reviewed_on,
            "Rating": str(one.rating),
            "Comment": one.comment,
            "Next review": one.next_on,
        }
        for number, some in reviews.items()
        for one in some
    ]
    table = pd.DataFrame(rows, columns=REVIEW_HEADINGS)
    days = {name: pd.to_datetime(table[name]) for name in ("Reviewed on", "Next review")}
    return table.assign(**days)


def _shown(value: object) -> object:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return str(value) if isinstance(value, StrEnum) else value


def preview(
    content: bytes,
    name: str,
    history: History,
    register: Register,
    progress: Progress = nobody_told,
    who: Person | None = None,
) -> Preview:
    """Read a file and try every row against the rules; nothing is written.

    Parameters
    ----------
    content, name
        The file, CSV or Excel by its name.
    progress
        Called after each row with how many are tried, and of how many.
    who
        Who would bring the rows in; what they may not is a fault of its row.

    Raises
    ------
    RegisterError
        The file as a whole cannot be read, is too large, or lacks a column.
    """
    rows = rows_of(content, name, MUST)
    missing = [heading for heading in MUST if rows and heading not in rows[0][1]]
    if missing or not rows:
        raise RegisterError(
            f"{name}: "
            + (
                f"no column {', '.join(missing)}; found {', '.join(filter(None, rows[0][1]))}. "
                if rows
                else "it has no rows. "
            )
            + "Fill in the template, and keep its headings."
        )
    return preview_rows(rows, history, register, progress, who)


def preview_rows(
    rows: Sequence[tuple[int, Mapping[str, Any]]],
    history: History,
    register: Register,
    progress: Progress = nobody_told,
    who: Person | None = None,
) -> Preview:
    """Try rows against the rules, each with its number in the file; nothing is written.

    Parameters
    ----------
    rows
        By the headings of the template, one row at least.
    progress
        As for :func:`preview`.
    who
        As for :func:`preview`.

    """
    held, gone = _by_recipient(register)
    days = register.withdrawn_on() if gone else {}
    declared = register.declarations.all()
    faults: list[RowFault] = []
    withdrawn: list[RowFault] = []
    good: list[Support] = []
    already, row_of = 0, dict[int, int]()

    def where(other: Support) -> str:
        if other.id:
            return f"in the register already, number {other.id}"
        return f"in row {row_of[id(other)]} of this file already"

    for place, (number, cells) in enumerate(rows, 1):
        progress(place, len(rows))
        support, wrong = support_in(cells)
        if support is not None:
            support = honoured(rules.completed(history, support), declared)
            others = held[support.recipient_urn]
            if any(other.id and support.same_facts(other) for other in others):
                already += 1
                continue
            wrong = rules.faults(history, support, others, where)
            wrong += _not_theirs(history, support, who)
        faults += [RowFault(number, FIELD_HEADINGS.get(f.field, f.field), f.message) for f in wrong]
        if support is None or wrong:
            continue
        before = [one for one in gone[support.recipient_urn] if one.same_support(support)]
        if before:
            withdrawn.append(_told_withdrawn(number, before[-1], days))
            continue
        good.append(support)
        row_of[id(support)] = number
        held[support.recipient_urn].append(support)
    known = {*HEADINGS, *TOLD, *LISTED, ""}
    ignored = tuple(heading for heading in rows[0][1] if heading not in known)
    return Preview(good, faults, already, tuple(withdrawn), ignored)


def _not_theirs(history: History, support: Support, who: Person | None) -> list[errors.Fault]:
    """Return as a fault that a support is none that a person may bring in; only of an editor."""
    if who is None or not may(who, Action.IMPORT):
        return []
    why = why_not(who, Action.IMPORT, trusts=trusts_of(history, support))
    return [errors.Fault("supporter_id", why)] if why else []


def _by_recipient(register: Register) -> tuple[_ByRecipient, _ByRecipient]:
    """Return the supports of each school, and those that were withdrawn."""
    held: _ByRecipient = defaultdict(list)
    gone: _ByRecipient = defaultdict(list)
    for one in register.supports(withdrawn=True):
        (gone if one.withdrawn else held)[one.recipient_urn].append(one)
    return held, gone


def _told_withdrawn(row: int, support: Support, days: dict[int, dt.date]) -> RowFault:
    number = support.id or 0
    on = f" on {days[number]:%-d %B %Y}" if number in days else ""
    return RowFault(
        row,
        FIELD_HEADINGS["supporter_id"],
        f"It is in the register already, number {number}, withdrawn{on}. Undo the withdrawal "
        f"instead: open number {number} and restore it.",
    )


def bring_in(
    register: Register,
    found: Preview,
    who: Person,
    *,
    only_good: bool = False,
    progress: Progress = nobody_told,
) -> list[Support]:
    """Write the rows of a preview: all of them, or, when asked for, only the good ones.

    ``progress`` is called as by :func:`preview`.

    Raises
    ------
    RulesBroken
        There are faults and ``only_good`` is not set; nothing is written.
    """
    if found.faults and not only_good:
        raise RulesBroken(
            [
                errors.Fault(fault.column, f"Row {fault.row}: {fault.message}")
                for fault in found.faults
            ]
        )
    return register.add_all(found.supports, who, action=Action.IMPORT, progress=progress)
