"""What the register's supports mean for a match: who is taken up, who is helped, who is known."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from alliance.analysis.matching.match_terms import Terms

COMMITTED = ("Proposed", "Agreed", "Active")
"""Statuses of a support that counts against capacity, and against the places of its school."""
OVER_SINCE = ("Completed", "Stopped")
"""Statuses of a support that counted on the days on which it was given, and no longer does."""
NO_TIE = ("Proposed", "Declined")
"""Statuses of a support that has not made its two sides known to each other."""
AHEAD = pd.DateOffset(years=1)
"""A support that starts within this counts too."""


@dataclass(frozen=True)
class Ties:
    """What a register holds on a day, as the terms of a match ask for it."""

    committed: Mapping[int, int] = field(default_factory=dict)
    committed_from: Mapping[int, int] = field(default_factory=dict)
    supported: Mapping[int, int] = field(default_factory=dict)
    held: frozenset[tuple[int, int]] = frozenset()
    related: frozenset[tuple[int, int]] = frozenset()
    met: frozenset[tuple[int, int]] = frozenset()
    conflicts: frozenset[tuple[int, int]] = frozenset()

    def within(self, terms: Terms) -> Terms:
        """Return terms that take these ties into account."""
        return replace(
            terms,
            committed=self.committed,
            committed_from=self.committed_from,
            supported=self.supported,
            held=self.held,
            related=self.related,
            met=self.met,
            conflicts=self.conflicts,
        )


def ties(state: pd.DataFrame, supports: pd.DataFrame, day: dt.date) -> Ties:
    """Work out the ties that the register's supports make on a day.

    A support counts as a commitment while it is Proposed, Agreed or Active, from a year before its
    first day to its last; one that is over since, on the days from its first to its last. One that
    was agreed makes its trust known to all schools of the recipient's trust and local authority,
    from its first day on. A conflict of interest that was noted keeps its two sides apart, answered
    or not. A supporting school's trust counts as the supporter.

    Parameters
    ----------
    state
        The schools of the day as ``as_at`` gives them.
    supports
        supporter_kind ("Trust", "School" or another), supporter_id, recipient_urn, status,
        starts_on, last_on (missing while open), conflict (empty where there is none).

    """
    if supports.empty:
        return Ties()
    now = pd.Timestamp(day)
    starts, last = pd.to_datetime(supports["starts_on"]), pd.to_datetime(supports["last_on"])
    of_school = state.set_index("urn")["trust_uid"].astype("Float64")
    identity = pd.to_numeric(supports["supporter_id"], errors="coerce").astype("Float64")
    trust = identity.where(supports["supporter_kind"] == "Trust")
    given_by_school = identity.where(supports["supporter_kind"] == "School").map(of_school)
    rows = pd.DataFrame(
        {
            "uid": trust.fillna(given_by_school.astype("Float64")).astype("Int64"),
            "urn": supports["recipient_urn"].astype("int64"),
            "who": supports["supporter_kind"] + " " + supports["supporter_id"],
            "from_urn": identity.where(supports["supporter_kind"] == "School").astype("Int64"),
        }
    )
    under_way = supports["status"].isin(COMMITTED) & (starts <= now + AHEAD) & ~(last < now)
    then = supports["status"].isin(OVER_SINCE) & (starts <= now) & (last >= now)
    current = (under_way | then).to_numpy()
    committed = rows[current].dropna(subset=["uid"]).drop_duplicates(["uid", "urn"])
    helped = rows[current].drop_duplicates(["who", "urn"])
    giving = helped.dropna(subset=["from_urn"])
    agreed = (~supports["status"].isin(NO_TIE) & (starts <= now)).to_numpy()
    known = rows[agreed].dropna(subset=["uid"])
    return Ties(
        committed=Counter(committed["uid"].astype(int).tolist()),
        committed_from=Counter(giving["from_urn"].astype(int).tolist()),
        supported=Counter(helped["urn"].astype(int).tolist()),
        held=_pairs(committed),
        related=_related(state, known),
        met=_pairs(known),
        conflicts=_pairs(rows[(supports["conflict"] != "").to_numpy()].dropna(subset=["uid"])),
    )


def _pairs(rows: pd.DataFrame) -> frozenset[tuple[int, int]]:
    return frozenset(zip(rows["uid"].astype(int), rows["urn"].astype(int), strict=True))


def _related(state: pd.DataFrame, known: pd.DataFrame) -> frozenset[tuple[int, int]]:
    """Return each trust with the schools of the trusts and authorities in which it has helped."""
    where = known.merge(state[["urn", "trust_uid", "la_name"]], on="urn")
    pairs = [
        where[["uid", by]]
        .dropna()
        .drop_duplicates()
        .merge(state[["urn", by]].dropna(), on=by)[["uid", "urn"]]
        for by in ("trust_uid", "la_name")
    ]
    return _pairs(pd.concat(pairs).drop_duplicates())
