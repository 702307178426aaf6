"""Charts as a program of slides draws them itself: the same numbers, names and colours."""

from __future__ import annotations

import datetime as dt
import importlib
import inspect
import pkgutil
from typing import TYPE_CHECKING

import pandas as pd
import plotly.graph_objects as go
import pytest
from plotly.subplots import make_subplots

from alliance import charts as room
from alliance.analysis.figures.trend import trend, trends
from alliance.analysis.filters import Filter
from alliance.analysis.flows.flow_sources import documented_flows
from alliance.analysis.flows.flows_by_kind import active_by_month, by_month, flows_between
from alliance.analysis.flows.trust_story import before_and_after, joins_and_leavings
from alliance.analysis.matching.best_match import match
from alliance.analysis.matching.cold_spots import cold_spots
from alliance.analysis.matching.match_terms import Terms, scoped
from alliance.analysis.schools.inspection_scales import LAST_GRADE
from alliance.analysis.schools.results import MEASURE, results_of_area
from alliance.analysis.schools.school_story import story
from alliance.analysis.trusts.trust_measures import measures_of_trust
from alliance.analysis.trusts.trusts_on_day import compared, league
from alliance.charts.attainment import attainment_by_year
from alliance.charts.beside import grades_beside
from alliance.charts.case_timeline import cases_timeline
from alliance.charts.coldest_places import coldest_places
from alliance.charts.flow_sankey import flow_sankey
from alliance.charts.flows import flow_matrix, flow_timeline
from alliance.charts.frame import Chart, in_words
from alliance.charts.impact import judged_shares, love_plot, until_good, what_followed
from alliance.charts.native import native_charts
from alliance.charts.schools import school_timeline
from alliance.charts.shares_compared import shares_compared
from alliance.charts.trends import (
    ENDED,
    METHODS,
    areas_side_by_side,
    grades_over_time,
)
from alliance.charts.trust_measure_chart import trust_measure_by_year
from alliance.charts.trusts import grades_before_and_after, trust_timeline, trusts_side_by_side
from alliance.current.current_flows import transfers_within
from alliance.history.documented import documented_support
from alliance.history.documented_ends import with_ends
from alliance.maps.flow_layers import category_colours
from alliance.maps.flow_units import unit_of
from alliance.maps.palette import CATEGORIES, LIGHT
from alliance.views.flows.documented_words import with_words

if TYPE_CHECKING:
    from alliance.charts.native import Series
    from alliance.history import History

DAY = dt.date(2019, 6, 1)
OUTWOOD_GRANGE, DELTA, CITY_FIELDS = 4119, 4474, 136394
DRAWN = {
    "attainment_by_year": ["line"],
    "areas_side_by_side": [],
    "cases_timeline": [],
    "coldest_places": ["stacked bar"],
    "flow_matrix": [],
    "flow_sankey": [],
    "flow_timeline": ["stacked bar", "line"],
    "judged_shares": ["stacked bar"],
    "love_plot": [],
    "grades_before_and_after": [],
    "grades_beside": ["line"],
    "grades_over_time": ["line", "stacked area"],
    "school_timeline": [],
    "shares_compared": ["line"],
    "trust_measure_by_year": [],
    "trust_timeline": ["scatter"],
    "trusts_side_by_side": [],
    # What has intervals: no program of slides may leave them out.
    "until_good": [],
    "what_followed": [],
}
"""What each function of the room comes to."""


def documented_timeline(history: History) -> Chart:
    """Give when documented support was given, as the page of flows draws it."""
    cases = documented_flows(history, with_ends(history, documented_support()), DAY)
    names = cases.places["name"]
    table = with_words(cases.table)
    table = table.assign(
        from_name=table["from_school"].map(names), to_name=table["to_school"].map(names)
    )
    colours = category_colours(sorted(set(table["theme"])), LIGHT)
    return cases_timeline(table, "theme", colours, "Cases", "articles")


def after_joining() -> dict[str, Chart]:
    """Give the charts of what followed, from a few invented rows."""
    years = pd.DataFrame(
        {
            "since": [-1, 1, 2],
            "treated_change": [0.0, 1.0, 2.0],
            "like_change": [0.0, 0.5, 0.5],
            "schools": [40, 40, 40],
            "value": [None, 0.5, 1.5],
            "lower": [None, -0.5, 0.2],
            "upper": [None, 1.5, 2.8],
            "counted": [False, True, False],
            "treated": [0.0, 10.0, 20.0],
            "like": [0.0, 8.0, 15.0],
        }
    )
    found = pd.DataFrame(
        {
            "treated": [True, True, False, False],
            "found": ["Good", "Inadequate"] * 2,
            "percent": [63.0, 37.0, 48.0, 52.0],
        }
    )
    alike = pd.DataFrame(
        {
            "name": ["Pupils", "Free school meals"],
            **dict.fromkeys(("treated", "untreated", "like", "before", "after"), (0.1, -0.2)),
        }
    )
    return {
        "what_followed": what_followed(years, "What followed", "points", "invented"),
        "until_good": until_good(years.dropna(), "Until Good"),
        "judged_shares": judged_shares(found, LAST_GRADE, "At the next inspection", "+15"),
        "love_plot": love_plot(alike),
    }


@pytest.fixture(scope="module")
def charts(history: History) -> dict[str, Chart]:
    england = trend(history, Filter(DAY))
    of_doncaster = Filter(DAY, opportunity_areas=("Doncaster",))
    scopes = trends(history, {"Doncaster": of_doncaster, "England": Filter(DAY)})
    areas = trends(
        history, {area: Filter(DAY, opportunity_areas=(area,)) for area in ("Derby", "Oldham")}
    )
    results = results_of_area(history, "country", "England").rename(columns={"area": "series"})
    found = match(history, DAY, scoped(history, DAY, "alliance")(Terms()))
    flows = transfers_within(dt.date(2017, 1, 1), DAY)
    pairs, months = (
        flows_between(flows, "region", "count", "move"),
        by_month(flows, "count", "move"),
    )
    unit, colours = (
        unit_of("Transfers", "count"),
        category_colours(sorted(set(months["move"])), LIGHT),
    )
    going_on = active_by_month(flows, list(months["month"].unique()))
    return {
        "attainment_by_year": attainment_by_year(results, "attainment_8", "England"),
        "areas_side_by_side": areas_side_by_side(areas, england),
        "cases_timeline": documented_timeline(history),
        "coldest_places": coldest_places(cold_spots(history, found, DAY, "la_name"), "authorities"),
        "flow_matrix": flow_matrix(pairs, unit, "Moves", "nobody"),
        "flow_sankey": flow_sankey(pairs, "move", colours, unit, "Moves", "nobody"),
        "flow_timeline": flow_timeline(
            months, "move", colours, unit, "Moves", "nobody", going_on=going_on
        ),
        "grades_before_and_after": grades_before_and_after(
            before_and_after(history, DELTA, DAY), "Delta"
        ),
        "grades_beside": grades_beside(scopes),
        "grades_over_time": grades_over_time(england, "England"),
        "shares_compared": shares_compared(scopes),
        **after_joining(),
        "school_timeline": school_timeline(story(history, CITY_FIELDS), DAY),
        "trust_measure_by_year": trust_measure_by_year(
            measures_of_trust(history, OUTWOOD_GRANGE), "progress_8", "Outwood Grange"
        ),
        "trust_timeline": trust_timeline(
            joins_and_leavings(history, OUTWOOD_GRANGE), "Outwood Grange"
        ),
        "trusts_side_by_side": trusts_side_by_side(
            compared(history, league(history, DAY), [OUTWOOD_GRANGE, DELTA])
        ),
    }


def test_every_function_that_draws_a_chart_is_tried_here(charts: dict[str, Chart]) -> None:
    modules = [
        importlib.import_module(f"{room.__name__}.{found.name}")
        for found in pkgutil.iter_modules(room.__path__)
    ]
    drawing = {
        name
        for module in modules
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__annotations__.get("return") == "Chart" and not name.startswith("_")
    }
    assert drawing == set(DRAWN) == set(charts)


@pytest.mark.parametrize("name", DRAWN)
def test_a_chart_comes_to_bars_lines_or_dots_or_to_none(charts, name) -> None:
    found = native_charts(charts[name])
    assert [chart.kind for chart in found] == DRAWN[name]
    for chart in found:
        for series in chart.series:
            across = series.across if chart.kind == "scatter" else chart.categories
            assert len(numbers(series)) == len(across) > 0
            assert all(colour.startswith("#") and len(colour) == 7 for colour in series.colours)
            assert any(value is not None for value in numbers(series))
            known = [value for value in numbers(series) if value is not None]
            assert chart.value_axis.low is None or min(known) >= chart.value_axis.low
            assert chart.value_axis.high is None or max(known) <= chart.value_axis.high


def test_the_trend_holds_its_shares_and_its_schools_month_by_month(charts) -> None:
    lines, areas = native_charts(charts["grades_over_time"])
    table = charts["grades_over_time"].table
    assert list(lines.categories) == [day.date() for day in table["day"]]
    inherited, own = lines.series
    assert (inherited.name, own.name) == tuple(name for name, _, _ in METHODS.values())
    assert (inherited.line, own.line) == ("solid", "dash")
    assert numbers(inherited) == pytest.approx(table["percent_inherited"].tolist(), rel=1e-6)
    assert inherited.colours == (CATEGORIES[0],)
    assert lines.category_axis.form == "mmm yyyy"
    assert (lines.value_axis.title, lines.value_axis.form) == ("Good or Outstanding", '#,##0"%"')
    assert areas.categories == lines.categories
    graded, without = areas.series
    assert numbers(graded) == pytest.approx(table["graded_inherited"].tolist())
    assert numbers(without) == pytest.approx(table["without_grade"].tolist())
    assert areas.value_axis.low == 0


def test_what_is_written_within_the_axes_goes_along_as_notes(charts, history) -> None:
    lines, bars = native_charts(charts["grades_over_time"])
    # The first list of trusts is of a day within the month.
    complete = (pd.Timestamp(history.complete_from) + pd.offsets.MonthEnd(0)).date()
    last = charts["grades_over_time"].table["day"].iloc[-1].date()
    assert lines.notes == (
        f"31 August 2010 to {in_words(complete)}: Records incomplete",
        f"{in_words(last)}: {ENDED}",
        "1 September 2012: Grade 3 until then: Satisfactory",
    )
    assert bars.notes == ()
    assert native_charts(charts["grades_beside"])[0].notes[0].endswith("Records incomplete")


def test_years_that_are_not_to_be_compared_stay_parted(charts) -> None:
    (chart,) = native_charts(charts["attainment_by_year"])
    line = dict(zip(chart.categories, numbers(chart.series[0]), strict=True))
    at = chart.categories.index
    assert chart.categories[at("2016") : at("2017") + 1] == ("2016", "≠", "2017")
    assert chart.categories[at("2017") : at("2018") + 1] == ("2017", "2018")
    assert line["≠"] is None
    table = charts["attainment_by_year"].table.set_index("year")["value"]
    for year in (2016, 2018, 2019):
        assert line[str(year)] == round(float(table[year]), 1)
    assert chart.series[0].symbol == "circle"
    assert chart.value_axis.title == "points"
    assert any(note.startswith("≠ From 2017 ") and "9 to 1" in note for note in chart.notes)


def test_years_left_out_part_a_line_unless_another_has_them() -> None:
    def years(own: dict[str, list[int]]) -> pd.DataFrame:
        rows = [(name, year, 50.0) for name, held in own.items() for year in held]
        return pd.DataFrame(rows, columns=["series", "year", "value"])

    alone = attainment_by_year(years({"A": [2010, 2013]}), "attainment_8", "A")
    assert native_charts(alone)[0].categories == ("2010", "…", "2013")
    both = years({"A": [2010, 2012], "B": [2010, 2011, 2012]})
    (chart,) = native_charts(attainment_by_year(both, "attainment_8", "A and B"))
    assert chart.categories == ("2010", "2011", "2012")
    assert numbers(chart.series[0]) == (50.0, None, 50.0)


@pytest.mark.parametrize("measure", MEASURE)
def test_a_chart_with_nothing_known_comes_to_none(measure) -> None:
    empty = pd.DataFrame({"series": ["A"], "year": [2018], "value": [float("nan")]})
    assert native_charts(attainment_by_year(empty, measure, "A")) == []


def test_lying_bars_keep_their_order_names_and_numbers(charts) -> None:
    (chart,) = native_charts(charts["coldest_places"])
    table = charts["coldest_places"].table
    assert chart.sideways
    assert chart.categories == tuple(table["place"])
    without = next(series for series in chart.series if series.name == "Not matched")
    assert numbers(without) == tuple(table["without"])
    assert chart.value_axis.title == "Eligible schools"
    told = [series for series in chart.series if series.name != "Not matched"]
    for place, values in enumerate(zip(*(numbers(series) for series in told), strict=True)):
        assert sum(values) + numbers(without)[place] == table["in_need"].iloc[place]


def test_bars_by_month_hold_every_move_once(charts) -> None:
    bars, line = native_charts(charts["flow_timeline"])
    counted = sum(value or 0 for series in bars.series for value in numbers(series))
    assert counted == charts["flow_timeline"].table["Quantity"].sum()
    assert bars.categories == tuple(sorted(bars.categories))
    assert line.series[0].name == "Given that month (count)"
    assert bars.value_axis.title == "Began in the month"


def test_a_line_of_steps_keeps_its_corners(charts) -> None:
    (chart,) = native_charts(charts["trust_timeline"])
    steps = chart.series[0]
    assert steps.line == "solid"
    assert steps.symbol == ""
    for place in range(1, len(numbers(steps))):
        rises = numbers(steps)[place] != numbers(steps)[place - 1]
        moves = steps.across[place] != steps.across[place - 1]
        assert not (rises and moves)
    joined = next(series for series in chart.series if series.name == "Joined")
    assert (joined.line, joined.symbol) == ("", "triangle-up")
    assert max(numbers(joined)) == charts["trust_timeline"].table["academies"].max()


def numbers(series: Series) -> tuple[float | None, ...]:
    return series.values  # noqa: PD011 -- no table


def chart_of(figure: go.Figure) -> Chart:
    return Chart(figure, "Title", "Words.", pd.DataFrame({"a": [1]}), "nobody")


def test_names_are_told_without_the_marks_of_the_screen() -> None:
    figure = go.Figure(
        go.Bar(x=["A &amp; B<br>C"], y=[1], name="&lt;b&gt;", marker_color="#12436D")
    )
    (chart,) = native_charts(chart_of(figure))
    assert (chart.kind, chart.categories, chart.series[0].name) == ("bar", ("A & B C",), "<b>")


def test_bars_of_many_colours_keep_each() -> None:
    marker = {"color": ["#12436D", "#28A197"]}
    figure = go.Figure(go.Bar(y=["A", "B"], x=[1, 2], orientation="h", marker=marker))
    (chart,) = native_charts(chart_of(figure))
    assert chart.series[0].colours == ("#12436D", "#28A197")


@pytest.mark.parametrize(
    "figure",
    [
        go.Figure(go.Pie(values=[1, 2])),
        go.Figure(go.Bar(x=["A"], y=[1], base=[3])),
        go.Figure(go.Scatter(x=[1, 2], y=[1, 2], fill="tozeroy", mode="lines")),
        go.Figure(go.Scatter(x=[1, 2], y=["A", "B"], mode="lines")),
        go.Figure(go.Scatter(x=[1], y=[1], mode="markers+text", text=["A"])),
        go.Figure(),
    ],
)
def test_what_a_program_of_slides_cannot_draw_comes_to_none(figure) -> None:
    assert native_charts(chart_of(figure)) == []


def test_many_small_panels_come_to_none() -> None:
    figure = make_subplots(rows=1, cols=3)
    for column in (1, 2, 3):
        figure.add_trace(go.Bar(x=["A"], y=[1]), row=1, col=column)
    assert native_charts(chart_of(figure)) == []


@pytest.mark.parametrize(
    ("low", "high", "ends"), [(44.65, 51.3, (44, 52)), (-0.42, 0.3, (-0.5, 0.3)), (0, 7, (0, 7))]
)
def test_an_axis_begins_and_ends_at_round_numbers(low, high, ends) -> None:
    figure = go.Figure(go.Scatter(x=[1, 2], y=[low, high], mode="lines", line={"color": "#12436D"}))
    figure.update_yaxes(range=[low, high])
    (chart,) = native_charts(chart_of(figure))
    assert (chart.value_axis.low, chart.value_axis.high) == pytest.approx(ends)


def test_limits_are_named_where_they_are_drawn_and_one_year_does_not_read_as_three(
    history: History, charts: dict[str, Chart]
) -> None:
    assert charts["trust_measure_by_year"].title.endswith(", with 95% confidence limits")
    measures = measures_of_trust(history, DELTA)
    without = measures[measures["lower"].isna() & measures["value"].notna()].iloc[0]
    one = measures[
        (measures["measure"] == without["measure"]) & (measures["year"] == without["year"])
    ]
    chart = trust_measure_by_year(one, without["measure"], "Delta")
    assert "confidence" not in chart.title
    year = int(without["year"])
    assert list(chart.figure.layout.xaxis.range) == [year - 0.5, year + 0.5]
