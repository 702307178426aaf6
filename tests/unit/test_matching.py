"""Supporters matched to schools in need: proved against brute force, and never over capacity."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance.analysis.capacity import Formula, capacity
from alliance.analysis.match_plan import best_plan
from alliance.analysis.match_terms import Terms, Weights, scoped
from alliance.analysis.matching import CONFLICT, Match, match, shortlist
from alliance.analysis.need_rules import RULES, caught, need
from alliance.errors import QuestionError, UnknownName
from alliance.history import History, as_at, open_history
from alliance.settings import ROOT

DAY = dt.date(2019, 6, 1)
SHIPPED = open_history(ROOT / "data" / "history")
NORTH_EAST = scoped(SHIPPED, DAY, "region:North East")(Terms())

CASES = st.tuples(
    st.lists(st.integers(1, 3), min_size=1, max_size=5),  # gravity by school
    st.lists(st.integers(0, 2), min_size=1, max_size=3),  # capacity by trust
    st.lists(st.sampled_from([None, 0.1, 0.4, 0.7]), min_size=15, max_size=15),  # cost by pair
)


def tables(
    gravity: list[int], could: list[int], costs: list[float | None]
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    schools = pd.DataFrame({"urn": range(len(gravity)), "gravity": gravity})
    givers = pd.DataFrame({"trust_uid": range(len(could)), "capacity": could})
    pairs = [
        (school, trust, cost)
        for (school, trust), cost in zip(
            product(range(len(gravity)), range(len(could))), costs, strict=False
        )
        if cost is not None
    ]
    table = pd.DataFrame(pairs, columns=["urn", "supporter_uid", "cost"])
    return table.assign(conflict=False).astype({"cost": "float64"}), schools, givers


def value(served: list[int], cost: float) -> tuple[tuple[int, ...], float]:
    """How good a plan is: schools served by gravity, then the cost; smaller is better."""
    return tuple(-served.count(level) for level in (1, 2, 3)), round(cost, 9)


def by_trying_every_plan(
    pairs: pd.DataFrame, schools: pd.DataFrame, givers: pd.DataFrame
) -> tuple[tuple[int, ...], float]:
    options = [
        [None, *pairs.loc[pairs["urn"] == urn, ["supporter_uid", "cost"]].itertuples(index=False)]
        for urn in schools["urn"]
    ]
    best = value([], 0.0)
    for plan in product(*options):
        given = [pair.supporter_uid for pair in plan if pair is not None]
        if any(given.count(row.trust_uid) > row.capacity for row in givers.itertuples()):
            continue
        served = [schools["gravity"][i] for i, pair in enumerate(plan) if pair is not None]
        best = min(best, value(served, sum(pair.cost for pair in plan if pair is not None)))
    return best


@given(CASES)
def test_the_plan_is_the_best_of_all_plans(
    case: tuple[list[int], list[int], list[float | None]],
) -> None:
    pairs, schools, givers = tables(*case)
    chosen, total, bound = best_plan(pairs, schools, givers)
    urns = pairs.loc[chosen, "urn"]
    assert urns.is_unique
    served = list(schools.set_index("urn").loc[urns, "gravity"])
    assert value(served, total) == by_trying_every_plan(pairs, schools, givers)
    assert bound == pytest.approx(total, abs=1e-7)


@pytest.fixture(scope="module")
def north_east(history: History) -> Match:
    return match(history, DAY, NORTH_EAST)


def test_no_trust_gives_more_than_it_can_and_no_school_is_helped_twice(north_east: Match) -> None:
    loads = north_east.loads
    assert (loads["assigned"] <= loads["capacity"]).all()
    assert loads["assigned"].sum() == len(north_east.plan)
    assert north_east.plan["urn"].is_unique


def test_every_school_in_need_is_either_served_or_told_why_not(
    history: History, north_east: Match
) -> None:
    schools = need(history, as_at(history, DAY), DAY)
    here = set(schools.loc[schools["region"] == "North East", "urn"])
    assert set(north_east.plan["urn"]) | set(north_east.unmatched["urn"]) == here
    assert not set(north_east.plan["urn"]) & set(north_east.unmatched["urn"])
    assert (north_east.unmatched["reason"] != "").all()


def test_the_plan_is_proved_and_the_same_each_time(history: History, north_east: Match) -> None:
    assert north_east.bound == pytest.approx(north_east.total, abs=1e-6)
    assert match(history, DAY, NORTH_EAST).plan.equals(north_east.plan)


def test_a_supporter_has_a_strong_school_of_the_phase_near_and_is_of_another_trust(
    history: History, north_east: Match
) -> None:
    state = as_at(history, DAY).set_index("urn")
    supporter = state.loc[north_east.plan["nearest_urn"]].reset_index()
    recipient = state.loc[north_east.plan["urn"]].reset_index()
    assert (supporter["phase"].astype(str) == recipient["phase"].astype(str)).all()
    assert (supporter["grade"] <= 2).all()
    assert not supporter["grade_inherited"].any()
    assert not (supporter["trust_uid"] == recipient["trust_uid"]).any()
    apart = np.hypot(
        supporter["easting_m"] - recipient["easting_m"],
        supporter["northing_m"] - recipient["northing_m"],
    )
    assert np.allclose(apart / 1000, north_east.plan["distance_km"])


@pytest.mark.parametrize(
    "looser",
    [
        replace(NORTH_EAST, max_distance_km=80.0),
        replace(NORTH_EAST, formula=Formula(strong_for_one=1.5)),
        replace(NORTH_EAST, formula=Formula(own_need=0.0)),
    ],
    ids=["distance", "strong schools", "own need"],
)
def test_relaxing_a_limit_never_serves_fewer(
    history: History, north_east: Match, looser: Terms
) -> None:
    relaxed = match(history, DAY, looser)

    def by_gravity(found: Match) -> list[int]:
        counts = found.plan["gravity"].value_counts()
        return [int(counts.get(level, 0)) for level in (1, 2, 3, 4)]

    assert by_gravity(relaxed) >= by_gravity(north_east)
    assert len(relaxed.plan) >= len(north_east.plan)


def test_a_conflict_is_kept_out_and_told(history: History, north_east: Match) -> None:
    first = north_east.plan.iloc[0]
    urn = int(first["urn"])
    near = north_east.pairs.loc[north_east.pairs["urn"] == urn, "supporter_uid"]
    barred = frozenset((int(uid), urn) for uid in near)
    without = match(history, DAY, replace(NORTH_EAST, conflicts=barred))
    reasons = without.unmatched.set_index("urn")["reason"]
    assert reasons[urn] == CONFLICT
    assert set(shortlist(without, urn)["excluded"]) == {"conflict of interest"}


def test_a_shortlist_names_the_chosen_supporter_among_the_cheapest(north_east: Match) -> None:
    first = north_east.plan.iloc[0]
    found = shortlist(north_east, int(first["urn"]))
    assert found["cost"].is_monotonic_increasing
    assert list(found.loc[found["chosen"], "supporter_uid"]) == [first["supporter_uid"]]


def test_commitments_take_capacity_away(history: History) -> None:
    free = capacity(history, DAY).set_index("trust_uid")
    uid = int(free.index[0])
    busy = capacity(history, DAY, committed={uid: 2}).set_index("trust_uid")
    assert busy.loc[uid, "capacity"] == max(0, min(10, free.loc[uid, "capacity"]) - 2)


def test_weights_change_the_plan_only_within_what_can_be_served(history: History) -> None:
    near = match(history, DAY, NORTH_EAST)
    alike = match(history, DAY, replace(NORTH_EAST, weights=Weights(distance=0.0, size=5.0)))
    assert sorted(near.plan["gravity"]) == sorted(alike.plan["gravity"])


@pytest.mark.parametrize("scope", ["alliance", "england", "region:North East"])
def test_the_scopes_are_narrower_than_england(history: History, scope: str) -> None:
    found = match(history, DAY, scoped(history, DAY, scope)(Terms()))
    assert len(found.plan) + len(found.unmatched) > 100
    if scope == "alliance":
        assert set(found.plan["supporter_uid"]) <= set(history.alliance["trust_uid"])


def test_a_scope_that_is_none_is_refused(history: History) -> None:
    with pytest.raises(QuestionError, match="expected alliance, england, or region:NAME"):
        scoped(history, DAY, "everywhere")
    with pytest.raises(UnknownName, match="known are North East"):
        scoped(history, DAY, "region:North Eats")
    with pytest.raises(QuestionError, match="above nought"):
        match(history, DAY, Terms(max_distance_km=0))


def test_every_rule_of_need_tells_why_and_catches_only_what_it_says(history: History) -> None:
    state = as_at(history, DAY)
    found = caught(history, state, DAY)
    assert set(found["rule"]) == {rule.name for rule in RULES}
    assert (found["why"].str.len() > 10).all()
    grade = state.set_index("urn")["grade"]
    by_rule = found.groupby("rule")["urn"].agg(list)
    assert set(by_rule["Inadequate"]) == set(grade.index[grade == 4])
    assert (grade[by_rule["Falling"]] >= 3).all()
    assert (grade[by_rule["Below Good twice running"]] >= 3).all()


def test_a_rule_out_of_its_dates_catches_nobody(history: History) -> None:
    early = dt.date(2016, 6, 1)
    rules = set(caught(history, as_at(history, early), early)["rule"])
    assert "Below the floor, key stage 2" not in rules
    assert "Inadequate" in rules
