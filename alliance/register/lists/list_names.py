"""Names of a list matched to schools, trusts and local authorities, each with how well it fits.

A name is sure where it is exactly (see :func:`alliance.text.bare_names.bare_name`) that of one
school open then in the place that the list gives, or of one trust or local authority and of no
school there; or where a number is given whose name fits. Every other name is doubtful: a person
chooses, and what nobody chose is not written.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process

from alliance.history.as_at import authorities
from alliance.register.lists.list_labels import label_of
from alliance.register.register_vocabulary import SupporterKind
from alliance.text.bare_names import bare_name

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from alliance.history import History

LEAST, FITS, SURE = 60.0, 75.0, 100.0
"""How well a name fits, from 0 to 100: least to be offered, enough beside a number, exactly."""

CORE = 0.98
"""What the likeness of two names without the words that many share counts for."""

_COMMON = (
    "academy academies trust multi school schools primary junior infant infants nursery secondary "
    "high college community education learning partnership group and of "
    "catholic roman rc church england cofe ce voluntary aided controlled"
)
OUTSIDE = 15.0
"""So much better must the name of a school outside the place fit to be offered first."""

COMMON = frozenset(_COMMON.split(" "))
MOST = 6
"""So many schools or trusts are offered for a doubtful name."""


class Asked(NamedTuple):
    """A name of a list: with the number given beside it, its place and its time."""

    name: str
    number: str
    place: str
    first: dt.date
    last: dt.date


@dataclass(frozen=True)
class Candidate:
    """Who may be meant: kind and number, how it is told apart, and how well its name fits."""

    kind: SupporterKind
    number: str
    label: str
    score: float


@dataclass(frozen=True)
class Matched:
    """What was found for a name.

    Parameters
    ----------
    sure
        Who is meant, where there is no doubt.
    offered
        Who may be meant, the best first.
    why
        Why it is doubtful, or how it was found.

    """

    sure: Candidate | None
    offered: tuple[Candidate, ...]
    why: str


def schools_named(history: History, asked: Sequence[Asked]) -> list[Matched]:
    """Match the names of supported schools."""
    return [_matched(history, one, _Kinds(schools=True)) for one in asked]


def supporters_named(history: History, asked: Sequence[Asked]) -> list[Matched]:
    """Match the names of supporting organisations: trusts, schools and local authorities."""
    kinds = _Kinds(schools=True, others=True)
    return [_matched(history, one, kinds) for one in asked]


def places(history: History) -> dict[str, str]:
    """Return every region and local authority by its bare name, as the records write it."""
    regions = history.schools["region"].dropna().astype("str").unique()
    named = authorities(history)["la_name"].dropna().astype("str")
    return {bare_name(name): name for name in [*named, *regions]}


@dataclass(frozen=True, eq=False)
class _Pool:
    """Those whose names are looked through, laid out as lists."""

    kinds: list[SupporterKind]
    numbers: list[str]
    whole: list[str]
    core: list[str]
    places: dict[str, list[int]]

    @classmethod
    def of(cls, table: pd.DataFrame) -> _Pool:
        """Lay a table out: kind, number, bare, core."""
        numbers = table["number"].tolist()
        places: dict[str, list[int]] = {}
        for place, number in enumerate(numbers):
            places.setdefault(number, []).append(place)
        kinds = [SupporterKind(kind) for kind in table["kind"]]
        return cls(kinds, numbers, table["bare"].tolist(), table["core"].tolist(), places)


def core_name(bare: str) -> str:
    """Return a bare name without the words that many share: “outwood grange” of the trust."""
    return " ".join(word for word in bare.split() if word not in COMMON)


class _Kinds(NamedTuple):
    """Whose names are looked through."""

    schools: bool = True
    others: bool = False


@lru_cache(maxsize=4096)
def _matched(history: History, asked: Asked, kinds: _Kinds) -> Matched:
    by_number = _by_number(history, asked, kinds)
    if by_number is not None and by_number.score >= FITS:
        return Matched(by_number, (by_number,), "by its number")
    bare = bare_name(asked.name)
    offered = _offered(history, asked, bare, kinds)
    if by_number is not None:
        offered = [by_number, *(one for one in offered if one.number != by_number.number)]
        return Matched(None, tuple(offered[:MOST]), "the number given is that of another name")
    if asked.number.strip():
        return Matched(None, tuple(offered[:MOST]), "nobody of the number given was there then")
    exact = [one for one in offered if one.score >= SURE]
    if len(exact) > 1:
        # Of a school and its successor within the time the one that was there at its beginning.
        exact = [one for one in exact if _there_at_first(history, one, asked)] or exact
    placed = asked.place or all(one.kind is not SupporterKind.SCHOOL for one in exact)
    if len(exact) == 1 and placed:
        return Matched(exact[0], tuple(offered[:MOST]), "by its name")
    return Matched(None, tuple(offered[:MOST]), _why(exact, "" if kinds.others else asked.place))


def _there_at_first(history: History, one: Candidate, asked: Asked) -> bool:
    """Tell whether a school was open on the first day of the time that a list gives."""
    if one.kind is not SupporterKind.SCHOOL:
        return True
    return one.number in _schools_there(history, "", asked.first, asked.first).places


def _why(exact: list[Candidate], place: str) -> str:
    if len(exact) > 1:
        return f"{len(exact)} are called exactly so"
    if exact:
        return "no place is given, so that it may be another of that name"
    where = f" in {place}" if place else ""
    return f"nobody{where} is called exactly so"


def _offered(history: History, asked: Asked, bare: str, kinds: _Kinds) -> list[Candidate]:
    """Return whose names are most like a name, the best first."""
    pools = [_schools_there(history, asked.place, asked.first, asked.last)] * kinds.schools
    if kinds.others:
        pools += [_trusts_then(history, asked.first, asked.last), _authorities(history)]
    found = [row for pool in pools for row in _like(bare, pool)]
    if asked.place and not any(score >= SURE for *_, score in found):
        # Of supporters, and of schools whose place is told otherwise, others may be meant.
        everywhere = _schools_there(history, "", asked.first, asked.last)
        near = {number for _, number, _ in found}
        found += [
            (kind, number, min(score, SURE - 1))
            for kind, number, score in _like(bare, everywhere)
            if number not in near
        ]
        found.sort(key=lambda row: (OUTSIDE * (row[1] not in near) - row[2], row[1]))
    else:
        # Who supports is more often a trust than a school of the same name.
        found.sort(key=lambda row: (-row[2], row[0] is SupporterKind.SCHOOL, row[1]))
    return [
        Candidate(kind, number, label_of(history, kind, number, asked.first), round(score, 1))
        for kind, number, score in list(dict.fromkeys(found))[:MOST]
    ]


def _like(bare: str, pool: _Pool) -> list[tuple[SupporterKind, str, float]]:
    """Return those of a pool whose names are most like one, with their scores."""
    if not pool.numbers or not bare:
        return []
    scores = process.cdist([bare], pool.whole, scorer=fuzz.ratio, score_cutoff=LEAST)[0]
    if own := core_name(bare):
        scorer = fuzz.token_sort_ratio
        alike = process.cdist([own], pool.core, scorer=scorer, score_cutoff=LEAST)[0]
        scores = np.maximum(scores, alike * CORE)
    likely = np.flatnonzero(scores >= LEAST)
    best = likely[np.argsort(-scores[likely], kind="stable")][: 2 * MOST]
    # What is left of two names, or their words in another order, may be the same: they are not.
    return [
        (
            pool.kinds[i],
            pool.numbers[i],
            SURE if pool.whole[i] == bare else min(float(scores[i]), SURE - 1),
        )
        for i in best.tolist()
    ]


def _by_number(history: History, asked: Asked, kinds: _Kinds) -> Candidate | None:
    """Return who has the number given and was there then, with how well the name fits."""
    number = asked.number.strip().removesuffix(".0")
    pools = [_schools_there(history, "", asked.first, asked.last)] * kinds.schools
    if kinds.others:
        pools += [_trusts_then(history, asked.first, asked.last)]
    for pool in pools:
        if own := pool.places.get(number):
            bare = bare_name(asked.name)
            scores = [fuzz.token_sort_ratio(bare, pool.whole[place]) for place in own]
            label = label_of(history, pool.kinds[own[0]], number, asked.first)
            score = max(scores) if bare else SURE
            return Candidate(pool.kinds[own[0]], number, label, round(float(score), 1))
    return None


@lru_cache(maxsize=256)
def _schools_there(history: History, place: str, first: dt.date, last: dt.date) -> _Pool:
    """Return the schools open on a day between two, of a region or local authority or of all."""
    every = _every_school(history)
    there = ~(every["opened"] > pd.Timestamp(last)) & ~(every["closed"] <= pd.Timestamp(first))
    if place:
        under = history.school_authorities
        own = set(under.loc[under["la_name"] == place, "urn"])
        there &= every["urn"].isin(own) | (every["region"] == place)
    return _Pool.of(every[there])


@lru_cache(maxsize=2)
def _every_school(history: History) -> pd.DataFrame:
    schools = history.schools
    return pd.DataFrame(
        {
            "kind": SupporterKind.SCHOOL,
            "number": schools["urn"].astype("str"),
            "bare": (bare := schools["name"].map(bare_name)),
            "core": bare.map(core_name),
            "urn": schools["urn"],
            "region": schools["region"].astype("object"),
            "opened": schools["opened"],
            "closed": schools["closed"],
        }
    )


@lru_cache(maxsize=2)
def schools_called(history: History) -> dict[str, tuple[int, ...]]:
    """Return the URNs of the schools of every bare name, open or not."""
    every = _every_school(history)
    found = every.groupby("bare")["urn"].agg(tuple)
    return dict(zip(found.index.tolist(), found.tolist(), strict=True))


@lru_cache(maxsize=64)
def _trusts_then(history: History, first: dt.date, last: dt.date) -> _Pool:
    """Return the trusts that there were on a day between two, a row a name, former ones too."""
    every = _every_trust(history)
    there = ~(every["opened"] > pd.Timestamp(last)) & ~(every["closed"] <= pd.Timestamp(first))
    return _Pool.of(every[there])


@lru_cache(maxsize=2)
def _every_trust(history: History) -> pd.DataFrame:
    trusts = history.trusts[["trust_uid", "opened", "closed"]]
    named = [
        history.trusts[["trust_uid", "name"]],
        history.trusts[["trust_uid", "registered_name"]].set_axis(["trust_uid", "name"], axis=1),
        history.trust_names[["trust_uid", "registered_name"]].set_axis(
            ["trust_uid", "name"], axis=1
        ),
    ]
    every = pd.concat(named).dropna(subset=["name"])
    every = every.assign(bare=every["name"].map(bare_name)).drop_duplicates(["trust_uid", "bare"])
    every = every.assign(core=every["bare"].map(core_name)).merge(trusts, on="trust_uid")
    return every.assign(kind=SupporterKind.TRUST, number=every["trust_uid"].astype("str"))


@lru_cache(maxsize=2)
def _authorities(history: History) -> _Pool:
    found = authorities(history)
    codes = pd.Series(found.index.astype("str"), found.index)
    named = found["la_name"].astype("str").map(bare_name)
    every = pd.DataFrame({"number": codes, "bare": named}).reset_index(drop=True)
    also = every.assign(bare=every["bare"] + " council")
    both = pd.concat([every, also], ignore_index=True)
    return _Pool.of(both.assign(kind=SupporterKind.LOCAL_AUTHORITY, core=both["bare"]))
