"""Invented schools whose past is known because it was made up: none of it is on any record.

Results go up and down about what a school is, and more so in some years; a trust has luck of its
own. Some schools join trusts, each with the effect that was planted, or because they were at
their worst.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from alliance.analysis.impact.estimate import (
    Estimate,
    Fit,
    clusters_of,
    differences,
    mean_difference,
)
from alliance.analysis.impact.nearest import nearest_like
from alliance.analysis.impact.pairs import members_of
from alliance.analysis.impact.panel import panel_of
from alliance.analysis.impact.prior_results import last_results

SCHOOLS, TREATED, TRUSTS = 1200, 120, 40
YEARS = np.arange(2013, 2024)
GAP = (2020, 2021)
"""Years without results, as there were."""
JOINED = np.arange(2016, 2020)
CARRIED = 0.4
"""How much of a year's luck a school carries into the next."""


class Invented(NamedTuple):
    """An estimate from invented schools, and the before-and-after of those that joined."""

    estimate: Estimate
    fit: Fit
    naive: float


def invented_history(seed: int, effect: float, *, at_their_worst: bool) -> Invented:
    """Invent schools, have some join trusts with an effect planted, and estimate it.

    Parameters
    ----------
    effect
        What joining adds to each result from the first on, in percentage points.
    at_their_worst
        Whether those join whose last result before was the lowest, as it is in life.

    """
    rng = np.random.default_rng(seed)
    values, joined, trust, state = _invent(rng, effect, at_their_worst)
    parts = []
    for year in JOINED:
        day = pd.Timestamp(year, 9, 1)
        line = np.flatnonzero(joined == year)
        stood = state.join(last_results(values[values["year"] <= year]))
        rows = pd.DataFrame(
            {"set": line, "line": line, "day": day, "stood": day, "group": trust[line]}
        )
        rows["until"] = pd.NaT
        rows = rows[stood.loc[line, "prior"].notna().to_numpy()]
        free = ((joined == 0) | (joined > year)) & stood["prior"].notna().to_numpy()
        near, _ = nearest_like(stood, rows, free, neighbours=5, caliper=0.25, inspected=False)
        parts.append(members_of(rows, near, stood))
    members = pd.concat(parts, ignore_index=True)
    members["earlier"] = pd.NaT
    # A like school that joins a trust itself is followed until then.
    joins = pd.Series(pd.NaT, range(len(joined)), dtype="datetime64[s]")
    joins[joined > 0] = [pd.Timestamp(year, 9, 1) for year in joined[joined > 0]]
    members["later"] = members["line"].map(joins).where(~members["treated"])
    members["cluster"] = clusters_of(members)
    panel = panel_of(members, values)
    fit = differences(panel, members)
    after = fit.table["since"].between(1, 5).to_numpy()
    own = panel[panel["treated"] & panel["since"].between(1, 5)]
    return Invented(mean_difference(fit, after, members), fit, float(own["change"].mean()))


def _invent(
    rng: np.random.Generator, effect: float, at_their_worst: bool
) -> tuple[pd.DataFrame, np.ndarray, np.ndarray, pd.DataFrame]:
    meals = rng.gamma(2, 8, SCHOOLS)
    level = 65 - 0.5 * meals + rng.normal(0, 6, SCHOOLS)
    luck = rng.normal(0, 7, (SCHOOLS, len(YEARS)))
    for now in range(1, len(YEARS)):
        luck[:, now] += CARRIED * luck[:, now - 1]
    result = level[:, None] + luck + np.linspace(0, 8, len(YEARS))
    joined = np.zeros(SCHOOLS, "int64")
    each = TREATED // len(JOINED)
    for year in JOINED:
        free = np.flatnonzero(joined == 0)
        last = result[free, np.searchsorted(YEARS, year)]
        worst = free[np.argsort(last)]
        near = worst[: 3 * each] if at_their_worst else free
        joined[rng.choice(near, each, replace=False)] = year
    trust = rng.integers(0, TRUSTS, SCHOOLS)
    after = (joined[:, None] > 0) & (joined[:, None] < YEARS)
    own_luck = rng.normal(0, 1.5, TRUSTS)[trust]
    result = result + after * (effect + own_luck)[:, None]
    known = (rng.random(result.shape) > 0.03) & ~np.isin(YEARS, GAP)
    line, place = np.nonzero(known)
    values = pd.DataFrame({"line": line, "year": YEARS[place], "value": result[line, place]})
    mean = values.groupby("year")["value"].transform("mean")
    taken = pd.to_datetime({"year": values["year"], "month": 5, "day": 15})
    values = values.assign(centred=values["value"] - mean, taken=taken.astype("datetime64[ms]"))
    state = pd.DataFrame(
        {
            "urn": np.arange(SCHOOLS),
            "phase": "Primary",
            "run_by": "Maintained",
            "grade": np.where(level + luck[:, 2] < 50, 3, 2),
            "below_twice": False,
            "region": rng.choice(["North East", "London", "South West"], SCHOOLS),
            "trust_uid": pd.array([pd.NA] * SCHOOLS, dtype="Int32"),
            "free_meals": meals,
            "log_roll": rng.normal(5.5, 0.4, SCHOOLS),
            "deprivation": meals + rng.normal(0, 8, SCHOOLS),
            "years_since_inspection": np.nan,
        },
        index=pd.RangeIndex(SCHOOLS, name="line"),
    )
    return values, joined, trust, state
