"""The nearest of those that could be like."""

from __future__ import annotations

import numpy as np
import pandas as pd

from alliance.analysis.impact.standing import EXACT, PART_OF_ENGLAND

YEARLY = {"prior": 2.0, "trend": 1.0, "free_meals": 1.5, "log_roll": 1.0, "deprivation": 1.5}
"""What the nearest are sought in, in standard deviations, and how much each weighs."""
INSPECTED = {
    "prior": 1.0,
    "free_meals": 1.5,
    "log_roll": 1.0,
    "deprivation": 1.5,
    "years_since_inspection": 2.0,
}
"""The same for outcomes of inspections: when the last one was decides when the next is due."""
OTHER_REGION, OTHER_PART = 0.5, 0.5
"""Weight of another region, and again of another part of England."""
FURTHEST = 1.0
"""The greatest distance of a like school: the weighted root mean square of the differences."""
INSPECTED_WITHIN = 1.5
"""How many years the last inspections of like schools may lie apart."""
NOBODY = "No untreated school of its phase, kind and grade"
NONE_NEAR = "No like school within the caliper"
EDGE = 1e-9


def nearest_like(
    state: pd.DataFrame,
    rows: pd.DataFrame,
    pool: pd.DataFrame,
    *,
    neighbours: int,
    caliper: float,
    inspected: bool,
) -> tuple[pd.DataFrame, pd.Series]:
    """Return the like schools of each treated school of one day.

    Parameters
    ----------
    state
        How all schools stood, by line, with prior, base and trend.
    rows
        The treated: set and line.
    pool
        Those of ``state`` that may be like schools.

    Returns
    -------
    tuple
        A row a pair: set, line, distance, weight; and why others have none, by set.

    """
    weights = INSPECTED if inspected else YEARLY
    spread = state.groupby("phase")[list(weights)].std().T
    strata = pool.groupby(EXACT).indices
    found: list[pd.DataFrame] = []
    lost: dict[int, str] = {}
    treated = state.loc[rows["line"], EXACT].assign(set=rows["set"].to_numpy())
    for key, members in treated.groupby(EXACT):
        if key not in strata:
            lost |= dict.fromkeys(members["set"], NOBODY)
            continue
        near = pool.iloc[strata[key]]
        own = state.loc[members.index]
        distance = _distances(own, near, spread[str(key[0])], weights, caliper, inspected)
        pairs = _take_nearest(distance, neighbours)
        sets = members["set"].to_numpy()
        pairs = pairs.assign(set=sets[pairs["row"]], line=near.index.to_numpy()[pairs["column"]])
        found.append(pairs[["set", "line", "distance"]])
        lost |= dict.fromkeys(np.setdiff1d(sets, pairs["set"]), NONE_NEAR)
    if not found:
        return pd.DataFrame({"set": [], "line": [], "distance": [], "weight": []}), pd.Series(lost)
    pairs = pd.concat(found, ignore_index=True)
    pairs["weight"] = 1 / pairs.groupby("set")["line"].transform("size")
    return pairs, pd.Series(lost, dtype="object")


def _distances(
    own: pd.DataFrame,
    near: pd.DataFrame,
    spread: pd.Series,
    weights: dict[str, float],
    caliper: float,
    inspected: bool,
) -> np.ndarray:
    """Return the distance of each treated school to each near one; infinite where none may be."""
    total = np.zeros((len(own), len(near)))
    heavy = np.zeros((len(own), 1))
    barred = own.index.to_numpy()[:, None] == near.index.to_numpy()[None, :]
    for name, weight in weights.items():
        wide = spread[name]
        if not wide > 0:
            continue
        mine = (own[name].to_numpy() / wide)[:, None]
        gap = mine - (near[name].to_numpy() / wide)[None, :]
        known = ~np.isnan(mine)
        heavy += weight * known
        if name in ("prior", "trend"):
            # What the treated school has a result for, its like schools have too.
            barred |= known & np.isnan(gap)
        if name == "prior":
            barred |= np.abs(gap) > caliper
        if name == "years_since_inspection":
            barred |= np.abs(gap * wide) > INSPECTED_WITHIN
        # What is not on record of a like school counts as one standard deviation apart.
        total += weight * np.where(known, np.where(np.isnan(gap), 1.0, gap) ** 2, 0.0)
    if not inspected:
        barred |= own["base"].to_numpy()[:, None] != near["base"].to_numpy()[None, :]
    total += OTHER_REGION * _differ(own["region"], near["region"])
    total += OTHER_PART * _differ(
        own["region"].map(PART_OF_ENGLAND), near["region"].map(PART_OF_ENGLAND)
    )
    distance: np.ndarray = np.sqrt(total / np.maximum(heavy, EDGE))
    distance[barred | (distance > FURTHEST)] = np.inf
    return distance


def _differ(own: pd.Series, near: pd.Series) -> np.ndarray:
    mine, theirs = own.to_numpy("object"), near.to_numpy("object")
    differ: np.ndarray = mine[:, None] != theirs[None, :]
    return differ


def _take_nearest(distance: np.ndarray, neighbours: int) -> pd.DataFrame:
    """Return the nearest columns of each row, ties by column: row, column, distance."""
    order = np.argsort(distance, axis=1, kind="stable")[:, :neighbours]
    near = np.take_along_axis(distance, order, axis=1)
    row, place = np.nonzero(np.isfinite(near))
    return pd.DataFrame({"row": row, "column": order[row, place], "distance": near[row, place]})
