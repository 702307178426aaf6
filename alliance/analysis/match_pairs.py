"""Every pair of a school in need and a trust that could support it, with its criteria and cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.spatial import cKDTree

if TYPE_CHECKING:
    from alliance.analysis.match_terms import Terms

METRES = 1000.0
CRITERIA = ["distance", "size", "region_fit", "relationship", "load"]


def possible_pairs(
    state: pd.DataFrame, schools: pd.DataFrame, givers: pd.DataFrame, terms: Terms
) -> pd.DataFrame:
    """Give every possible pair with its criteria and cost, in order of URN and supporter."""
    strong = state[
        state["trust_uid"].isin(givers["trust_uid"])
        & (state["grade"] <= 2).fillna(value=False)
        & ~state["grade_inherited"]
        & state["easting_m"].notna()
    ]
    asked = schools[schools["easting_m"].notna()]
    parts = [
        _within(own, strong[strong["phase"] == phase], terms.max_distance_km)
        for phase, own in asked.groupby(asked["phase"].astype("str"))
    ]
    pairs = pd.concat([part for part in parts if len(part)] or [_NO_PAIRS])
    pairs = pairs.sort_values(["urn", "supporter_uid", "distance_km", "nearest_urn"])
    pairs = pairs.drop_duplicates(["urn", "supporter_uid"]).reset_index(drop=True)
    # A trust answers for its own schools already; what it lacks must come from outside.
    own = pairs["supporter_uid"] == pairs["own_trust"]
    barred = pd.MultiIndex.from_frame(pairs[["supporter_uid", "urn"]]).isin(list(terms.conflicts))
    pairs["conflict"] = own.fillna(value=False).to_numpy(bool) | barred
    return _costed(pairs, state, givers, terms)


_NO_PAIRS = pd.DataFrame(
    {
        "urn": pd.Series(dtype="int32"),
        "own_trust": pd.Series(dtype="Int32"),
        "region": pd.Series(dtype="str"),
        "pupils": pd.Series(dtype="float64"),
        "supporter_uid": pd.Series(dtype="int32"),
        "supporter_name": pd.Series(dtype="str"),
        "nearest_urn": pd.Series(dtype="int32"),
        "nearest_name": pd.Series(dtype="str"),
        "nearest_pupils": pd.Series(dtype="float64"),
        "distance_km": pd.Series(dtype="float64"),
    }
)


def _within(schools: pd.DataFrame, strong: pd.DataFrame, limit_km: float) -> pd.DataFrame:
    """Give each pair of a school and a strong school of its phase within the limit."""
    if strong.empty:
        return _NO_PAIRS
    here, there = (
        cKDTree(table[["easting_m", "northing_m"]].to_numpy(np.float64))
        for table in (schools, strong)
    )
    near = here.sparse_distance_matrix(there, limit_km * METRES, output_type="coo_matrix")
    asked, found = schools.iloc[near.row], strong.iloc[near.col]
    return pd.DataFrame(
        {
            "urn": asked["urn"].to_numpy(),
            "own_trust": asked["trust_uid"].array,
            "region": asked["region"].astype("str").to_numpy(),
            "pupils": asked["pupils"].astype("float64").to_numpy(),
            "supporter_uid": found["trust_uid"].to_numpy("int32"),
            "supporter_name": found["trust_name"].to_numpy(),
            "nearest_urn": found["urn"].to_numpy(),
            "nearest_name": found["name"].to_numpy(),
            "nearest_pupils": found["pupils"].astype("float64").to_numpy(),
            "distance_km": near.data / METRES,
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
    larger = pairs[["pupils", "nearest_pupils"]].max(axis=1)
    smaller = pairs[["pupils", "nearest_pupils"]].min(axis=1)
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
