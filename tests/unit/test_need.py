"""Schools less than good and the strong schools near them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance.analysis.need.below_good import in_need, nearest_strong, who_runs
from alliance.history import as_at

if TYPE_CHECKING:
    import pandas as pd

    from alliance.history import History


@pytest.fixture(scope="module")
def state(history: History) -> pd.DataFrame:
    return as_at(history, dt.date(2019, 6, 1))


@pytest.fixture(scope="module")
def doncaster(state: pd.DataFrame) -> pd.DataFrame:
    return in_need(state[state["opportunity_area"] == "Doncaster"])


def test_the_schools_in_need_are_those_below_good(
    state: pd.DataFrame, doncaster: pd.DataFrame
) -> None:
    own = state[state["opportunity_area"] == "Doncaster"]
    assert sorted(doncaster["urn"]) == sorted(own.loc[own["grade"] >= 3, "urn"])
    assert doncaster["grade"].is_monotonic_decreasing


def test_a_school_in_no_trust_is_run_by_its_authority(doncaster: pd.DataFrame) -> None:
    alone = doncaster[doncaster["trust_uid"].isna()]
    assert set(alone["run_by"]) == {"Doncaster (local authority)"}
    held = doncaster[doncaster["trust_uid"].notna()]
    assert (held["run_by"] == held["trust_name"]).all()


def test_every_school_in_need_is_run_by_somebody(doncaster: pd.DataFrame) -> None:
    table = who_runs(doncaster)
    assert table["schools"].sum() == len(doncaster)
    assert (table["requires_improvement"] + table["inadequate"] == table["schools"]).all()


def test_each_has_its_three_nearest_in_order(state: pd.DataFrame, doncaster: pd.DataFrame) -> None:
    pairs = nearest_strong(state, doncaster)
    assert pairs["urn"].drop_duplicates().tolist() == doncaster["urn"].tolist()
    assert (pairs.groupby("urn")["rank"].agg(list).map(tuple) == (1, 2, 3)).all()
    assert (pairs.groupby("urn")["distance_km"].diff().dropna() >= 0).all()
    assert (pairs["strong_grade"] <= 2).all()


@given(row=st.integers(0, 10_000), nearest=st.integers(1, 5))
def test_no_strong_school_of_the_phase_lies_nearer(
    state: pd.DataFrame, row: int, nearest: int
) -> None:
    located = state[state["easting_m"].notna()]
    school = located.iloc[[row % len(located)]]
    pairs = nearest_strong(state, school, nearest)
    one = school.iloc[0]
    others = located[
        (located["grade"] <= 2)
        & (located["phase"] == one["phase"])
        & (located["urn"] != one["urn"])
    ]
    away = np.hypot(
        others["easting_m"] - one["easting_m"], others["northing_m"] - one["northing_m"]
    )
    expected = np.sort(away.to_numpy())[:nearest] / 1000
    assert pairs["distance_km"].to_numpy() == pytest.approx(expected)
    assert one["urn"] not in set(pairs["strong_urn"])


def test_a_school_without_coordinates_or_strong_neighbours_has_no_pair(
    state: pd.DataFrame, doncaster: pd.DataFrame
) -> None:
    nowhere = doncaster.assign(easting_m=np.nan)
    assert nearest_strong(state, nowhere).empty
    assert nearest_strong(state[state["grade"] > 2], doncaster).empty
    assert list(nearest_strong(state, nowhere)) == list(nearest_strong(state, doncaster))
