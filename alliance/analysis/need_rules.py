"""Which schools need help, by rules that anyone can read: each with its source and its dates.

A school's need is as grave as the gravest rule that catches it; every rule that caught it is told
with its reason.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from alliance.history import GRADES

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from alliance.history import History

VERSION = "1"
"""Rises when a rule changes, so that an old plan says by which rules it was made."""

KS2_FLOOR_PERCENT = 65.0
KS2_FLOOR_PROGRESS = {"reading_progress": -5.0, "writing_progress": -7.0, "maths_progress": -5.0}
KS4_FLOOR_PROGRESS_8 = -0.5
CONCERNS = {"SM": "special measures", "SWK": "serious weaknesses", "NTI": "a notice to improve"}
RESULTS_OUT = (12, 1)
"""Month and day from which the exams of a summer count: the tables come out by then."""


@dataclass(frozen=True)
class Rule:
    """A rule of need.

    Parameters
    ----------
    gravity
        1 is the gravest.
    first_day, last_day
        Between which days the rule applies; a missing one is open.
    find
        From the history, the schools of a day and the day: why, by URN, of the schools caught.

    """

    name: str
    text: str
    source: str
    gravity: int
    find: Callable[[History, pd.DataFrame, dt.date], pd.Series]
    first_day: dt.date | None = None
    last_day: dt.date | None = None

    def applies(self, day: dt.date) -> bool:
        """Tell whether the rule is in force on ``day``."""
        return (self.first_day is None or self.first_day <= day) and (
            self.last_day is None or day <= self.last_day
        )


def _latest_two(history: History, state: pd.DataFrame, day: dt.date) -> pd.DataFrame:
    """Give each school's latest grade and the one before: grade, before, start, inspected_urn."""
    known = history.grades[history.grades["start"] <= pd.Timestamp(day)]
    known = known[known["urn"].isin(state["urn"])]
    known = known.assign(before=known.groupby("urn")["grade"].shift())
    return known.drop_duplicates("urn", keep="last").set_index("urn")


def _inadequate(history: History, state: pd.DataFrame, day: dt.date) -> pd.Series:
    latest = _latest_two(history, state, day)
    caught = latest[latest["grade"] == 4]
    return "Inadequate since " + _in_words(caught["start"])


def _concern(history: History, state: pd.DataFrame, day: dt.date) -> pd.Series:
    latest = _latest_two(history, state, day).reset_index()
    told = latest.merge(
        history.inspections[["inspected_urn", "start", "category_of_concern"]],
        on=["inspected_urn", "start"],
    ).dropna(subset=["category_of_concern"])
    told = told.set_index("urn")
    words = told["category_of_concern"].astype("str").map(CONCERNS)
    return "In " + words + " since " + _in_words(told["start"])


def _twice(history: History, state: pd.DataFrame, day: dt.date) -> pd.Series:
    latest = _latest_two(history, state, day)
    caught = latest[(latest["grade"] >= 3) & (latest["before"] >= 3)]
    return (
        caught["grade"].map(GRADES)
        + " after "
        + caught["before"].map(GRADES)
        + ", since "
        + _in_words(caught["start"])
    )


def _falling(history: History, state: pd.DataFrame, day: dt.date) -> pd.Series:
    latest = _latest_two(history, state, day)
    caught = latest[(latest["grade"] >= 3) & (latest["before"] <= 2)]
    return (
        "From "
        + caught["before"].map(GRADES)
        + " to "
        + caught["grade"].map(GRADES)
        + " on "
        + _in_words(caught["start"])
    )


def _once(history: History, state: pd.DataFrame, day: dt.date) -> pd.Series:
    latest = _latest_two(history, state, day)
    caught = latest[latest["grade"] == 3]
    return "Requires improvement since " + _in_words(caught["start"])


def _exam_year(day: dt.date) -> int:
    return day.year if (day.month, day.day) >= RESULTS_OUT else day.year - 1


def _below_ks2_floor(history: History, state: pd.DataFrame, day: dt.date) -> pd.Series:
    table = history.results_ks2
    table = table[(table["year"] == _exam_year(day)) & table["urn"].isin(state["urn"])]
    table = table.set_index("urn")
    below = pd.Series(data=False, index=table.index)
    for measure, line in KS2_FLOOR_PROGRESS.items():
        below |= table[measure] < line
    percent = table["percent_expected_reading_writing_maths"]
    caught = table[(percent < KS2_FLOOR_PERCENT) & below]
    return (
        caught["percent_expected_reading_writing_maths"].round().astype("int64").astype("str")
        + "% at the expected standard and too little progress in "
        + caught["year"].astype("str")
    )


def _below_ks4_floor(history: History, state: pd.DataFrame, day: dt.date) -> pd.Series:
    table = history.results_ks4
    table = table[(table["year"] == _exam_year(day)) & table["urn"].isin(state["urn"])]
    caught = table[table["progress_8"] < KS4_FLOOR_PROGRESS_8].set_index("urn")
    return (
        "Progress 8 of "
        + caught["progress_8"].map("{:.2f}".format)
        + " in "
        + caught["year"].astype("str")
    )


def _in_words(days: pd.Series) -> pd.Series:
    words: pd.Series = days.dt.strftime("%-d %B %Y")
    return words


OFSTED = "Ofsted, overall effectiveness of the latest graded inspection"
FLOOR = "Department for Education, floor standards 2016 to 2018"
GRADES_END = dt.date(2024, 9, 1)

RULES = [
    Rule("Inadequate", "The latest grade is Inadequate.", OFSTED, 1, _inadequate, None, GRADES_END),
    Rule(
        "Category of concern",
        "The latest graded inspection put it in special measures, serious weaknesses or a notice "
        "to improve.",
        "Ofsted, category of concern",
        1,
        _concern,
        None,
        GRADES_END,
    ),
    Rule(
        "Below Good twice running",
        "The latest two grades are both Requires improvement (or Satisfactory) or Inadequate.",
        OFSTED,
        2,
        _twice,
        None,
        GRADES_END,
    ),
    Rule(
        "Falling",
        "It was Good or Outstanding at the inspection before, and no longer is.",
        OFSTED,
        3,
        _falling,
        None,
        GRADES_END,
    ),
    Rule(
        "Requires improvement",
        "The latest grade is Requires improvement (or Satisfactory).",
        OFSTED,
        4,
        _once,
        None,
        GRADES_END,
    ),
    Rule(
        "Below the floor, key stage 2",
        f"Fewer than {KS2_FLOOR_PERCENT:.0f}% reach the expected standard in reading, writing and "
        "maths, and progress is below -5 in reading, -7 in writing or -5 in maths.",
        FLOOR,
        4,
        _below_ks2_floor,
        dt.date(2016, 12, 1),
        dt.date(2019, 11, 30),
    ),
    Rule(
        "Below the floor, key stage 4",
        f"Progress 8 is below {KS4_FLOOR_PROGRESS_8}.",
        FLOOR,
        4,
        _below_ks4_floor,
        dt.date(2016, 12, 1),
        dt.date(2019, 11, 30),
    ),
]


def caught(
    history: History,
    state: pd.DataFrame,
    day: dt.date,
    names: Collection[str] | None = None,
) -> pd.DataFrame:
    """Give every school that a rule catches, a row a rule and school.

    Parameters
    ----------
    state
        Schools as at ``day``.
    names
        The rules to try; all by default.

    Returns
    -------
    DataFrame
        urn, rule, gravity, why; in order of URN and gravity.

    """
    parts = [
        pd.DataFrame(
            {"urn": found.index, "rule": rule.name, "gravity": rule.gravity, "why": found}
        ).reset_index(drop=True)
        for rule in RULES
        if rule.applies(day) and (names is None or rule.name in names)
        for found in [rule.find(history, state, day)]
        if len(found)
    ]
    if not parts:
        return pd.DataFrame(columns=["urn", "rule", "gravity", "why"])
    return pd.concat(parts).sort_values(["urn", "gravity", "rule"], ignore_index=True)


def need(
    history: History,
    state: pd.DataFrame,
    day: dt.date,
    names: Collection[str] | None = None,
) -> pd.DataFrame:
    """Give the schools in need, a row a school, the gravest first.

    Returns
    -------
    DataFrame
        The columns of ``state``, and gravity (1 is the gravest), rules (names, joined by "; ") and
        why (likewise).

    """
    found = caught(history, state, day, names)
    told = found.groupby("urn").agg(
        gravity=("gravity", "min"), rules=("rule", "; ".join), why=("why", "; ".join)
    )
    schools = state.merge(told, left_on="urn", right_index=True)
    return schools.sort_values(["gravity", "urn"], ignore_index=True)
