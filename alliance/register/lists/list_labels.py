"""How those whom a name of a list may mean are told apart: place, phase, trust, number."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import pandas as pd

from alliance.history.as_at import authorities, authority_on
from alliance.register.register_vocabulary import SupporterKind

if TYPE_CHECKING:
    import datetime as dt

    from alliance.history import History


@lru_cache(maxsize=4096)
def label_of(history: History, kind: SupporterKind, number: str, day: dt.date) -> str:
    """Say who is offered so that those of one name are told apart: place, phase, trust, number."""
    if kind is SupporterKind.LOCAL_AUTHORITY:
        name = str(authorities(history)["la_name"][int(number)])
        return f"{name} · local authority {number}"
    held, schools, trusts = _held(history, day), _by_urn(history), _trust_names(history)
    if kind is SupporterKind.TRUST:
        theirs = held.index[held == int(number)]
        where = schools.loc[theirs, "region"].astype("str").value_counts().index[:1].tolist()
        size = f"{len(theirs)} {'academy' if len(theirs) == 1 else 'academies'} then"
        return " · ".join([trusts[int(number)], "trust", size, *where, f"UID {number}"])
    school = schools.loc[int(number)]
    area = _areas(history, day).get(int(number)) or str(school["region"])
    run_by = trusts[int(held[int(number)])] if int(number) in held.index else "in no trust then"
    return " · ".join([str(school["name"]), area, str(school["phase"]), run_by, f"URN {number}"])


@lru_cache(maxsize=16)
def _held(history: History, day: dt.date) -> pd.Series:
    """Return the trust that ran each academy on a day, by URN."""
    members, when = history.memberships, pd.Timestamp(day)
    held = members[(members["joined"] <= when) & ~(members["left"] <= when)]
    return held.drop_duplicates("urn").set_index("urn")["trust_uid"]


@lru_cache(maxsize=16)
def _areas(history: History, day: dt.date) -> dict[int, str]:
    """Return the local authority of every school on a day, by URN."""
    urns = history.schools["urn"]
    under = authority_on(history, urns, pd.Series(pd.Timestamp(day), urns.index))["la_name"]
    known = under.notna()
    return dict(zip(urns[known].tolist(), under[known].astype("str").tolist(), strict=True))


@lru_cache(maxsize=2)
def _by_urn(history: History) -> pd.DataFrame:
    return history.schools.set_index("urn")[["name", "region", "phase"]]


@lru_cache(maxsize=2)
def _trust_names(history: History) -> dict[int, str]:
    trusts = history.trusts
    return dict(zip(trusts["trust_uid"].tolist(), trusts["name"].tolist(), strict=True))
