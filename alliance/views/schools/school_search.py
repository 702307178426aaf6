"""Which school a page tells of: its URN in the address, or found by name, URN or postcode."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from alliance.analysis.schools.search import search, trusts_numbered
from alliance.analysis.trusts.trust_names import shown_names
from alliance.current.state import current_history
from alliance.history.name_folding import fold
from alliance.history.schools_numbered import KINDS
from alliance.text.identifiers import identifier_in
from alliance.text.words import day_in_words, listed, plain
from alliance.views.columns import Column
from alliance.views.not_found import urn_in

if TYPE_CHECKING:
    import datetime as dt

    from alliance.analysis.filters import Filter


BOX = "urn"
MOST_OF_ONE_NUMBER = 20
"""More than schools have borne one LAESTAB, or stood at one postcode."""


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

    Numbers are taken in every spelling. A LAESTAB that several had in turn, and a whole postcode,
    names the one school open on the day, not those it came after.
    """
    history, urn = current_history(), urn_in(words)
    linked = history.links[["predecessor_urn", "successor_urn"]]
    if urn is not None and (linked == urn).any(axis=None):
        return urn
    found = search(history, words, chosen.day, MOST_OF_ONE_NUMBER)
    there = found["postcode"].str.replace(" ", "") == words.replace(" ", "").upper()
    numbered = found["found_by"].isin(KINDS)
    for named in (found["urn"] == urn, numbered & found["open"], numbered, there & found["open"]):
        if named.sum() == 1:
            return int(found.loc[named, "urn"].iloc[0])
    alone = len(found) == 1 and (
        found["found_by"].iloc[0] != "name" or _begins(found["name"].iloc[0], words)
    )
    return int(found["urn"].iloc[0]) if alone else None


def _begins(name: str, words: str) -> bool:
    """Say whether a word of a name begins as each of the words asked for."""
    theirs, asked = (one.split() for one in fold(pd.Series([name, words], dtype="str")))
    return all(any(one.startswith(word) for one in theirs) for word in asked)


def of_trusts_in_words(words: str, day: dt.date) -> str:
    """Say whose academies answer words that are a trust's number; blank where they are none."""
    number = identifier_in(words)
    uids = () if number is None else trusts_numbered(current_history(), number)
    names = [f"{plain(shown_names(current_history())[uid])} (UID {uid})" for uid in uids]
    if not names:
        return ""
    return f"With the academies of {listed(names, most=5)} on {day_in_words(day)}."
