"""Schools less than good, who runs them, and the nearest strong schools of their phase."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.spatial import cKDTree

from alliance.analysis.known import total_by
from alliance.analysis.schools.run_by import run_by

if TYPE_CHECKING:
    from collections.abc import Collection

    import numpy.typing as npt

_RUN = ["urn", "name", "phase", "la_name", "opportunity_area", "trust_uid", "trust_name"]
_GRADE = ["grade", "grade_inherited", "grade_date"]
_PAIRS = [
    "urn",
    "name",
    "phase",
    "rank",
    "strong_urn",
    "strong_name",
    "strong_grade",
    "strong_grade_inherited",
    "strong_trust_uid",
    "strong_trust_name",
    "strong_la_name",
    "distance_km",
]


def in_need(schools: pd.DataFrame, also: Collection[int] = ()) -> pd.DataFrame:
    """Return the schools that require improvement or are inadequate, the weakest first.

    Parameters
    ----------
    schools
        Schools as ``as_at`` gives them.
    also
        URNs of more schools to return, whatever their grade.

    Returns
    -------
    DataFrame
        urn, name, phase, la_name, opportunity_area, trust_uid, trust_name, grade,
        grade_inherited, grade_date, pupils, easting_m, northing_m, run_by (its trust, else its
        local authority, "(local authority)" behind the name).

    """
    columns = [*_RUN, *_GRADE, "pupils", "easting_m", "northing_m"]
    below = (schools["grade"] >= 3).fillna(value=False) | schools["urn"].isin(list(also))
    weak = schools.loc[below, columns]
    return weak.assign(run_by=run_by(weak)).sort_values(
        ["grade", "name"], ascending=[False, True], ignore_index=True
    )


def who_runs(weak: pd.DataFrame) -> pd.DataFrame:
    """Count the schools less than good by who runs them.

    Returns
    -------
    DataFrame
        run_by, trust_uid (missing for an authority), schools, requires_improvement, inadequate,
        pupils (missing where too few rolls are known); most schools first.

    """
    counted = weak.assign(
        requires_improvement=weak["grade"] == 3, inadequate=weak["grade"] == 4
    ).groupby("run_by", as_index=False)
    table = counted.agg(
        trust_uid=("trust_uid", "first"),
        schools=("urn", "size"),
        requires_improvement=("requires_improvement", "sum"),
        inadequate=("inadequate", "sum"),
    )
    table["pupils"] = table["run_by"].map(total_by(weak["pupils"], weak["run_by"]))
    return table.sort_values(["schools", "run_by"], ascending=[False, True], ignore_index=True)


def nearest_strong(
    state: pd.DataFrame,
    weak: pd.DataFrame,
    nearest: int = 3,
    excluded: pd.Series | None = None,
) -> pd.DataFrame:
    """Find the nearest Good or Outstanding schools of the same phase, in a straight line.

    Parameters
    ----------
    state
        All schools of the day, so that help is found across the border of an area.
    weak
        Schools of the day (``in_need`` gives them); those without coordinates are left out.
    nearest
        How many strong schools to give for each.
    excluded
        Whether each school of ``state`` is no help whatever its grade
        (:func:`alliance.analysis.need.strong.is_weak`).

    Returns
    -------
    DataFrame
        A row a pair, in the order of ``weak``: urn, name, phase, rank (1 is the nearest),
        strong_urn, strong_name, strong_grade, strong_grade_inherited (the grade is that of the
        school it replaced), strong_trust_uid, strong_trust_name, strong_la_name, distance_km.

    """
    located = state["easting_m"].notna() & (state["grade"] <= 2).fillna(value=False)
    strong = state[located if excluded is None else located & ~excluded]
    places = weak.reset_index(drop=True).reset_index(names="order")
    places = places[places["easting_m"].notna()]
    parts = [
        _pairs(own, strong[strong["phase"] == phase], nearest)
        for phase, own in places.groupby(places["phase"].astype("str"))
    ]
    parts = [part for part in parts if len(part)]
    if not parts:
        return pd.DataFrame(columns=_PAIRS)
    pairs = pd.concat(parts).sort_values(["order", "distance_km", "strong_urn"])
    pairs["rank"] = pairs.groupby("order").cumcount() + 1
    return pairs.loc[pairs["rank"] <= nearest, _PAIRS].reset_index(drop=True)


def _pairs(weak: pd.DataFrame, strong: pd.DataFrame, nearest: int) -> pd.DataFrame:
    """Return each school's nearest strong ones, and one more in case it is itself among them."""
    reach = min(nearest + 1, len(strong))
    if not reach:
        return weak.head(0)
    distance_m, row = cKDTree(_metres(strong)).query(_metres(weak), k=list(range(1, reach + 1)))
    columns = ["urn", "name", "grade", "grade_inherited", "trust_uid", "trust_name", "la_name"]
    found = strong[columns].add_prefix("strong_").iloc[row.ravel()].reset_index(drop=True)
    asked = weak[["order", "urn", "name", "phase"]].iloc[np.repeat(np.arange(len(weak)), reach)]
    pairs = asked.reset_index(drop=True).join(found).assign(distance_km=distance_m.ravel() / 1000)
    return pairs[pairs["urn"] != pairs["strong_urn"]]


def _metres(schools: pd.DataFrame) -> npt.NDArray[np.float64]:
    return schools[["easting_m", "northing_m"]].to_numpy(np.float64)
