"""A grade that was given to the predecessor says so wherever it stands beside a school."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from alliance.analysis.need.need_rules import RULES, caught
from alliance.analysis.schools.grades import INHERITED, grade_in_words, mark_inherited
from alliance.history import as_at
from alliance.maps.layers import school
from alliance.views.grade_column import grade_words

if TYPE_CHECKING:
    from alliance.history import History

DAY = dt.date(2018, 9, 1)
DONCASTER = "Doncaster"


@pytest.fixture(scope="module")
def state(history: History) -> pd.DataFrame:
    return as_at(history, DAY)


def test_a_grade_says_whose_it_is_and_when_it_was_given() -> None:
    given = pd.Timestamp(2016, 5, 12)
    assert grade_in_words(4, True, DAY, given) == "Inadequate (predecessor’s, 12 May 2016)"
    assert grade_in_words(3, False, dt.date(2012, 8, 1)) == "Satisfactory"
    assert grade_in_words(pd.NA, False, DAY, pd.NaT) == "No grade"


def test_words_of_a_column_are_marked_and_sort_as_the_grades_do() -> None:
    grades = pd.Series([4, 2, None, 2], dtype="Int8")
    inherited = pd.Series([True, True, False, False])
    words = grade_words(grades, inherited, DAY)
    assert words.tolist() == [
        "Inadequate (predecessor’s)", "Good (predecessor’s)", "No grade", "Good",
    ]  # fmt: skip
    assert words.sort_values().index.tolist() == [3, 1, 0, 2]
    missing = pd.Series(["Good", None], dtype="object")
    assert mark_inherited(missing, pd.Series([False, True])).isna().tolist() == [False, True]


def test_twelve_of_sixteen_inadequate_grades_of_doncaster_are_predecessors(
    state: pd.DataFrame,
) -> None:
    own = state[(state["opportunity_area"] == DONCASTER) & (state["grade"] == 4)]
    words = grade_words(own["grade"], own["grade_inherited"], DAY).astype("str")
    assert (len(own), int(words.str.contains(INHERITED).sum())) == (16, 12)


def test_the_reason_of_a_rule_by_grade_says_whose_grade_it_is(
    history: History, state: pd.DataFrame
) -> None:
    by_grade = [rule.name for rule in RULES if rule.applies(DAY) and "floor" not in rule.name]
    found = caught(history, state, DAY, by_grade, count_inherited=True)
    latest = found[found["rule"].isin(["Inadequate", "Requires improvement"])]
    latest = latest.merge(state[["urn", "grade_inherited"]], on="urn")
    assert (latest["why"].str.contains(INHERITED) == latest["grade_inherited"]).all()
    twice = found[found["rule"] == "Two consecutive inspections less than good"]
    twice = twice.merge(state[["urn", "grade_inherited"]], on="urn")
    # Of a school with a grade of its own, the one before may still be its predecessor's.
    assert twice.loc[twice["grade_inherited"], "why"].str.contains(INHERITED).all()
    before = twice.loc[~twice["grade_inherited"], "why"]
    assert before.str.contains(rf"after .* \({INHERITED}\)").any()


def test_what_the_map_says_of_a_school_marks_it_too(state: pd.DataFrame) -> None:
    row = state[(state["grade"] == 4) & state["grade_inherited"]].iloc[0]
    assert f"Inadequate ({INHERITED}, " in json.loads(school(row, DAY, {}))["detail"]
