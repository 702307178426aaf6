"""The nearest of those that could be like."""

from __future__ import annotations

import numpy as np
import pandas as pd

from alliance.analysis.impact.standing import EXACT, mean_and_spread, part_of

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
OTHER_REGION, OTHER_PART = 0.5, 3.0
"""Weight of another region, and of another part of England beside."""
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
    free: np.ndarray,
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
    free
        Which of ``state`` may be like schools.

    Returns
    -------
    tuple
        A row a pair: set, place (its row of ``state``), distance, weight; and why others have
        none, by set.

    """
    weights = INSPECTED if inspected else YEARLY
    schools = _as_numbers(state, list(weights))
    alike = _numbered(state, EXACT)
    sets, own = rows["set"].to_numpy(), state.index.get_indexer(pd.Index(rows["line"]))
    others = np.flatnonzero(free)
    pairs, nobody = [], []
    for one in np.unique(alike[own]):
        asked = np.flatnonzero(alike[own] == one)
        pool = others[alike[others] == one]
        if not len(pool):
            nobody.append(asked)
            continue
        mine, theirs, distance = _pairs_within(
            _at(schools, own[asked]), _at(schools, pool), weights, caliper, inspected
        )
        pairs.append((asked[mine], pool[theirs], distance))
    near = _nearest_of(pairs, neighbours)
    lost = pd.Series(NONE_NEAR, np.setdiff1d(np.arange(len(rows)), near["row"]), dtype="object")
    lost[np.concatenate([[], *nobody]).astype("int64")] = NOBODY
    near.insert(0, "set", sets[near.pop("row")])
    return near, lost.set_axis(sets[lost.index])


def _numbered(state: pd.DataFrame, columns: list[str]) -> np.ndarray:
    """Return a number for each school, the same where it is the same in all columns."""
    number = np.zeros(len(state), "int64")
    for name in columns:
        codes, values = pd.factorize(state[name])
        number = number * (len(values) + 1) + codes + 1
    return number


def _as_numbers(state: pd.DataFrame, measures: list[str]) -> dict[str, np.ndarray]:
    """Return what is compared in numbers alone; measures in standard deviations of the phase."""
    _, spread = mean_and_spread(state, measures)
    phase = pd.Categorical(state["phase"]).codes
    apart = {
        name: state[name].to_numpy("float64")
        / spread[name].where(spread[name] > 0).to_numpy()[phase]
        for name in measures
    }
    return {
        "line": state.index.to_numpy(),
        "years": state["years_since_inspection"].to_numpy("float64"),
        "region": pd.Categorical(state["region"]).codes,
        "part": part_of(state["region"]).cat.codes.to_numpy(),
        "base": state["base"].to_numpy("float64"),
        **apart,
    }


def _at(schools: dict[str, np.ndarray], rows: np.ndarray) -> dict[str, np.ndarray]:
    return {name: values[rows] for name, values in schools.items()}


def _pairs_within(
    own: dict[str, np.ndarray],
    near: dict[str, np.ndarray],
    weights: dict[str, float],
    caliper: float,
    inspected: bool,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the pairs of treated schools and near ones that may be: their rows, and how far."""

    def gaps(name: str) -> np.ndarray:
        apart: np.ndarray = own[name][:, None] - near[name]
        return apart

    if inspected:
        may_be = ~(np.abs(gaps("years")) > INSPECTED_WITHIN)
    else:
        may_be = own["base"][:, None] == near["base"]
    # What the treated school has a result for, its like schools have too.
    may_be &= np.isnan(own["prior"])[:, None] | (np.abs(gaps("prior")) <= caliper)
    may_be &= own["line"][:, None] != near["line"]
    mine, theirs = np.nonzero(may_be)
    total, heavy = np.zeros(len(mine)), np.zeros(len(own["line"]))
    for name, weight in weights.items():
        gap = own[name][mine] - near[name][theirs]
        known = ~np.isnan(own[name])
        heavy += weight * known
        if name == "trend":
            total[known[mine] & np.isnan(gap)] = np.inf
        # What is not on record of a like school counts as one standard deviation apart.
        gap[np.isnan(gap)] = 1.0
        total += weight * known[mine] * np.square(gap)
    for name, weight in (("region", OTHER_REGION), ("part", OTHER_PART)):
        total += weight * (own[name][mine] != near[name][theirs])
    distance = np.sqrt(total / np.maximum(heavy, EDGE)[mine])
    within = distance <= FURTHEST
    return mine[within], theirs[within], distance[within]


def _nearest_of(
    pairs: list[tuple[np.ndarray, np.ndarray, np.ndarray]], neighbours: int
) -> pd.DataFrame:
    """Return the nearest of each row, ties in the order of lines: row, place, distance, weight."""
    row, place, distance = (
        np.concatenate([[], *parts]) for parts in (zip(*pairs, strict=True) if pairs else [()] * 3)
    )
    order = np.lexsort((distance, row))
    row, place, distance = row[order].astype("int64"), place[order].astype("int64"), distance[order]
    first = np.searchsorted(row, row)
    near = np.arange(len(row)) - first < neighbours
    row = row[near]
    return pd.DataFrame(
        {
            "row": row,
            "place": place[near],
            "distance": distance[near],
            "weight": 1 / np.bincount(row)[row] if len(row) else np.empty(0),
        }
    )
