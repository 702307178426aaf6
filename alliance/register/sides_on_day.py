"""What the history says of the two sides of a support on the day it starts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from alliance.register.register_vocabulary import IDENTIFIERS, SupporterKind

if TYPE_CHECKING:
    from alliance.history import History
    from alliance.register.support import Support

LONGEST_NUMBER = 9
LARGEST_URN = 10**9
BEFORE, AFTER = "1600-01-01", "2400-01-01"
"""Stand for the first day of what began before the records, and the end of what goes on."""


class Sides(NamedTuple):
    """What the history says of a support's two sides on its first day."""

    supporter_name: str | None
    supporter_trust: int | None
    recipient_name: str | None
    recipient_trust: int | None


def sides(history: History, support: Support) -> Sides:
    """Look both sides up in the history on the day the support starts.

    A day after the history ends is answered by its last day.
    """
    day = min(support.starts_on, history.last_day)
    kind, identity = support.supporter_kind, support.supporter_id
    return _sides(history, kind, identity, support.recipient_urn, day)


def trusts_of(history: History, support: Support) -> set[int]:
    """Return the UIDs of the trusts whose support it is: that gives it, and the school's own."""
    found = sides(history, support)
    whose = (found.supporter_trust, found.recipient_trust, support.recipient_trust_uid)
    return {int(trust) for trust in whose if trust is not None}


@lru_cache(maxsize=8192)
def _sides(
    history: History, kind: SupporterKind, identity: str, recipient_urn: int, on: dt.date
) -> Sides:
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
        supporter = _authority(history, int(identity), day)
    recipient = _school(history, recipient_urn, day)
    return Sides(supporter, own_trust, recipient, _trust_of(history, recipient_urn, day))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER


def _authority(history: History, code: int, day: pd.Timestamp) -> str | None:
    """Return the name of a local authority that had schools on a day."""
    name, first, end = _authorities(history).get(code, ("", day, day))
    return name if first <= day < end else None


@lru_cache(maxsize=2)
def _authorities(history: History) -> dict[int, tuple[str, pd.Timestamp, pd.Timestamp]]:
    """Return every local authority by code: its name, first day and the day after its last."""
    under = history.school_authorities.sort_values(["urn", "from_day"], na_position="first")
    ends = under.groupby("urn")["from_day"].shift(-1)
    # A school without a first day under its authority stood under it before the records.
    ends = ends.mask(~under["urn"].duplicated(keep="last"))
    under = under.assign(first=_days(under["from_day"], BEFORE), end=_days(ends, AFTER))
    found = under.groupby("la_code", observed=True).agg(
        name=("la_name", "first"), first=("first", "min"), end=("end", "max")
    )
    rows = zip(found["name"].astype("str"), found["first"], found["end"], strict=True)
    return dict(zip(found.index.astype("int64"), rows, strict=True))


def _days(days: pd.Series, missing: str) -> np.ndarray:
    """Return days as NumPy holds them, another in the place of those that are missing."""
    values = days.to_numpy("datetime64[D]")
    return np.where(np.isnat(values), np.datetime64(missing), values)


@dataclass(frozen=True, eq=False)
class _Spells:
    """Spells of a table laid out to be asked one by one: which rows of a key hold on a day."""

    key: np.ndarray
    start: np.ndarray
    end: np.ndarray
    row: np.ndarray

    @classmethod
    def of(cls, table: pd.DataFrame, key: str, start: str, end: str) -> _Spells:
        order = np.argsort(table[key].to_numpy(), kind="stable")
        first, last = _days(table[start], BEFORE), _days(table[end], AFTER)
        return cls(table[key].to_numpy()[order], first[order], last[order], order)

    def on(self, key: int, day: pd.Timestamp) -> np.ndarray:
        """Return the rows of the table that hold on a day."""
        if not 0 < key < LARGEST_URN:
            return self.row[:0]
        own = slice(*np.searchsorted(self.key, [key, key + 1]))
        at = np.datetime64(day, "D")
        rows: np.ndarray = self.row[own][(self.start[own] <= at) & (at < self.end[own])]
        return rows


@lru_cache(maxsize=2)
def _spells(history: History) -> dict[str, _Spells]:
    """Return the spells of schools, trusts, their academies and sponsors, by what is asked."""
    members = history.memberships
    return {
        "schools": _Spells.of(history.schools, "urn", "opened", "closed"),
        "trusts": _Spells.of(history.trusts, "trust_uid", "opened", "closed"),
        "trust of": _Spells.of(members, "urn", "joined", "left"),
        "academies of": _Spells.of(members, "trust_uid", "joined", "left"),
        "sponsors of": _Spells.of(history.sponsorships, "urn", "joined", "left"),
    }


def _school(history: History, urn: int, day: pd.Timestamp) -> str | None:
    there = _spells(history)["schools"].on(urn, day)
    return str(history.schools["name"].array[there[0]]) if len(there) else None


def _trust(history: History, uid: int, day: pd.Timestamp) -> str | None:
    spells = _spells(history)
    there = spells["trusts"].on(uid, day)
    if not len(there) and len(spells["academies of"].on(uid, day)):
        # A day in the register of trusts is believed less than an academy in the trust.
        there = np.flatnonzero(history.trusts["trust_uid"].to_numpy() == uid)
    return str(history.trusts["name"].array[there[0]]) if len(there) else None


def trust_name_on(history: History, uid: int, on: dt.date) -> str | None:
    """Return the name of a trust that was there on a day, else nothing.

    A day after the history ends is answered by its last day.
    """
    return _trust(history, uid, pd.Timestamp(min(on, history.last_day)))


def _trust_of(history: History, urn: int, day: pd.Timestamp) -> int | None:
    held = _spells(history)["trust of"].on(urn, day)
    return int(history.memberships["trust_uid"].to_numpy()[held[0]]) if len(held) else None


def identified(history: History, support: Support) -> str:
    """Say how a supporter is to be given; where it was given by its very name, as which."""
    kind, name = support.supporter_kind, support.supporter_id.strip().casefold()
    if kind is SupporterKind.TRUST:
        trusts = history.trusts
        uids = trusts.loc[trusts["name"].str.casefold() == name, "trust_uid"]
        if len(uids) == 1:
            return f"{support.supporter_id.strip()} is trust {uids.iloc[0]}: give this number."
    if kind is SupporterKind.LOCAL_AUTHORITY:
        codes = [code for code, one in _authorities(history).items() if one[0].casefold() == name]
        if len(codes) == 1:
            return f"{support.supporter_id.strip()} is authority {codes[0]}: give this number."
    return f"Give {IDENTIFIERS[kind]}."


def completed(history: History, support: Support) -> Support:
    """Fill in what follows from the history: names, the recipient's trust, internal, conflict."""
    found = sides(history, support)
    internal = found.supporter_trust is not None and found.supporter_trust == found.recipient_trust
    return replace(
        support,
        supporter_name=found.supporter_name or support.supporter_name,
        recipient_name=found.recipient_name or support.recipient_name,
        recipient_trust_uid=found.recipient_trust,
        internal=internal,
        conflict=_conflict(history, support, found),
    )


def _conflict(history: History, support: Support, found: Sides) -> str:
    """Say what makes a conflict of interest, or nothing."""
    if found.supporter_trust is None:
        return ""
    if found.supporter_trust == found.recipient_trust:
        return "The supporting organisation and the supported school belong to the same trust."
    day = pd.Timestamp(min(support.starts_on, history.last_day))
    names = _shared_sponsors(history, found.supporter_trust, support.recipient_urn, day)
    return f"They share a sponsor: {names}." if names else ""


@lru_cache(maxsize=8192)
def _shared_sponsors(history: History, trust_uid: int, urn: int, day: pd.Timestamp) -> str:
    rows = _spells(history)["sponsors of"].on(urn, day)
    sponsors, ours = history.sponsorships, _sponsors_of(history, trust_uid, day)
    shared = [row for row in rows if sponsors["sponsor_uid"].array[row] in ours]
    return ", ".join(sorted({str(sponsors["sponsor_name"].array[row]) for row in shared}))


@lru_cache(maxsize=256)
def _sponsors_of(history: History, trust_uid: int, day: pd.Timestamp) -> frozenset[int]:
    """Return the sponsors of a trust's academies on a day."""
    spells = _spells(history)
    academies = history.memberships["urn"].to_numpy()[spells["academies of"].on(trust_uid, day)]
    rows = [row for urn in academies for row in spells["sponsors of"].on(int(urn), day)]
    return frozenset(history.sponsorships["sponsor_uid"].iloc[rows])
