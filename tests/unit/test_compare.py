"""What Compare says agrees to the digit with the pages that tell of each side alone."""

import datetime as dt
import math
import re

import pytest

from alliance.analysis.areas.area_results import results_beside
from alliance.analysis.areas.deprivation import deprivation_beside, deprivation_of_school
from alliance.analysis.areas.opportunity_areas import side_by_side
from alliance.analysis.filters import Filter
from alliance.analysis.schools.results import results_of_area
from alliance.charts.day_shown import DAY_SHOWN
from alliance.charts.frame import Chart
from alliance.current.known_on_day import inspected_state
from alliance.current.state import current_history, state_on
from alliance.views.beside_england import beside_england
from alliance.views.compare.compare_content import in_columns, results_over_years, trend_of
from alliance.views.compare.compare_table import compared, figures_of_side
from alliance.views.compare.sides import ENGLAND, MOST, side_of, sides_found, sides_of
from alliance.views.overview.headlines import headline_table_of
from alliance.views.trusts_at_hand import league_on

DAY = dt.date(2019, 6, 1)
CHOSEN = Filter(DAY)
KEYS = ["trust:4119", "area:Doncaster", "authority:Leeds", "school:136633", "region:North East"]


def table_of(keys, chosen=CHOSEN):
    return compared(sides_of(keys)[0], chosen)


def value(table, side, key):
    (row,) = table[(table["side"] == side) & (table["key"] == key)].itertuples()
    return row.value


def test_a_trust_has_the_figures_of_its_own_page_and_of_the_league():
    table, league = table_of(KEYS), league_on(DAY).set_index("trust_uid").loc[4119]
    name = "Outwood Grange Academies Trust"
    assert value(table, name, "schools") == league["academies"]
    assert round(value(table, name, "percent_good_inherited"), 1) == pytest.approx(
        league["percent_good_or_outstanding"]
    )
    assert value(table, name, "below_good") == league["in_need"]


def test_an_area_has_those_of_the_page_of_opportunity_areas_its_region_and_england_theirs():
    history, state = current_history(), inspected_state(DAY)
    table = table_of(KEYS)
    area = side_by_side(history, state, DAY).set_index("opportunity_area").loc["Doncaster"]
    for key in ("percent_good_inherited", "percent_good_own", "inadequate"):
        assert value(table, "Doncaster", key) == pytest.approx(area[key], abs=1e-9), key
    # A whole local authority: as published, which that page gives beside what schools make.
    published = results_beside(history, "Doncaster").query(
        "measure == 'attainment_8' and year == 2018"
    )
    by = published.set_index("series")["value"]
    own = by["Doncaster, published for the local authority"]
    assert value(table, "Doncaster", "attainment_8") == own
    assert by["Doncaster, worked out from its schools"] == pytest.approx(area["attainment_8"])
    beside = deprivation_beside(history, state_on(DAY), "Doncaster", DAY).set_index("place")
    for place in ("Doncaster", "Yorkshire and The Humber", "England"):
        assert value(table, place, "imd") == pytest.approx(beside.loc[place, "imd_score"])
        assert value(table, place, "percent_fsm") == pytest.approx(beside.loc[place, "percent_fsm"])
    for filter_, place in (
        (Filter(DAY, regions=("Yorkshire and The Humber",)), "Yorkshire and The Humber"),
        (Filter(DAY), "England"),
    ):
        here = headline_table_of(filter_).set_index("figure")["here"]
        for key in ("schools", "pupils", "percent_good_inherited", "percent_disadvantaged"):
            assert value(table, place, key) == here[key]


def test_attainment_stands_on_every_day_with_why_it_is_missing_where_it_is():
    chosen = Filter(dt.date(2025, 8, 31))
    table = table_of(["trust:4119", "area:Doncaster"], chosen).set_index(["key", "side"])
    for key in ("percent_expected_reading_writing_maths", "attainment_8", "progress_8"):
        assert table.loc[(key, "Outwood Grange Academies Trust"), "why"].startswith(
            "Not worked out"
        )
        for side in ("Doncaster", "Yorkshire and The Humber", "England"):
            assert table.loc[(key, side), "of"] == "published, 2024"
        assert not math.isnan(table.loc[(key, "Doncaster"), "gap_to_england"])


def test_primary_schools_alone_have_no_rows_of_exams_that_none_of_them_has():
    table = table_of(["school:107204", "school:107241"], Filter(dt.date(2025, 8, 31)))
    assert "attainment_8" not in set(table["key"])
    assert "pupils" in set(table["key"])


def test_published_results_are_those_of_england_and_say_of_which_year():
    published = results_of_area(current_history(), "country", "England")
    own = published[(published["measure"] == "attainment_8") & (published["year"] == 2018)]
    found = figures_of_side(ENGLAND, CHOSEN)["attainment_8"]
    assert found.value == own["value"].iloc[0]
    assert found.of == "published, 2018"


def test_a_gap_is_the_difference_and_none_is_given_between_two_years_or_of_a_number():
    table = table_of(KEYS)
    own = table[table["gap_to_england"].notna()]
    there = table[table["side"] == "England"].set_index("key")["said"]

    def shown(said):
        return said.str.replace("−", "-").str.rstrip("%").astype(float)

    # As they are shown, so that whoever takes one from the other finds the gap.
    gaps = shown(own["said"]) - shown(own["key"].map(there))
    assert gaps.to_numpy() == pytest.approx(own["gap_to_england"].to_numpy(), abs=1e-9)
    assert set(own["unit"]) <= {"%", "points", "grades", "score"}
    assert table.loc[table["side"] == "England", "gap_to_region"].isna().all()
    region = table[table["region"] == "Yorkshire and The Humber"]
    assert region["gap_to_region"].notna().any()
    assert set(table["side"]) >= {"North East", "Yorkshire and The Humber", "England"}


def test_a_school_has_its_own_grade_pupils_and_the_deprivation_of_its_district():
    table = table_of(["school:136633", "school:138248"])
    school = state_on(DAY).set_index("urn").loc[136633]
    assert value(table, "Castleford Academy", "pupils") == school["pupils"]
    share = value(table, "Castleford Academy", "percent_disadvantaged")
    assert share == pytest.approx(school["percent_disadvantaged"])
    scores = deprivation_of_school(current_history(), 136633).scores
    assert value(table, "Castleford Academy", "imd") in [pytest.approx(s) for s in scores.values()]
    grades = table[table["key"] == "grade"].set_index("side")["said"]
    assert grades["Castleford Academy"] == "Good"
    assert "percent_good_own" not in set(table["key"])


def test_absence_is_of_the_last_year_over_by_the_day_and_known_of_most_schools():
    found = figures_of_side(ENGLAND, Filter(dt.date(2025, 8, 31)))["percent_absence"]
    absence = current_history().absence
    year = int(absence.loc[absence["year"] <= 2025, "year"].max())
    assert found.of == f"{year - 1}/{year % 100:02d}"
    if not math.isnan(found.value):
        assert 3 < found.value < 12


@pytest.mark.parametrize("day", [dt.date(2008, 1, 1), dt.date(2016, 11, 1), dt.date(2026, 6, 30)])
@pytest.mark.quick_cases(1)
def test_any_day_has_a_table_and_a_phase_narrows_all_sides(day):
    table = table_of(KEYS, Filter(day, phases=("Secondary",)))
    assert len(table)
    assert set(in_columns(table).columns) >= {"Figure", "England"}
    whole = table_of(KEYS, Filter(day))
    assert value(table, "England", "schools") < value(whole, "England", "schools")


def test_what_figures_here_stand_in_the_row_under_the_title_too():
    said = {one.label: one.value for one in beside_england(Filter(DAY, trusts=(4119,)))}
    table = table_of(["trust:4119", "trust:4474"])
    row = table[(table["side"].str.startswith("Outwood")) & (table["key"] == "below_good")]
    assert said["Less than good"] == row["said"].iloc[0]


def test_sides_are_read_from_addresses_and_what_none_tells_is_named():
    sides, unknown = sides_of(
        [*KEYS, "trust:4119", "trust:abc", "school:1", "x", "area:Nowhere", "region:"]
    )
    assert [side.key for side in sides][:2] == ["trust:4119", "area:Doncaster"]
    assert len(sides) == 5
    assert unknown == ["trust:abc", "school:1", "x", "area:Nowhere", "region:"]
    assert len(sides_of([f"trust:{uid}" for uid in league_on(DAY)["trust_uid"]])[0]) == MOST
    assert side_of("authority:383") == side_of("authority:Leeds")


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("UID 4119", "trust:4119"),
        ("outwood grange", "trust:4119"),
        ("136633", "school:136633"),
        ("doncaster", "area:Doncaster"),
        ("north east", "region:North East"),
        ("castleford academy", "school:136633"),
        ("leeds", "authority:383"),
    ],
)
def test_sides_are_found_by_names_and_numbers(words, key):
    assert key in [side.key for side in sides_found(words, CHOSEN)]
    assert sides_found("zzzzqq", CHOSEN) == []


def test_lines_are_drawn_of_places_and_trusts_and_results_of_all():
    sides = tuple(sides_of(KEYS)[0])
    trend = trend_of(sides, CHOSEN, dark=False)
    assert isinstance(trend, Chart)
    drawn = {side.name for side in sides if side.kind != "school"}
    assert set(trend.table["scope"]) == drawn | {"Yorkshire and The Humber", "England"}
    assert DAY_SHOWN in {one.text for one in trend.figure.layout.annotations}
    assert trend.table["day"].max().date() > CHOSEN.day
    results = results_over_years(sides, CHOSEN, "attainment_8", dark=False)
    assert results is not None
    assert {"Castleford Academy", "England"} <= set(results.table["series"])
    assert trend_of(tuple(sides_of(["school:136633"])[0]), CHOSEN, dark=False) is None


def test_england_is_not_set_beside_itself():
    for alone in (Filter(DAY), Filter(DAY, phases=("Primary",)), Filter(DAY, grades=(2,))):
        assert not any("England" in one.beside for one in beside_england(alone))
    region = Filter(DAY, regions=("North East",))
    assert all("England" in one.beside for one in beside_england(region))


def test_englands_pupils_are_a_number_alone_beside_those_of_a_scope():
    pupils = next(
        one for one in beside_england(Filter(DAY, regions=("North East",))) if "Pupils" in one.label
    )
    assert re.search(r"England [0-9,]+$", pupils.beside)
