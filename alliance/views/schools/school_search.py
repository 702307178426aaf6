"""Which school a page tells of: its URN in the address, or found by name, URN or postcode."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliance.analysis.schools.search import search
from alliance.current.state import current_history
from alliance.text.words import is_urn
from alliance.views.columns import Column

if TYPE_CHECKING:
    from alliance.analysis.filters import Filter


BOX = "urn"


FOUND_COLUMNS = {
    "name": Column("School"),
    "urn": Column("URN", "Unique reference number of the school", "number"),
    "phase": Column("Phase"),
    "la_name": Column("Local authority"),
    "postcode": Column("Postcode"),
    "opened": Column(
        "Opened",
        "Empty where before the records; not later than this where Opened after is given",
        "day",
    ),
    "opened_after": Column("Opened after", "Where only two days between are known", "day"),
    "closed": Column("Closed", "The first day it was no longer open", "day"),
    "closed_after": Column("Closed after", "Where only two days between are known", "day"),
}


def school_asked(words: str, chosen: Filter) -> int | None:
    """Return the URN of the one school that the words name; nothing where none or several do.

    A whole postcode names the one school open there on the day, not those it came after.
    """
    history = current_history()
    linked = history.links[["predecessor_urn", "successor_urn"]]
    if is_urn(words) and (linked == int(words)).any(axis=None):
        return int(words)
    found = search(history, words, chosen.day, 2)
    there = found["postcode"].str.replace(" ", "") == words.replace(" ", "").upper()
    for named in (found["urn"].astype("str") == words, there & found["open"]):
        if named.sum() == 1:
            return int(found.loc[named, "urn"].iloc[0])
    return int(found["urn"].iloc[0]) if len(found) == 1 else None
