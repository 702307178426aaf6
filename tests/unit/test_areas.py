"""Measures of areas, against the published ones and against the schools they rest on."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance.analysis.areas.area_inspections import SHARE
from alliance.analysis.areas.area_measures import (
    ATTAINMENT,
    KINDS,
    MEASURES,
    Kind,
    by_area,
    measure_of,
    measured_areas,
    narrowing,
    outlines_in_words,
    whose,
)
from alliance.analysis.areas.opportunity_areas import (
    beside,
    region_of,
    side_by_side,
    trusts_at_work,
)
from alliance.analysis.figures.headline_figures import percent_disadvantaged
from alliance.analysis.filters import Filter, narrow
from alliance.analysis.need.inspected_since import SINCE_GRADES, inspected_on
from alliance.analysis.schools.grades import good_or_outstanding
from alliance.analysis.schools.results import (
    MEASURE,
    RESULTS,
    latest_exam_year,
    results_of_area,
    results_of_groups,
    results_of_schools,
)
from alliance.errors import UnknownName
from alliance.history import as_at, schools_on

if TYPE_CHECKING:
    from alliance.analysis.areas.area_measures import Measure
    from alliance.history import History

DAY = dt.date(2019, 6, 1)


@pytest.fixture(scope="module")
def state(history: History) -> pd.DataFrame:
    return as_at(history, DAY)


@pytest.fixture(scope="module")
def inspected(history: History) -> pd.DataFrame:
    """The schools of the last day, with what each was given since overall grades ended."""
    day = history.last_day
    return inspected_on(history, as_at(history, day), day)


@pytest.mark.parametrize(("kind", "areas"), [("region", 9), ("authority", 151), ("district", 326)])
def test_every_area_has_a_row_and_every_school_an_area(
    history: History, state: pd.DataFrame, kind: Kind, areas: int
) -> None:
    table = by_area(history, state, kind, DAY)
    assert len(table) == table["code"].nunique() == areas
    placed = state["lad_code"].notna() if kind == "district" else state["la_code"].notna()
    assert table["schools"].sum() == placed.sum()
    assert set(table["code"]) == set(measured_areas(history, kind, DAY)["code"])


def test_opportunity_areas_on_the_map_have_the_figures_of_their_page(
    history: History, state: pd.DataFrame
) -> None:
    table = by_area(history, state, "opportunity_area", DAY).set_index("name")
    page = side_by_side(history, state, DAY).set_index("opportunity_area")
    assert sorted(table.index) == sorted(page.index)
    assert len(table) == 12
    for key in ("schools", "percent_good_inherited", "percent_academies", *ATTAINMENT):
        expected = page[key].reindex(table.index).astype("float64")
        assert table[key].astype("float64").tolist() == pytest.approx(
            expected.tolist(), nan_ok=True
        )


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
@pytest.mark.quick_cases
def test_a_measure_is_of_the_phases_and_types_of_the_filter_where_it_rests_on_schools(
    history: History, state: pd.DataFrame, inspected: pd.DataFrame, measure: Measure
) -> None:
    kind = measure.kinds[0]
    # What inspections gave is known only since overall grades ended.
    day, schools = (history.last_day, inspected) if measure.key in SHARE else (DAY, state)
    kept = by_area(history, narrow(schools, narrowing(measure, CHOSEN)), kind, day)
    every = by_area(history, schools, kind, day)
    assert every[measure.key].notna().any()
    assert kept[measure.key].equals(every[measure.key]) != measure.of_schools
    # The rest of the filter is left aside: areas stand beside one another.
    assert (kept["schools"] > 0).sum() > len(kept) / 2


def test_a_measure_says_of_which_schools_it_is() -> None:
    own, exams = measure_of("percent_good_own"), measure_of("progress_8")
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
    places = schools_on(history, dt.date(2018, 9, 1)).set_index("urn")["la_code"]
    ours = results_of_groups(history, places, [measure])
    ours = ours[ours["year"] == 2018].set_index("group")["value"]
    published = history.results_areas.query("kind == 'authority' and year == 2018")
    difference = ours - published.set_index("la_code")[measure]
    assert difference.notna().sum() > 140
    assert difference.abs().max() < within


@given(st.sets(st.integers(2015, 2025)), st.dates(dt.date(2015, 1, 1), dt.date(2026, 1, 1)))
def test_the_latest_exams_are_over_and_were_held(years: set[int], day: dt.date) -> None:
    year = latest_exam_year(sorted(years), day)
    sittings = [y for y in range(2010, 2027) if y not in (2020, 2021) and dt.date(y, 9, 1) <= day]
    # Results older than the last exams but one say nothing of the day.
    held = years & set(sittings[-2:])
    assert year == (max(held) if held else None)


def test_before_the_first_exams_there_is_no_attainment(history: History) -> None:
    day = dt.date(2015, 6, 1)
    for kind in KINDS:
        table = by_area(history, as_at(history, day), kind, day)
        assert table[list(ATTAINMENT)].isna().all(axis=None)
        assert table["attainment_8_year"].isna().all()


def test_a_missing_result_says_why(history: History) -> None:
    table = results_of_schools(history, [100049, 100050])
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
    since = list(SINCE_GRADES)
    assert table[since].isna().all(axis=None)
    published = [name for name in table if "_published" in name]
    assert table.drop(columns=[*since, *published]).notna().all(axis=None)
    # The Department publishes results of an area where it is a whole local authority.
    whole = ["Blackpool", "Bradford", "Derby", "Doncaster", "Oldham", "Stoke-on-Trent"]
    assert table.index[table["attainment_8_published"].notna()].tolist() == whole


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


@pytest.mark.parametrize(
    ("day", "authorities"),
    [
        (dt.date(2009, 3, 31), 150),
        (dt.date(2009, 4, 1), 152),
        (dt.date(2019, 3, 31), 152),
        (dt.date(2019, 4, 1), 151),
        (dt.date(2021, 4, 1), 152),
        (dt.date(2023, 4, 1), 153),
    ],
)
def test_measures_of_authorities_are_of_those_of_the_day_and_hold_every_school(
    history: History, day: dt.date, authorities: int
) -> None:
    state = as_at(history, day)
    table = by_area(history, state, "authority", day)
    assert len(table) == authorities
    assert table["schools"].sum() == state["la_code"].notna().sum()
    assert (table["schools"] > 0).all()


def test_measures_of_districts_are_of_those_of_2017_whatever_the_day(
    history: History, state: pd.DataFrame
) -> None:
    districts = set(by_area(history, state, "district", DAY)["name"])
    assert {"Bournemouth", "Poole"} <= districts
    drawn = measured_areas(history, "district", DAY)
    assert outlines_in_words(drawn, "district", DAY) == "in the areas of 2017"


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (dt.date(2010, 1, 1), "in the areas of 1 January 2010, drawn by outlines of 2017 and 2019"),
        (dt.date(2019, 6, 1), "in the areas of 1 June 2019"),
        (dt.date(2022, 8, 31), "in the areas of 31 August 2022, drawn by outlines of 2024"),
        (dt.date(2025, 8, 31), "in the areas of 31 August 2025"),
    ],
)
def test_outlines_of_a_later_year_than_the_day_are_told(
    history: History, day: dt.date, said: str
) -> None:
    drawn = measured_areas(history, "authority", day)
    assert outlines_in_words(drawn, "authority", day) == said
