"""A row of a file that somebody hands in, read as a support."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

from alliance import errors
from alliance.register.headings import DAYS, HEADINGS, MUST, NUMBERS
from alliance.register.register_vocabulary import (
    Funding,
    Origin,
    Precision,
    Status,
    SupporterKind,
    Theme,
)
from alliance.register.support import Support
from alliance.text.days import day_in
from alliance.text.letters import undefined_in
from alliance.text.numbers import number_in

if TYPE_CHECKING:
    from collections.abc import Mapping
    from enum import StrEnum

# What an export puts before a text that a spreadsheet might run as a formula.
GUARD = re.compile(r"^'(?=\s*[=+\-@＝＋－＠])")
LISTS: dict[str, type[StrEnum]] = {
    "supporter_kind": SupporterKind,
    "theme": Theme,
    "status": Status,
    "funding": Funding,
    "start_known": Precision,
}
EXCEL_ZERO = dt.date(1899, 12, 30)
EXCEL_DAYS = range(32_874, 73_051)
"""From 1 January 1990 to the end of 2099; other numbers are no days of supports."""
_WHOLE = re.compile(r"\d{1,9}(?:\.0)?", re.ASCII)
YES_NO = {"yes": True, "no": False, "true": True, "false": False}


def support_in(cells: Mapping[str, Any]) -> tuple[Support | None, list[errors.Fault]]:
    """Turn a row's cells into a support, or tell every cell that cannot be read."""
    values: dict[str, Any] = {}
    wrong = []
    for heading, (name, expected) in HEADINGS.items():
        cell = cells.get(heading)
        text = GUARD.sub("", str(cell).strip()) if cell is not None else ""
        if not text:
            if heading in MUST:
                wrong.append(errors.Fault(name, f"It is blank; expected {expected}."))
            continue
        if odd := undefined_in(text):
            wrong.append(
                errors.Fault(
                    name,
                    f"Found {text[:80]!r}, in which the byte {odd} is neither UTF-8 nor cp1252; "
                    f"expected {expected}. Save the file as CSV UTF-8.",
                )
            )
            continue
        try:
            values[name] = _value(name, cell, text)
        except ValueError:
            wrong.append(errors.Fault(name, f"Found {text[:80]!r}, expected {expected}."))
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
        return _number(cell, text)
    if name == "recipient_urn":
        if not _WHOLE.fullmatch(text):
            raise ValueError(text)
        return int(text.removesuffix(".0"))
    if name == "illustrative":
        if text.lower() not in YES_NO:
            raise ValueError(text)
        return YES_NO[text.lower()]
    return text.removesuffix(".0") if name == "supporter_id" else text


def _number(cell: object, text: str) -> float:
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return float(cell)
    number = number_in(text)
    if number is None:
        raise ValueError(text)
    return number


def _day(cell: object, text: str) -> dt.date:
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    day = day_in(text) or _day_of_excel(text)
    if day is None:
        raise ValueError(text)
    return day


def _day_of_excel(text: str) -> dt.date | None:
    """Return the day that Excel counts so, where its cell was saved as a plain number."""
    if not _WHOLE.fullmatch(text) or int(text.removesuffix(".0")) not in EXCEL_DAYS:
        return None
    return EXCEL_ZERO + dt.timedelta(days=int(text.removesuffix(".0")))
