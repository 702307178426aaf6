"""Every pair of an eligible school and a trust that could support it, with criteria and cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.spatial import cKDTree

from alliance.analysis.matching.strong import is_strong
from alliance.history import as_at

if TYPE_CHECKING:
    import datetime as dt

    import numpy.typing as npt

    from alliance.analysis.matching.match_terms import Terms
    from alliance.history import History

METRES = 1000.0
CRITERIA = ["distance", "size", "region_fit", "relationship", "load"]


OWN_TRUST = "it is the school's own trust"
SPONSOR = "conflict of interest: a shared sponsor"
CONFLICT = "conflict of interest"
HELD = "it supports the school already"
FORBIDDEN = "forbidden by hand"
LEFT_OUT = "supporter left out by hand"
BY_HAND = (FORBIDDEN, LEFT_OUT)


def possible_pairs(
    history: History,
    day: dt.date,
    schools: pd.DataFrame,
    givers: pd.DataFrame,
    terms: Terms,
    *,
    reach_km: float | None = None,
) -> pd.DataFrame:
    """Return every pair of a school and a trust with a strong school of its phase near.

    Parameters
    ----------
    schools, givers
        Rows of :func:`alliance.analysis.matching.need_rules.need` and
        :func:`alliance.analysis.matching.capacity.capacity`.
    reach_km
        How far to look; as far as the terms allow by default.

    Returns
    -------
    DataFrame
        In order of URN and supporter: urn, own_trust, region, pupils, supporter_uid,
        supporter_name, from_urn, from_name, from_inherited, nearest_pupils (of the supporter's
        strong schools of the phase, the nearest; strong by the grade of the school it replaced),
        distance_km, excluded (why they may not be matched, else empty), the criteria, each from 0
        (best) to 1, and cost, their weighted sum.

    """
    state = as_at(history, day)
    strong = strong_schools(history, state, day, givers, count_inherited=terms.count_inherited)
    asked = schools[schools["easting_m"].notna()]
    parts = [
        _within(own, strong[strong["phase"] == phase], reach_km or terms.max_distance_km)
        for phase, own in asked.groupby(asked["phase"].astype("str"))
    ]
    pairs = pd.concat([part for part in parts if len(part)] or [_NO_PAIRS])
    pairs = pairs.sort_values(["urn", "supporter_uid"], ignore_index=True)
    pairs["excluded"] = _excluded(pairs, _sharing_a_sponsor(history, state, day, schools), terms)
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


def _excluded(
    pairs: pd.DataFrame, sharing: frozenset[tuple[int, int]], terms: Terms
) -> npt.NDArray[np.object_]:
    """Say why a pair may not be matched, or nothing."""
    both = pd.MultiIndex.from_frame(pairs[["supporter_uid", "urn"]])
    # A trust answers for its own schools already; what it lacks must come from outside.
    own = (pairs["supporter_uid"] == pairs["own_trust"]).fillna(value=False).to_numpy(bool)
    named = (terms.held, terms.conflicts, sharing, terms.forbidden)
    barred = pairs["supporter_uid"].isin(terms.barred).to_numpy(bool)
    reasons = [OWN_TRUST, HELD, CONFLICT, SPONSOR, FORBIDDEN, LEFT_OUT]
    holds = [own, *(both.isin(list(of)) for of in named), barred]
    found: npt.NDArray[np.object_] = np.select(holds, reasons, "").astype(object)
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


_NO_PAIRS = pd.DataFrame(
    {
        "urn": pd.Series(dtype="int32"),
        "own_trust": pd.Series(dtype="Int32"),
        "region": pd.Series(dtype="str"),
        "pupils": pd.Series(dtype="float64"),
        "supporter_uid": pd.Series(dtype="int32"),
        "supporter_name": pd.Series(dtype="str"),
        "from_urn": pd.Series(dtype="int32"),
        "from_name": pd.Series(dtype="str"),
        "from_inherited": pd.Series(dtype="bool"),
        "nearest_pupils": pd.Series(dtype="float64"),
        "distance_km": pd.Series(dtype="float64"),
    }
)


def _within(schools: pd.DataFrame, strong: pd.DataFrame, limit_km: float) -> pd.DataFrame:
    """Return each pair of a school and a supporter within the limit, by its nearest strong school.

    Both are schools of one phase. Of two as near, the one with the lower URN is given.
    """
    if strong.empty:
        return _NO_PAIRS
    here, there = (
        cKDTree(table[["easting_m", "northing_m"]].to_numpy(np.float64))
        for table in (schools, strong)
    )
    near = here.sparse_distance_matrix(there, limit_km * METRES, output_type="coo_matrix")
    supporter = strong["trust_uid"].to_numpy("int32")[near.col]
    # Only then is what is known of them put beside the pairs: the nearest are few among all.
    order = np.lexsort((strong["urn"].to_numpy()[near.col], near.data, supporter, near.row))
    changes = (np.diff(column[order], prepend=-1) != 0 for column in (near.row, supporter))
    nearest = order[np.logical_or(*changes)]
    asked, found = schools.iloc[near.row[nearest]], strong.iloc[near.col[nearest]]
    return pd.DataFrame(
        {
            "urn": asked["urn"].to_numpy(),
            "own_trust": asked["trust_uid"].array,
            "region": asked["region"].astype("str").to_numpy(),
            "pupils": asked["pupils"].astype("float64").to_numpy(),
            "supporter_uid": supporter[nearest],
            "supporter_name": found["trust_name"].to_numpy(),
            "from_urn": found["urn"].to_numpy(),
            "from_name": found["name"].to_numpy(),
            "from_inherited": found["grade_inherited"].to_numpy(bool),
            "nearest_pupils": found["pupils"].astype("float64").to_numpy(),
            "distance_km": near.data[nearest] / METRES,
        }
    )


def _costed(
    pairs: pd.DataFrame, state: pd.DataFrame, givers: pd.DataFrame, terms: Terms
) -> pd.DataFrame:
    """Add the criteria, each from 0 (best) to 1, and their weighted sum as ``cost``."""
    home = state.loc[state["trust_uid"].notna(), ["trust_uid", "region"]].astype({"region": "str"})
    at_home = pd.MultiIndex.from_frame(pairs[["supporter_uid", "region"]]).isin(
        pd.MultiIndex.from_frame(home.drop_duplicates().astype({"trust_uid": "int32"}))
    )
    known = pd.MultiIndex.from_frame(pairs[["supporter_uid", "urn"]]).isin(list(terms.related))
    load = (givers["own_in_need"] / givers["academies"]).set_axis(givers["trust_uid"])
    larger = pairs[["pupils", "nearest_pupils"]].max(axis=1, skipna=False)
    smaller = pairs[["pupils", "nearest_pupils"]].min(axis=1, skipna=False)
    pairs = pairs.assign(
        distance=pairs["distance_km"] / terms.max_distance_km,
        # A roll that is not known is neither near nor far.
        size=(1 - smaller / larger.where(larger > 0)).fillna(0.5),
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
