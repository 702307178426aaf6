"""Charts say in figure, words and table the same facts, and never by colour alone."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance.analysis.figures.trend import trend, trends
from alliance.analysis.filters import Filter
from alliance.analysis.flows.trust_story import before_and_after, joins_and_leavings
from alliance.analysis.schools.results import MEASURE, results_of_area
from alliance.analysis.schools.school_story import story
from alliance.analysis.trusts.trusts_on_day import compared, league
from alliance.charts import colours
from alliance.charts.attainment import attainment_by_year, pieces
from alliance.charts.frame import REGISTER, number, text, wrapped
from alliance.charts.schools import GRADES_ROW, OTHER_ROW, school_timeline
from alliance.charts.trends import METHODS, areas_side_by_side, grades_over_time
from alliance.charts.trusts import grades_before_and_after, trust_timeline, trusts_side_by_side
from alliance.maps.palette import CATEGORIES, DARK, LIGHT, trust_colours
from alliance.views.cells import cells
from alliance.views.columns import columns_in

if TYPE_CHECKING:
    from alliance.charts.frame import Chart
    from alliance.history import History

DAY = dt.date(2019, 6, 1)
OUTWOOD_GRANGE, DELTA = 4119, 4474
CITY_FIELDS, UNITY_CITY = 136394, 133768
WATTON, KINGS_OAK = 147969, 150492
AREAS = ["Blackpool", "Derby", "Doncaster", "Oldham"]


@pytest.fixture(scope="module")
def charts(history: History) -> dict[str, Chart]:
    england = trend(history, Filter(DAY))
    areas = trends(history, {area: Filter(DAY, opportunity_areas=(area,)) for area in AREAS})
    results = results_of_area(history, "country", "England").rename(columns={"area": "series"})
    return {
        "trend": grades_over_time(england, "England"),
        "areas": areas_side_by_side(areas, england),
        "school": school_timeline(story(history, CITY_FIELDS), DAY),
        "trust": trust_timeline(joins_and_leavings(history, OUTWOOD_GRANGE), "Outwood Grange"),
        "grades": grades_before_and_after(before_and_after(history, DELTA, DAY), "Delta"),
        "attainment": attainment_by_year(results, "attainment_8", "England"),
        "comparison": trusts_side_by_side(
            compared(history, league(history, DAY), [OUTWOOD_GRANGE, DELTA])
        ),
    }


NAMES = ["trend", "areas", "school", "trust", "grades", "attainment", "comparison"]


@pytest.mark.parametrize("name", NAMES)
def test_a_chart_has_its_title_source_words_and_table(charts: dict[str, Chart], name: str) -> None:
    chart = charts[name]
    shown = json.loads(chart.figure.to_json())["layout"]["title"]
    plain = shown["text"].replace("<br>", " ").removeprefix("<b>").removesuffix("</b>")
    assert plain == chart.title
    assert shown["subtitle"]["text"].replace("<br>", " ").startswith(f"Source: {chart.source}")
    assert len(chart.alt) > 60
    assert chart.alt.endswith(".")
    assert not re.search(r"\bnan\b|NaT|<NA>|None", chart.alt)
    assert len(chart.table) > 0


@pytest.mark.parametrize("name", NAMES)
def test_the_table_of_a_chart_is_headed_and_written_in_words(
    charts: dict[str, Chart], name: str
) -> None:
    table = charts[name].table
    columns = columns_in(table)
    labels = [column.label for column in columns.values()]
    assert len(set(labels)) == len(table.columns)
    assert [one for one in labels if "_" in one or one[0].islower()] == []
    told = [cell for name, column in columns.items() for cell in cells(table[name], column)]
    assert [cell for cell in told if re.search(r"\d{4}-\d{2}|\d\.\d{3}|nan|NaT|<NA>", cell)] == []


def test_the_words_of_the_trend_give_both_methods_and_the_schools_behind(
    charts: dict[str, Chart],
) -> None:
    chart = charts["trend"]
    last = chart.table.iloc[-1]
    assert f"{last['percent_inherited']:.1f}%" in chart.alt
    assert f"{last['percent_own']:.1f}%" in chart.alt
    assert f"{last['graded_inherited']:,}" in chart.alt
    assert {line.name for line in chart.figure.data} == {
        *(name for name, _, _ in METHODS.values()),
        "With a grade",
        "Open without a grade",
    }


def test_the_trend_marks_incomplete_records_and_satisfactory(charts: dict[str, Chart]) -> None:
    notes = [note.text for note in charts["trend"].figure.layout.annotations]
    assert "Records incomplete" in notes
    assert any("Satisfactory" in note for note in notes)
    complete = charts["trend"].table.query("not partial")["day"].iloc[0]
    assert charts["trend"].figure.layout.shapes[0].x1 == complete.date()


def test_each_area_has_a_panel_on_the_same_axes_with_england(charts: dict[str, Chart]) -> None:
    figure = charts["areas"].figure
    assert [note.text for note in figure.layout.annotations][:4] == AREAS
    assert sum(line.name == "England" for line in figure.data) == len(AREAS)
    axes = json.loads(figure.to_json())["layout"]
    free = [
        axis for name, axis in axes.items() if name.startswith("yaxis") and "matches" not in axis
    ]
    assert len(free) == 1


def test_lines_are_told_apart_by_more_than_colour(charts: dict[str, Chart]) -> None:
    lines = [line for line in charts["trend"].figure.data if not line.stackgroup]
    assert len({line.line.dash for line in lines}) == len(lines)
    assert len(set(colours.SYMBOLS.values())) == len(colours.SYMBOLS)
    marks = [line for line in charts["trust"].figure.data if line.mode == "markers"]
    assert len({mark.marker.symbol for mark in marks}) == len(marks) == 2


def test_the_school_timeline_tells_an_uncertain_date_as_such(history: History) -> None:
    chart = school_timeline(story(history, UNITY_CITY), dt.date(2024, 1, 1))
    assert "between 1 November 2022 and 1 December 2022" in chart.alt
    dotted = [line for line in chart.figure.data if line.line.dash == "dot"]
    assert {line.x[0] for line in dotted} == {pd.Timestamp(2022, 11, 1)}


def test_the_school_timeline_marks_inspections_of_a_predecessor_open(
    charts: dict[str, Chart],
) -> None:
    chart = charts["school"]
    marks = [line.marker.symbol for line in chart.figure.data if line.mode == "markers"]
    assert marks == ["star", "star-open"]
    named = [line for line in chart.figure.data if line.showlegend is not False]
    assert [line.name for line in named] == ["Outstanding"]
    spells = ["Wakefield (local authority)", "Wakefield City", "Outwood Grange"]
    assert all(run_by in chart.alt for run_by in spells)
    assert len(chart.table) == len(spells) + len(marks)


def test_the_school_timeline_ends_on_its_day(history: History) -> None:
    chart = school_timeline(story(history, CITY_FIELDS), dt.date(2018, 1, 1))
    assert "Outwood Grange" not in chart.alt
    assert "still" in chart.alt


def test_a_school_of_which_little_is_known_still_has_a_timeline(history: History) -> None:
    known = story(history, CITY_FIELDS)
    bare = replace(known, spells=known.spells.head(0), inspections=known.inspections.head(0))
    assert "Overall grades: none." in school_timeline(bare, DAY).alt


def test_inspections_without_an_overall_grade_have_marks_off_the_scale_of_grades(
    history: History,
) -> None:
    known = story(history, WATTON)
    other = known.without_grade
    assert other["kind"].tolist() == ["Judgements"]
    cards = [
        other.assign(kind=kind, date=pd.Timestamp(day), said=said)
        for kind, day, said in (
            ("Report card", "2026-01-13", "Safeguarding Met"),
            ("Ungraded", "2018-03-01", "School remains Good"),
        )
    ]
    told = replace(known, without_grade=pd.concat([other, *cards]))
    chart = school_timeline(told, dt.date(2026, 6, 30))
    marks = [line for line in chart.figure.data if line.mode == "markers"]
    rows = {line.name: (set(line.y), line.marker.symbol.removesuffix("-open")) for line in marks}
    grades = {
        "Satisfactory": "triangle-down",
        "Requires improvement": "triangle-up",
        "Inadequate": "x",
    }
    others = {"Judgements", "Report card", "Ungraded inspection"}
    assert {name: rows[name] for name in grades} == {
        name: ({GRADES_ROW}, symbol) for name, symbol in grades.items()
    }
    assert all(rows[name][0] == {OTHER_ROW} for name in others)
    assert len({symbol for _, symbol in rows.values()}) == len(rows) == 6
    assert others <= {line.name for line in marks if line.showlegend}
    hover = next(line.hovertext[0] for line in marks if line.name == "Judgements")
    assert hover.startswith("28 January 2025: Judgements: Quality of education Requires improve")
    assert "Report card: Safeguarding Met" in set(chart.table["what"])
    assert "Judgements on 28 January 2025: Quality of education Requires" in chart.alt


def test_no_words_stand_beside_marks_that_may_lie_close_together(charts: dict[str, Chart]) -> None:
    assert not any("text" in (line.mode or "") for line in charts["school"].figure.data)
    assert charts["school"].figure.layout.showlegend


def test_a_timeline_says_where_it_is_not_recorded_who_runs_a_school(history: History) -> None:
    chart = school_timeline(story(history, KINGS_OAK), dt.date(2026, 6, 30))
    assert "Who runs it is not recorded from between 31 August 2025 and" in chart.alt


def test_the_grid_of_grades_counts_every_academy_once(charts: dict[str, Chart]) -> None:
    chart = charts["grades"]
    assert sum(sum(row) for row in chart.figure.data[0].z) == len(chart.table)
    outcomes = chart.table["outcome"].value_counts()
    assert f"better since joining, {outcomes['better']}" in chart.alt


def test_attainment_8_is_not_joined_across_the_years_it_changed(charts: dict[str, Chart]) -> None:
    line = charts["attainment"].figure.data[0]
    joined = [
        (a, b) for a, b in zip(line.x, line.x[1:], strict=False) if a is not None and b is not None
    ]
    assert (2016, 2017) not in joined
    assert (2019, 2020) not in joined
    assert (2017, 2018) in joined
    assert not line.connectgaps
    assert "not exams" in charts["attainment"].alt
    table = charts["attainment"].table.set_index("year")
    assert "9 to 1" in table.loc[2017, "not_as_before"]


@given(
    years=st.lists(st.integers(2005, 2025), unique=True).map(sorted),
    breaks=st.dictionaries(st.integers(2005, 2025), st.just("changed")),
)
def test_only_years_that_follow_and_mean_the_same_are_joined(
    years: list[int], breaks: dict[int, str]
) -> None:
    out_years, out_values = pieces(years, [float(year) for year in years], breaks)
    assert [year for year in out_years if year is not None] == years
    assert [year is None for year in out_years] == [value is None for value in out_values]
    for before, after in itertools.pairwise(out_years):
        if before is not None and after is not None:
            assert after == before + 1
            assert after not in breaks
    for before, after in itertools.pairwise(years):
        if after == before + 1 and after not in breaks:
            assert out_years[out_years.index(before) + 1] == after


def test_every_measure_can_be_drawn_even_with_nothing_known() -> None:
    empty = pd.DataFrame({"series": ["A"], "year": [2018], "value": [float("nan")]})
    for measure in MEASURE:
        assert "A not known" in attainment_by_year(empty, measure, "A").alt


def test_the_comparison_has_a_panel_a_measure_and_a_bar_a_trust(charts: dict[str, Chart]) -> None:
    chart = charts["comparison"]
    assert len(chart.figure.data) == chart.table["Measure"].nunique()
    assert all(len(bar.y) == 2 for bar in chart.figure.data)
    assert "Academies: Outwood Grange Academies Trust 31, Delta Academies Trust 50" in chart.alt


def test_names_from_data_are_shown_as_they_are(history: History) -> None:
    events = joins_and_leavings(history, OUTWOOD_GRANGE)
    hostile = "<a href='x'>Trust</a> & <script>"
    figure = trust_timeline(events.assign(name=hostile), hostile).figure
    shown = figure.to_json()
    for markup in ("<a", "<script", "\\u003ca", "\\u003cscript"):
        assert markup not in shown
    assert text("A & B <b>") == "A &amp; B &lt;b&gt;"
    assert wrapped("Fenland and East Cambridgeshire", 18) == "Fenland and East<br>Cambridgeshire"


@pytest.mark.parametrize(("dark", "theme"), [(False, LIGHT), (True, DARK)])
def test_a_trust_has_the_colour_beside_others_that_it_has_on_maps(
    history: History, dark: bool, theme
) -> None:
    table = compared(history, league(history, DAY), [OUTWOOD_GRANGE, DELTA])
    colours = trust_colours([OUTWOOD_GRANGE, DELTA], theme)
    bars = trusts_side_by_side(table, dark=dark).figure.data[0]
    assert list(bars.marker.color) == [colours[OUTWOOD_GRANGE], colours[DELTA]]


def test_dark_pages_have_light_ink(history: History) -> None:
    table = trend(history, Filter(DAY))
    light, dark = (grades_over_time(table, "England", dark=d).figure for d in (False, True))
    assert light.layout.font.color != dark.layout.font.color
    assert light.data[0].line.color == CATEGORIES[0]
    assert dark.data[0].line.color not in CATEGORIES


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (86.24, "%", "86.2%"),
        (12.35, "km", "12.3 km"),
        (1234.0, "pupils", "1,234"),
        (-0.23, "grades", "–0.23"),
        (46.6, "points", "46.6"),
        (-1.0, "academies", "–1"),
        (float("nan"), "%", "not known"),
    ],
)
def test_numbers_are_written_for_people(value: float, unit: str, shown: str) -> None:
    assert number(value, unit) == shown


def test_the_source_of_trusts_says_since_when_and_no_end_that_a_later_list_would_belie(
    history: History,
) -> None:
    assert f"lists of academies and trusts since {history.lists[0].year}; Ofsted" in REGISTER
    assert str(history.lists[-1].year) not in REGISTER
