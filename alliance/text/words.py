"""Numbers and days as people read them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence


MISSING = "–"
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_TIED = re.compile(
    rf"[0-9] (?=(?:km²?|pupils|points|days|{_MONTHS})\b)|\b(?:{_MONTHS}) (?=[0-9]{{4}}\b)"
)
_URN = re.compile(r"[0-9]{5,7}")


def day_in_words(day: dt.date) -> str:
    """Return a day as 14 November 2017."""
    return f"{day.day} {day:%B %Y}"


def when_in_words(day: Any, after: Any, *, on: str = "") -> str:
    """Say a day of a table after ``on``, or, where it is known to lie after another, both."""
    said = day_in_words(day.date())
    return f"{on}{said}" if pd.isna(after) else f"between {day_in_words(after.date())} and {said}"


def period_in_words(start: dt.date, end: dt.date) -> str:
    """Return a period as 1 October 2017 to 1 October 2018, both days counted."""
    return f"{day_in_words(start)} to {day_in_words(end)}, both days counted"


def count(number: float) -> str:
    """Return a whole number as 1,234, or a dash where there is none."""
    return MISSING if is_missing(number) else f"{number:,.0f}"


def is_missing(number: float) -> bool:
    """Return whether a figure is missing, whatever way a table has of saying so."""
    return bool(pd.isna(number))


def counted(number: int, one: str, many: str) -> str:
    """Return a number with its noun: 1 school, 1,234 schools."""
    return f"{count(number)} {one if number == 1 else many}"


def percent(number: float) -> str:
    """Return a percentage as 86.2%, or a dash where there is none; only all is 100%.

    >>> [percent(number) for number in (86.24, 100.0, 99.97, 0.0)]
    ['86.2%', '100%', '99.9%', '0%']
    """
    if is_missing(number):
        return MISSING
    if number in (0, 100):
        return f"{number:.0f}%"
    return "99.9%" if 99.95 <= number < 100 else f"{number:.1f}%"


def listed(names: Sequence[str], most: int = 3) -> str:
    """Return names as A, B and C; beyond ``most``, how many more there are."""
    shown = list(names[:most])
    if len(names) > most:
        shown = [*shown[: most - 1], f"{len(names) - most + 1} more"]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


def not_acting(filters: Sequence[str], why: str = "") -> str:
    """Say which filters do not act on a page, by their names; blank where there is none.

    >>> not_acting(["region", "grade"])
    'Your region and grade filters do not act here.'
    """
    if not filters:
        return ""
    do = "filters do" if filters[1:] else "filter does"
    return f"Your {listed(filters, most=9)} {do} not act here{f': {why}' if why else ''}."


def tied(text: str) -> str:
    r"""Return text whose numbers are not parted from their units, nor days from their months.

    >>> tied("10.7 km on 14 November 2017").replace("\N{NO-BREAK SPACE}", "~")
    '10.7~km on 14~November~2017'
    """
    return _TIED.sub(lambda found: f"{found[0][:-1]}\xa0", text)


def plain(text: str) -> str:
    """Return text from data so that Markdown shows it as it is."""
    return "".join("\\" + letter if letter in "\\`*_{}[]<>$:#|~!" else letter for letter in text)


def is_urn(text: str) -> bool:
    """Return whether text is written as a URN is: five to seven digits."""
    return bool(_URN.fullmatch(text))
