"""The schools near one, and the schools like one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from alliance.analysis.schools.censuses import disadvantaged_census
from alliance.errors import UnknownName

if TYPE_CHECKING:
    from alliance.history import History

RINGS_KM = (5, 10, 25)

_SHOWN = [
    "urn",
    "name",
    "phase",
    "la_name",
    "trust_uid",
    "trust_name",
    "grade",
    "grade_inherited",
    "pupils",
    "percent_disadvantaged",
]
LIKENESS = {
    "pupils": ("pupils on roll", "{:,.0f}"),
    "percent_disadvantaged": ("percent disadvantaged", "{:.1f}"),
    "imd_score": ("the district's index of multiple deprivation", "{:.1f}"),
}
"""By what schools are held to be alike."""


@dataclass(frozen=True)
class Alike:
    """Schools like one, and how they were found.

    Parameters
    ----------
    schools
        The most alike first: urn, name, phase, la_name, trust_uid, trust_name, grade,
        grade_inherited, pupils, percent_disadvantaged, imd_score, difference (0 the same, 1 as
        far apart as any two schools of the phase).
    recipe
        What was compared and how, in a sentence or two.

    """

    schools: pd.DataFrame
    recipe: str


def neighbours(state: pd.DataFrame, urn: int, within_km: float = RINGS_KM[-1]) -> pd.DataFrame:
    """Return the schools within a distance of one, in a straight line, the nearest first.

    Parameters
    ----------
    state
        The schools of a day as ``as_at`` gives them.

    Returns
    -------
    DataFrame
        urn, name, phase, la_name, trust_uid, trust_name, grade, grade_inherited, pupils,
        percent_disadvantaged, distance_km, ring_km (5, 10 or 25: the smallest that holds it;
        missing beyond), same_phase, same_trust. Empty where the school's place is not known.

    Raises
    ------
    UnknownName
        The school is not open on the day.

    """
    school = _school(state, urn)
    away_m = np.hypot(
        state["easting_m"] - school["easting_m"], state["northing_m"] - school["northing_m"]
    )
    near = (away_m <= within_km * 1000) & (state["urn"] != urn)
    found: pd.DataFrame = state.loc[near, _SHOWN].assign(distance_km=away_m[near] / 1000)
    found["ring_km"] = _ring(found["distance_km"])
    found["same_phase"] = found["phase"].eq(school["phase"])
    same = found["trust_uid"].eq(school["trust_uid"])
    found["same_trust"] = same.fillna(value=False).astype("bool")
    return found.sort_values(["distance_km", "urn"], ignore_index=True)


def alike(history: History, state: pd.DataFrame, urn: int, most: int = 10) -> Alike:
    """Find the schools of the same phase that are most like one.

    The difference of two schools is the mean, over roll, percent disadvantaged and the district's
    deprivation, of the difference divided by the range of that number among the schools of the
    phase (Gower's distance). What is not known of the school is left out, and a school of which
    something else is not known is not compared.

    Raises
    ------
    UnknownName
        The school is not open on the day.

    """
    phase = _school(state, urn)["phase"]
    imd = history.deprivation.set_index("lad_code")["imd_score"]
    peers = state[state["phase"] == phase]
    peers = peers.assign(imd_score=peers["lad_code"].astype("str").map(imd))
    numbers = peers[list(LIKENESS)].astype("float64")
    own = numbers[peers["urn"] == urn].iloc[0]
    known = own.index[own.notna()]
    numbers = numbers[known]
    span = numbers.max() - numbers.min()
    apart = ((numbers - own[known]).abs() / span.where(span > 0, 1.0)).mean(axis=1, skipna=False)
    shown = peers[[*_SHOWN, "imd_score"]].assign(difference=apart)
    shown = shown[apart.notna() & (shown["urn"] != urn)]
    shown = shown.sort_values(["difference", "urn"], ignore_index=True).head(most)
    recipe = _recipe(str(phase), numbers, disadvantaged_census(peers))
    return Alike(shown if len(known) else shown.head(0), recipe)


def _recipe(phase: str, numbers: pd.DataFrame, census: str) -> str:
    if numbers.columns.empty:
        return f"Nothing is known of this {phase.lower()} school by which to compare it."
    parts = []
    for key in numbers:
        name, form = LIKENESS[str(key)]
        ends = [form.format(end) for end in (numbers[key].min(), numbers[key].max())]
        of = f"{census}, " if key == "percent_disadvantaged" else ""
        parts.append(f"{name} ({of}from {ends[0]} to {ends[1]})")
    compared = int(numbers.notna().all(axis=1).sum())
    missing = [name for key, (name, _) in LIKENESS.items() if key not in numbers]
    left_out = f" Not known of this school, so left out: {', '.join(missing)}." if missing else ""
    return (
        f"Of {compared:,} schools of the phase {phase}, those with the least mean difference in "
        f"{'; '.join(parts)}, each divided by its range.{left_out}"
    )


def _school(state: pd.DataFrame, urn: int) -> pd.Series:
    own = state[state["urn"] == urn]
    if own.empty:
        raise UnknownName(f"No school with the URN {urn} is open on that day. Choose another day.")
    return own.iloc[0]


def _ring(distance_km: pd.Series) -> pd.Series:
    edges = np.searchsorted(np.array(RINGS_KM, dtype=float), distance_km.to_numpy(), side="left")
    rings = pd.array([*RINGS_KM, pd.NA], "Int8")
    return pd.Series(rings.take(edges), distance_km.index)
