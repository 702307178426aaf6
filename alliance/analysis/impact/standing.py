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
    part = part_of(state["region"])
    grade = state["grade"].astype("Int8")
    census = state["fsm_year"].astype("float64") <= day.year
    rolled = state["roll_year"].astype("float64") <= day.year
    since = (pd.Timestamp(day) - state["grade_date"]).dt.days / 365.25
    table = state[AS_THEY_ARE].assign(
        line=line.astype("int64"),
        north=(part == "North").astype("float64").where(part.notna()),
        london=(part == "London").astype("float64").where(part.notna()),
        run_by=_run_by(state),
        grade=grade.fillna(0).astype("int8"),
        below_twice=_below_twice(history, state),
        free_meals=state["percent_fsm"].astype("float64").where(census),
        log_roll=np.log(state["pupils"].astype("float64").where(rolled & (state["pupils"] > 0))),
        deprivation=line.map(_deprivation(history)).to_numpy("float64"),
        years_since_inspection=since,
    )
    return table[COLUMNS].drop_duplicates("line", keep="last").set_index("line")


def mean_and_spread(
    state: pd.DataFrame, measures: list[str], counted: np.ndarray | None = None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the mean and the standard deviation of measures, of the schools counted, by phase.

    As pandas does by group, in a tenth of its time: a question asks for it on up to 120 days.
    """
    of = pd.Categorical(state["phase"])
    phases, phase = of.categories, of.codes.astype("int64")
    of_phase = phase >= 0 if counted is None else (phase >= 0) & counted
    mean, spread = {}, {}
    for name in measures:
        values = state[name].to_numpy("float64")
        known = ~np.isnan(values) & of_phase
        values, group = values[known], phase[known]
        with np.errstate(invalid="ignore", divide="ignore"):
            count = np.bincount(group, minlength=len(phases))
            mean[name] = np.bincount(group, values, len(phases)) / count
            squares = np.square(values - mean[name][group])
            spread[name] = np.sqrt(np.bincount(group, squares, len(phases)) / (count - 1))
    return pd.DataFrame(mean, phases), pd.DataFrame(spread, phases)


def part_of(region: pd.Series) -> pd.Series:
    """Return the part of England of each region, as ``PART_OF_ENGLAND`` has it."""
    of = pd.Categorical(region)
    codes, names = pd.factorize(of.categories.map(PART_OF_ENGLAND))
    part = np.append(codes, -1)[of.codes]
    return pd.Series(pd.Categorical.from_codes(part, names), region.index)


def _run_by(state: pd.DataFrame) -> pd.Series:
    kind = state["trust_kind"]
    by = [state["type"].isin(TECHNICAL), kind.isna(), kind == MULTI]
    number = np.select(by, [0, 1, 2], 3).astype("int8")
    return pd.Series(pd.Categorical.from_codes(number, pd.Index(RUN_BY)), state.index)


def _below_twice(history: History, state: pd.DataFrame) -> np.ndarray:
    """Say of each school whether its grade was the second below Good running."""
    known, asked = _second_below(history), _school_days(state["urn"], state["grade_date"])
    found: np.ndarray = known[np.searchsorted(known, asked).clip(max=len(known) - 1)] == asked
    return found


_NEVER = -1


@lru_cache(maxsize=2)
def _second_below(history: History) -> np.ndarray:
    """Return which grades were the second below Good running: their schools' days, in order."""
    grades = history.grades[["urn", "start", "grade"]].sort_values(["urn", "start"])
    before = grades["grade"].shift().where(grades["urn"] == grades["urn"].shift())
    twice = grades[((grades["grade"] >= 3) & (before >= 3)).fillna(value=False).to_numpy("bool")]
    return np.append(_NEVER, np.sort(_school_days(twice["urn"], twice["start"])))


def _school_days(urn: pd.Series, day: pd.Series) -> np.ndarray:
    """Return a whole number for each school and day; 0 where there is no day."""
    days = day.to_numpy("datetime64[D]")
    number: np.ndarray = urn.to_numpy("int64") * 1_000_000 + days.astype("int64")
    return np.where(np.isnat(days), 0, number)


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
