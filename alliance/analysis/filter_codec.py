"""The filter as addresses write it, and back: one reader and two ways to write.

An address gives each key several values. A value is read as people see it, by the name shown, or
as the filter holds it, by UID or number. :func:`written` writes what the filter holds, for
addresses that machines follow; :func:`in_words` the names shown, for those that people keep.
"""

from __future__ import annotations

import datetime as dt
import re
from difflib import SequenceMatcher
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from alliance.analysis.filters import GRADE_NAMES, PARTS, Filter, Part, grade_names, in_use
from alliance.analysis.schools.search import trusts_numbered
from alliance.analysis.trusts.trust_names import also_called, shown_names, trust_options
from alliance.errors import QuestionError, UnknownName
from alliance.history import SATISFACTORY
from alliance.history.name_folding import fold
from alliance.history.schools_numbered import schools_numbered
from alliance.text.identifiers import NO_UKPRN, URN, identifier_in
from alliance.text.urn_lists import each_once, spelled, urns_in
from alliance.text.words import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from alliance.history import History

DAY = "day"
FIRST = {part.key: part.first for part in PARTS if part.first}
"""What an address means that does not name these keys, where it is a person's."""
ON, OFF = "true", "false"
# How like a name must be to be offered for another, and how many are.
LIKE, MOST_LIKE = 0.6, 3
# Or it begins with so many letters of it; of those that are not alike so many are named.
LETTERS, MOST_TOLD = 4, 12
MOST_UNKNOWN = 200
"""So many numbers that are no school's are named."""
MOST_NAMED = 3
"""So many schools of a list are named; of more it is said how many they are."""
_URN_BEHIND = re.compile(r"\(([0-9]{5,7})\)\s*$")


class Fault(NamedTuple):
    """A value that means nothing, and the part it was given for."""

    part: Part
    value: str


@lru_cache(maxsize=32)
def options(history: History, part: Part) -> dict[str, tuple[Any, ...]]:
    """Return the options of a part by all their names, each with what the filter holds for it."""
    if part.kind == "trust":
        return {name: (uid,) for name, uid in trust_options(history).items()}
    if part.kind == "grade":
        return {name: (grade,) for grade, name in GRADE_NAMES.items()} | {SATISFACTORY: (3,)}
    if part.kind == "school":
        schools = history.schools
        named = zip(schools["name"].tolist(), schools["urn"].tolist(), strict=True)
        return {_school(name, urn): (urn,) for name, urn in named}
    if part.kind == "switch":
        return {part.label: tuple(int(uid) for uid in history.alliance["trust_uid"])}
    # Local authorities are those of all days.
    columns = {**history.schools, **history.school_authorities}
    names = part.names or columns[part.column].cat.categories
    return {name: (name,) for name in (*part.first, *names)}


def read_day(text: str) -> dt.date:
    """Read a day, of the history or not; raise QuestionError where it is none."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise QuestionError(f"{text[:20]!r} is not a day; expected a day as 2018-10-01.") from None


def nearest_day(history: History, day: dt.date) -> dt.date:
    """Return the day of the history that is nearest to ``day``."""
    return min(max(day, history.first_day), history.last_day)


def read_filter(
    history: History, day: dt.date, query: Mapping[str, Iterable[object]], *, loosely: bool = False
) -> tuple[Filter, list[Fault]]:
    """Read a filter on a day; each value that means nothing is left out of it and returned.

    ``loosely`` takes names in whatever case and punctuation they come. Values that are empty and
    keys that are no part's are passed over.
    """
    faults: list[Fault] = []
    held: dict[str, tuple[Any, ...]] = {}
    for part in PARTS:
        given = [text for text in dict.fromkeys(map(str, query.get(part.key, ()))) if text]
        if not given:
            continue
        if part.kind == "school":
            held[part.field], unknown = _read_schools(history, given)
            faults += [Fault(part, text) for text in unknown]
            continue
        folded = loosely or part.kind == "switch"
        known = _readings(history, part, folded=folded)
        found = [known.get(text) for text in (_folded(given) if folded else given)]
        if part.kind == "trust":
            found = [
                _numbered(history, text) if values is None else values
                for text, values in zip(given, found, strict=True)
            ]
        held[part.field] = tuple(dict.fromkeys(one for values in found for one in values or ()))
        told = zip(given, found, strict=True)
        faults += [Fault(part, text) for text, values in told if values is None]
    return Filter(day, **held), faults


def filter_named(
    history: History, day: dt.date, query: Mapping[str, Iterable[object]], *, loosely: bool = False
) -> Filter:
    """Read a filter as :func:`read_filter` does, all of it.

    Raises
    ------
    UnknownName
        All values that mean nothing, at once, names each with the nearest known ones.
    """
    chosen, faults = read_filter(history, day, query, loosely=loosely)
    if faults:
        said = [
            unknown_in_words(history, part, [one.value for one in faults if one.part == part])
            for part in dict.fromkeys(one.part for one in faults)
        ]
        raise UnknownName("; ".join(said) + ".")
    return chosen


def as_spelled(history: History, chosen: Filter) -> Filter:
    """Return the filter with its names as the history spells them, in whatever case they came.

    Raises
    ------
    UnknownName
        As :func:`filter_named`.
    """
    return filter_named(history, chosen.day, written(chosen), loosely=True)


def written(chosen: Filter) -> dict[str, list[str]]:
    """Return the query that says the day and what the filter holds, key by key."""
    held = {
        part.key: [spelled(values)] if part.kind == "school" else list(map(str, values))
        for part, values in in_use(chosen).items()
    }
    return {DAY: [chosen.day.isoformat()], **held}


def in_words(history: History, chosen: Filter) -> dict[str, list[str]]:
    """Return the query that says the day and the filter by the names shown on that day."""
    held = {
        part.key: [ON] if part.kind == "switch" else kept_as(history, chosen, part)
        for part in in_use(chosen)
    }
    return {DAY: [chosen.day.isoformat()], **held}


def called(history: History, chosen: Filter, part: Part) -> list[str]:
    """Return what a filter holds of a part by the names shown on its day, each once."""
    values = in_use(chosen).get(part, ())
    if part.kind == "switch":
        return [part.label] if values else []
    if part.kind == "school":
        return _called_schools(history, values)
    names: Mapping[Any, str] = {}
    if part.kind in ("trust", "grade"):
        names = shown_names(history) if part.kind == "trust" else grade_names(chosen.day)
    return list(dict.fromkeys(names.get(value, str(value)) for value in values))


def kept_as(history: History, chosen: Filter, part: Part) -> list[str]:
    """Return what a filter holds of a part by the names by which the session and links keep it.

    They are those that people see, but of a list of schools their URNs.
    """
    if part.kind == "school":
        return [spelled(values)] if (values := in_use(chosen).get(part, ())) else []
    return called(history, chosen, part)


def _called_schools(history: History, urns: tuple[int, ...]) -> list[str]:
    """Return the names of a few schools, of more how many they are."""
    if len(urns) > MOST_NAMED:
        return [f"{len(urns):,} schools"]
    names = history.schools.set_index("urn")["name"]
    return [_school(names[urn], urn) for urn in urns]


def _school(name: str, urn: int) -> str:
    return f"{name} ({urn})"


@lru_cache(maxsize=2)
def _urns(history: History) -> frozenset[int]:
    return frozenset(history.schools["urn"].tolist())


def _read_schools(history: History, given: list[str]) -> tuple[tuple[int, ...], list[str]]:
    """Return the schools that texts tell: URNs in one text or many, a LAESTAB, or "Name (URN)"."""
    known = _urns(history)
    found: list[int] = []
    unknown: list[str] = []
    for text in given:
        number = identifier_in(text)
        named = _URN_BEHIND.search(text)
        urns = [int(named[1])] if named else urns_in(text)
        if number is not None and number.number not in known:
            urns = schools_numbered(history, number) or urns
        elif number is not None and number.may_be(URN):
            urns = [number.number]
        found += [urn for urn in urns or () if urn in known]
        if urns is None:
            unknown.append(text)
        unknown += [str(urn) for urn in urns or () if urn not in known]
    return each_once(found), unknown


@lru_cache(maxsize=64)
def _readings(history: History, part: Part, *, folded: bool) -> dict[str, tuple[Any, ...]]:
    """Return what the filter holds for each text that means something to a part."""
    if folded:
        exact = _readings(history, part, folded=False)
        found: dict[str, tuple[Any, ...]] = {}
        for name, values in zip(_folded(exact), exact.values(), strict=True):
            found[name] = tuple(dict.fromkeys((*found.get(name, ()), *values)))
        return found
    known = options(history, part)
    if part.kind == "trust":
        uids = {str(uid): (uid,) for uid in shown_names(history)}
        return uids | known | also_called(history)
    if part.kind == "switch":
        members = known[part.label]
        return {str(uid): (uid,) for uid in members} | known | {ON: members, OFF: ()}
    plain = {str(value): (value,) for values in known.values() for value in values}
    return plain | known


def _numbered(history: History, text: str) -> tuple[int, ...] | None:
    """Return the trusts of a number in any spelling, nothing where there is none."""
    number = identifier_in(text)
    return None if number is None else tuple(trusts_numbered(history, number)) or None


def _folded(names: Iterable[str]) -> list[str]:
    return fold(pd.Series(list(names), dtype="str")).tolist()


def unknown_in_words(history: History, part: Part, values: Iterable[str]) -> str:
    """Say that values of a part mean nothing: each by name, with the known names nearest to it."""
    given = list(dict.fromkeys(values))
    if part.kind == "school":
        plain = [value[:40] if value.isdecimal() else repr(value[:40]) for value in given]
        if len(plain) == 1:
            return f"No school of the records has the URN {plain[0]}"
        return f"No school of the records has a URN of these: {listed(plain, most=MOST_UNKNOWN)}"
    return "; ".join(_unknown_in_words(history, part, value) for value in given)


def _unknown_in_words(history: History, part: Part, value: str) -> str:
    if part.kind == "trust":
        number = identifier_in(value)
        ukprn = f". {NO_UKPRN.rstrip('.')}" if number is not None and number.like_ukprn else ""
        return f"No trust found with the UID {value}{ukprn}"
    known = list(options(history, part))
    near = _nearest(value, known)
    said = f"No {part.noun} is called {value!r}"
    if len(near) == 1:
        return f"{said}; the nearest is {near[0]}"
    return f"{said}; known are {', '.join(near[:MOST_TOLD])}" + (
        f" and {len(near) - MOST_TOLD} more" if len(near) > MOST_TOLD else ""
    )


def _nearest(name: str, names: list[str]) -> list[str]:
    """Return the names most like ``name`` or beginning so, else all; the nearest first."""
    asked = name.casefold()
    like = {own: SequenceMatcher(None, asked, own.casefold()).ratio() for own in names}
    near = {own for own in names if like[own] >= LIKE or own.casefold().startswith(asked[:LETTERS])}
    ordered = sorted(names, key=lambda own: (own not in near, -like[own], own))
    return [own for own in ordered if own in near][:MOST_LIKE] or ordered
