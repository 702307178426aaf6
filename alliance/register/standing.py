"""What the history says of the two sides of a support on the day it starts."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from alliance.register.vocabulary import SupporterKind

if TYPE_CHECKING:
    from alliance.history import History
    from alliance.register.support import Support

LONGEST_NUMBER = 9
LARGEST_URN = 10**9


class Standing(NamedTuple):
    """What the history says of a support's two sides on its first day."""

    supporter_name: str | None
    supporter_trust: int | None
    recipient_name: str | None
    recipient_trust: int | None


def standing(history: History, support: Support) -> Standing:
    """Look both sides up in the history on the day the support starts.

    A day after the history ends is answered by its last day.
    """
    day = min(support.starts_on, history.last_day)
    kind, identity = support.supporter_kind, support.supporter_id
    return _standing(history, kind, identity, support.recipient_urn, day)


@lru_cache(maxsize=8192)
def _standing(
    history: History, kind: SupporterKind, identity: str, recipient_urn: int, on: dt.date
) -> Standing:
    day = pd.Timestamp(on)
    supporter: str | None = identity.strip() or None
    own_trust = None
    if kind is not SupporterKind.OTHER and not _is_number(identity):
        supporter = None
    elif kind is SupporterKind.SCHOOL:
        supporter = _school(history, int(identity), day)
        own_trust = _trust_of(history, int(identity), day)
    elif kind is SupporterKind.TRUST:
        supporter, own_trust = _trust(history, int(identity), day), int(identity)
    elif kind is SupporterKind.LOCAL_AUTHORITY:
        supporter = _authorities(history).get(int(identity))
    recipient = _school(history, recipient_urn, day)
    return Standing(supporter, own_trust, recipient, _trust_of(history, recipient_urn, day))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER


@lru_cache(maxsize=2)
def _authorities(history: History) -> dict[int, str]:
    schools = history.schools.drop_duplicates("la_code").dropna(subset=["la_code"])
    return dict(zip(schools["la_code"].astype("int64"), schools["la_name"], strict=True))


def _rows_of(table: pd.DataFrame, urn: int) -> pd.DataFrame:
    """Give a school's rows of a table of the history, which is sorted by URN."""
    if not 0 < urn < LARGEST_URN:
        return table.iloc[:0]
    urns = table["urn"].to_numpy()
    return table.iloc[np.searchsorted(urns, urn, "left") : np.searchsorted(urns, urn, "right")]


def _on(spells: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    """Keep the spells that hold on a day."""
    return spells[~(spells["joined"] > day) & ~(spells["left"] <= day)]


def _school(history: History, urn: int, day: pd.Timestamp) -> str | None:
    there = _rows_of(history.schools, urn)
    there = there[~(there["opened"] > day) & ~(there["closed"] <= day)]
    return None if there.empty else str(there["name"].iloc[0])


def _trust(history: History, uid: int, day: pd.Timestamp) -> str | None:
    trusts, members = history.trusts, history.memberships
    named = trusts.loc[trusts["trust_uid"] == uid]
    closed = bool((named["closed"] <= day).any())
    if named.empty or (closed and _on(members[members["trust_uid"] == uid], day).empty):
        return None
    return str(named["name"].iloc[0])


def _trust_of(history: History, urn: int, day: pd.Timestamp) -> int | None:
    held = _on(_rows_of(history.memberships, urn), day)
    return None if held.empty else int(held["trust_uid"].iloc[0])


def completed(history: History, support: Support) -> Support:
    """Fill in what follows from the history: names, the recipient's trust, internal, conflict."""
    found = standing(history, support)
    internal = found.supporter_trust is not None and found.supporter_trust == found.recipient_trust
    return replace(
        support,
        supporter_name=found.supporter_name or support.supporter_name,
        recipient_name=found.recipient_name or support.recipient_name,
        recipient_trust_uid=found.recipient_trust,
        internal=internal,
        conflict=_conflict(history, support, found),
    )


def _conflict(history: History, support: Support, found: Standing) -> str:
    """Say what makes a conflict of interest, or nothing."""
    if found.supporter_trust is None:
        return ""
    if found.supporter_trust == found.recipient_trust:
        return "The supporter and the recipient belong to the same trust."
    day = pd.Timestamp(min(support.starts_on, history.last_day))
    theirs = _on(_rows_of(history.sponsorships, support.recipient_urn), day)
    if theirs.empty:
        return ""
    held = _on(history.memberships, day)
    own = held.loc[held["trust_uid"] == found.supporter_trust, "urn"]
    spells = history.sponsorships
    sponsors = _on(spells[spells["urn"].isin(own)], day)["sponsor_uid"]
    shared = theirs[theirs["sponsor_uid"].isin(sponsors)]
    names = ", ".join(sorted(set(shared["sponsor_name"].astype("str"))))
    return f"They share a sponsor: {names}." if names else ""
