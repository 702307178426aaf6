"""Supporters matched to eligible schools, never over capacity, and every school told why."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from alliance.analysis.matching.best_match import STEPS, Match, match
from alliance.analysis.matching.capacity import Formula, capacity
from alliance.analysis.matching.match_pairs import OWN_TRUST, SPONSOR, TOO_SMALL, strong_schools
from alliance.analysis.matching.match_reasons import (
    CONFLICT,
    FULL,
    NO_STRONG_SCHOOL,
    PHASE_FULL,
    STRONG_BUSY,
)
from alliance.analysis.matching.match_shortlist import CHOSEN, DEARER, FULL_STRONG, shortlist
from alliance.analysis.matching.match_terms import Terms, Weights, scoped
from alliance.analysis.matching.solving import optimum
from alliance.analysis.need.need_rules import RULES, caught, need
from alliance.errors import QuestionError, UnknownName
from alliance.history import History, as_at, open_history
from alliance.settings import ROOT

DAY = dt.date(2019, 6, 1)
SHIPPED = open_history(ROOT / "data" / "history")
NORTH_EAST = scoped(SHIPPED, DAY, "region:North East")(Terms())


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


def test_the_plan_hangs_neither_on_the_solvers_way_nor_on_which_pairs_it_begins_with(
    history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    wide = replace(
        NORTH_EAST,
        supporters=None,
        max_distance_km=100.0,
        supporters_per_school=2,
        formula=Formula(1.0, 0.0, 0.0, 50),
    )
    quick = match(history, DAY, wide)
    assert len(quick.plan) > 200
    monkeypatch.setattr(optimum, "SOLVER", {"simplex_dual_edge_weight_strategy": "steepest"})
    monkeypatch.setattr(optimum, "_CHEAPEST", len(quick.pairs))
    whole = match(history, DAY, wide)
    assert whole.plan.equals(quick.plan)
    assert whole.total == quick.total


def test_a_pair_stands_on_the_cheapest_strong_schools_of_the_supporter_that_are_large_enough(
    history: History, north_east: Match
) -> None:
    state = as_at(history, DAY)
    strong = strong_schools(history, state, DAY, north_east.loads)
    asked = state[state["urn"].isin(north_east.pairs["urn"])]
    every = asked.merge(strong, on="phase", suffixes=("", "_strong"))
    every["distance_km"] = (
        np.hypot(
            every["easting_m"] - every["easting_m_strong"],
            every["northing_m"] - every["northing_m_strong"],
        )
        / 1000
    )
    every = every[every["distance_km"] <= NORTH_EAST.max_distance_km]
    rolls = every[["pupils", "pupils_strong"]].astype("float64")
    small = rolls["pupils"] > 2 * rolls["pupils_strong"]
    apart = (1 - rolls.min(axis=1) / rolls.max(axis=1)).where(rolls.notna().all(axis=1), 0.5)
    every["part"] = every["distance_km"] / 50 + 0.25 * apart
    keys = ["urn", "trust_uid_strong"]
    able = every[~small].sort_values([*keys, "part", "distance_km", "urn_strong"])
    pairs = north_east.pairs
    told = pairs[pairs["excluded"] != TOO_SMALL]
    first = told.drop_duplicates(["urn", "supporter_uid"])
    expected = able.drop_duplicates(keys)
    assert first["urn"].tolist() == expected["urn"].tolist()
    assert first["supporter_uid"].tolist() == expected["trust_uid_strong"].tolist()
    assert first["from_urn"].tolist() == expected["urn_strong"].tolist()
    assert np.allclose(first["distance_km"], expected["distance_km"])
    may = north_east.could.set_index("trust_uid")["capacity"]
    places = told.groupby(["urn", "supporter_uid"]).cumcount()
    assert (places < told["supporter_uid"].map(may)).all()
    assert len(told) > len(expected)
    only_small = set(every["urn"]) - set(able["urn"])
    assert only_small <= set(pairs.loc[pairs["excluded"] == TOO_SMALL, "urn"])


def test_a_supporter_has_a_strong_school_of_the_phase_near_and_is_of_another_trust(
    history: History, north_east: Match
) -> None:
    state = as_at(history, DAY).set_index("urn")
    supporter = state.loc[north_east.plan["from_urn"]].reset_index()
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
        replace(NORTH_EAST, supporters_per_school=2),
        replace(NORTH_EAST, formula=Formula(strong_for_one=1.0), supporters_per_school=3),
    ],
    ids=["distance", "strong schools", "own need", "two supporters", "three supporters"],
)
@pytest.mark.quick_cases(2)
def test_relaxing_a_limit_never_serves_fewer(
    history: History, north_east: Match, looser: Terms
) -> None:
    relaxed = match(history, DAY, looser)

    def by_gravity(found: Match) -> list[int]:
        counts = found.plan.drop_duplicates("urn")["gravity"].value_counts()
        return [int(counts.get(level, 0)) for level in (1, 2, 3, 4)]

    assert by_gravity(relaxed) >= by_gravity(north_east)
    assert relaxed.served >= north_east.served
    assert (relaxed.plan["urn"].value_counts() <= looser.supporters_per_school).all()
    assert not relaxed.plan.duplicated(["urn", "supporter_uid"]).any()
    assert (relaxed.loads["assigned"] <= relaxed.loads["capacity"]).all()
    assert relaxed.bound == pytest.approx(relaxed.total, abs=1e-6)


def test_a_conflict_is_kept_out_and_told(history: History, north_east: Match) -> None:
    first = north_east.plan.iloc[0]
    urn = int(first["urn"])
    near = north_east.pairs.loc[north_east.pairs["urn"] == urn, "supporter_uid"].unique()
    barred = frozenset((int(uid), urn) for uid in near)
    without = match(history, DAY, replace(NORTH_EAST, conflicts=barred))
    reasons = without.unmatched.set_index("urn")["reason"]
    assert reasons[urn] == CONFLICT.format(km=50)
    listed = shortlist(history, DAY, without, urn).set_index("supporter_uid")
    assert set(listed.loc[sorted(near), "standing"]) <= {"conflict of interest", OWN_TRUST}
    assert listed.loc[first["supporter_uid"], "standing"] == "conflict of interest"


def test_a_shortlist_names_the_chosen_supporter_first_and_says_why_each_other_is_not(
    history: History, north_east: Match
) -> None:
    for _, row in north_east.plan.head(5).iterrows():
        found = shortlist(history, DAY, north_east, int(row["urn"]))
        assert found["supporter_uid"].iloc[0] == row["supporter_uid"]
        assert found["standing"].iloc[0] == "in the plan"
        assert found["cost"].iloc[0] == pytest.approx(row["cost"])
        assert list(found["chosen"]) == [True] + [False] * (len(found) - 1)
        assert (found["standing"] != "").all()
        others = found[found["standing"].str.startswith("possible")]
        assert (others["cost"] >= row["cost"] - 1e-9).all()
        assert (others["assigned"] < others["capacity"]).all()


def test_a_shortlist_tells_what_keeps_a_school_without(history: History, north_east: Match) -> None:
    left = north_east.unmatched.drop_duplicates("reason").set_index("reason")["urn"]
    listed = {reason: shortlist(history, DAY, north_east, urn) for reason, urn in left.items()}
    assert len(listed) >= 3
    for reason, found in listed.items():
        assert not found["standing"].isin([CHOSEN, DEARER]).any()
        near = found[found["distance_km"] <= NORTH_EAST.max_distance_km]
        assert near.empty == (reason == NO_STRONG_SCHOOL.format(km=50))
        full = {one.format(km=50) for one in (FULL, PHASE_FULL, STRONG_BUSY)}
        assert ((near["excluded"] == "").any()) == (reason in full)
        if reason == STRONG_BUSY.format(km=50):
            assert (near["standing"] == FULL_STRONG.format(km=50)).any()


def test_a_roll_that_is_not_known_is_neither_near_nor_far(
    history: History, north_east: Match
) -> None:
    apart = north_east.plan[(north_east.plan["size"] - 0.5).abs() > 0.1]
    asked, near = apart["urn"].iloc[0], apart["from_urn"].iloc[-1]
    rolls = history.rolls[~history.rolls["urn"].isin([asked, near])]
    found = match(replace(history, rolls=rolls), DAY, NORTH_EAST)
    unknown = (found.pairs["urn"] == asked) | (found.pairs["from_urn"] == near)
    assert len(set(found.pairs.loc[unknown, "urn"])) > 1
    assert (found.pairs.loc[unknown, "size"] == 0.5).all()
    # Nothing says that it is too large, or too small.
    assert not (found.pairs.loc[unknown, "excluded"] == TOO_SMALL).any()
    same = ["urn", "from_urn", "size"]
    both = found.pairs.loc[~unknown, same].merge(north_east.pairs[same], on=same[:2])
    assert (both["size_x"] == both["size_y"]).all()
    assert both["size_x"].between(0, 1).all()
    row = found.plan[(found.plan["urn"] == asked) | (found.plan["from_urn"] == near)].iloc[0]
    assert row[["pupils", "from_pupils"]].isna().any()
    assert "similar size" not in row["because"]


def test_a_trust_and_a_school_with_one_sponsor_are_not_matched(history: History) -> None:
    found = match(history, DAY, Terms())
    barred = found.pairs[found.pairs["excluded"] == SPONSOR].head(20)
    spells = history.sponsorships
    current = spells[~(spells["joined"] > "2019-06-01") & ~(spells["left"] <= "2019-06-01")]
    of = current.groupby("urn")["sponsor_uid"].agg(set)
    state = as_at(history, DAY)
    assert len(barred)
    for _, pair in barred.iterrows():
        own = state.loc[state["trust_uid"] == pair["supporter_uid"], "urn"]
        assert of[pair["urn"]] & set().union(*of.reindex(own).dropna())


def test_a_school_that_has_a_supporter_asks_for_no_other_unless_it_may_have_two(
    history: History, north_east: Match
) -> None:
    first = north_east.plan.iloc[0]
    pair = (int(first["supporter_uid"]), int(first["urn"]))
    held = replace(
        NORTH_EAST,
        held=frozenset([pair]),
        supported={pair[1]: 1},
        committed={pair[0]: 1},
    )
    again = match(history, DAY, held)
    assert pair[1] in set(again.supported["urn"])
    assert pair[1] not in set(again.plan["urn"]) | set(again.unmatched["urn"])
    assert again.served == north_east.served - 1
    assert again.asked == north_east.asked
    two = match(history, DAY, replace(held, supporters_per_school=2))
    own = two.plan.loc[two.plan["urn"] == pair[1], "supporter_uid"]
    assert pair[0] not in set(own)


def test_a_part_that_binary_numbers_cannot_hold_costs_a_trust_no_school() -> None:
    parts = {"strong": 7, "own_in_need": 0, "joined_in_a_year": 8}
    assert 7 / 2.5 - 8 * 0.1 < 2
    assert Formula().before_rounding(parts) == 2
    assert Formula().before_rounding(pd.DataFrame([parts])).tolist() == [2]


def test_commitments_take_capacity_away(history: History) -> None:
    free = capacity(history, DAY).set_index("trust_uid")
    uid = int(free.index[0])
    busy = capacity(history, DAY, committed={uid: 2}).set_index("trust_uid")
    assert busy.loc[uid, "capacity"] == free.loc[uid, "capacity"] - 2
    most = capacity(history, DAY, Formula(strong_for_one=0.5), committed={uid: 4})
    assert most.set_index("trust_uid").loc[uid, "capacity"] == Formula().most - 4


def test_weights_change_the_plan_only_within_what_can_be_served(history: History) -> None:
    near = match(history, DAY, NORTH_EAST)
    alike = match(history, DAY, replace(NORTH_EAST, weights=Weights(distance=0.0, size=5.0)))
    assert sorted(near.plan["gravity"]) == sorted(alike.plan["gravity"])


@pytest.mark.parametrize("scope", ["alliance", "england", "region:North East"])
@pytest.mark.quick_cases(1)
def test_the_scopes_are_narrower_than_england(history: History, scope: str) -> None:
    found = match(history, DAY, scoped(history, DAY, scope)(Terms()))
    assert len(found.plan) + len(found.unmatched) > 100
    if scope == "alliance":
        assert set(found.plan["supporter_uid"]) <= set(history.alliance["trust_uid"])


@pytest.mark.parametrize("scope", ["alliance", "region:Alliance region", "england"])
@pytest.mark.quick_cases(1)
def test_the_best_plan_is_proved_and_each_step_is_told(history: History, scope: str) -> None:
    steps: list[str] = []
    terms = scoped(history, DAY, scope)(Terms())
    found = match(history, DAY, terms, progress=steps.append)
    assert steps == list(STEPS)
    assert found.bound == pytest.approx(found.total, abs=1e-6)


def test_a_scope_that_is_none_is_refused(history: History) -> None:
    with pytest.raises(QuestionError, match="expected alliance, england, or region:NAME"):
        scoped(history, DAY, "everywhere")
    with pytest.raises(UnknownName, match="known are North East"):
        scoped(history, DAY, "region:North Eats")
    with pytest.raises(QuestionError, match="above nought"):
        match(history, DAY, Terms(max_distance_km=0))


def test_every_rule_of_need_tells_why_and_catches_only_what_it_says(history: History) -> None:
    state = as_at(history, DAY)
    found = caught(history, state, DAY, count_inherited=True)
    assert set(found["rule"]) == {rule.name for rule in RULES if rule.applies(DAY)}
    assert (found["why"].str.len() > 10).all()
    grade = state.set_index("urn")["grade"]
    by_rule = found.groupby("rule")["urn"].agg(list)
    assert set(by_rule["Inadequate"]) == set(grade.index[grade == 4])
    assert (grade[by_rule["Declined to less than good"]] >= 3).all()
    assert (grade[by_rule["Two consecutive inspections less than good"]] >= 3).all()


def test_a_rule_out_of_its_dates_catches_nobody(history: History) -> None:
    early = dt.date(2016, 6, 1)
    rules = set(caught(history, as_at(history, early), early)["rule"])
    assert "Below the floor standard, key stage 2" not in rules
    assert "Inadequate" in rules
