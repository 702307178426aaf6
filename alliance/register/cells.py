"""A row of a file that somebody hands in, read as a support."""

from __future__ import annotations

import datetime as dt
import re
from enum import StrEnum
from typing import Any

from alliance.register import rules
from alliance.register.headings import DAYS, HEADINGS, MUST, NUMBERS
from alliance.register.support import Support
from alliance.register.vocabulary import Funding, Origin, Status, SupporterKind, Theme

# What an export puts before a text that a spreadsheet might run as a formula.
GUARD = re.compile(r"^'(?=\s*[=+\-@＝＋－＠])")
LISTS: dict[str, type[StrEnum]] = {
    "supporter_kind": SupporterKind,
    "theme": Theme,
    "status": Status,
    "funding": Funding,
}
YES_NO = {"yes": True, "no": False, "true": True, "false": False}


def support_in(cells: dict[str, Any]) -> tuple[Support | None, list[rules.Fault]]:
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
