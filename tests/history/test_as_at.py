"""The state of the system on any day."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alliance.errors import DayOutsideHistory
from alliance.history import GRADES, PHASES, History, as_at, open_history
from alliance.settings import ROOT

SHIPPED = open_history(ROOT / "data" / "history")
DAYS = st.dates(SHIPPED.first_day, SHIPPED.last_day)
ONE_DAY = dt.timedelta(days=1)


def event_days() -> set[dt.date]:
    """Every day on which something happened, and each first of January, when a census counts."""
    tables = [
        SHIPPED.schools[["opened", "closed"]],
        SHIPPED.memberships[["joined", "left"]],
        SHIPPED.grades[["start"]],
    ]
    days = pd.concat([table[name] for table in tables for name in table]).dropna()
    census = {dt.date(int(year), 1, 1) for year in SHIPPED.rolls["year"].unique()}
    return set(days.dt.date) | census


EVENT_DAYS = event_days()


@given(DAYS)
def test_an_academy_is_in_one_trust_on_any_day(day: dt.date) -> None:
    state = as_at(SHIPPED, day)
    assert state["urn"].is_unique
    now = pd.Timestamp(day)
    members = SHIPPED.memberships
    held = members[(members["joined"] <= now) & ~(members["left"] <= now)]
    assert held["urn"].is_unique
    assert dict(zip(held["urn"], held["trust_uid"], strict=True)) == dict(
        state.loc[state["trust_uid"].notna(), ["urn", "trust_uid"]].itertuples(index=False)
    )


@given(st.dates(SHIPPED.first_day + ONE_DAY, SHIPPED.last_day))
def test_the_state_changes_only_on_days_when_something_happened(day: dt.date) -> None:
    same = as_at(SHIPPED, day).equals(as_at(SHIPPED, day - ONE_DAY))
    assert same or day in EVENT_DAYS


@given(DAYS)
@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
def test_each_grade_is_that_of_the_latest_inspection_that_had_started(day: dt.date) -> None:
    state = as_at(SHIPPED, day).set_index("urn")
    started = SHIPPED.inspections[SHIPPED.inspections["start"] <= pd.Timestamp(day)]
    own = started.sort_values("start").drop_duplicates("inspected_urn", keep="last")
    own = own.set_index("inspected_urn")["overall"].reindex(state.index)
    graded = own.notna()
    assert (state.loc[graded, "grade"] == own[graded]).all()
    assert not state.loc[graded, "grade_inherited"].any()
    assert (state.loc[state["grade"].notna() & ~graded, "grade_inherited"]).all()
    assert (state["grade_date"].dropna() <= pd.Timestamp(day)).all()


def test_every_dated_list_is_shown_as_it_was(slice_history: History) -> None:
    """On its own day, what a list shows outranks every stated date."""
    spells = slice_history.memberships
    for day in slice_history.lists:
        now = pd.Timestamp(day)
        seen = spells[(spells["first_seen"] <= now) & (now <= spells["last_seen"])]
        state = as_at(slice_history, day).set_index("urn")["trust_uid"]
        shown = seen.set_index("urn")["trust_uid"]
        still_open = shown.index.intersection(state.index)
        assert len(still_open) >= len(shown) - 5  # closed in the days before the list
        assert (state[still_open] == shown[still_open]).all()


def test_the_columns_are_the_contract() -> None:
    state = as_at(SHIPPED, SHIPPED.default_day)
    assert list(state.columns[:4]) == ["urn", "name", "phase", "type"]
    assert list(state["phase"].cat.categories) == sorted(PHASES)
    assert set(state["grade"].dropna()) == set(GRADES)
    assert len(state["region"].cat.categories) == 9
    located = state[["lon", "lat", "easting_m", "northing_m"]]
    assert (located.notna().sum(axis=1).isin([0, 4])).all()
    assert np.isfinite(located.dropna()).all(axis=None)


def test_a_school_open_before_the_records_is_there_from_the_first_day() -> None:
    state = as_at(SHIPPED, SHIPPED.first_day)
    undated = SHIPPED.schools.loc[SHIPPED.schools["opened"].isna(), "urn"]
    assert undated.isin(state["urn"]).all()


@pytest.mark.parametrize("away", [-ONE_DAY, ONE_DAY])
def test_a_day_outside_the_history_is_refused_with_its_limits(away: dt.timedelta) -> None:
    day = (SHIPPED.first_day if away < dt.timedelta(0) else SHIPPED.last_day) + away
    with pytest.raises(DayOutsideHistory, match="1 September 2005 to "):
        as_at(SHIPPED, day)


def test_the_history_says_for_which_days_it_holds() -> None:
    assert SHIPPED.complete_from == dt.date(2016, 8, 4)
    assert SHIPPED.default_day == SHIPPED.complete_to == dt.date(2025, 8, 31)
    assert SHIPPED.grades_to == dt.date(2024, 8, 31)
    assert SHIPPED.gaps == ((dt.date(2024, 3, 30), dt.date(2025, 8, 30)),)
    days = [dt.date(2024, 3, 29), dt.date(2024, 3, 30), dt.date(2025, 8, 31)]
    assert [SHIPPED.in_gap(day) for day in days] == [False, True, False]


def test_disadvantage_is_known_as_well_after_a_census_without_it() -> None:
    before, after = (as_at(SHIPPED, dt.date(*day)) for day in ((2019, 12, 31), (2020, 1, 1)))
    missing = [state["percent_disadvantaged"].isna().sum() for state in (before, after)]
    assert abs(missing[0] - missing[1]) < 50
    assert (after["roll_year"].dropna() == 2020).mean() > 0.9


def test_a_school_goes_on_until_a_file_shows_the_one_that_is_to_replace_it(
    history: History,
) -> None:
    # By its link St Thomas of Canterbury became URN 152441 in June 2026, which no file shows yet.
    state = as_at(history, dt.date(2026, 6, 30))["urn"]
    assert 100357 in set(state)
    assert 152441 not in set(state)
    before, after = (len(as_at(history, day)) for day in (history.complete_to, history.last_day))
    assert abs(after - before) < 50
