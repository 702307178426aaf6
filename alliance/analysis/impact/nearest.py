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
        A row a pair: set, line, distance, weight; and why others have none, by set.

    """
    weights = INSPECTED if inspected else YEARLY
    schools = _as_numbers(state, list(weights))
    alike = state.groupby(EXACT).ngroup().to_numpy()
    sets, own = rows["set"].to_numpy(), state.index.get_indexer(pd.Index(rows["line"]))
    others = np.flatnonzero(free)
    pairs, nobody = [], []
    for one in np.unique(alike[own]):
        asked = np.flatnonzero(alike[own] == one)
        pool = others[alike[others] == one]
        if not len(pool):
            nobody.append(asked)
            continue
        distance = _distances(
            _at(schools, own[asked]), _at(schools, pool), weights, caliper, inspected
        )
        row, column = np.nonzero(np.isfinite(distance))
        pairs.append((asked[row], pool[column], distance[row, column]))
    near = _nearest_of(pairs, neighbours)
    lost = pd.Series(NONE_NEAR, np.setdiff1d(np.arange(len(rows)), near["row"]), dtype="object")
    lost[np.concatenate([[], *nobody]).astype("int64")] = NOBODY
    near.insert(0, "set", sets[near["row"]])
    near.insert(1, "line", state.index.to_numpy()[near.pop("place")])
    return near.drop(columns="row"), lost.set_axis(sets[lost.index])


def _as_numbers(state: pd.DataFrame, measures: list[str]) -> dict[str, np.ndarray]:
    """Return what is compared in numbers alone; measures in standard deviations of the phase."""
    spread = state.groupby("phase")[measures].transform("std")
    apart = state[measures] / spread.where(spread > 0)
    return {
        "line": state.index.to_numpy(),
        "years": state["years_since_inspection"].to_numpy("float64"),
        "region": pd.factorize(state["region"])[0],
        "part": pd.factorize(state["region"].map(PART_OF_ENGLAND))[0],
        "base": state["base"].to_numpy("float64"),
        **{name: apart[name].to_numpy("float64") for name in measures},
    }


def _at(schools: dict[str, np.ndarray], rows: np.ndarray) -> dict[str, np.ndarray]:
    return {name: values[rows] for name, values in schools.items()}


def _distances(
    own: dict[str, np.ndarray],
    near: dict[str, np.ndarray],
    weights: dict[str, float],
    caliper: float,
    inspected: bool,
) -> np.ndarray:
    """Return the distance of each treated school to each near one; infinite where none may be."""
    total = np.zeros((len(own["line"]), len(near["line"])))
    heavy = np.zeros((len(own["line"]), 1))
    barred = own["line"][:, None] == near["line"]
    for name, weight in weights.items():
        gap = own[name][:, None] - near[name]
        known = ~np.isnan(own[name])[:, None]
        heavy += weight * known
        if name in ("prior", "trend"):
            # What the treated school has a result for, its like schools have too.
            barred |= known & np.isnan(gap)
        if name == "prior":
            barred |= np.abs(gap) > caliper
        # What is not on record of a like school counts as one standard deviation apart.
        gap[np.isnan(gap)] = 1.0
        total += (weight * known) * np.square(gap, out=gap)
    if inspected:
        barred |= np.abs(own["years"][:, None] - near["years"]) > INSPECTED_WITHIN
    else:
        barred |= own["base"][:, None] != near["base"]
    for name, weight in (("region", OTHER_REGION), ("part", OTHER_PART)):
        total += weight * (own[name][:, None] != near[name])
    distance: np.ndarray = np.sqrt(total / np.maximum(heavy, EDGE))
    distance[barred | (distance > FURTHEST)] = np.inf
    return distance


def _nearest_of(
    pairs: list[tuple[np.ndarray, np.ndarray, np.ndarray]], neighbours: int
) -> pd.DataFrame:
    """Return the nearest of each row, ties in the order of lines: row, place, distance, weight."""
    row, place, distance = (
        np.concatenate([[], *parts]) for parts in (zip(*pairs, strict=True) if pairs else [()] * 3)
    )
    table = pd.DataFrame({"row": row, "place": place, "distance": distance})
    table = table.astype({"row": "int64", "place": "int64"}).sort_values(["row", "distance"])
    near = table.groupby("row").head(neighbours)
    return near.assign(weight=1 / near.groupby("row")["place"].transform("size"))
