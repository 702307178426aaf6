"""Headline figures beside England and a year earlier, and what changed between two days."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliance.analysis.figures.changes import changes
from alliance.analysis.figures.headline_figures import FIGURES, figures_of, percent_disadvantaged
from alliance.analysis.figures.overview import headline, year_before
from alliance.analysis.filters import Filter, narrow
from alliance.analysis.flows.transfers import transfers
from alliance.analysis.known import Known
from alliance.analysis.schools.censuses import near_rolls, pupils_known_in, total_pupils
from alliance.errors import DayOutsideHistory, QuestionError
from alliance.history import as_at

if TYPE_CHECKING:
    from alliance.history import History

DAY = dt.date(2019, 6, 1)
ALLIANCE = Filter(DAY, regions=("Alliance region",))
COMPLETE = st.dates(dt.date(2017, 4, 3), dt.date(2020, 8, 31))


def figures(table: pd.DataFrame) -> pd.DataFrame:
    return table.set_index("figure")


def test_the_figures_of_the_alliance_region_stand_beside_england(history: History) -> None:
    table = figures(headline(history, ALLIANCE))
    assert table.index.tolist() == [figure.key for figure in FIGURES]
    assert table.loc["opportunity_areas", ["here", "england"]].tolist() == [4, 12]
    state = as_at(history, DAY)
    assert table.loc["schools", "england"] == len(state)
    assert table.loc["schools", "here"] == len(narrow(state, ALLIANCE))
    assert table.loc["inadequate", "england"] == (state["grade"] == 4).sum()


def test_the_founding_trusts_had_111_academies_when_the_alliance_was_announced(
    history: History,
) -> None:
    table = figures(headline(history, Filter(dt.date(2017, 11, 14))))
    assert table.loc["founders_academies", "here"] == 111


def test_a_year_earlier_is_the_figure_of_that_day(history: History) -> None:
    now = figures(headline(history, ALLIANCE))
    then = figures(headline(history, Filter(dt.date(2018, 6, 1), regions=ALLIANCE.regions)))
    for key in ("schools", "academies", "percent_good_own", "requires_improvement"):
        assert now.loc[key, "here_year_earlier"] == then.loc[key, "here"]
        assert now.loc[key, "england_year_earlier"] == then.loc[key, "england"]


@given(day=st.dates(dt.date(2006, 9, 1), dt.date(2017, 8, 3)))
@settings(max_examples=12)
def test_no_number_is_compared_across_the_first_list(history: History, day: dt.date) -> None:
    table = headline(history, Filter(day))
    numbers = table[table["unit"] == "number"]
    assert numbers[["here_year_earlier", "england_year_earlier"]].isna().all(axis=None)
    assert numbers["remark"].str.len().gt(0).all()


@given(day=COMPLETE)
@settings(max_examples=12)
def test_pupils_are_never_compared_for_each_census_counts_others(
    history: History, day: dt.date
) -> None:
    table = figures(headline(history, Filter(day)))
    assert pd.isna(table.loc["pupils", "here_year_earlier"])
    assert "counts other schools and pupils" in table.loc["pupils", "remark"]


def test_the_number_of_pupils_says_in_how_many_schools_they_are_known(history: History) -> None:
    day = dt.date(2017, 4, 3)
    table = figures(headline(history, Filter(day, regions=ALLIANCE.regions)))
    schools = near_rolls(narrow(as_at(history, day), ALLIANCE), day)
    known = schools["pupils"].notna().sum()
    assert known < len(schools)
    said = f"in {known:,} of {len(schools):,} schools"
    assert said in table.loc["pupils", "here_counted"].replace("only ", "")
    assert math.isnan(table.loc["pupils", "here"]) == (known < 0.9 * len(schools))
    assert " schools" in table.loc["pupils", "england_counted"]
    assert (table.drop("pupils")[["here_counted", "england_counted"]] == "").all(axis=None)


def test_a_total_of_known_rolls_says_nothing_and_one_of_none_is_missing(history: History) -> None:
    state = as_at(history, DAY)
    known = state[state["pupils"].notna()].head(9)
    unknown = state[state["pupils"].isna()].head(9)
    assert pupils_known_in(known) == ""
    assert total_pupils(known) == known["pupils"].sum()
    assert pupils_known_in(unknown) == "known in only 0 of 9 schools"
    assert math.isnan(total_pupils(unknown))


def test_england_keeps_the_phase_that_is_looked_at(history: History) -> None:
    primary = Filter(DAY, regions=("North East",), phases=("Primary",))
    table = figures(headline(history, primary))
    assert table.loc["schools", "england"] == (as_at(history, DAY)["phase"] == "Primary").sum()


def test_an_area_counts_only_from_its_announcement(history: History) -> None:
    area = Filter(dt.date(2016, 12, 31), opportunity_areas=("Bradford", "Derby"))
    assert figures(headline(history, area)).loc["opportunity_areas", "here"] == 1


def test_no_school_gives_figures_without_a_percentage(history: History) -> None:
    found = figures_of(history, as_at(history, DAY).head(0), DAY, Known())
    assert found["schools"] == found["pupils"] == 0
    assert all(pd.isna(found[f.key]) for f in FIGURES if f.unit == "%")


def test_few_schools_do_not_speak_for_all(history: History) -> None:
    state = as_at(history, DAY)
    assert percent_disadvantaged(state) == pytest.approx(24.6, abs=0.1)
    few = state.assign(percent_disadvantaged=state["percent_disadvantaged"].where(state.index < 99))
    assert pd.isna(percent_disadvantaged(few))


def test_the_day_before_a_leap_day_is_the_28th() -> None:
    assert year_before(dt.date(2020, 2, 29)) == dt.date(2019, 2, 28)


def test_a_day_outside_is_refused_and_the_first_year_has_nothing_earlier(history: History) -> None:
    with pytest.raises(DayOutsideHistory):
        headline(history, Filter(dt.date(2001, 1, 1)))
    first = headline(history, Filter(history.first_day))
    assert first["here_year_earlier"].isna().all()


@given(day=COMPLETE, days=st.integers(0, 400))
@settings(max_examples=12)
def test_openings_and_closings_make_the_difference_between_two_days(
    history: History, day: dt.date, days: int
) -> None:
    end = min(day + dt.timedelta(days), dt.date(2020, 8, 31))
    found = changes(history, Filter(day), day, end)
    before, after = set(as_at(history, day)["urn"]), set(as_at(history, end)["urn"])
    opened, closed = set(found.openings["urn"]), set(found.closings["urn"])
    assert after - before == opened - closed
    assert before - after == closed - opened


@given(day=COMPLETE, days=st.integers(0, 400))
@settings(max_examples=12)
def test_who_is_in_a_trust_now_and_never_was_has_joined(
    history: History, day: dt.date, days: int
) -> None:
    end = min(day + dt.timedelta(days), dt.date(2020, 8, 31))
    joined = set(changes(history, Filter(day), day, end).joins["urn"])
    held_before, held_after = (
        set(state.loc[state["trust_uid"].notna(), "urn"])
        for state in (as_at(history, day), as_at(history, end))
    )
    links = history.links[history.links["kind"] != "split"]
    was = links[links["predecessor_urn"].isin(history.memberships["urn"])]["successor_urn"]
    earlier = history.memberships.loc[history.memberships["joined"] <= pd.Timestamp(day), "urn"]
    assert held_after - held_before - set(was) - set(earlier) <= joined
    assert not joined & held_before


def test_a_trust_in_scope_has_its_own_changes_only(history: History) -> None:
    start, end = dt.date(2017, 9, 1), dt.date(2019, 6, 1)
    found = changes(history, Filter(end, trusts=(4119,)), start, end)
    own = transfers(history, start + dt.timedelta(1), end)
    own = own[(own["from_uid"] == 4119) | (own["to_uid"] == 4119)]
    assert found.transfers["urn_after"].tolist() == own["urn_after"].tolist()
    for table in (found.joins, found.openings, found.closings, found.inspections):
        assert (table["trust_uid"] == 4119).all()
    assert len(found.joins) > 0
    assert found.remark == ""


def test_an_inspection_tells_the_grade_before_and_after(history: History) -> None:
    found = changes(history, ALLIANCE, dt.date(2018, 9, 1), DAY).inspections
    better = found[found["change"] == "better"]
    assert (better["grade_after"] < better["grade_before"]).all()
    assert found.loc[found["change"] == "first", "grade_before"].isna().all()
    assert set(found["change"]) == {"better", "same", "worse", "first"}
    state = as_at(history, DAY).set_index("urn")["grade"]
    last = found.drop_duplicates("urn", keep="last").set_index("urn")["grade_after"]
    assert (last == state.reindex(last.index)).all()


def test_a_period_before_the_first_list_says_what_it_lacks(history: History) -> None:
    found = changes(history, ALLIANCE, dt.date(2015, 9, 1), dt.date(2025, 8, 31))
    assert (
        f"Before {history.complete_from:%-d %B %Y} the records have no list of trusts"
        in found.remark
    )
    assert "Overall grades ended in September 2024" in found.remark


def test_a_period_that_ends_before_it_starts_is_refused(history: History) -> None:
    with pytest.raises(QuestionError, match="Swap"):
        changes(history, ALLIANCE, DAY, dt.date(2018, 1, 1))


def test_report_cards_are_told_beside_the_inspections_and_not_counted(history: History) -> None:
    urn = int(history.schools.loc[history.schools["closed"].isna(), "urn"].iloc[0])
    card = {"urn": urn, "inspected_urn": urn, "start": pd.Timestamp(2026, 1, 13)}
    cards = pd.DataFrame([card]).reindex(columns=history.report_cards.columns)
    now = replace(
        history, report_cards=cards, grades_to=dt.date(2024, 9, 1), last_day=dt.date(2026, 10, 1)
    )
    start, end = dt.date(2025, 10, 1), dt.date(2026, 10, 1)
    found = changes(now, Filter(end), start, end)
    assert found.inspections.empty
    assert found.whys["inspections"] == "Overall grades ended in September 2024"
    assert found.outcomes[["urn", "kind"]].to_numpy().tolist() == [[urn, "Report card"]]
    assert "outcomes" not in found.whys


def test_transfers_before_the_first_list_of_trusts_are_not_known_and_not_none(
    history: History,
) -> None:
    found = changes(history, Filter(dt.date(2012, 6, 1)), dt.date(2011, 6, 1), dt.date(2012, 6, 1))
    assert found.whys["transfers"] == "No list of trusts before 4 August 2016 is in the records"


def test_a_school_that_replaced_one_of_no_recorded_name_is_not_counted_as_new(
    history: History,
) -> None:
    links = history.links
    named = links.loc[links["predecessor_name"].notna(), "successor_urn"]
    nameless = links[~links["successor_urn"].isin(named)]
    opened = history.schools[history.schools["urn"].isin(nameless["successor_urn"])]
    school = opened[opened["opened"] > pd.Timestamp(2017, 1, 1)].iloc[0]
    day = school["opened"].date()
    found = changes(history, Filter(day), day - dt.timedelta(days=1), day).openings
    replaced = found.set_index("urn")["replaces"]
    assert pd.notna(replaced[school["urn"]])
    assert set(found.loc[found["replaces"].isna(), "urn"]).isdisjoint(links["successor_urn"])
