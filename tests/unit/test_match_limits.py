"""What a plan may ask of a trust, of its phases and of a strong school, and what it says."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliance.analysis.matching.best_match import Match, match
from alliance.analysis.matching.capacity import Formula
from alliance.analysis.matching.match_pairs import BUSY, EVERY, TOO_SMALL
from alliance.analysis.matching.match_reasons import PHASE_FULL, SMALL, STRONG_BUSY
from alliance.analysis.matching.match_shortlist import FULL_PHASE, FULL_STRONG, shortlist
from alliance.analysis.matching.match_terms import Terms, scoped
from alliance.analysis.matching.solving.room import Room
from alliance.history import History, as_at, open_history
from alliance.settings import ROOT
from alliance.views.matches.capacity_in_words import (
    capacities_in_words,
    formula_of_trust,
    with_phases,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

DAY = dt.date(2019, 6, 1)
DELTA, OUTWOOD = 4474, 4119
SHIPPED = open_history(ROOT / "data" / "history")
GENEROUS = Formula(strong_for_one=1.0, own_need=0.0, growth=0.0, most=50)
NORTH_EAST = scoped(SHIPPED, DAY, "region:North East")(Terms(formula=GENEROUS))


@pytest.fixture(scope="module")
def found(history: History) -> Match:
    return match(history, DAY, NORTH_EAST)


def by_gravity(found: Match) -> list[int]:
    counts = found.plan.drop_duplicates("urn")["gravity"].value_counts()
    return [int(counts.get(level, 0)) for level in (1, 2, 3, 4)]


def assert_within(found: Match) -> None:
    """See that a plan passes no limit, and that its count of what is used is right."""
    plan, formula = found.plan, found.terms.formula
    state = as_at(SHIPPED, DAY).set_index("urn")
    assert (found.could["assigned"] <= found.could["capacity"]).all()
    assert found.could["assigned"].sum() == found.phases["assigned"].sum() == len(plan)
    assert (found.phases["assigned"] <= found.phases["capacity"]).all()
    assert not plan.duplicated(["urn", "supporter_uid"]).any()
    given_by = plan["from_urn"].value_counts()
    noted = " ".join(found.kept["note"])
    for urn, number in given_by[given_by > formula.at_a_time].items():
        assert f"{state.loc[urn, 'name']} may support {number} schools at a time" in noted
    roll, own = plan["pupils"].astype("float64"), plan["from_pupils"]
    assert ((roll <= formula.times_its_roll * own) | roll.isna() | own.isna()).all()
    assert found.bound == pytest.approx(found.total, abs=1e-6)


def test_a_strong_school_supports_one_other_at_a_time_and_more_where_that_is_asked(
    history: History, found: Match
) -> None:
    assert_within(found)
    assert found.plan["from_urn"].is_unique
    two = match(history, DAY, replace(NORTH_EAST, formula=replace(GENEROUS, at_a_time=2)))
    assert_within(two)
    assert two.plan["from_urn"].value_counts().max() == 2
    assert by_gravity(two) >= by_gravity(found)


def test_a_phase_is_given_no_more_than_its_strong_schools_allow(history: History) -> None:
    terms = scoped(history, DAY, "alliance")(Terms())
    plain = match(history, DAY, terms)
    assert_within(plain)
    state = as_at(history, DAY)
    strong = plain.phases.set_index(["trust_uid", "phase"])["strong"]
    for (uid, phase), number in strong.items():
        most = -(-number * 2 // 5)  # of 2.5 one, rounded up
        own = plain.phases.set_index(["trust_uid", "phase"]).loc[(uid, phase), "capacity"]
        assert own == most
        of = state[(state["trust_uid"] == uid) & (state["phase"].astype("str") == phase)]
        good = (of["grade"] <= 2) & ~of["grade_inherited"]
        assert number == good.fillna(value=False).sum()


def test_nothing_is_lost_by_leaving_out_pairs_that_cannot_matter(
    history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    terms = replace(NORTH_EAST, formula=replace(GENEROUS, at_a_time=2), supporters_per_school=2)
    few = match(history, DAY, terms)
    monkeypatch.setattr(Room, "choices", lambda room, _: pd.Series(EVERY, room.trusts.index))
    whole = match(history, DAY, terms)
    assert len(whole.pairs) > len(few.pairs)
    assert (by_gravity(few), len(few.plan)) == (by_gravity(whole), len(whole.plan))
    assert few.total == pytest.approx(whole.total)


def test_a_school_much_larger_than_a_strong_one_is_not_supported_by_it(
    history: History, found: Match
) -> None:
    strict = match(history, DAY, replace(NORTH_EAST, formula=replace(GENEROUS, times_its_roll=0.5)))
    assert_within(strict)
    small = strict.pairs[strict.pairs["excluded"] == TOO_SMALL]
    assert (small["pupils"] > 0.5 * small["from_pupils"]).all()
    reasons = strict.unmatched.set_index("urn")["reason"]
    urn = int(reasons.index[reasons == SMALL.format(km=50)][0])
    listed = shortlist(history, DAY, strict, urn)
    assert (listed["standing"] == TOO_SMALL).any()
    assert by_gravity(strict) <= by_gravity(found)


def test_a_school_that_finds_every_strong_one_taken_is_told_so(
    history: History, found: Match
) -> None:
    reasons = found.unmatched.set_index("urn")["reason"]
    urn = int(reasons.index[reasons == STRONG_BUSY.format(km=50)][0])
    listed = shortlist(history, DAY, found, urn, most=200)
    taken = listed[listed["standing"] == FULL_STRONG.format(km=50)]
    assert len(taken)
    assert (taken["assigned"] < taken["capacity"]).all()


def test_a_school_of_a_phase_that_is_full_is_told_so(history: History) -> None:
    # One good secondary school allows a trust one other, whatever else it has.
    formula = Formula(strong_for_one=10.0, own_need=0.0, growth=0.0)
    terms = scoped(history, DAY, "alliance")(Terms(formula=formula))
    plain = match(history, DAY, terms)
    hand = replace(terms, extra={OUTWOOD: 0, DELTA: 0})
    assert_within(plain)
    full = plain.unmatched[plain.unmatched["reason"] == PHASE_FULL.format(km=50)]
    spare = plain.could[plain.could["assigned"] < plain.could["capacity"]]
    assert bool(len(full)) == bool(len(spare) and hand)
    for urn in full["urn"].head(2):
        assert (shortlist(history, DAY, plain, int(urn))["standing"] == FULL_PHASE).any()


def test_support_on_record_counts_against_the_strong_school_that_gives_it(
    history: History, found: Match
) -> None:
    giver = int(found.plan["from_urn"].iloc[0])
    taken = match(history, DAY, replace(NORTH_EAST, committed_from={giver: 1}))
    assert giver not in set(taken.plan["from_urn"])
    assert_within(taken)
    uid = int(found.plan["supporter_uid"].iloc[0])
    everybody = {int(urn): 1 for urn in found.room.schools.index}
    busy = match(history, DAY, replace(NORTH_EAST, committed_from=everybody))
    assert busy.plan.empty
    assert (busy.pairs.loc[busy.pairs["supporter_uid"] == uid, "excluded"] == BUSY).any()
    assert (busy.unmatched["reason"] == STRONG_BUSY.format(km=50)).any()


def test_support_of_a_phase_on_record_takes_from_that_phase(history: History) -> None:
    terms = scoped(history, DAY, "alliance")(Terms())
    plain = match(history, DAY, terms)
    first = plain.plan[plain.plan["supporter_uid"] == OUTWOOD].iloc[0]
    pair, phase = (OUTWOOD, int(first["urn"])), str(first["phase"])
    held = match(history, DAY, replace(terms, held=frozenset([pair]), committed={OUTWOOD: 1}))
    before, after = (
        one.phases.set_index(["trust_uid", "phase"])["capacity"] for one in (plain, held)
    )
    assert (before - after)[before != after].to_dict() == {(OUTWOOD, phase): 1}


def test_capacity_and_use_are_told_in_pupils_too(found: Match) -> None:
    loads = found.loads.set_index("trust_uid")
    said = (loads["capacity"] * loads["pupils_of_strong"]).round()
    assert loads["capacity_pupils"].tolist() == pytest.approx(said.tolist(), nan_ok=True)
    assert loads["capacity_pupils"].notna().mean() > 0.9
    used = found.plan.groupby("supporter_uid")["pupils"].sum()
    assert loads["assigned_pupils"].sum() == used.sum() > 0
    assert loads.loc[used.index, "assigned_pupils"].tolist() == used.tolist()


def test_the_formula_is_said_with_a_trusts_own_figures(history: History) -> None:
    terms = scoped(history, DAY, "alliance")(Terms())
    plain = match(history, DAY, terms)
    row = plain.could.set_index("trust_uid").loc[OUTWOOD]
    said = formula_of_trust(plain, OUTWOOD)
    assert said.startswith(
        f"Outwood Grange Academies Trust: {row['strong']} good or outstanding ÷ 2.5 − "
    )
    assert f", rounded down to {row['capacity']}; at most " in said
    assert said.endswith(".")
    by_hand = match(history, DAY, replace(terms, capacity_by_hand={OUTWOOD: 6}))
    assert formula_of_trust(by_hand, OUTWOOD).startswith(
        "Outwood Grange Academies Trust: 6, set by hand; at most 6 "
    )
    assert not formula_of_trust(plain, 1)
    assert said in capacities_in_words(plain)
    assert len(capacities_in_words(plain)) == 5
    assert not capacities_in_words(match(history, DAY, NORTH_EAST))
    words = with_phases(plain.could, plain.phases).set_index("trust_uid")["by_phase"]
    assert "Primary " in words[OUTWOOD]
    taken = match(history, DAY, replace(terms, committed={OUTWOOD: 1}))
    assert "less 1 supported already = " in formula_of_trust(taken, OUTWOOD)


@pytest.fixture(scope="module")
def few(history: History) -> Terms:
    """Terms of two trusts and the schools nearest to both, so that every plan can be tried."""
    terms = scoped(history, DAY, "alliance")(Terms())
    plain = match(history, DAY, terms)
    own = plain.pairs[plain.pairs["excluded"] == ""]
    near = own[own["supporter_uid"].isin([DELTA, OUTWOOD])].sort_values("distance_km")
    urns = near.loc[near.groupby("urn")["supporter_uid"].transform("nunique") == 2, "urn"]
    chosen = tuple(int(urn) for urn in urns.unique()[:3])
    return replace(terms, supporters=(DELTA, OUTWOOD), recipients=chosen)


NUMBER = st.integers(0, 2)
TRUSTS = st.sampled_from([DELTA, OUTWOOD])
SOME_PAIRS = st.lists(st.tuples(TRUSTS, NUMBER), max_size=2)


@pytest.mark.parametrize("examples", [2, pytest.param(8, marks=pytest.mark.thorough)])
def test_a_plan_with_changes_by_hand_is_the_best_of_all_that_heed_them(
    few: Terms, examples: int
) -> None:
    @settings(max_examples=examples)
    @given(
        kept=SOME_PAIRS,
        forbidden=SOME_PAIRS,
        barred=st.lists(TRUSTS, max_size=1),
        capacity=st.dictionaries(TRUSTS, st.integers(0, 2), min_size=1, max_size=2),
        each=st.integers(1, 2),
    )
    def tried(
        kept: list[tuple[int, int]],
        forbidden: list[tuple[int, int]],
        barred: list[int],
        capacity: dict[int, int],
        each: int,
    ) -> None:
        urns = tuple(few.recipients or ())
        terms = replace(
            few,
            kept=tuple(dict.fromkeys((uid, urns[row]) for uid, row in kept)),
            forbidden=frozenset((uid, urns[row]) for uid, row in forbidden),
            barred=frozenset(barred),
            capacity_by_hand=capacity,
            supporters_per_school=each,
        )
        _assert_best(match(SHIPPED, DAY, terms), terms)

    tried()


def _assert_best(found: Match, terms: Terms) -> None:
    """Find that a plan heeds its terms, and that none that heeds them is better."""
    assert_within(found)
    pairs = set(zip(found.plan["supporter_uid"], found.plan["urn"], strict=True))
    assert not pairs & terms.forbidden
    assert not {uid for uid, _ in pairs} & terms.barred
    told = {
        (row["supporter_uid"], row["urn"]): row["reason"] for row in found.kept.to_dict("records")
    }
    assert set(told) == set(terms.kept)
    assert all((pair in pairs) == (not reason) for pair, reason in told.items())
    kept_so = [pair for pair, reason in told.items() if not reason]
    assert _worth(found, kept_so, found.plan) == _best(found, kept_so)


def _worth(found: Match, kept: Sequence[tuple[int, int]], plan: pd.DataFrame) -> tuple[object, ...]:
    """How good a plan is: what is kept, supporters given by turn and gravity, then the cost."""
    schools = pd.concat([found.plan, found.unmatched])
    gravity = dict(zip(schools["urn"], schools["gravity"], strict=True))
    pairs = list(zip(plan["supporter_uid"], plan["urn"], strict=True))
    have = Counter(urn for uid, urn in pairs if (uid, urn) in kept)
    ranks: Counter[tuple[int, int]] = Counter()
    for urn in [urn for uid, urn in pairs if (uid, urn) not in kept]:
        ranks[have[urn], gravity[urn]] += 1
        have[urn] += 1
    order = [(turn, level) for turn in range(3) for level in (1, 2, 3, 4)]
    numbers = tuple(-ranks[rank] for rank in order)
    return -sum(pair in kept for pair in pairs), numbers, round(float(plan["cost"].sum()), 6)


def _best(found: Match, kept: Sequence[tuple[int, int]]) -> tuple[object, ...]:
    """Try every plan of the possible pairs within the room there is."""
    pairs = found.pairs[found.pairs["excluded"] == ""].reset_index(drop=True)
    trusts = found.could.set_index("trust_uid")["capacity"].to_dict()
    phases = found.phases.set_index(["trust_uid", "phase"])["capacity"].to_dict()
    schools = (found.room.schools + found.plan["from_urn"].value_counts()).fillna(
        found.room.schools
    )
    rows = pairs[["urn", "supporter_uid", "phase", "from_urn"]].to_dict("records")
    plans: list[list[int]] = [[]]
    for number, row in enumerate(rows):
        key = (row["supporter_uid"], row["phase"])
        for plan in plans.copy():
            own = [rows[one] for one in plan]
            if (
                sum(one["urn"] == row["urn"] for one in own) < found.terms.supporters_per_school
                and sum(one["supporter_uid"] == key[0] for one in own) < trusts[key[0]]
                and sum((one["supporter_uid"], one["phase"]) == key for one in own) < phases[key]
                and sum(one["from_urn"] == row["from_urn"] for one in own)
                < schools[row["from_urn"]]
                and not any(
                    (one["urn"], one["supporter_uid"]) == (row["urn"], key[0]) for one in own
                )
            ):
                plans.append([*plan, number])
    return min(_worth(found, kept, pairs.iloc[plan]) for plan in plans)
