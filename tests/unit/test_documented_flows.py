"""Flows of documented support: ends, levels, a year drawn as one, and words for what is known."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from alliance.analysis.filters import Filter
from alliance.analysis.flows.flow_places import LEVELS
from alliance.analysis.flows.flow_sources import documented_flows
from alliance.analysis.flows.flows_by_kind import Flows, active, at_place, flows_between, narrowed
from alliance.charts.case_timeline import MOST_NAMED, cases_timeline
from alliance.history.documented import documented_support
from alliance.history.documented_ends import with_ends
from alliance.maps.flow_layers import category_colours
from alliance.maps.palette import LIGHT
from alliance.text.bare_names import bare_name
from alliance.views.flows.documented_words import period_in_words, start_known, with_words

if TYPE_CHECKING:
    from alliance.history import History

DAY = dt.date(2018, 6, 1)


@pytest.fixture(scope="module")
def flows(history: History) -> Flows:
    return documented_flows(history, with_ends(history, documented_support()), DAY)


def drawn(flows: Flows) -> pd.DataFrame:
    """Give the cases as their timeline takes them."""
    names = flows.places["name"]
    table = with_words(flows.table)
    return table.assign(
        from_name=table["from_school"].map(names), to_name=table["to_school"].map(names)
    )


def timeline(flows: Flows):  # type: ignore[no-untyped-def]
    colours = category_colours(sorted(set(flows.table["theme"])), LIGHT)
    return cases_timeline(drawn(flows), "theme", colours, "Cases", "articles")


@pytest.mark.parametrize("level", LEVELS)
def test_every_case_runs_between_two_places_at_every_level(flows: Flows, level: str) -> None:
    pairs = flows_between(flows, level)  # type: ignore[arg-type]
    assert pairs["quantity"].sum() == len(flows.table) == 60
    assert not pairs[["from_id", "to_id"]].eq("unknown:").any(axis=None)


def test_a_trust_whose_academies_the_records_lack_stands_in_the_place_its_source_names(
    flows: Flows,
) -> None:
    telford = flows.table[flows.table["recipient_trust"] == 4916].iloc[0]
    assert telford["to_authority"] == "authority:Telford and Wrekin"
    assert telford["to_region"] == "region:West Midlands"
    assert pd.isna(telford["urn"])
    assert telford["name"] == "Telford Co-Operative Multi Academy Trust"


def test_support_around_wakefield_citys_academies_is_found_at_the_trust(flows: Flows) -> None:
    theirs = at_place(flows, "trust:5195").table
    assert sorted(theirs["recipient_name"]) == [
        "Hanson School",
        "Kinsley Academy",
        "West End Academy",
        "Yewlands Academy",
    ]


def test_a_case_is_shown_in_the_time_its_source_vouches_for_and_no_longer(flows: Flows) -> None:
    year = flows.table["written"] == "2018"
    for start, end in (("2018-01-01", "2018-01-01"), ("2018-12-31", "2018-12-31")):
        days = [dt.date.fromisoformat(day) for day in (start, end)]
        assert set(flows.table.loc[year, "number"]) <= set(active(flows, *days).table["number"])
    later = active(flows, dt.date(2019, 1, 1), dt.date(2019, 6, 1)).table
    assert set(later["recipient_name"]) == {"The North School"}


def test_a_region_keeps_the_cases_with_an_end_in_it(flows: Flows) -> None:
    north = narrowed(flows, Filter(DAY, regions=("North East",))).table
    assert 0 < len(north) < 60
    ends = north[["from_region", "to_region"]].eq("region:North East").any(axis=1)
    assert ends.all()


def test_the_timeline_draws_a_year_over_the_year_and_a_day_as_a_day(flows: Flows) -> None:
    few = flows.kept(flows.table["recipient_name"].isin(["Hanson School", "Waterhead Academy"]))
    figure = timeline(few).figure
    spans = {
        (pd.Timestamp(base), pd.Timestamp(base) + pd.Timedelta(milliseconds=float(length)))
        for bar in figure.data
        for base, length in zip(bar.base, bar.x, strict=True)
    }
    assert spans == {
        (pd.Timestamp(2016, 1, 1), pd.Timestamp(2017, 1, 1)),
        (pd.Timestamp(2017, 1, 1), pd.Timestamp(2018, 1, 1)),
        (pd.Timestamp(2015, 12, 24), pd.Timestamp(2015, 12, 25)),
    }
    hatched = [bar for bar in figure.data if bar.marker.pattern.shape == "/"]
    assert sum(len(bar.x) for bar in hatched) == 2


def test_an_end_that_is_told_is_drawn_up_to_it(flows: Flows) -> None:
    kent = timeline(flows.kept(flows.table["recipient_name"] == "The North School")).figure
    ends = [
        pd.Timestamp(bar.base[0]) + pd.Timedelta(milliseconds=float(bar.x[0])) for bar in kent.data
    ]
    assert max(ends) == pd.Timestamp(2019, 9, 1)


def test_many_cases_share_rows_without_meeting_and_few_are_named(flows: Flows) -> None:
    chart = timeline(flows)
    assert len(flows.table) > MOST_NAMED
    assert chart.figure.layout.yaxis.ticktext == ()
    assert len(chart.table) == len(flows.table)
    assert "the day is not known" in chart.alt
    held: dict[float, list[tuple[pd.Timestamp, pd.Timestamp, str]]] = {}
    for bar in chart.figure.data:
        rows = zip(bar.y, bar.base, bar.x, bar.customdata, strict=True)
        for row, base, length, said in rows:
            start = pd.Timestamp(base)
            end = start + pd.Timedelta(milliseconds=float(length))
            held.setdefault(row, []).append((start, end, said))
    for spans in held.values():
        spans.sort()
        for before, after in pairwise(spans):
            assert before[1] <= after[0]
    few = timeline(flows.kept(flows.table["start"].dt.year == 2013))
    assert len(few.figure.layout.yaxis.ticktext) == 6


def test_words_say_what_is_exact_what_inferred_and_what_only_published(flows: Flows) -> None:
    told = with_words(flows.table).set_index("recipient_name")
    assert told["when"]["Haggerston School"] == "4 September 2009"
    assert told["known"]["Haggerston School"] == "Day of publication: under way by then"
    assert told["when"]["Spalding Primary School"] == "2012"
    assert told["known"]["Spalding Primary School"] == (
        "Year of publication; the year is inferred: announced by then"
    )
    assert told["known"]["Acle Academy"] == "Start stated in the source"
    assert told["until"]["The North School"] == "31 August 2019"
    assert told["end_told"]["Waterhead Academy"] == "Not told"
    assert told["known"]["Carlton Community College"] == "No start stated: under way by then"
    whens = told["when"].cat.categories
    assert list(whens[:2]) == ["November 2006", "4 September 2009"]


@pytest.mark.parametrize(
    ("written", "words"),
    [("2017", "2017"), ("2017-06", "June 2017"), ("2017-06-19", "19 June 2017"), ("", "")],
)
def test_a_time_is_told_as_exactly_as_it_is_known(written: str, words: str) -> None:
    assert period_in_words(written) == words


def test_every_case_says_how_its_start_is_known(flows: Flows) -> None:
    said = {start_known(case) for case in flows.table.itertuples(index=False)}
    assert all(words[0].isupper() for words in said)
    assert any("inferred" in words for words in said)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("St. Mary's C.E. Primary School", "Saint Marys Church of England Primary School"),
        ("Norden High School & Sports College", "NORDEN HIGH SCHOOL AND SPORTS COLLEGE"),
        ("The Wensum Trust", "Wensum Trust"),
        ("Our Lady’s RC Primary", "Our Ladys Roman Catholic Primary"),
    ],
)
def test_spellings_that_say_nothing_do_not_keep_two_names_apart(one: str, other: str) -> None:
    assert bare_name(one) == bare_name(other)


def test_names_of_different_schools_stay_apart() -> None:
    assert bare_name("Holly Primary School") != bare_name("Hollybush Primary School")
