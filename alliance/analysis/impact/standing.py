"""How schools stood the day before: what like schools are matched on."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from alliance.analysis.impact.lines import MULTI, Lines, lines_of
from alliance.history import as_at

if TYPE_CHECKING:
    from alliance.history import History

MAINTAINED, ALONE, IN_TRUST = "Maintained", "Academy alone", "Academy in a trust of several"
TECHNICAL = ("University technical college", "Studio school")
RUN_BY = ["Technical or studio school", MAINTAINED, IN_TRUST, ALONE]
PART_OF_ENGLAND = {
    "North East": "North",
    "North West": "North",
    "Yorkshire and The Humber": "North",
    "East Midlands": "Midlands",
    "West Midlands": "Midlands",
    "East of England": "South",
    "South East": "South",
    "South West": "South",
    "London": "London",
}
"""Like regions: London apart, for its schools changed otherwise than those elsewhere."""
EXACT = ["phase", "run_by", "grade", "below_twice"]
AS_THEY_ARE = [
    "urn",
    "phase",
    "region",
    "opportunity_area",
    "grade_inherited",
    "grade_date",
    "trust_uid",
]
COLUMNS = [
    "line",
    "urn",
    "phase",
    "run_by",
    "grade",
    "grade_inherited",
    "grade_date",
    "below_twice",
    "region",
    "north",
    "london",
    "opportunity_area",
    "trust_uid",
    "free_meals",
    "log_roll",
    "deprivation",
    "years_since_inspection",
]


def standing_on(history: History, day: dt.date) -> pd.DataFrame:
    """Return how every school open on a day stood.

    Returns
    -------
    DataFrame
        A row a line, indexed by it: urn, phase, run_by (Maintained, Academy alone or Academy in a
        trust of several; technical and studio schools apart), grade (1–4, 0 where none), whether it
        was a predecessor's, its day, below_twice (whether it was the second below Good running),
        region, north and london (1 where it lies there, else 0), opportunity_area, trust_uid,
        free_meals (percent, of the latest census by then), log_roll, deprivation (score of its
        neighbourhood), years_since_inspection.

    """
    lines = lines_of(history)
    state = as_at(history, day)
    line = state["urn"].map(lines.of)
    grade = state["grade"].astype("Int8")
    census = state["fsm_year"].astype("float64") <= day.year
    rolled = state["roll_year"].astype("float64") <= day.year
    since = (pd.Timestamp(day) - state["grade_date"]).dt.days / 365.25
    table = state[AS_THEY_ARE].assign(
        line=line.astype("int64"),
        north=_in_part(state, "North"),
        london=_in_part(state, "London"),
        run_by=_run_by(state),
        grade=grade.fillna(0).astype("int8"),
        below_twice=_below_twice(history, state),
        free_meals=state["percent_fsm"].astype("float64").where(census),
        log_roll=np.log(state["pupils"].astype("float64").where(rolled & (state["pupils"] > 0))),
        deprivation=line.map(_deprivation(history)).to_numpy("float64"),
        years_since_inspection=since,
    )
    return table[COLUMNS].drop_duplicates("line", keep="last").set_index("line")


def _in_part(state: pd.DataFrame, part: str) -> pd.Series:
    inside = {region: float(of == part) for region, of in PART_OF_ENGLAND.items()}
    return state["region"].map(inside).astype("float64")


def _run_by(state: pd.DataFrame) -> pd.Series:
    kind = state["trust_kind"]
    by = [state["type"].isin(TECHNICAL), kind.isna(), kind == MULTI]
    number = np.select(by, [0, 1, 2], 3).astype("int8")
    return pd.Series(pd.Categorical.from_codes(number, pd.Index(RUN_BY)), state.index)


def _below_twice(history: History, state: pd.DataFrame) -> np.ndarray:
    """Say of each school whether its grade was the second below Good running."""
    twice = _second_below(history)
    key = pd.MultiIndex.from_frame(state[["urn", "grade_date"]].set_axis(["urn", "start"], axis=1))
    found: np.ndarray = twice.reindex(key).fillna(value=False).to_numpy("bool")
    return found


@lru_cache(maxsize=2)
def _second_below(history: History) -> pd.Series:
    grades = history.grades[["urn", "start", "grade"]].sort_values(["urn", "start"])
    before = grades["grade"].shift().where(grades["urn"] == grades["urn"].shift())
    twice = (grades["grade"] >= 3) & (before >= 3)
    index = pd.MultiIndex.from_frame(grades[["urn", "start"]])
    return pd.Series(twice.fillna(value=False).to_numpy("bool"), index).astype("boolean")


@lru_cache(maxsize=2)
def _deprivation(history: History) -> pd.Series:
    """Return the deprivation score of each line's neighbourhood, else of its district (2025)."""
    lines: Lines = lines_of(history)
    near = history.school_deprivation.set_index("urn")["imd_score"]
    district = history.schools.set_index("urn")["lad_code"].astype("object")
    wide = district.map(history.deprivation.set_index("lad_code")["imd_score_2025"])
    score = lines.of.index.to_series().map(near)
    table = pd.DataFrame({"line": lines.of, "near": score, "wide": wide.reindex(lines.of.index)})
    by = table.groupby("line").last()
    return by["near"].fillna(by["wide"]).astype("float64")
