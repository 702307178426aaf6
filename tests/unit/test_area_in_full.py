"""One Opportunity Area: attainment beside others, what is missing, and deprivation."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from alliance.analysis.areas.area_results import results_beside, results_by_school, years_of
from alliance.analysis.areas.deprivation import deprivation_beside, districts_of
from alliance.analysis.areas.opportunity_areas import beside
from alliance.analysis.figures.trend import trends
from alliance.charts.beside import grades_beside
from alliance.errors import UnknownName
from alliance.history import as_at

if TYPE_CHECKING:
    from alliance.history import History

DAY = dt.date(2019, 6, 1)
READING = "percent_expected_reading_writing_maths"


@pytest.fixture(scope="module")
def state(history: History) -> pd.DataFrame:
    return as_at(history, DAY)


def test_an_areas_results_stand_beside_those_published_for_its_region_and_england(
    history: History,
) -> None:
    table = results_beside(history, "Doncaster")
    assert list(table["series"].unique()) == [
        "Doncaster, worked out from its schools",
        "Doncaster, published for the local authority",
        "Yorkshire and The Humber",
        "England",
    ]
    assert table["value"].notna().all()
    assert not table.duplicated(["series", "measure", "year"]).any()
    published = history.results_areas
    england = published[(published["kind"] == "country") & (published["year"] == 2018)]
    ours = table[(table["series"] == "England") & (table["year"] == 2018)]
    assert ours.set_index("measure").loc[READING, "value"] == pytest.approx(
        float(england[READING].iloc[0])
    )


def test_an_areas_result_lies_between_its_weakest_and_its_strongest_school(
    history: History, state: pd.DataFrame
) -> None:
    table = results_beside(history, "Doncaster")
    worked_out = table["series"] == "Doncaster, worked out from its schools"
    own = table[worked_out & (table["measure"] == READING)]
    assert len(own) > 0
    urns = history.schools.loc[history.schools["opportunity_area"] == "Doncaster", "urn"]
    schools = history.results_ks2[history.results_ks2["urn"].isin(urns)]
    for row in own.itertuples():
        values = schools.loc[schools["year"] == row.year, READING]
        assert values.min() < row.value < values.max()


def test_no_area_of_that_name_is_said_so(history: History) -> None:
    with pytest.raises(UnknownName, match="Atlantis"):
        results_beside(history, "Atlantis")


def test_each_school_has_a_value_or_a_reason_for_each_year_it_has_a_row_for(
    history: History, state: pd.DataFrame
) -> None:
    schools = state[state["opportunity_area"] == "Doncaster"]
    table = results_by_school(history, schools, READING)
    years = years_of(table)
    held = history.results_ks2[history.results_ks2["urn"].isin(schools["urn"])]
    # Nobody sat exams in 2020 and 2021, and those of 2022 were not published by school.
    assert years == ["2016", "2017", "2018", "2019", "2023", "2024", "2025"]
    assert years == sorted(held["year"].astype("str").unique())
    assert table["name"].is_monotonic_increasing
    rows = held.set_index(["urn", "year"])
    for row in table.to_dict("records"):
        for year in years:
            if (row["urn"], int(year)) not in rows.index:
                continue
            said = isinstance(row["missing"], str) and f"{year}: " in row["missing"]
            assert pd.notna(row[year]) != said
    assert table["missing"].str.contains("not given in this copy").any()


def test_a_school_without_any_published_result_has_no_row(
    history: History, state: pd.DataFrame
) -> None:
    nurseries = state[state["phase"] == "Nursery"]
    assert results_by_school(history, nurseries, READING).empty


def test_an_area_of_two_districts_has_both_ranked_among_all_of_england(history: History) -> None:
    table = districts_of(history, "Fenland and East Cambridgeshire")
    assert table["name"].tolist() == ["Fenland", "East Cambridgeshire"]
    assert table["rank"].is_monotonic_increasing
    assert table["imd_score"].is_monotonic_decreasing
    # The indices of 2019 rank 317 districts, those of 2025 rank 296, whatever there were in 2017.
    assert (table["districts"] == 317).all()
    assert (table["districts_2025"] == 296).all()
    for suffix in ("", "_2025"):
        columns = [f"imd_score{suffix}", f"percent_most_deprived{suffix}"]
        ranked = history.deprivation[columns].drop_duplicates()
        worse = ranked[columns[0]] > table[columns[0]].iloc[0]
        assert table[f"rank{suffix}"].iloc[0] == worse.sum() + 1


def test_a_district_replaced_before_the_indices_is_marked(history: History) -> None:
    assert districts_of(history, "West Somerset")["from_successor"].tolist() == [True]
    assert districts_of(history, "Doncaster")["from_successor"].tolist() == [False]


def test_deprivation_is_weighted_by_pupils_and_england_stands_last(
    history: History, state: pd.DataFrame
) -> None:
    table = deprivation_beside(history, state, "Doncaster", DAY).set_index("place")
    assert list(table.index) == ["Doncaster", "Yorkshire and The Humber", "England"]
    score = districts_of(history, "Doncaster")["imd_score"].iloc[0]
    assert table.loc["Doncaster", "imd_score"] == pytest.approx(float(score))
    known = state[state["percent_disadvantaged"].notna() & state["pupils"].notna()]
    pupils = known["pupils"].astype("float64")
    share = (pupils * known["percent_disadvantaged"]).sum() / pupils.sum()
    assert table.loc["England", "percent_disadvantaged"] == pytest.approx(share)
    assert table.loc["England", "schools"] == len(state)


def test_the_chart_of_grades_tells_the_first_and_last_share_of_each_line(history: History) -> None:
    table = trends(history, beside(history, "Doncaster", DAY))
    chart = grades_beside(table)
    assert [line.name for line in chart.figure.data] == [
        "Doncaster",
        "Yorkshire and The Humber",
        "England",
    ]
    last = table[table["scope"] == "Doncaster"].iloc[-1]
    assert f"to {last['percent_inherited']:.1f}% on {history.grades_to:%-d %B %Y}" in chart.alt
    assert len(chart.table) == len(table)
    assert len({line.line.dash for line in chart.figure.data}) == 3
    assert any(shape.fillcolor for shape in chart.figure.layout.shapes)
