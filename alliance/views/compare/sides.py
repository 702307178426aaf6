"""What is compared: schools, trusts and places, each as the address names it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from alliance.analysis.filters import Filter, narrow, only
from alliance.analysis.schools.search import search
from alliance.analysis.trusts.trust_names import shown_names
from alliance.analysis.trusts.trust_search import search_trusts
from alliance.current.known_on_day import inspected_state
from alliance.current.state import current_history
from alliance.history.as_at import authorities
from alliance.history.name_folding import fold
from alliance.text.identifiers import identifier_in
from alliance.views.content import row_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from alliance.analysis.figures.side_measures import SideKind

LEAST, MOST = 2, 6
COMPARED = "compare"
"""Names in the address what is compared, as trust:4119, school:136633 or area:Doncaster."""
KINDS: dict[SideKind, str] = {
    "region": "Region",
    "authority": "Local authority",
    "area": "Opportunity Area",
    "trust": "Trust",
    "school": "School",
}
_FOUND = 8


class Side(NamedTuple):
    """One of those compared: its kind, the number or name that tells it, and how it is called."""

    kind: SideKind
    number: str
    name: str

    @property
    def key(self) -> str:
        """What the address says."""
        return f"{self.kind}:{self.number}"

    def filter(self, chosen: Filter) -> Filter:
        """Return the filter of its schools: the day, phases and types of another, and itself."""
        scope = only(chosen, "school")
        if self.kind == "region":
            return replace(scope, regions=(self.number,))
        if self.kind == "area":
            return replace(scope, opportunity_areas=(self.number,))
        if self.kind == "authority":
            return replace(scope, authorities=(self.name,))
        if self.kind == "trust":
            return replace(scope, trusts=(int(self.number),))
        if self.kind == "school":
            return replace(Filter(chosen.day), schools=(int(self.number),))
        return scope

    def schools(self, chosen: Filter) -> pd.DataFrame:
        """Return its schools of the filter's day, with how they were inspected."""
        return narrow(inspected_state(chosen.day), self.filter(chosen))


ENGLAND = Side("country", "England", "England")


def side_of(key: str) -> Side | None:
    """Return what a key of the address tells; nothing where the records do not hold it."""
    kind, _, number = key.partition(":")
    history = current_history()
    if kind == "region":
        known = number in set(history.schools["region"].cat.categories)
        return Side("region", number, number) if known else None
    if kind == "area":
        known = number in set(history.schools["opportunity_area"].cat.categories)
        return Side("area", number, number) if known else None
    if kind == "authority":
        names = authorities(history)["la_name"].astype("str")
        found = {str(code): name for code, name in names.items() if number in (str(code), name)}
        return Side("authority", *list(found.items())[-1]) if found else None
    if not (number.isascii() and number.isdecimal() and len(number) < 9):
        return None
    if kind == "trust":
        name = shown_names(history).get(int(number))
        return Side("trust", str(int(number)), name) if name else None
    school = row_of(history.schools, int(number)) if kind == "school" else None
    return None if school is None else Side("school", str(int(number)), str(school["name"]))


def sides_of(keys: Iterable[str]) -> tuple[list[Side], list[str]]:
    """Return those that keys tell, each once, six at most; and the keys that tell none."""
    each = list(dict.fromkeys(key for key in keys if key))
    found = {key: side_of(key) for key in each}
    sides = dict.fromkeys(side for side in found.values() if side is not None)
    return list(sides)[:MOST], [key for key, side in found.items() if side is None]


def region_of_side(side: Side, schools: pd.DataFrame) -> Side | None:
    """Return the region in which most of a side's schools lie; nothing of a region itself."""
    if side.kind in ("region", "country") or schools.empty:
        return None
    name = str(schools["region"].astype("str").mode().iloc[0])
    return Side("region", name, name)


def sides_found(words: str, chosen: Filter) -> list[Side]:
    """Return schools, trusts and places that words or a number may tell, the likeliest first."""
    history = current_history()
    number = identifier_in(words)
    trusts = [
        Side("trust", str(row["trust_uid"]), shown_names(history)[int(row["trust_uid"])])
        for row in search_trusts(history, words, _FOUND).to_dict("records")
    ]
    found = search(history, words, chosen.day, _FOUND)
    found = found[found["open"] & (found["found_by"] != "trust")]
    schools = [
        Side("school", str(urn), name)
        for urn, name in zip(found["urn"].tolist(), found["name"].tolist(), strict=True)
    ]
    if number is not None:
        return [*trusts, *schools][:_FOUND]
    places = _places(words)
    # Of each kind the best, that none crowds out the others.
    return [*places[:4], *trusts[: max(3, _FOUND - len(places) - len(schools))], *schools][:_FOUND]


def _places(words: str) -> list[Side]:
    history = current_history()
    codes = authorities(history)["la_name"].astype("str")
    schools = history.schools
    every = [
        *(Side("region", name, name) for name in schools["region"].cat.categories),
        *(Side("area", name, name) for name in schools["opportunity_area"].cat.categories),
        *(Side("authority", str(code), name) for code, name in codes.items()),
    ]
    asked, *names = _folded([words, *(side.name for side in every)])
    if not asked:
        return []
    hits = [side for side, name in zip(every, names, strict=True) if asked in name]
    return sorted(hits, key=lambda side: len(side.name))


def _folded(names: list[str]) -> list[str]:
    return fold(pd.Series(names, dtype="str")).tolist()
