"""One trust: where its academies stand in its footprint, who works beside it, and its tier."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from alliance.analysis.flows.trust_story import joins_and_leavings, without_day_in_words
from alliance.analysis.trusts.footprints import Footprints, footprints
from alliance.analysis.trusts.tiers import academies_of, by_tier, tier_rule
from alliance.analysis.trusts.trust_places import ALONE, clusters_of, neighbours_of, places_of
from alliance.analysis.trusts.trusts_on_day import TIERS, league, tier
from alliance.history import as_at

if TYPE_CHECKING:
    from alliance.history import History

DAY = dt.date(2019, 6, 1)
OUTWOOD_GRANGE, DELTA, WISE = 4119, 4474, 5370
NORTHERN_EDUCATION = 4036


@pytest.fixture(scope="module")
def state(history: History) -> pd.DataFrame:
    return as_at(history, DAY)


@pytest.fixture(scope="module")
def prints(state: pd.DataFrame) -> Footprints:
    return footprints(state)


@pytest.fixture(scope="module")
def table(history: History) -> pd.DataFrame:
    return league(history, DAY)


def test_every_academy_of_a_trust_has_one_place(state: pd.DataFrame, prints: Footprints) -> None:
    for trust in (OUTWOOD_GRANGE, DELTA, WISE):
        places = places_of(state, prints, trust)
        assert set(places["urn"]) == set(state.loc[state["trust_uid"] == trust, "urn"])
        assert set(places["place"]) <= {"Hub", "Spoke", ALONE, "Not located"}
        assert (places.loc[places["place"] == "Hub", "distance_to_hub_km"] == 0).all()
        spokes = places[places["place"] == "Spoke"]
        assert (spokes["distance_to_hub_km"] > 0).all()
        assert spokes["hub_name"].notna().all()


def test_a_cluster_begins_with_its_hub_and_goes_outwards(
    state: pd.DataFrame, prints: Footprints
) -> None:
    places = places_of(state, prints, OUTWOOD_GRANGE)
    for _, own in places.dropna(subset=["cluster"]).groupby("cluster"):
        assert own["place"].iloc[0] == "Hub"
        assert own["distance_to_hub_km"].is_monotonic_increasing


def test_an_academy_far_from_all_others_stands_alone_and_one_without_a_place_is_not_located() -> (
    None
):
    schools = pd.DataFrame(
        {
            "urn": [1, 2, 3, 4],
            "name": list("abcd"),
            "trust_uid": pd.array([7, 7, 7, 7], "Int32"),
            "easting_m": [0.0, 1000.0, 90_000.0, float("nan")],
            "northing_m": [0.0, 0.0, 0.0, float("nan")],
        }
    ).reindex(
        columns=[
            *("urn", "name", "trust_uid", "easting_m", "northing_m", "phase", "la_name", "region"),
            *("grade", "grade_inherited", "pupils"),
        ]
    )
    places = places_of(schools, footprints(schools), 7).set_index("urn")
    assert places["place"].to_dict() == {1: "Hub", 2: "Spoke", 3: ALONE, 4: "Not located"}
    assert places.loc[3, "distance_to_hub_km"] == pytest.approx(90)
    assert pd.isna(places.loc[3, "hub_name"])
    assert places.loc[2, "hub_name"] == "a"


def test_the_clusters_hold_all_academies_that_do_not_stand_alone(
    state: pd.DataFrame, prints: Footprints
) -> None:
    places = places_of(state, prints, OUTWOOD_GRANGE)
    clusters = clusters_of(prints, places, OUTWOOD_GRANGE)
    assert clusters["academies"].sum() == places["cluster"].notna().sum()
    assert clusters["cluster"].tolist() == list(range(1, len(clusters) + 1))
    assert clusters["hub_name"].isin(places["name"]).all()
    assert (clusters["greatest_km"] >= clusters["median_km"]).all()
    assert clusters["local_authorities"].str.contains("Doncaster").any()


def test_neighbours_carry_what_they_hold_and_leave_the_trust_itself_out(
    prints: Footprints, table: pd.DataFrame
) -> None:
    near = neighbours_of(prints, table, OUTWOOD_GRANGE)
    assert OUTWOOD_GRANGE not in set(near["trust_uid"])
    assert near["overlap_km2"].is_monotonic_decreasing
    delta = near.set_index("trust_uid").loc[DELTA]
    league_row = table.set_index("trust_uid").loc[DELTA]
    assert (delta["name"], delta["academies"]) == (league_row["name"], league_row["academies"])
    assert delta["academies_inside"] <= delta["academies"]


def test_the_rule_in_words_is_the_rule_that_sorts_trusts_into_tiers() -> None:
    assert [academies_of(name) for name in TIERS] == ["1–5", "6–15", "16–29", "30 or more"]
    for name in TIERS:
        least = int(academies_of(name).replace("–", " ").split()[0])
        assert tier([least]).tolist() == [name]
        assert name in tier_rule()
        assert academies_of(name) in tier_rule()


def test_the_tiers_add_up_to_the_league_table(table: pd.DataFrame) -> None:
    tiers = by_tier(table)
    assert tiers["tier"].tolist() == list(TIERS)
    assert tiers["trusts"].sum() == len(table)
    assert tiers["academies"].sum() == table["academies"].sum()
    starters = table[table["academies"] <= 5]
    share = 100 * starters["good_or_outstanding"].sum() / starters["graded"].sum()
    assert tiers["percent_good_or_outstanding"].iloc[0] == pytest.approx(float(share))


def test_a_tier_without_a_trust_stays_in_the_table_with_nothing_counted(
    table: pd.DataFrame,
) -> None:
    last = by_tier(table[table["academies"] < 30]).iloc[-1]
    assert (last["tier"], last["trusts"], last["academies"]) == ("System leader", 0, 0)
    assert pd.isna(last["percent_good_or_outstanding"])


def test_moves_whose_day_lies_in_a_long_time_are_told_of_beside_the_timeline(
    history: History,
) -> None:
    # The two Essa academies came between the list of March 2024 and 15 April 2025.
    said = without_day_in_words(joins_and_leavings(history, NORTHERN_EDUCATION))
    assert said == "2 moves have no known day: drawn on the last day possible."
    assert without_day_in_words(joins_and_leavings(history, OUTWOOD_GRANGE)) == ""
