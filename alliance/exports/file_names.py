"""The names of files that leave the app: what is in them, in letters that any computer takes."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from alliance.analysis.filter_codec import called
from alliance.analysis.filters import in_use

if TYPE_CHECKING:
    import datetime as dt

    from alliance.analysis.filters import Filter
    from alliance.history import History

LONGEST, _LONGEST_PART = 150, 60


def file_name(ending: str, *parts: str, day: dt.date | None = None) -> str:
    """Return a name of words joined by hyphens: page, table, scope, day; then its ending.

    A part that says nothing new is left out.

    >>> file_name(".csv", "Schools", "Schools", "Alliance region, Secondary")
    'schools-alliance-region-secondary.csv'
    """
    said: list[str] = []
    for part in parts:
        plain = unicodedata.normalize("NFKD", part).encode("ascii", "ignore").decode().lower()
        words = re.sub(r"[^a-z0-9]+", "-", plain.replace("'", ""))[:_LONGEST_PART].strip("-")
        if words and words not in "-".join(said):
            said.append(words)
    name = "-".join(said)[:LONGEST].strip("-") or "table"
    return f"{name}-{day.isoformat()}{ending}" if day else f"{name}{ending}"


def scope_in_name(history: History, chosen: Filter) -> str:
    """Return what a filter keeps as a file is named by it; England where it keeps all."""
    said = [", ".join(called(history, chosen, part)) for part in in_use(chosen)]
    return ", ".join(said) or "England"
