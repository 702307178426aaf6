"""What rules of need went by until overall grades ended: grades, and results below a floor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

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
    """Give each school's latest grade and the one before: grade, before, start, inspected_urn."""
    known = history.grades[history.grades["start"] <= pd.Timestamp(day)]
    known = known[known["urn"].isin(state["urn"])]
    known = known.assign(before=known.groupby("urn")["grade"].shift())
    return known.drop_duplicates("urn", keep="last").set_index("urn")


def inadequate(history: History, state: pd.DataFrame, day: dt.date) -> pd.Series:
    """Say why, by URN, of the schools whose latest grade is Inadequate."""
    latest = _latest_two(history, state, day)
    caught = latest[latest["grade"] == 4]
    return "Inadequate since " + in_words(caught["start"])


def in_category_of_concern(history: History, state: pd.DataFrame, day: dt.date) -> pd.Series:
    """Say why, by URN, of the schools that the latest grade put in a category of concern."""
    latest = _latest_two(history, state, day).reset_index()
    told = latest.merge(
        history.inspections[["inspected_urn", "start", "category_of_concern"]],
        on=["inspected_urn", "start"],
    ).dropna(subset=["category_of_concern"])
    told = told.set_index("urn")
    words = told["category_of_concern"].astype("str").map(CONCERNS)
    return "In " + words + " since " + in_words(told["start"])


def below_good_twice(history: History, state: pd.DataFrame, day: dt.date) -> pd.Series:
    """Say why, by URN, of the schools whose latest two grades are below Good."""
    latest = _latest_two(history, state, day)
    caught = latest[(latest["grade"] >= 3) & (latest["before"] >= 3)]
    return (
        caught["grade"].map(grades_on(day))
        + " after "
        + caught["before"].map(grades_on(day))
        + ", since "
        + in_words(caught["start"])
    )


def falling(history: History, state: pd.DataFrame, day: dt.date) -> pd.Series:
    """Say why, by URN, of the schools that fell below Good at the latest graded inspection."""
    latest = _latest_two(history, state, day)
    caught = latest[(latest["grade"] >= 3) & (latest["before"] <= 2)]
    return (
        "From "
        + caught["before"].map(grades_on(day))
        + " to "
        + caught["grade"].map(grades_on(day))
        + " on "
        + in_words(caught["start"])
    )


def requiring_improvement(history: History, state: pd.DataFrame, day: dt.date) -> pd.Series:
    """Say why, by URN, of the schools whose latest grade is Requires improvement."""
    latest = _latest_two(history, state, day)
    caught = latest[latest["grade"] == 3]
    return f"{grades_on(day)[3]} since " + in_words(caught["start"])


def _exam_year(day: dt.date) -> int:
    return day.year if (day.month, day.day) >= RESULTS_OUT else day.year - 1


def below_ks2_floor(history: History, state: pd.DataFrame, day: dt.date) -> pd.Series:
    """Say why, by URN, of the schools below the floor at key stage 2."""
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


def below_ks4_floor(history: History, state: pd.DataFrame, day: dt.date) -> pd.Series:
    """Say why, by URN, of the schools below the floor at key stage 4."""
    table = history.results_ks4
    table = table[(table["year"] == _exam_year(day)) & table["urn"].isin(state["urn"])]
    caught = table[table["progress_8"] < KS4_FLOOR_PROGRESS_8].set_index("urn")
    return (
        "Progress 8 of "
        + caught["progress_8"].map("{:.2f}".format)
        + " in "
        + caught["year"].astype("str")
    )


def in_words(days: pd.Series) -> pd.Series:
    """Write days as 14 November 2017."""
    words: pd.Series = days.dt.strftime("%-d %B %Y")
    return words
