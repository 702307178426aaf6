"""What followed when schools joined a trust, on the record."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance.analysis.impact.answer import Answer, answer, answer_for
from alliance.analysis.impact.inspected_after import APART_YEARS, findings, inspected_alike
from alliance.analysis.impact.lines import by_line, lines_of
from alliance.analysis.impact.nearest import INSPECTED_WITHIN
from alliance.analysis.impact.outcomes import OUTCOMES, values_by_year
from alliance.analysis.impact.panel import panel_of, years_since
from alliance.analysis.impact.placebo import moved_earlier, never_treated
from alliance.analysis.impact.question import LEAST_IN_A_YEAR, LEAST_TREATED, Question
from alliance.analysis.impact.standing import EXACT
from alliance.analysis.impact.treated import treated_schools

if TYPE_CHECKING:
    from alliance.history import History

FOUNDERS = (16104, 4474, 4036, 4119, 5370)
WAKEFIELD = 5195
LEFT_WAKEFIELD = {
    "first": dt.date(2017, 9, 1),
    "last": dt.date(2018, 12, 31),
    "left": (WAKEFIELD,),
}


@pytest.fixture(scope="module")
def founders(history: History) -> Answer:
    return answer(history, Question("joined", "good", trusts=FOUNDERS))


@pytest.fixture(scope="module")
def founders_ks2(history: History) -> Answer:
    return answer(history, Question("joined", "ks2_expected", trusts=FOUNDERS))


def test_the_academies_that_left_wakefield_are_found_under_old_and_new_urns(
    history: History,
) -> None:
    table = treated_schools(history, Question("moved", "good", **LEFT_WAKEFIELD))
    assert len(table) == 21
    assert (table["line"] != table["urn"]).any()
    assert table["earlier"].notna().all()


def test_under_twenty_schools_there_is_a_list_and_no_estimate(history: History) -> None:
    found = answer(history, Question("moved", "good", **LEFT_WAKEFIELD))
    assert found.estimate is None
    assert 0 < len(found.sets) < 20
    listed = set(found.matched.members["set"]) | set(found.matched.unmatched["set"])
    assert listed == set(range(21))


def test_a_result_of_none_that_stands_for_one_not_known_has_no_row(history: History) -> None:
    """Three subjects of a school of 96 in 2016 and 98 in 2018 were not 0 in 2017."""
    lines = lines_of(history)
    table = history.results_ks2.set_index(["urn", "year"])
    column = "percent_expected_reading_writing_maths"
    assert table.loc[(102514, 2017), column] == 0
    values = values_by_year(history, lines, OUTCOMES["ks2_expected"])
    assert (values["value"] > 0).all()
    assert {2016, 2018} <= set(values.loc[values["line"] == lines.of[102514], "year"])
    meals = values_by_year(history, lines, OUTCOMES["free_meals"])
    phase = history.schools.set_index("urn")["phase"].astype("str")
    nurseries = meals["line"].map(phase) == "Nursery"
    assert nurseries.any()
    assert (meals.loc[nurseries, "value"] > 0).all()
    assert (meals.loc[~nurseries, "value"] == 0).any()


def test_like_schools_have_the_same_phase_kind_and_grade(founders: Answer) -> None:
    members = founders.matched.members
    own = members[members["treated"]].set_index("set")
    like = members[~members["treated"]]
    beside = own.loc[like["set"]]
    for name in EXACT:
        assert (beside[name].to_numpy() == like[name].to_numpy()).all(), name
    apart = beside["years_since_inspection"].to_numpy() - like["years_since_inspection"]
    assert (apart.abs() <= INSPECTED_WITHIN).all()
    assert (beside["line"].to_numpy() != like["line"].to_numpy()).all()


def test_a_like_school_was_in_none_of_the_trusts_and_counts_until_it_joins_one(
    history: History, founders: Answer
) -> None:
    members = founders.matched.members
    like = members[~members["treated"]]
    assert not like["trust_uid"].isin(FOUNDERS).any()
    changes = lines_of(history).changes
    joined = like[["line", "stood", "later"]].merge(changes[["line", "day"]], on="line")
    after = joined[joined["day"] > joined["stood"]]
    assert (after["later"] <= after["day"]).all()
    lately = joined["day"].between(joined["stood"] - pd.Timedelta(days=3 * 365), joined["stood"])
    assert not lately.any()


def test_weights_of_like_schools_add_up_to_the_school_they_stand_beside(founders: Answer) -> None:
    members = founders.matched.members
    total = members[~members["treated"]].groupby("set")["weight"].sum()
    assert np.allclose(total, 1.0)
    assert set(total.index) == set(members.loc[members["treated"], "set"])


def test_matching_brings_schools_together(founders: Answer) -> None:
    balance = founders.balance.set_index("key")
    assert abs(balance.loc["grade", "before"]) > 1
    assert balance.loc[["grade", "below_twice"], "after"].abs().max() < 1e-9
    assert (balance["after"].abs() <= balance["before"].abs() + 0.15).all()
    parts = ["north", "london"]
    assert balance["after"].drop(parts).abs().max() < 0.25
    assert balance.loc[parts, "after"].abs().max() < 0.5


def test_the_prior_result_of_a_like_school_lies_within_the_caliper(founders_ks2: Answer) -> None:
    members = founders_ks2.matched.members
    own = members[members["treated"]].set_index("set")
    like = members[~members["treated"]]
    beside = own.loc[like["set"]]
    assert (beside["base"].to_numpy() == like["base"].to_numpy()).all()
    apart = np.abs(beside["prior"].to_numpy() - like["prior"].to_numpy())
    # A standard deviation among primary schools is 14 to 18 points in these years.
    assert apart.max() <= 0.25 * 18


def test_both_sides_were_inspected_about_as_long_after(founders: Answer) -> None:
    panel = founders.panel
    assert panel is not None
    own = panel[panel["treated"]].set_index("set")["years"]
    like = panel[~panel["treated"]]
    assert ((like["years"] - like["set"].map(own)).abs() <= APART_YEARS).all()
    assert np.allclose(like.groupby("set")["weight"].sum(), 1.0)
    assert set(like["set"]) == set(own.index)
    assert not panel["member"].duplicated().any()


def test_a_school_inspected_late_is_set_beside_what_like_schools_were_found_by_then() -> None:
    day = pd.Timestamp(2015, 9, 1)
    members = pd.DataFrame(
        {
            "set": [0, 0, 0],
            "line": [1, 2, 3],
            "treated": [True, False, False],
            "weight": [1.0, 0.5, 0.5],
            "day": day,
            "later": pd.NaT,
        }
    )
    found = pd.DataFrame(
        [
            (1, dt.datetime(2018, 9, 1), "Good", True),
            (2, dt.datetime(2016, 1, 1), "Requires improvement", False),
            (2, dt.datetime(2018, 3, 1), "Good", True),
            (3, dt.datetime(2016, 1, 1), "Requires improvement", False),
        ],
        columns=["line", "day", "found", "good"],
    )
    panel = inspected_alike(members, found).set_index("member")
    assert panel.index.tolist() == [0, 1]
    assert panel["change"].tolist() == [100.0, 100.0]
    assert panel["weight"].tolist() == [1.0, 1.0]


def test_an_answer_goes_by_years_that_enough_schools_are_known_in(founders_ks2: Answer) -> None:
    assert founders_ks2.fit is not None
    schools = founders_ks2.fit.table.set_index("since")["treated"]
    assert founders_ks2.counted
    assert (schools[list(founders_ks2.counted)] >= LEAST_IN_A_YEAR).all()
    assert len(founders_ks2.sets) >= LEAST_TREATED


def test_the_same_question_has_the_same_answer(history: History, founders: Answer) -> None:
    again = answer(history, founders.question)
    assert again.estimate == founders.estimate
    pd.testing.assert_frame_equal(again.matched.members, founders.matched.members)


def test_a_year_without_results_has_no_row_and_never_a_zero(
    history: History, founders_ks2: Answer
) -> None:
    panel = founders_ks2.panel
    assert panel is not None
    assert set(panel["year"]) <= {2016, 2017, 2018, 2023, 2024, 2025}
    table = history.results_ks2[["urn", "year", "percent_expected_reading_writing_maths"]]
    lost = table[table.iloc[:, 2].isna()]
    lines = lines_of(history)
    member = founders_ks2.matched.members["line"].to_numpy()[panel["member"]]
    there = pd.MultiIndex.from_arrays([member, panel["year"]])
    # Unless another URN of the same line sat them.
    known = by_line(lines, history.results_ks2, ["percent_expected_reading_writing_maths"])
    assert there.isin(pd.MultiIndex.from_frame(known[["line", "year"]])).all()
    gone = pd.MultiIndex.from_arrays([lost["urn"].map(lines.of), lost["year"]])
    gone = gone.difference(pd.MultiIndex.from_frame(known[["line", "year"]]))
    assert not there.isin(gone).any()


def test_results_sat_before_a_school_opened_count_only_where_it_continues_another(
    history: History,
) -> None:
    column = "percent_expected_reading_writing_maths"
    table, lines = history.results_ks2, lines_of(history)
    others = table[table["of_predecessor"] & table[column].notna()]
    assert len(others) > 500
    assert len(by_line(lines, others, [column])) > 500
    alone = replace(lines, of=pd.Series(lines.of.index, index=lines.of.index))
    assert by_line(alone, others, [column]).empty


def test_a_grade_counts_for_the_school_inspected_and_those_that_continue_it(
    history: History,
) -> None:
    lines = lines_of(history)
    found = findings(history, lines, OUTCOMES["good"])
    graded = history.inspections.dropna(subset="overall")
    # Of some that closed long ago nothing but the inspection is on record.
    graded = graded[graded["inspected_urn"].isin(lines.of.index)]
    assert len(found) == len(graded)
    inherited = history.grades[history.grades["grade_inherited"]]
    assert len(inherited) > 1000
    assert found["day"].max() <= pd.Timestamp(history.grades_to)


@given(
    day=st.dates(dt.date(2012, 1, 1), dt.date(2024, 12, 31)),
    years=st.lists(st.integers(2008, 2026), min_size=1, unique=True).map(sorted),
    month=st.sampled_from([1, 5]),
)
def test_years_since_rise_by_one_a_year_and_none_is_shared(
    day: dt.date, years: list[int], month: int
) -> None:
    taken = pd.to_datetime(pd.Series([f"{year}-{month:02}-15" for year in years]))
    since = years_since(taken, pd.Series(pd.Timestamp(day), taken.index))
    before = taken <= pd.Timestamp(day)
    assert (since[before] < 0).all()
    assert (since[~before] >= 0).all()
    assert since.is_unique
    gaps = np.diff(years)
    crossing = np.diff(before.astype(int)) != 0
    assert (np.diff(since)[~crossing] == gaps[~crossing]).all()
    full = taken - pd.Timestamp(day) >= pd.Timedelta(days=180)
    assert ((since >= 1) >= full).all()


@given(seed=st.integers(0, 10_000), shift=st.floats(-50, 50))
def test_what_happens_to_every_school_alike_changes_no_difference(seed: int, shift: float) -> None:
    rng = np.random.default_rng(seed)
    values = pd.DataFrame(
        {
            "line": np.repeat([1, 2, 3], 4),
            "year": np.tile([2016, 2017, 2018, 2023], 3),
            "value": rng.normal(60, 10, 12),
        }
    )
    values = values[rng.random(12) > 0.2].reset_index(drop=True)
    taken = pd.to_datetime({"year": values["year"], "month": 5, "day": 15})
    members = pd.DataFrame(
        {
            "set": 0,
            "line": [1, 2, 3],
            "treated": [True, False, False],
            "weight": [1.0, 0.5, 0.5],
            "day": pd.Timestamp(2016, 9, 1),
            "base": 2016.0,
            "trend_year": np.nan,
            "earlier": pd.NaT,
            "later": [pd.NaT, pd.Timestamp(2018, 1, 1), pd.NaT],
        }
    )
    one = panel_of(members, values.assign(centred=values["value"], taken=taken))
    moved = values["value"] + shift * (values["year"] >= 2017)
    two = panel_of(members, values.assign(value=moved, centred=values["value"], taken=taken))
    assert one[["member", "year"]].equals(two[["member", "year"]])
    assert not ((one["member"] == 1) & (one["year"] >= 2018)).any()
    assert set(one["year"]) <= set(values["year"])
    both = one.groupby("year")["treated"]
    assert both.any().all()
    assert not both.all().any()


def test_never_treated_schools_with_random_days_show_nothing(history: History) -> None:
    question = Question("joined", "ks2_expected")
    real = treated_schools(history, Question("joined", "ks2_expected", first=dt.date(2016, 9, 1)))
    found = answer_for(history, question, never_treated(history, real, 800, seed=3))
    assert found.estimate is not None
    assert found.estimate.lower < 0 < found.estimate.upper
    assert found.placebo_p > 0.05


def test_joining_moved_three_years_earlier_shows_no_gain(history: History) -> None:
    """Nothing at key stage 4; at key stage 2 schools fell behind before they joined, and say so."""
    later = {"first": dt.date(2019, 9, 1)}
    at_16 = Question("joined", "attainment_8", **later)
    found = answer_for(history, at_16, moved_earlier(treated_schools(history, at_16)))
    assert found.estimate is not None
    assert found.estimate.lower < 0 < found.estimate.upper
    at_11 = Question("joined", "ks2_expected", **later)
    found = answer_for(history, at_11, moved_earlier(treated_schools(history, at_11)))
    assert found.estimate is not None
    assert found.estimate.upper < 0


def test_values_are_those_published(history: History) -> None:
    values = values_by_year(history, lines_of(history), OUTCOMES["attainment_8"])
    own = values.set_index(["line", "year"])["value"]
    table = history.results_ks4.set_index(["urn", "year"])["attainment_8"].dropna()
    shared = own.index.intersection(table.index)
    assert len(shared) > 5_000
    # A line that began under a URN whose results of that year are its own.
    assert (own[shared] - table[shared]).abs().max() < 0.01
