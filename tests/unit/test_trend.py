"""The trend of grades agrees with the state of each day, for any scope."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliance.analysis.figures.trend import trend, trends
from alliance.analysis.filters import Filter, narrow
from alliance.analysis.schools.grade_and_trust_on import grade_on, trust_on
from alliance.analysis.schools.grades import good_or_outstanding
from alliance.history import as_at

if TYPE_CHECKING:
    from alliance.history import History

DAY = dt.date(2018, 10, 1)
DAYS = st.dates(dt.date(2010, 8, 31), dt.date(2024, 8, 31))
SCOPES = st.sampled_from(
    [
        Filter(DAY),
        Filter(DAY, regions=("Alliance region",)),
        Filter(DAY, opportunity_areas=("Doncaster",), phases=("Primary",)),
        Filter(DAY, trusts=(4119, 4474)),
        Filter(DAY, regions=("North East",), trusts=(4036,)),
    ]
)


@given(day=DAYS, scope=SCOPES)
@settings(max_examples=12)
def test_a_point_of_the_trend_is_the_state_of_its_day(
    history: History, day: dt.date, scope: Filter
) -> None:
    point = trend(history, scope, pd.DatetimeIndex([day])).iloc[0]
    state = narrow(as_at(history, day), scope)
    assert point["open"] == len(state)
    assert point["without_grade"] == state["grade"].isna().sum()
    for grade, name in enumerate(["outstanding", "good", "grade_3", "inadequate"], 1):
        assert point[name] == (state["grade"] == grade).sum()
    for method in ("inherited", "own"):
        share = good_or_outstanding(state, method)
        assert point[f"graded_{method}"] == share.graded
        assert point[f"percent_{method}"] == pytest.approx(share.percent, nan_ok=True)


def test_the_trend_tells_every_month_of_fourteen_years(history: History) -> None:
    table = trend(history, Filter(DAY))
    assert table["day"].iloc[[0, -1]].tolist() == [
        pd.Timestamp("2010-08-31"),
        pd.Timestamp(history.grades_to),
    ]
    assert len(table) == 12 * 14 + 1


def test_grade_3_is_called_satisfactory_until_september_2012(history: History) -> None:
    days = pd.DatetimeIndex(["2012-08-31", "2012-09-01"])
    names = trend(history, Filter(DAY), days)["grade_3_name"]
    assert names.tolist() == ["Satisfactory", "Requires improvement"]


def test_days_before_the_first_list_and_after_the_last_grades_are_marked_as_partial(
    history: History,
) -> None:
    first, last = pd.Timestamp(history.complete_from), pd.Timestamp(history.grades_to)
    day = pd.Timedelta(days=1)
    days = pd.DatetimeIndex([first - day, first, last, last + day])
    assert trend(history, Filter(DAY), days)["partial"].tolist() == [True, False, False, True]


def test_a_scope_without_a_graded_school_has_no_percentage(history: History) -> None:
    table = trend(history, Filter(DAY, trusts=(999_999,)))
    assert table["percent_inherited"].isna().all()
    assert (table["open"] == 0).all()


def test_trends_stand_below_each_other_under_their_names(history: History) -> None:
    area = Filter(DAY, opportunity_areas=("Doncaster",))
    table = trends(history, {"Doncaster": area, "England": Filter(DAY)})
    assert table["scope"].unique().tolist() == ["Doncaster", "England"]
    alone = trend(history, area)
    pd.testing.assert_frame_equal(table.iloc[: len(alone)].drop(columns="scope"), alone)


@given(day=DAYS)
@settings(max_examples=12)
def test_what_held_for_a_school_on_its_day_is_what_the_state_says(
    history: History, day: dt.date
) -> None:
    state = as_at(history, day)
    days = pd.Series(pd.Timestamp(day), state.index)
    carried, trust = grade_on(history, state["urn"], days), trust_on(history, state["urn"], days)
    for name in ("grade", "grade_inherited", "grade_date"):
        pd.testing.assert_series_equal(carried[name], state[name], check_dtype=False)
    pd.testing.assert_series_equal(trust["trust_uid"], state["trust_uid"], check_dtype=False)
    assert trust["trust_name"].dropna().tolist() == state["trust_name"].dropna().tolist()


def test_no_graded_school_gives_no_share(history: History) -> None:
    nothing = as_at(history, DAY).head(0)
    share = good_or_outstanding(nothing)
    assert (share.graded, str(share.percent)) == (0, "nan")
