"""The names by which trusts are shown and found, each worked out once for a history."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

import pandas as pd

from alliance.analysis.trusts.trust_search import former_names
from alliance.history.name_folding import fold

if TYPE_CHECKING:
    import datetime as dt

    from alliance.history import History


@lru_cache(maxsize=2)
def trust_names(history: History) -> dict[int, str]:
    """Return the display name of every trust by UID."""
    trusts = history.trusts
    return dict(zip(trusts["trust_uid"].tolist(), trusts["name"].tolist(), strict=True))


@lru_cache(maxsize=24)
def names_on(history: History, day: dt.date) -> pd.Series[str]:
    """Return the name that every trust had on a day, by UID, as far as lists tell.

    The last list by the day counts, else the first one after. Names that differ in spelling or in
    the order of their words only are one, and that of today is taken.
    """
    told = history.trust_names.sort_values("first_seen", kind="stable")
    told = told.assign(later=told["first_seen"] > pd.Timestamp(day))
    by_then = told[~told["later"]].drop_duplicates("trust_uid", keep="last")
    first = told[~told["trust_uid"].isin(by_then["trust_uid"])].drop_duplicates("trust_uid")
    then = pd.concat([by_then, first]).set_index("trust_uid")["name"]
    today = history.trusts.set_index("trust_uid")["name"]
    then = then.reindex(today.index).fillna(today)
    return then.where(_words_of(then) != _words_of(today), today)


def _words_of(names: pd.Series[str]) -> pd.Series[str]:
    return fold(names).str.split().map(sorted).str.join(" ")


@lru_cache(maxsize=2)
def every_trust(history: History) -> dict[str, int]:
    """Return every trust by the name shown; with its UID where two share one."""
    named = sorted((name, uid) for uid, name in trust_names(history).items())
    often = Counter(name for name, _ in named)
    return {name if often[name] == 1 else f"{name} ({uid})": uid for name, uid in named}


@lru_cache(maxsize=2)
def shown_names(history: History) -> dict[int, str]:
    """Return the name shown of every trust, by UID."""
    return {uid: name for name, uid in every_trust(history).items()}


@lru_cache(maxsize=2)
def trust_options(history: History) -> dict[str, int]:
    """Return every trust that ever ran a school by the name shown."""
    ran_a_school = set(history.memberships["trust_uid"])
    return {name: uid for name, uid in every_trust(history).items() if uid in ran_a_school}


@lru_cache(maxsize=2)
def multi_academy_options(history: History) -> dict[str, int]:
    """Return the multi-academy trusts among the options."""
    trusts = history.trusts
    wanted = set(trusts.loc[trusts["kind"] == "MAT", "trust_uid"])
    return {name: uid for name, uid in trust_options(history).items() if uid in wanted}


@lru_cache(maxsize=2)
def trust_choices(history: History) -> dict[str, int]:
    """Return every trust by the name shown, and once more by that with each name it had before."""
    former = former_names(history)
    return {
        said: uid
        for name, uid in every_trust(history).items()
        for said in (name, *(f"{name}, formerly {before}" for before in former.get(uid, ())))
    }


@lru_cache(maxsize=2)
def also_called(history: History) -> dict[str, tuple[int, ...]]:
    """Return the trusts that share a name or had it before, by that name.

    A name that a trust has today is nobody's former one.
    """
    found: dict[str, tuple[int, ...]] = {}
    names = trust_names(history)
    taken = {*names.values(), *every_trust(history)}
    for shown, uid in trust_options(history).items():
        former = [name for name in former_names(history).get(uid, ()) if name not in taken]
        for name in former if shown == names[uid] else [names[uid], *former]:
            found[name] = (*found.get(name, ()), uid)
    return found


def called_today(history: History, given: str) -> list[str]:
    """Return how the trusts are called today that a name tells, of today or a former one."""
    uid = trust_choices(history).get(given)
    uids = also_called(history).get(given, ()) if uid is None else (uid,)
    return [shown_names(history)[uid] for uid in uids]
