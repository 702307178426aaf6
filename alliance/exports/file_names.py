"""The names of files that leave the app: what is in them, in letters that any computer takes."""

from __future__ import annotations

import calendar
import re
import unicodedata
from typing import TYPE_CHECKING

from alliance.analysis.filter_codec import called
from alliance.analysis.filters import in_use

if TYPE_CHECKING:
    import datetime as dt

    from alliance.analysis.filters import Filter
    from alliance.history import History

LONGEST, _LONGEST_PART = 150, 80
_MONTHS = tuple(calendar.month_name)[1:]
_DAY = re.compile(rf"\b([0-9]{{1,2}}) ({'|'.join(_MONTHS)}) ([0-9]{{4}})\b")
_WHOLE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:-to-[0-9]{4}-[0-9]{2}-[0-9]{2})?|[a-z0-9]+")
"""What is never cut: a word, a day, a period."""


def file_name(ending: str, *parts: str, day: dt.date | None = None) -> str:
    """Return a name of words joined by hyphens: page, table, scope, day; then its ending.

    A part that says nothing new is left out; days in it are written as 2016-08-04.

    >>> file_name(".csv", "Schools", "Schools", "Alliance region, Secondary")
    'schools-alliance-region-secondary.csv'
    >>> file_name(".csv", "Trusts", "Trusts side by side", "4 August 2016 to 1 June 2019")
    'trusts-side-by-side-2016-08-04-to-2019-06-01.csv'
    """
    said: list[str] = []
    for part in parts:
        words = _cut(_plain(part), _LONGEST_PART)
        if said and words.startswith(f"{said[-1]}-"):
            said.pop()
        if words and words not in "-".join(said):
            said.append(words)
    name = _cut("-".join(said), LONGEST) or "table"
    return f"{name}-{day.isoformat()}{ending}" if day else f"{name}{ending}"


def _plain(part: str) -> str:
    """Return words in small letters, hyphens between them."""
    dated = _DAY.sub(lambda day: f"{day[3]}-{_MONTHS.index(day[2]) + 1:02}-{int(day[1]):02}", part)
    plain = unicodedata.normalize("NFKD", dated).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")


def _cut(words: str, most: int) -> str:
    """Return as many whole words, days and periods as there is room for."""
    ends = [one.end() for one in _WHOLE.finditer(words) if one.end() <= most]
    return words[: ends[-1]] if ends else words[:most]


def scope_in_name(history: History, chosen: Filter) -> str:
    """Return what a filter keeps as a file is named by it; England where it keeps all."""
    said = [", ".join(called(history, chosen, part)) for part in in_use(chosen)]
    return ", ".join(said) or "England"
