"""The league of trusts, and one trust's story."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliance.analysis.flows.transfers import transfers
from alliance.analysis.flows.trust_story import (
    OUTCOMES,
    before_and_after,
    joins_and_leavings,
)
from alliance.analysis.need.inspected_since import SINCE_GRADES
from alliance.analysis.trusts.footprints import footprints
from alliance.analysis.trusts.trust_places import overlapping
from alliance.analysis.trusts.trusts_on_day import COMPARED, compared, league, tier, trusts_on
from alliance.errors import QuestionError, UnknownName
from alliance.history import as_at

if TYPE_CHECKING:
    from alliance.history import History

DAY = dt.date(2019, 6, 1)
OUTWOOD_GRANGE, DELTA, WAKEFIELD_CITY = 4119, 4474, 5195
UNITY_CITY = 5144


@pytest.fixture(scope="module")
def state(history: History) -> pd.DataFrame:
    return as_at(history, DAY)


@pytest.fixture(scope="module")
def table(history: History) -> pd.DataFrame:
    return league(history, DAY)


def test_the_league_holds_every_trust_and_every_academy(
    state: pd.DataFrame, table: pd.DataFrame
) -> None:
    assert set(table["trust_uid"]) == set(state["trust_uid"].dropna())
    assert table["academies"].sum() == state["trust_uid"].notna().sum()
    assert (table["primary"] + table["secondary"] + table["other"] == table["academies"]).all()
    assert table["founder"].sum() == 5


def test_a_trust_says_of_how_many_academies_its_pupils_are(history: History) -> None:
    state = as_at(history, dt.date(2017, 4, 3))
    own = state[state["trust_uid"].eq(WAKEFIELD_CITY).fillna(value=False)]
    # Of 21 academies a total is given where the roll of 19 is known, and not of fewer.
    for unknown, enough in ((2, True), (3, False)):
        blanked = state["urn"].isin(own["urn"].head(unknown))
        some = trusts_on(state.assign(pupils=state["pupils"].mask(blanked)))
        row = some.set_index("trust_uid").loc[WAKEFIELD_CITY]
        assert row["academies"] == own["pupils"].notna().sum() == 21
        assert row["pupils_known_in"] == row["academies"] - unknown
        assert pd.notna(row["pupils"]) == enough


def test_pupils_are_missing_where_no_roll_of_a_trust_is_known(state: pd.DataFrame) -> None:
    found = trusts_on(state.assign(pupils=state["pupils"].where(state["region"] != "London")))
    blank = found[found["pupils_known_in"] == 0]
    assert len(blank)
    assert blank["pupils"].isna().all()


def test_trusts_compared_say_how_many_rolls_are_known_only_where_not_all_are(
    history: History, table: pd.DataFrame
) -> None:
    early = league(history, dt.date(2017, 4, 3))
    lacking = early["academies"] - early["trust_uid"].eq(WAKEFIELD_CITY)
    early = early.assign(pupils_known_in=lacking)
    told = compared(history, early, [WAKEFIELD_CITY, DELTA]).set_index(["measure", "trust_uid"])
    known = early.set_index("trust_uid").loc[WAKEFIELD_CITY, "pupils_known_in"]
    assert told.loc[("pupils_known_in", WAKEFIELD_CITY), "value"] == known
    whole = table[table["pupils_known_in"] == table["academies"]]["trust_uid"].head(2)
    assert "pupils_known_in" not in set(compared(history, table, list(whole))["measure"])


def test_growth_is_the_difference_to_a_year_earlier(history: History, table: pd.DataFrame) -> None:
    earlier = league(history, dt.date(2018, 6, 1)).set_index("trust_uid")["academies"]
    before = table["trust_uid"].map(earlier).fillna(0)
    assert (table["academies"] - before == table["growth"]).all()


def test_growth_is_not_counted_from_before_the_first_list(history: History) -> None:
    earliest = history.complete_from.replace(year=history.complete_from.year + 1)
    before = earliest - dt.timedelta(days=1)
    assert league(history, before)["growth"].isna().all()
    assert league(history, earliest)["growth"].notna().all()


def test_the_distances_are_those_of_the_footprints(
    state: pd.DataFrame, table: pd.DataFrame
) -> None:
    prints = footprints(state, [DELTA]).trusts.iloc[0]
    row = table.set_index("trust_uid").loc[DELTA]
    assert row["clusters"] == prints["clusters"]
    assert row["greatest_distance_to_hub_km"] == prints["greatest_distance_to_hub_km"]


def test_tiers_begin_where_the_rule_says() -> None:
    names = tier([1, 5, 6, 15, 16, 29, 30, 63])
    assert names.tolist() == [
        *["Starter"] * 2,
        *["Established"] * 2,
        *["National"] * 2,
        *["System leader"] * 2,
    ]


def test_trusts_stand_side_by_side_in_the_order_asked_for(
    history: History, table: pd.DataFrame
) -> None:
    side = compared(history, table, [OUTWOOD_GRANGE, DELTA])
    held = [measure for measure in COMPARED if table[measure].notna().any()]
    assert side["measure"].unique().tolist() == held
    assert set(COMPARED) - set(held) == set(SINCE_GRADES)
    academies = side[side["measure"] == "academies"]
    assert academies["trust_uid"].tolist() == [OUTWOOD_GRANGE, DELTA]
    assert academies["value"].tolist() == [31, 50]


def test_too_many_trusts_or_one_without_academies_are_refused(
    history: History, table: pd.DataFrame
) -> None:
    with pytest.raises(QuestionError, match="from 1 to 5"):
        compared(history, table, table["trust_uid"].head(6).tolist())
    with pytest.raises(UnknownName, match="Wakefield City Academies Trust"):
        compared(history, table, [WAKEFIELD_CITY])


@given(row=st.integers(0, 10_000), day=st.dates(dt.date(2017, 4, 3), dt.date(2025, 8, 31)))
@settings(max_examples=12)
def test_the_timeline_adds_up_to_what_a_trust_holds_on_any_day(
    history: History, row: int, day: dt.date
) -> None:
    held = as_at(history, day).groupby("trust_uid").size()
    uid = int(held.index[row % len(held)])
    events = joins_and_leavings(history, uid)
    by_then = events[events["date"] <= pd.Timestamp(day)]
    assert by_then["academies"].iloc[-1] == held[uid]


def test_wakefield_citys_academies_left_for_the_trusts_that_took_them_on(history: History) -> None:
    events = joins_and_leavings(history, WAKEFIELD_CITY)
    left = events[events["event"] == "left"]
    assert len(left) == 21
    assert events["academies"].iloc[-1] == 0
    assert set(left["how"]) == {"transfer"}
    out = transfers(history, history.first_day, history.last_day, from_trust=WAKEFIELD_CITY)
    assert sorted(left["urn"]) == sorted(out["urn_before"])
    assert sorted(left["other_trust"]) == sorted(out["to_trust"])
    assert left["date_after"].isna().all()


def test_a_leaving_that_is_not_known_to_the_day_says_after_which(history: History) -> None:
    events = joins_and_leavings(history, UNITY_CITY).set_index("event")
    assert events.loc["left", "date"] == pd.Timestamp(2022, 12, 1)
    assert events.loc["left", "date_after"] == pd.Timestamp(2022, 11, 1)
    assert pd.isna(events.loc["joined", "date_after"])


def test_an_academys_grade_before_joining_is_that_of_the_school_it_replaced(
    history: History,
) -> None:
    grades = before_and_after(history, OUTWOOD_GRANGE, DAY).set_index("name")
    acklam = grades.loc["Outwood Academy Acklam"]
    assert (acklam["grade_before"], acklam["grade_before_inherited"]) == (4, True)
    assert (acklam["grade_since"], acklam["outcome"]) == (2, "better")
    ormesby = grades.loc["Outwood Academy Ormesby"]
    assert (ormesby["grade_before"], ormesby["grade_before_inherited"]) == (4, False)
    assert grades.loc["Outwood Academy Redcar", "outcome"] == "waiting"


@given(row=st.integers(0, 10_000), day=st.dates(dt.date(2012, 1, 1), dt.date(2025, 8, 31)))
@settings(max_examples=12)
def test_before_is_before_joining_and_since_is_since(
    history: History, row: int, day: dt.date
) -> None:
    state = as_at(history, day)
    held = state[state["trust_uid"].notna()]
    uid = int(held["trust_uid"].iloc[row % len(held)])
    grades = before_and_after(history, uid, day)
    assert sorted(grades["urn"]) == sorted(held.loc[held["trust_uid"] == uid, "urn"])
    assert not (grades["grade_before_date"] >= grades["joined"]).any()
    assert not (grades["grade_since_date"] < grades["joined"]).any()
    assert not (grades["grade_since_date"] > pd.Timestamp(day)).any()
    assert set(grades["outcome"]) <= set(OUTCOMES)
    waiting = grades["outcome"].isin(["waiting", "none"])
    assert (grades["grade_since"].isna() == waiting).all()
    assert ((grades["inspections_since"] == 0) == waiting).all()


def located(*rows: tuple[int, int, float, float]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["trust_uid", "urn", "easting_m", "northing_m"])
    return table.assign(
        trust_uid=table["trust_uid"].astype("Int32"),
        name="School",
        easting_m=table["easting_m"] * 1000.0,
        northing_m=table["northing_m"] * 1000.0,
    )


def test_trusts_whose_clusters_share_ground_are_neighbours() -> None:
    schools = located(
        (1, 11, 0, 0),
        (1, 12, 10, 0),
        (2, 21, 5, 0),
        (2, 22, 5, 20),
        (3, 31, 300, 0),
        (3, 32, 301, 0),
    )
    found = overlapping(footprints(schools), 1)
    assert found["trust_uid"].tolist() == [2]
    assert found["academies_inside"].tolist() == [1]
    assert 0 < found["percent_of_footprint"].iloc[0] < 100


def test_overlap_is_the_same_from_both_sides(state: pd.DataFrame) -> None:
    prints = footprints(state)
    one = overlapping(prints, OUTWOOD_GRANGE).set_index("trust_uid")["overlap_km2"]
    other = overlapping(prints, DELTA).set_index("trust_uid")["overlap_km2"]
    assert one[DELTA] == pytest.approx(other[OUTWOOD_GRANGE])
    assert OUTWOOD_GRANGE not in one.index


def test_a_trust_without_a_cluster_overlaps_nobody() -> None:
    found = overlapping(footprints(located((1, 11, 0, 0), (2, 21, 0, 0), (2, 22, 1, 0))), 1)
    assert found.empty
    assert isinstance(found, pd.DataFrame)
    assert not isinstance(found, gpd.GeoDataFrame)
