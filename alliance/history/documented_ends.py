"""Who the two ends of a documented case of support were on the day, by the history.

A school is looked for as the file numbers it; where that school was not open then, among those
that links name before or after it; and at last by its very name in the local authority that the
source names. What is found in none of these ways is told with the reason and never guessed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from alliance.history.as_at import authority_on
from alliance.text.bare_names import bare_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alliance.history import History

GENERATIONS = 6
ENDS = ("supporter", "recipient")


class _Found(NamedTuple):
    """An end: its number, how it was found, or why it was not."""

    number: int | None
    how: str = ""
    why: str = ""


def with_ends(history: History, cases: pd.DataFrame) -> pd.DataFrame:
    """Add to documented cases who their ends were on the day.

    Parameters
    ----------
    cases
        As :func:`alliance.history.documented.documented_support` gives them.

    Returns
    -------
    DataFrame
        With, for each end (supporter, recipient): ``_school`` (URN of the school on the day;
        missing for a trust), ``_trust`` (UID of the trust itself, or of the trust that ran the
        school on the first day that its start can have; missing where none did), ``_day`` (that
        day), ``_how`` (how it was found, "" where as the file numbers it), ``_lost`` (why it was
        not, "" where it was).

    """
    every = _Schools(history)
    found: dict[str, list[Any]] = {}
    for case in cases.itertuples(index=False):
        for end in ENDS:
            for name, value in _end_of(every, case, end).items():
                found.setdefault(f"{end}_{name}", []).append(value)
    told = pd.DataFrame(found, index=cases.index)
    for end in ENDS:
        numbers = {
            f"{end}_{name}": told[f"{end}_{name}"].astype("Int64") for name in ("school", "trust")
        }
        told = told.assign(**numbers, **{f"{end}_day": pd.to_datetime(told[f"{end}_day"])})
    return cases.join(told)


def _end_of(every: _Schools, case: Any, end: str) -> dict[str, Any]:
    """Return what is found of one end of a case."""
    first, last = case.first, case.last
    if getattr(case, f"{end}_kind") == "trust":
        uid = case.supporter_uid if end == "supporter" else case.recipient_trust_uid
        trust = every.trust(uid, first, last)
        return {
            "school": None,
            "trust": trust.number,
            "day": first,
            "how": trust.how,
            "lost": trust.why,
        }
    given = (
        [case.supporter_urn]
        if end == "supporter"
        else [case.recipient_urn, case.recipient_later_urn]
    )
    place = case.place if end == "recipient" else ""
    school = every.school(given, getattr(case, f"{end}_name"), place, first, last)
    day = first if school.number is None else every.first_day(school.number, first)
    trust_uid = None if school.number is None else every.trust_of(school.number, day)
    return {
        "school": school.number,
        "trust": trust_uid,
        "day": day,
        "how": school.how,
        "lost": school.why,
    }


class _Schools:
    """The schools, trusts and links of a history, laid out to be asked for a few of them."""

    def __init__(self, history: History) -> None:
        self._history = history
        self._schools = history.schools.set_index("urn")[["name", "opened", "closed"]]
        self._trusts = history.trusts.set_index("trust_uid")[
            ["companies_house", "opened", "closed"]
        ]
        self._links = history.links[["predecessor_urn", "successor_urn"]]

    def school(
        self,
        given: Sequence[Any],
        name: str,
        place: str,
        first: pd.Timestamp,
        last: pd.Timestamp,
    ) -> _Found:
        """Return the school that was open between two days."""
        numbers = [int(urn) for urn in given if pd.notna(urn)]
        for urn in numbers:
            if self._open([urn], first, last):
                return _Found(urn)
        for ahead, how in (
            (False, "the school before it, by links"),
            (True, "its successor, by links"),
        ):
            there = self._open(self._line(numbers, ahead=ahead), first, last)
            called = [
                urn
                for urn in there
                if bare_name(str(self._schools.loc[urn, "name"])) == bare_name(name)
            ]
            for some in (there, called):
                if len(some) == 1:
                    return _Found(some[0], how)
        by_name = self._named(name, place, first, last)
        if len(by_name) == 1:
            return _Found(by_name[0], f"by its name in {place}")
        why = "no school of its number was open then, nor one that links name before or after it"
        return _Found(None, why=why)

    def _open(self, urns: Sequence[int], first: pd.Timestamp, last: pd.Timestamp) -> list[int]:
        """Keep the schools that were open on a day between two."""
        held = self._schools.loc[[urn for urn in urns if urn in self._schools.index]]
        there = ~(held["opened"] > last) & ~(held["closed"] <= first)
        return [int(urn) for urn in held.index[there]]

    def _line(self, urns: Sequence[int], *, ahead: bool) -> list[int]:
        """Return the schools that links name before others, or after them."""
        of, to = (
            ("predecessor_urn", "successor_urn") if ahead else ("successor_urn", "predecessor_urn")
        )
        found: list[int] = []
        asked = list(urns)
        for _ in range(GENERATIONS):
            near = self._links.loc[self._links[of].isin(asked), to].tolist()
            asked = [int(urn) for urn in dict.fromkeys(near) if urn not in found]
            found += asked
        return found

    def _named(self, name: str, place: str, first: pd.Timestamp, last: pd.Timestamp) -> list[int]:
        """Return the schools of a name that were open in a local authority."""
        word = name.partition(" ")[0].casefold()
        names = self._schools["name"]
        there = names[names.str.casefold().str.startswith(word)]
        called = there.index[there.map(bare_name) == bare_name(name)]
        own = self._open([int(urn) for urn in called], first, last)
        under = authority_on(
            self._history,
            pd.Series(own, dtype="int64"),
            pd.Series([first] * len(own), dtype="datetime64[ms]"),
        )
        return [urn for urn, area in zip(own, under["la_name"], strict=True) if area == place]

    def first_day(self, urn: int, first: pd.Timestamp) -> pd.Timestamp:
        """Return the first day from ``first`` on that a school was open."""
        opened: Any = self._schools.loc[urn, "opened"]
        return first if pd.isna(opened) else max(first, opened)

    def trust_of(self, urn: int, day: pd.Timestamp) -> int | None:
        """Return the trust that ran a school on a day."""
        held = self._history.memberships
        held = held[held["urn"] == urn]
        held = held[(held["joined"] <= day) & ~(held["left"] <= day)]
        return int(held["trust_uid"].iloc[0]) if len(held) else None

    def trust(self, uid: Any, first: pd.Timestamp, last: pd.Timestamp) -> _Found:
        """Return the trust that there was between two days: itself, else another of its company."""
        if pd.isna(uid) or uid not in self._trusts.index:
            return _Found(None, why="the records hold no trust of its number")
        if self._ran([int(uid)], first, last):
            return _Found(int(uid))
        company = self._trusts.loc[uid, "companies_house"]
        others = (
            self._trusts.index[self._trusts["companies_house"] == company]
            if pd.notna(company)
            else []
        )
        same = self._ran([int(one) for one in others], first, last)
        if len(same) == 1:
            return _Found(same[0], "the trust of the same company then")
        return _Found(None, why="the trust was not open then")

    def _ran(self, uids: Sequence[int], first: pd.Timestamp, last: pd.Timestamp) -> list[int]:
        """Keep the trusts that were open on a day between two, or ran an academy then."""
        held = self._trusts.loc[list(uids)]
        there = ~(held["opened"] > last) & ~(held["closed"] <= first)
        members = self._history.memberships
        ran = members[members["trust_uid"].isin(uids)]
        ran = ran[(ran["joined"] <= last) & ~(ran["left"] <= first)]
        return [int(uid) for uid in held.index if there[uid] or uid in set(ran["trust_uid"])]
