"""Measures of areas, against the published ones and against the schools they rest on."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance.analysis.areas import (
    ATTAINMENT,
    KINDS,
    MEASURES,
    Kind,
    by_area,
    narrowing,
    outlines_of,
    whose,
)
from alliance.analysis.filters import Filter, narrow
from alliance.analysis.grades import good_or_outstanding
from alliance.analysis.opportunity_areas import beside, region_of, side_by_side, trusts_at_work
from alliance.analysis.overview import percent_disadvantaged
from alliance.analysis.results import (
    MEASURE,
    RESULTS,
    latest_exam_year,
    results_of_area,
    results_of_groups,
    results_of_schools,
)
from alliance.errors import UnknownName
from alliance.history import as_at

if TYPE_CHECKING:
    from alliance.analysis.areas import Measure
    from alliance.history import History

DAY = dt.date(2019, 6, 1)


@pytest.fixture(scope="module")
def state(history: History) -> pd.DataFrame:
    return as_at(history, DAY)


@pytest.mark.parametrize(("kind", "areas"), [("region", 9), ("authority", 151), ("district", 326)])
def test_every_area_of_2017_has_a_row_and_every_school_an_area(
    history: History, state: pd.DataFrame, kind: Kind, areas: int
) -> None:
    table = by_area(history, state, kind, DAY)
    assert len(table) == table["code"].nunique() == areas
    placed = state["lad_code"].notna() if kind == "district" else state["la_code"].notna()
    assert table["schools"].sum() == placed.sum()
    drawn = history.areas[(history.areas["kind"] == kind) & history.areas["from_day"].isna()]
    assert set(table["code"]) == set(drawn["code"])


@pytest.mark.parametrize("kind", KINDS)
def test_the_registry_names_what_the_table_holds(
    history: History, state: pd.DataFrame, kind: Kind
) -> None:
    held = set(by_area(history, state, kind, DAY).columns)
    for measure in MEASURES:
        assert (measure.key in held) == (kind in measure.kinds)


def test_a_region_is_measured_as_its_schools_are(history: History, state: pd.DataFrame) -> None:
    table = by_area(history, state, "region", DAY).set_index("name")
    own = state[state["region"] == "North East"]
    row = table.loc["North East"]
    assert row["schools"] == len(own)
    assert row["percent_good_inherited"] == pytest.approx(good_or_outstanding(own).percent)
    assert row["percent_good_own"] == pytest.approx(good_or_outstanding(own, "own").percent)
    assert row["percent_disadvantaged"] == pytest.approx(percent_disadvantaged(own))
    assert row["percent_academies"] == pytest.approx(100 * own["trust_uid"].notna().mean())
    assert row["progress_8"] == pytest.approx(-0.23)
    assert row["progress_8_year"] == 2018


def test_an_area_without_schools_has_no_share(history: History, state: pd.DataFrame) -> None:
    table = by_area(history, state[state["region"] == "London"], "region", DAY).set_index("name")
    assert table.loc["North East", "schools"] == 0
    assert pd.isna(table.loc["North East", "percent_good_inherited"])


CHOSEN = Filter(DAY, regions=("London",), phases=("Primary",), types=("Community school",))


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.key)
def test_a_measure_is_of_the_phases_and_types_of_the_filter_where_it_rests_on_schools(
    history: History, state: pd.DataFrame, measure: Measure
) -> None:
    kind = measure.kinds[0]
    kept = by_area(history, narrow(state, narrowing(measure, CHOSEN)), kind, DAY)
    every = by_area(history, state, kind, DAY)
    assert kept[measure.key].equals(every[measure.key]) != measure.of_schools
    # The rest of the filter is left aside: areas stand beside one another.
    assert (kept["schools"] > 0).sum() > len(kept) / 2


def test_a_measure_says_of_which_schools_it_is() -> None:
    own, exams = MEASURES[1], MEASURES[4]
    assert whose(own, Filter(DAY, regions=("London",))) == "All schools of England"
    assert whose(own, CHOSEN) == "Schools of England, phase Primary, type Community school"
    told = "All schools of England, whatever the filter’s phase and type"
    assert whose(exams, CHOSEN) == told
    assert narrowing(exams, CHOSEN) == Filter(DAY)


def test_a_replaced_district_takes_its_successors_deprivation_and_says_so(
    history: History, state: pd.DataFrame
) -> None:
    table = by_area(history, state, "district", DAY)
    assert table["imd_score"].notna().all()
    assert "West Somerset" in table.loc[table["from_successor"], "name"].tolist()
    assert table["from_successor"].sum() == 14


@pytest.mark.parametrize(
    ("measure", "within"),
    [("percent_expected_reading_writing_maths", 1.0), ("attainment_8", 2.0), ("progress_8", 0.1)],
)
def test_results_weighted_by_pupils_come_near_the_published_ones(
    history: History, measure: str, within: float
) -> None:
    places = history.schools.set_index("urn")["la_code"]
    ours = results_of_groups(history, places, [measure])
    ours = ours[ours["year"] == 2018].set_index("group")["value"]
    published = history.results_areas.query("kind == 'authority' and year == 2018")
    difference = ours - published.set_index("la_code")[measure]
    assert difference.notna().sum() > 140
    assert difference.abs().max() < within


@given(st.sets(st.integers(2015, 2025)), st.dates(dt.date(2015, 1, 1), dt.date(2026, 1, 1)))
def test_the_latest_exams_are_over_and_were_held(years: set[int], day: dt.date) -> None:
    year = latest_exam_year(sorted(years), day)
    held = {y for y in years - {2020, 2021} if dt.date(y, 9, 1) <= day}
    assert year == (max(held) if held else None)


def test_before_the_first_exams_there_is_no_attainment(history: History) -> None:
    day = dt.date(2015, 6, 1)
    for kind in KINDS:
        table = by_area(history, as_at(history, day), kind, day)
        assert table[list(ATTAINMENT)].isna().all(axis=None)
        assert table["attainment_8_year"].isna().all()


def test_a_missing_result_says_why(history: History) -> None:
    table = results_of_schools(history, [100001])
    missing = table[table["value"].isna()]
    assert set(missing["reason"]) == {"not given in this copy", "not measured this year"}
    assert table.loc[table["value"].notna(), "reason"].isna().all()
    assert set(table["measure"]) <= set(MEASURE)


def test_published_results_of_an_area_are_those_of_the_table(history: History) -> None:
    table = results_of_area(history, "country", "England")
    assert table["area"].unique().tolist() == ["England"]
    one = table[(table["measure"] == "attainment_8") & (table["year"] == 2019)]
    assert one["value"].tolist() == pytest.approx([46.7])


def test_attainment_8_changed_its_meaning_where_its_breaks_say() -> None:
    assert sorted(MEASURE["attainment_8"].breaks) == [2017, 2020, 2021, 2022, 2023]
    assert len(MEASURE) == len(RESULTS)


def test_all_twelve_opportunity_areas_stand_side_by_side(
    history: History, state: pd.DataFrame
) -> None:
    table = side_by_side(history, state, DAY).set_index("opportunity_area")
    assert len(table) == 12
    doncaster = state[state["opportunity_area"] == "Doncaster"]
    row = table.loc["Doncaster"]
    assert row["region"] == "Yorkshire and The Humber"
    assert row["announced"] == pd.Timestamp(2017, 1, 1)
    assert row["schools"] == len(doncaster)
    assert row["inadequate"] == (doncaster["grade"] == 4).sum()
    assert row["trusts"] == doncaster["trust_uid"].nunique()
    assert row["imd_score"] == pytest.approx(30.3, abs=0.1)
    assert table["percent_expected_reading_writing_maths_year"].eq(2018).all()
    assert table.notna().all(axis=None)


def test_an_area_is_compared_with_its_region_and_england(history: History) -> None:
    scopes = beside(history, "Derby", DAY)
    assert list(scopes) == ["Derby", "East Midlands", "England"]
    assert region_of(history, "Blackpool") == "North West"
    with pytest.raises(UnknownName, match="Doncaster"):
        region_of(history, "Leeds")


def test_trusts_at_work_in_an_area_are_counted_within_it(state: pd.DataFrame) -> None:
    table = trusts_at_work(state, "Doncaster")
    own = state[(state["opportunity_area"] == "Doncaster") & state["trust_uid"].notna()]
    assert table["academies"].sum() == len(own)
    assert table["academies"].is_monotonic_decreasing
    assert (table["academies_in_all"] >= table["academies"]).all()
    assert table["percent_of_academies"].between(0, 100, inclusive="right").all()


def test_authorities_of_measures_are_those_of_2019_and_districts_those_of_2017(
    history: History, state: pd.DataFrame
) -> None:
    authorities = set(by_area(history, state, "authority", DAY)["name"])
    assert "Bournemouth, Christchurch and Poole" in authorities
    assert outlines_of("authority") == 2019
    districts = set(by_area(history, state, "district", DAY)["name"])
    assert {"Bournemouth", "Poole"} <= districts
    assert outlines_of("district") == 2017
