"""A figure of which nothing is known is missing and says why; it is never 0."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance.analysis.areas.area_measures import by_area
from alliance.analysis.areas.opportunity_areas import side_by_side
from alliance.analysis.figures.changes import changes
from alliance.analysis.figures.overview import headline
from alliance.analysis.filters import Filter
from alliance.analysis.known import Known, count_where, known_on, total, total_by
from alliance.analysis.trusts.tiers import by_tier
from alliance.analysis.trusts.trusts_on_day import league, trusts_on
from alliance.history import as_at

if TYPE_CHECKING:
    from alliance.history import History

BEFORE_GRADES = dt.date(2005, 9, 1)
EARLY = dt.date(2006, 9, 1)
GRADED = dt.date(2019, 6, 1)
BY_GRADE = ["requires_improvement", "inadequate", "below_good"]
SHARES = ["percent_good_inherited", "percent_good_own"]


def test_a_count_of_what_is_known_of_no_school_is_no_number() -> None:
    grades = pd.Series([4, None, 2], dtype="Int8")
    assert count_where(grades >= 3) == 1
    assert math.isnan(count_where(grades[[1]] >= 3))
    assert count_where(grades[[]] >= 3) == 0


@given(known=st.integers(0, 30), unknown=st.integers(0, 30))
def test_a_total_is_given_where_nine_in_ten_are_known(known: int, unknown: int) -> None:
    values = pd.Series([2.0] * known + [None] * unknown, dtype="float32")
    enough = 10 * known >= 9 * (known + unknown)
    assert math.isnan(total(values)) != enough
    by = total_by(values, pd.Series(1, index=values.index))
    assert by.isna().all() or enough


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (BEFORE_GRADES, "The records hold no inspection before 12 September 2005"),
        (EARLY, "Grades are known for only {graded:.0f}% of England’s schools"),
        (GRADED, ""),
    ],
)
def test_a_day_says_why_it_has_no_counts_by_grade(history: History, day: dt.date, why: str) -> None:
    state = as_at(history, day)
    known = known_on(history, state, day)
    why = why.format(graded=100 * state["grade"].notna().mean())
    assert (known.grades, known.good) == (why, why)
    if why:
        assert known.opportunity_areas == "The first were named in October 2016"
        assert known.judged == "Only since September 2024"


@pytest.mark.parametrize("day", [BEFORE_GRADES, EARLY])
def test_no_headline_by_grade_is_given_before_grades_are_known(
    history: History, day: dt.date
) -> None:
    table = headline(history, Filter(day, regions=("North East",))).set_index("figure")
    missing = table.loc[[*BY_GRADE, *SHARES, "opportunity_areas"]]
    assert missing[["here", "england"]].isna().all(axis=None)
    assert missing["why"].str.len().gt(0).all()
    assert (table.loc[table["here"].notna(), "why"] == "").all()


def test_the_share_good_ends_with_the_grades_and_says_what_it_was_last(history: History) -> None:
    last = headline(history, Filter(history.grades_to)).set_index("figure")
    after = headline(history, Filter(dt.date(2025, 8, 31))).set_index("figure")
    end = f"{history.grades_to:%-d %B %Y}"
    for key in SHARES:
        assert math.isnan(after.loc[key, "here"])
        was = f"{last.loc[key, 'here']:.1f}% on {end}"
        assert after.loc[key, "why"] == f"Overall grades ended in September 2024: {was}"
    assert after.loc[BY_GRADE, "here_year_earlier"].isna().all()


def test_a_trust_or_area_without_a_grade_has_no_count_of_grades(history: History) -> None:
    state = as_at(history, EARLY)
    table = trusts_on(state)
    none = table["graded"] == 0
    assert none.any()
    assert table.loc[none, ["in_need", "good_or_outstanding"]].isna().all(axis=None)
    assert table.loc[~none, "in_need"].notna().all()
    assert league(history, EARLY)[["in_need", "percent_good_own"]].isna().all(axis=None)
    assert by_tier(league(history, EARLY))["percent_good_or_outstanding"].isna().all()
    areas = side_by_side(history, state, EARLY)
    assert areas[["in_need", "inadequate", "percent_good_inherited"]].isna().all(axis=None)
    assert by_area(history, state, "region", EARLY)["percent_good_inherited"].isna().all()


def test_a_day_that_can_give_all_hides_nothing() -> None:
    table = pd.DataFrame({"in_need": [3]})
    assert Known().hide(table, grades=["in_need"]).equals(table)
    assert Known(grades="why").hide(table, grades=["in_need"])["in_need"].isna().all()


def test_a_year_without_an_inspection_on_record_is_not_one_without_changes(
    history: History,
) -> None:
    start, end = dt.date(2020, 12, 1), dt.date(2021, 12, 1)
    within = history.inspections["start"].between(pd.Timestamp(start), pd.Timestamp(end))
    without = replace(
        history,
        inspections=history.inspections[~within],
        ungraded_inspections=history.ungraded_inspections.head(0),
    )
    assert "inspections" not in changes(history, Filter(GRADED), start, end).whys
    late = changes(without, Filter(GRADED), start, end)
    assert late.whys["inspections"] == "No inspection of this time is in the records"
    assert late.whys["outcomes"] == "Only since September 2024"
    then = changes(without, Filter(GRADED), dt.date(2018, 6, 1), GRADED)
    assert set(then.whys) == {"outcomes"}
