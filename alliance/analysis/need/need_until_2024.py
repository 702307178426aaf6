"""What rules of need went by until overall grades ended: grades, and results below a floor.

Each returns, by URN, the schools it finds: why (in words) and inherited (whether the latest
inspection, by which it goes, is that of the school this one replaced).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from alliance.analysis.schools.grades import mark_inherited
from alliance.history import grades_on

if TYPE_CHECKING:
    import datetime as dt

    from alliance.history import History

KS2_FLOOR_PERCENT = 65.0
KS2_FLOOR_PROGRESS = {"reading_progress": -5.0, "writing_progress": -7.0, "maths_progress": -5.0}
KS4_FLOOR_PROGRESS_8 = -0.5
CONCERNS = {"SM": "special measures", "SWK": "serious weaknesses", "NTI": "a notice to improve"}
RESULTS_OUT = (12, 1)
"""Month and day from which the exams of a summer count: the tables come out by then."""


def _latest_two(history: History, state: pd.DataFrame, day: dt.date) -> pd.DataFrame:
    """Return each school's latest grade and the one before, by URN.

    Columns: grade, grade_inherited, before, start, inspected_urn; and said and said_before, the
    two in words as they are called on the day, marked where they are the predecessor's.
    """
    known = history.grades[history.grades["start"] <= pd.Timestamp(day)]
    known = known[known["urn"].isin(state["urn"])]
    names = known["grade"].map(grades_on(day)).astype("object")
    known = known.assign(said=mark_inherited(names, known["grade_inherited"]))
    before = known.groupby("urn")[["grade", "said"]].shift()
    known = known.assign(before=before["grade"], said_before=before["said"])
    return known.drop_duplicates("urn", keep="last").set_index("urn")


def found_because(why: pd.Series, inherited: pd.Series | bool) -> pd.DataFrame:
    """Return schools found, by URN, with why and whether an inherited inspection says so."""
    return pd.DataFrame({"why": why, "inherited": inherited}, index=why.index).astype(
        {"why": "object", "inherited": "bool"}
    )


def inadequate(history: History, state: pd.DataFrame, day: dt.date) -> pd.DataFrame:
    """Find the schools whose latest grade is Inadequate."""
    latest = _latest_two(history, state, day)
    caught = latest[latest["grade"] == 4]
    why = caught["said"] + " since " + in_words(caught["start"])
    return found_because(why, caught["grade_inherited"])


def in_category_of_concern(history: History, state: pd.DataFrame, day: dt.date) -> pd.DataFrame:
    """Find the schools that the latest grade put in a category of concern."""
    latest = _latest_two(history, state, day).reset_index()
    told = latest.merge(
        history.inspections[["inspected_urn", "start", "category_of_concern"]],
        on=["inspected_urn", "start"],
    ).dropna(subset=["category_of_concern"])
    told = told.set_index("urn")
    words = "In " + told["category_of_concern"].astype("str").map(CONCERNS)
    why = mark_inherited(words, told["grade_inherited"]) + " since " + in_words(told["start"])
    return found_because(why, told["grade_inherited"])


def below_good_twice(history: History, state: pd.DataFrame, day: dt.date) -> pd.DataFrame:
    """Find the schools whose latest two grades are less than good."""
    latest = _latest_two(history, state, day)
    caught = latest[(latest["grade"] >= 3) & (latest["before"] >= 3)]
    grades: pd.Series = caught["said"] + " after " + caught["said_before"]
    why = grades + ", since " + in_words(caught["start"])
    return found_because(why, caught["grade_inherited"])


def falling(history: History, state: pd.DataFrame, day: dt.date) -> pd.DataFrame:
    """Find the schools that declined to less than good at the latest inspection."""
    latest = _latest_two(history, state, day)
    caught = latest[(latest["grade"] >= 3) & (latest["before"] <= 2)]
    grades = "From " + caught["said_before"] + " to " + caught["said"]
    why = grades + " on " + in_words(caught["start"])
    return found_because(why, caught["grade_inherited"])


def requiring_improvement(history: History, state: pd.DataFrame, day: dt.date) -> pd.DataFrame:
    """Find the schools whose latest grade is Requires improvement."""
    latest = _latest_two(history, state, day)
    caught = latest[latest["grade"] == 3]
    why = caught["said"] + " since " + in_words(caught["start"])
    return found_because(why, caught["grade_inherited"])


def _exam_year(day: dt.date) -> int:
    return day.year if (day.month, day.day) >= RESULTS_OUT else day.year - 1


def _sat(results: pd.DataFrame, state: pd.DataFrame, day: dt.date) -> pd.DataFrame:
    """Return the results of the last exams that the schools of a day sat themselves."""
    own = results["urn"].isin(state["urn"]) & ~results["of_predecessor"]
    return results[(results["year"] == _exam_year(day)) & own]


def below_ks2_floor(history: History, state: pd.DataFrame, day: dt.date) -> pd.DataFrame:
    """Find the schools below the floor at key stage 2, by exams their own pupils sat."""
    table = history.results_ks2
    table = _sat(table, state, day).set_index("urn")
    below = pd.Series(data=False, index=table.index)
    for measure, line in KS2_FLOOR_PROGRESS.items():
        below |= table[measure] < line
    percent = table["percent_expected_reading_writing_maths"]
    caught = table[(percent < KS2_FLOOR_PERCENT) & below]
    why = (
        caught["percent_expected_reading_writing_maths"].round().astype("int64").astype("str")
        + "% at the expected standard and too little progress in "
        + caught["year"].astype("str")
    )
    return found_because(why, inherited=False)


def below_ks4_floor(history: History, state: pd.DataFrame, day: dt.date) -> pd.DataFrame:
    """Find the schools below the floor at key stage 4, by exams their own pupils sat."""
    table = history.results_ks4
    table = _sat(table, state, day)
    caught = table[table["progress_8"] < KS4_FLOOR_PROGRESS_8].set_index("urn")
    why = (
        "Progress 8 of "
        + caught["progress_8"].map("{:.2f}".format).astype("str")
        + " in "
        + caught["year"].astype("str")
    )
    return found_because(why, inherited=False)


def in_words(days: pd.Series) -> pd.Series:
    """Write days as 14 November 2017."""
    words: pd.Series = days.dt.strftime("%-d %B %Y")
    return words
