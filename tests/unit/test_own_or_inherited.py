"""Whose inspection counts, for need and capacity alike, and who runs the schools to be helped."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from alliance.analysis.matching.best_match import Match, match
from alliance.analysis.matching.capacity import capacity
from alliance.analysis.matching.match_terms import Terms, scoped
from alliance.analysis.matching.run_by_choice import RUN_BY, trusts_in_need
from alliance.analysis.need.need_rules import caught, need
from alliance.analysis.need.strong import has_standing, is_weak
from alliance.analysis.schools.grades import INHERITED
from alliance.errors import QuestionError
from alliance.history import History, as_at

EARLY, LATE = dt.date(2019, 6, 1), dt.date(2025, 8, 31)
BY_GRADE = "floor"


@pytest.fixture(scope="module")
def terms(history: History) -> Terms:
    return scoped(history, EARLY, "alliance")(Terms())


@pytest.fixture(scope="module")
def own(history: History, terms: Terms) -> Match:
    return match(history, EARLY, terms)


@pytest.fixture(scope="module")
def both(history: History, terms: Terms) -> Match:
    return match(history, EARLY, replace(terms, count_inherited=True))


@pytest.mark.parametrize("day", [EARLY, LATE])
def test_a_school_is_in_need_by_its_own_latest_inspection(history: History, day: dt.date) -> None:
    state = as_at(history, day)
    every = caught(history, state, day, count_inherited=True)
    found = caught(history, state, day)
    assert not found["inherited"].any()
    assert 0 < len(found) < len(every)
    assert every["inherited"].any()
    kept = every[~every["inherited"]].drop(columns="inherited").reset_index(drop=True)
    assert found.drop(columns="inherited").equals(kept)
    assert every.loc[every["inherited"], "why"].str.contains(INHERITED).all()
    by_grade = every["rule"].isin(["Inadequate", "Requires improvement", "Special measures"])
    marked = every.loc[by_grade, "why"].str.contains(INHERITED)
    assert (marked == every.loc[by_grade, "inherited"]).all()


def test_a_school_below_a_floor_and_of_an_inherited_grade_is_eligible_by_its_own_exams(
    history: History,
) -> None:
    state = as_at(history, EARLY)
    schools = need(history, state, EARLY, count_inherited=True)
    exams = schools["rules"].str.contains(BY_GRADE) & schools["grade_inherited"]
    assert exams.any()
    assert not schools.loc[exams, "inherited"].any()
    by_own = need(history, state, EARLY)
    assert set(schools.loc[exams, "urn"]) <= set(by_own["urn"])
    assert set(schools.loc[~schools["inherited"], "urn"]) == set(by_own["urn"])


def test_every_row_says_whether_it_goes_by_the_school_that_was_replaced(
    own: Match, both: Match
) -> None:
    for table in (own.plan, own.unmatched, own.supported):
        assert not table["inherited"].any()
    rows = both.plan
    assert 0 < rows["inherited"].sum() < len(rows)
    assert rows.loc[rows["inherited"], "why"].str.contains(INHERITED).all()
    told = rows["cautions"].str.contains("eligible only by its predecessor’s inspection")
    assert told.tolist() == rows["inherited"].tolist()
    told = rows["cautions"].str.contains("the good school’s grade is its predecessor’s")
    assert told.tolist() == rows["from_inherited"].tolist()
    assert both.unmatched["inherited"].any()
    assert both.asked > own.asked
    json = both.as_json()
    assert [row["inherited"] for row in json["plan"]] == rows["inherited"].tolist()
    assert json["rules"]["count_inherited"]


def test_capacity_goes_by_the_same_inspections_as_need(history: History) -> None:
    state = as_at(history, EARLY).dropna(subset=["trust_uid"])
    by_own, by_both = (
        capacity(history, EARLY, count_inherited=count).set_index("trust_uid")
        for count in (False, True)
    )
    inherited = state[state["grade_inherited"]]
    weak = inherited[inherited["grade"] >= 3].groupby("trust_uid").size()
    good = inherited[inherited["grade"] <= 2].groupby("trust_uid").size()
    columns = ["strong", "own_in_need"]
    more = (by_both[columns] - by_own.loc[by_both.index, columns]).astype(int)
    assert more["own_in_need"].tolist() == weak.reindex(more.index, fill_value=0).tolist()
    assert more["strong"].tolist() == good.reindex(more.index, fill_value=0).tolist()


@pytest.mark.parametrize("day", [EARLY, LATE])
def test_a_trust_is_in_need_by_half_of_its_academies_of_known_standing(
    history: History, day: dt.date
) -> None:
    state = as_at(history, day)
    known = state[has_standing(history, state, day) & state["trust_uid"].notna()]
    weak = set(known.loc[is_weak(history, known, day), "urn"])
    found = trusts_in_need(history, state, day)
    some = known["trust_uid"].drop_duplicates().head(60).tolist()
    assert len(found & set(some)) > 0
    for uid in some:
        urns = set(known.loc[known["trust_uid"] == uid, "urn"])
        assert (uid in found) == (2 * len(urns & weak) >= len(urns)), uid


def test_eligible_schools_are_narrowed_by_who_runs_them(
    history: History, terms: Terms, own: Match
) -> None:
    found = {name: match(history, EARLY, replace(terms, run_by=name)) for name in RUN_BY}
    assert found["any"].asked == own.asked == found["maintained"].asked + found["trust"].asked
    assert 0 < found["trust_in_need"].asked < found["trust"].asked
    alone = found["no_able_trust"]
    assert found["maintained"].asked < alone.asked < found["any"].asked
    assert not alone.plan["cautions"].str.contains("its own trust has capacity too").any()
    of_all = set(own.plan["urn"]) | set(own.unmatched["urn"])
    assert set(alone.plan["urn"]) | set(alone.unmatched["urn"]) < of_all
    assert found["maintained"].plan["run_by_uid"].isna().all()
    in_need = trusts_in_need(history, as_at(history, EARLY), EARLY)
    rows = found["trust_in_need"]
    assert set(rows.plan["run_by_uid"]) | set(rows.unmatched["run_by_uid"]) <= in_need
    with pytest.raises(QuestionError, match="give one of any, maintained, trust"):
        match(history, EARLY, replace(terms, run_by="mayor"))  # type: ignore[arg-type]


def test_what_speaks_for_a_pair_is_said_only_where_it_is_true(
    history: History, terms: Terms, own: Match
) -> None:
    first = own.plan.iloc[0]
    pair = (int(first["supporter_uid"]), int(first["urn"]))
    known = replace(terms, related=frozenset([pair]), met=frozenset([pair]))
    plan = match(history, EARLY, known).plan
    said = plan["because"].str
    assert (said.startswith("close (") == (plan["distance_km"] <= 10)).all()
    assert (said.contains("similar size") == (plan["size"] <= 0.25)).all()
    assert (said.contains("same region") == (plan["region_fit"] == 0)).all()
    assert (said.contains("with the school before") == (plan["relationship"] == 0)).all()
    near = own.plan[own.plan["distance_km"] <= 10].iloc[0]
    assert f"close ({near['distance_km']:.1f} km)" in near["because"].split("; ")
    json = own.as_json()["plan"]
    assert ["; ".join(row["because"]) for row in json] == own.plan["because"].tolist()
    only_there = match(history, EARLY, replace(terms, related=frozenset([pair]))).plan
    assert not only_there["because"].str.contains("with the school before").any()
