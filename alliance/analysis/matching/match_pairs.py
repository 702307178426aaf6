"""Every pair of an eligible school and a strong school that could support it, with its cost."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
from scipy.spatial import cKDTree

from alliance.analysis.need.strong import is_strong
from alliance.history import as_at

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    import numpy.typing as npt

    from alliance.analysis.matching.match_terms import Terms
    from alliance.history import History

    Floats = npt.NDArray[np.float64]
    Integers = npt.NDArray[np.int64]
    Truths = npt.NDArray[np.bool_]

METRES = 1000.0
CRITERIA = ["distance", "size", "region_fit", "relationship", "load"]
EVERY = 1_000_000
"""Choices of which none is left out."""

OWN_TRUST = "it is the school's own trust"
SPONSOR = "conflict of interest: a shared sponsor"
CONFLICT = "conflict of interest"
HELD = "it supports the school already"
FORBIDDEN = "forbidden by hand"
LEFT_OUT = "supporter left out by hand"
BY_HAND = (FORBIDDEN, LEFT_OUT)
TOO_SMALL = "its good or outstanding schools of this phase near it are too small"
BUSY = "its good or outstanding schools of this phase near it support others already"
UNABLE = {1: TOO_SMALL, 2: BUSY}
"""What keeps a strong school from supporting another, by number; 0 is nothing."""
_BEYOND = 3


def possible_pairs(
    history: History,
    day: dt.date,
    schools: pd.DataFrame,
    givers: pd.DataFrame,
    terms: Terms,
    *,
    reach_km: float | None = None,
) -> pd.DataFrame:
    """Return the pairs of a school and a strong school of its phase near that could matter.

    Of the strong schools of one trust a school needs few. If more of the cheapest than the trust
    can fill are given, the best plan is among them: were it to take another, one of these would be
    free, and no dearer.

    Parameters
    ----------
    schools, givers
        Rows of :func:`alliance.analysis.need.need_rules.need` and
        :func:`alliance.analysis.matching.capacity.capacity`. Givers may have choices: of how many
        strong schools each school has the choice; one by default.
    reach_km
        How far to look; as far as the terms allow by default. What is further than the terms allow
        comes after all that is not.

    Returns
    -------
    DataFrame
        In order of URN and supporter, the cheapest first: urn, own_trust, region, phase, pupils,
        supporter_uid, supporter_name, from_urn, from_name, from_inherited (strong by the grade of
        the school it replaced), from_pupils, distance_km, excluded (why they may not be matched,
        else empty), the criteria, each from 0 (best) to 1, and cost, their weighted sum.

    """
    state = as_at(history, day)
    strong = strong_schools(history, state, day, givers, count_inherited=terms.count_inherited)
    asked = schools[schools["easting_m"].notna()]
    near = _near(asked, strong, reach_km or terms.max_distance_km)
    unable = _unable(near, asked, strong, terms)
    kept = _choices(near, asked, strong, givers, terms, unable)
    pairs = _with_both_sides(near.some(kept), asked, strong)
    sharing = _sharing_a_sponsor(history, state, day, schools)
    pairs["excluded"] = _excluded(pairs, sharing, terms, unable[kept])
    return _costed(pairs, state, givers, terms)


def strong_schools(
    history: History,
    state: pd.DataFrame,
    day: dt.date,
    givers: pd.DataFrame,
    *,
    count_inherited: bool = False,
) -> pd.DataFrame:
    """Return the located schools of the givers that are strong (:func:`is_strong`)."""
    return state[
        state["trust_uid"].isin(givers["trust_uid"])
        & is_strong(history, state, day, count_inherited=count_inherited)
        & state["easting_m"].notna()
    ]


class _Near(NamedTuple):
    """Schools and strong schools of their phase near them, by row, with the metres between."""

    school: Integers
    strong: Integers
    away_m: Floats

    def some(self, kept: Integers) -> _Near:
        return _Near(self.school[kept], self.strong[kept], self.away_m[kept])


def _near(asked: pd.DataFrame, strong: pd.DataFrame, limit_km: float) -> _Near:
    """Find the strong schools of its phase within the limit of each school."""
    parts = []
    rows = np.arange(len(strong))
    phases = strong["phase"].astype("str").to_numpy()
    places = strong[["easting_m", "northing_m"]].to_numpy(np.float64)
    for phase, own in asked.assign(row=np.arange(len(asked))).groupby(asked["phase"].astype("str")):
        of_phase = rows[phases == phase]
        if not len(of_phase):
            continue
        here = cKDTree(own[["easting_m", "northing_m"]].to_numpy(np.float64))
        there = cKDTree(places[of_phase])
        found = here.sparse_distance_matrix(there, limit_km * METRES, output_type="coo_matrix")
        parts.append((own["row"].to_numpy()[found.row], of_phase[found.col], found.data))
    if not parts:
        return _Near(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0))
    school, row, away_m = (np.concatenate(of) for of in zip(*parts, strict=True))
    return _Near(school.astype(np.int64), row.astype(np.int64), away_m)


def _unable(near: _Near, asked: pd.DataFrame, strong: pd.DataFrame, terms: Terms) -> Integers:
    """Tell what keeps the strong school of each pair from it, by the numbers of ``UNABLE``."""
    roll, own = (table["pupils"].to_numpy(np.float64, na_value=np.nan) for table in (asked, strong))
    # Where a roll is not known, nothing says that it is too small.
    small = roll[near.school] > terms.formula.times_its_roll * own[near.strong]
    room = terms.formula.at_a_time - strong["urn"].map(dict(terms.committed_from)).fillna(0)
    busy = (room <= 0).to_numpy(bool)[near.strong]
    beyond = near.away_m > terms.max_distance_km * METRES
    found: Integers = np.select([beyond, small, busy], [_BEYOND, 1, 2], 0)
    return found


def _choices(
    near: _Near,
    asked: pd.DataFrame,
    strong: pd.DataFrame,
    givers: pd.DataFrame,
    terms: Terms,
    unable: Integers,
) -> Integers:
    """Return the rows that could matter: each trust's cheapest for each school, as many as it may.

    Where none of a trust's can support a school, the first that cannot stands for them. Of two as
    cheap the nearer comes first, then the one with the lower URN.
    """
    trust = strong["trust_uid"].to_numpy("int64", na_value=-1)[near.strong]
    roll, own = (table["pupils"].to_numpy(np.float64, na_value=np.nan) for table in (asked, strong))
    # Of one trust and one school all else costs the same.
    cost = terms.weights.distance * _distance(near.away_m / METRES, terms)
    cost += terms.weights.size * _size(roll[near.school], own[near.strong])
    urn = strong["urn"].to_numpy()[near.strong]
    order = np.lexsort(
        (urn, near.away_m, cost, unable, trust, asked["urn"].to_numpy()[near.school])
    )
    new = np.zeros(len(order), dtype=bool)
    for of in (near.school, trust):
        new |= np.diff(of[order], prepend=-1) != 0
    first = np.flatnonzero(new)
    place = np.arange(len(order)) - np.repeat(first, np.diff(np.append(first, len(order))))
    most = pd.Series(1, index=givers["trust_uid"])
    if "choices" in givers:
        most = givers.set_index("trust_uid")["choices"]
    may = most.reindex(trust[order]).to_numpy()
    kept: Integers = order[(place == 0) | ((unable[order] == 0) & (place < may))]
    return kept


def _with_both_sides(near: _Near, asked: pd.DataFrame, strong: pd.DataFrame) -> pd.DataFrame:
    """Put what is known of both sides beside the pairs."""
    school, found = asked.iloc[near.school], strong.iloc[near.strong]
    return pd.DataFrame(
        {
            "urn": school["urn"].to_numpy(),
            "own_trust": school["trust_uid"].array,
            "region": school["region"].astype("str").to_numpy(),
            "phase": school["phase"].astype("str").to_numpy(),
            "pupils": school["pupils"].astype("float64").to_numpy(),
            "supporter_uid": found["trust_uid"].to_numpy("int32"),
            "supporter_name": found["trust_name"].to_numpy(),
            "from_urn": found["urn"].to_numpy(),
            "from_name": found["name"].to_numpy(),
            "from_inherited": found["grade_inherited"].to_numpy(bool),
            "from_pupils": found["pupils"].astype("float64").to_numpy(),
            "distance_km": near.away_m / METRES,
        }
    )


def _excluded(
    pairs: pd.DataFrame, sharing: frozenset[tuple[int, int]], terms: Terms, unable: Integers
) -> npt.NDArray[np.object_]:
    """Say why a pair may not be matched, or nothing."""
    both = keys(pairs["supporter_uid"], pairs["urn"])
    # A trust answers for its own schools already; what it lacks must come from outside.
    own = (pairs["supporter_uid"] == pairs["own_trust"]).fillna(value=False).to_numpy(bool)
    named = (terms.held, terms.conflicts, sharing, terms.forbidden)
    barred = pairs["supporter_uid"].isin(terms.barred).to_numpy(bool)
    reasons = [OWN_TRUST, HELD, CONFLICT, SPONSOR, FORBIDDEN, LEFT_OUT, *UNABLE.values()]
    holds = [
        own,
        *(np.isin(both, keys_of(of)) for of in named),
        barred,
        *(unable == number for number in UNABLE),
    ]
    found: npt.NDArray[np.object_] = np.select(holds, reasons, "").astype(object)
    return found


def keys(uid: pd.Series[int], urn: pd.Series[int]) -> Integers:
    """Return a number for each pair of a trust and a school, the same for the same pair."""
    found: Integers = uid.to_numpy(np.int64) * 10_000_000 + urn.to_numpy(np.int64)
    return found


def keys_of(pairs: Iterable[tuple[int, int]]) -> Integers:
    """Return the numbers of :func:`keys` for pairs of UID and URN."""
    both = np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2)
    found: Integers = both[:, 0] * 10_000_000 + both[:, 1]
    return found


def _sharing_a_sponsor(
    history: History, state: pd.DataFrame, day: dt.date, schools: pd.DataFrame
) -> frozenset[tuple[int, int]]:
    """Return the pairs of a trust and a school of which one sponsor stands behind both."""
    spells, now = history.sponsorships, pd.Timestamp(day)
    current = spells[~(spells["joined"] > now) & ~(spells["left"] <= now)][["urn", "sponsor_uid"]]
    trusts = state.loc[state["trust_uid"].notna(), ["urn", "trust_uid"]].merge(current, on="urn")
    theirs = current[current["urn"].isin(schools["urn"])]
    both = theirs.merge(trusts[["trust_uid", "sponsor_uid"]].drop_duplicates(), on="sponsor_uid")
    return frozenset(zip(both["trust_uid"].astype(int), both["urn"].astype(int), strict=True))


def _costed(
    pairs: pd.DataFrame, state: pd.DataFrame, givers: pd.DataFrame, terms: Terms
) -> pd.DataFrame:
    """Add the criteria, each from 0 (best) to 1, and their weighted sum as ``cost``."""
    home = state.loc[state["trust_uid"].notna(), ["trust_uid", "region"]].astype({"region": "str"})
    at_home = pd.MultiIndex.from_frame(pairs[["supporter_uid", "region"]]).isin(
        pd.MultiIndex.from_frame(home.drop_duplicates().astype({"trust_uid": "int32"}))
    )
    known = np.isin(keys(pairs["supporter_uid"], pairs["urn"]), keys_of(terms.related))
    load = (givers["own_in_need"] / givers["academies"]).set_axis(givers["trust_uid"])
    pairs = pairs.assign(
        distance=_distance(pairs["distance_km"].to_numpy(np.float64), terms),
        size=_size(*(pairs[name].to_numpy(np.float64) for name in ("pupils", "from_pupils"))),
        region_fit=np.where(at_home, 0.0, 1.0),
        relationship=np.where(known, 0.0, 1.0),
        load=pairs["supporter_uid"].map(load),
    )
    weights = terms.weights
    cost = (
        weights.distance * pairs["distance"]
        + weights.size * pairs["size"]
        + weights.region * pairs["region_fit"]
        + weights.relationship * pairs["relationship"]
        + weights.load * pairs["load"]
    )
    return pairs.assign(cost=cost.astype("float64"))


def _distance(away_km: Floats, terms: Terms) -> Floats:
    return away_km / terms.max_distance_km


def _size(roll: Floats, other: Floats) -> Floats:
    """Return how far two rolls lie apart; one that is not known is neither near nor far."""
    smaller, larger = np.fmin(roll, other), np.fmax(roll, other)
    known = ~np.isnan(roll) & ~np.isnan(other) & (larger > 0)
    apart: Floats = np.where(known, 1 - smaller / np.where(known, larger, 1.0), 0.5)
    return apart
