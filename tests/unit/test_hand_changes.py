"""What a person changes of a plan by hand is spelled, heeded, told and costed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance.analysis.matching.best_match import Match, match
from alliance.analysis.matching.hand_changes import HandChanges, hand_changes, read_hand_changes
from alliance.analysis.matching.hand_cost import cost_of_hand
from alliance.analysis.matching.kept_pairs import BY_HAND
from alliance.analysis.matching.match_pairs import FORBIDDEN, LEFT_OUT, OWN_TRUST
from alliance.analysis.matching.match_reasons import HAND
from alliance.analysis.matching.match_shortlist import shortlist
from alliance.analysis.matching.match_terms import Terms, scoped
from alliance.analysis.matching.solving.room import RAISED
from alliance.errors import QuestionError
from alliance.history import History, as_at

DAY = dt.date(2019, 6, 1)
DELTA, OUTWOOD = 4474, 4119
NUMBERS = st.integers(1, 999_999)
PAIRS = st.lists(st.tuples(NUMBERS, NUMBERS), max_size=3)


@pytest.fixture(scope="module")
def terms(history: History) -> Terms:
    return scoped(history, DAY, "alliance")(Terms())


@pytest.fixture(scope="module")
def found(history: History, terms: Terms) -> Match:
    return match(history, DAY, terms)


def as_pairs(found: Match) -> set[tuple[int, int]]:
    return set(zip(found.plan["supporter_uid"], found.plan["urn"], strict=True))


@given(
    kept=PAIRS,
    forbidden=PAIRS,
    left_out=st.lists(NUMBERS, max_size=3),
    capacity_of=st.dictionaries(NUMBERS, st.integers(0, 50), max_size=3),
)
def test_what_is_spelled_is_read_again_where_nothing_gainsays_itself(
    kept: list[tuple[int, int]],
    forbidden: list[tuple[int, int]],
    left_out: list[int],
    capacity_of: dict[int, int],
) -> None:
    hand = HandChanges(
        tuple(pair for pair in kept if pair not in forbidden and pair[0] not in left_out),
        tuple(forbidden),
        tuple(left_out),
        tuple(capacity_of.items()),
    )
    query = {key: [value] for key, value in hand.spelled().items()}
    assert read_hand_changes(query) == (hand, [])
    assert HandChanges(hand.kept[::-1], hand.forbidden[::-1] * 2) == replace(
        hand, left_out=(), capacity_of=()
    )


def test_all_that_is_wrong_is_told_at_once_and_what_is_right_is_kept() -> None:
    query = {
        "keep": ["107636-4474,1076364474", "107637-4119,107638-5370"],
        "forbid": ["107636-4474,107639-4474"],
        "leave_out": ["4119, Delta"],
        "capacity_of": ["4036-3,4036-4", "5370-51"],
    }
    hand, faults = read_hand_changes(query)
    assert hand == HandChanges(kept=((5370, 107638),), forbidden=((4474, 107639),))
    assert faults == [
        "keep: “1076364474” is not a school and a trust, as 107636-4474 (URN-UID).",
        "capacity_of: “5370-51” is not a trust and 0 to 50 schools, as 4474-3 (UID-SCHOOLS).",
        "leave_out: “Delta” is not a trust, as 4474 (UID).",
        "capacity_of: trust 4036 is given more than one number.",
        "keep and forbid both name 107636-4474.",
        "Trust 4119 is in leave_out, and a pair of it in keep.",
    ]
    with pytest.raises(QuestionError, match=r"1076364474.*is given more than one number"):
        hand_changes(query)


def test_a_pair_kept_is_in_the_plan_whatever_it_costs(
    history: History, found: Match, terms: Terms
) -> None:
    taken = as_pairs(found)
    free = found.pairs[(found.pairs["excluded"] == "") & (found.pairs["supporter_uid"] == DELTA)]
    dearest = free.sort_values("cost").iloc[-1]
    pair = (DELTA, int(dearest["urn"]))
    assert pair not in taken
    kept = match(history, DAY, replace(terms, kept=(pair,)))
    assert pair in as_pairs(kept)
    assert kept.plan.set_index("urn").loc[pair[1], "kept"]
    assert kept.plan["kept"].sum() == 1
    assert kept.bound == pytest.approx(kept.total, abs=1e-6)
    assert kept.kept_impossible.empty
    assert (kept.loads["assigned"] <= kept.loads["capacity"]).all()
    assert not kept.loads["capacity_note"].any()
    cost = cost_of_hand(kept, found)
    assert cost.served == kept.served - found.served <= 0
    assert cost.cost == pytest.approx(kept.total - found.total)
    assert cost_of_hand(found, found) == ((), 0, 0.0)


def test_capacity_is_raised_to_fit_what_is_kept_and_that_is_told(
    history: History, found: Match, terms: Terms
) -> None:
    own = found.pairs[(found.pairs["excluded"] == "") & (found.pairs["supporter_uid"] == DELTA)]
    could = found.could.set_index("trust_uid")["capacity"].to_dict()[DELTA]
    urns: list[int] = own["urn"].drop_duplicates().iloc[: could + 2].tolist()
    wanted = tuple((DELTA, urn) for urn in urns)
    kept = match(history, DAY, replace(terms, kept=wanted))
    load = kept.could.set_index("trust_uid").loc[DELTA]
    assert set(wanted) <= as_pairs(kept)
    assert (load["capacity"], load["assigned"]) == (could + 2, could + 2)
    assert load["capacity_note"] == RAISED


def test_each_pair_that_cannot_be_kept_is_told_why(
    history: History, found: Match, terms: Terms
) -> None:
    state = as_at(history, DAY)
    excluded = found.pairs[found.pairs["excluded"] == OWN_TRUST].iloc[0]
    own = (int(excluded["supporter_uid"]), int(excluded["urn"]))
    served = found.plan.iloc[0]
    first = (int(served["supporter_uid"]), int(served["urn"]))
    near = found.pairs[(found.pairs["excluded"] == "") & (found.pairs["urn"] != first[1])]
    near = near.drop_duplicates(["urn", "supporter_uid"])
    other, another = (
        (int(row["supporter_uid"]), int(row["urn"]))
        for _, row in near[near.duplicated("urn", keep=False)].sort_values("urn").head(2).iterrows()
    )
    good = int(state.loc[state["grade"] == 1, "urn"].iloc[0])
    everybody = match(history, DAY, replace(terms, supporters=None))
    stranger = int(everybody.plan["supporter_uid"].iloc[0])
    far = found.unmatched.loc[found.unmatched["reason"].str.startswith("no supporting"), "urn"]
    wanted = {
        own: OWN_TRUST,
        (DELTA, 999_999): "no school of this URN is open on the day",
        (999_999, first[1]): "no trust of this UID has academies on the day",
        (DELTA, good): "the school is not eligible on these terms",
        (stranger, first[1]): "the trust is not among the supporting trusts",
        (DELTA, int(far.iloc[0])): " km away",
        first: "",
    }
    kept = match(history, DAY, replace(terms, kept=(*wanted, other, another)))
    told = kept.kept.set_index(["supporter_uid", "urn"])["reason"]
    assert len(told) == len(wanted) + 2
    for pair, reason in wanted.items():
        assert told[pair].endswith(reason), pair
        assert bool(told[pair]) == bool(reason), pair
    assert other[1] == another[1]
    assert {told[other], told[another]} == {
        "",
        "the school has as many supporting trusts as it may have",
    }
    assert len(kept.kept_impossible) == len(wanted)
    assert (kept.kept_impossible["name"].str.len() > 3).all()


def test_what_is_forbidden_or_left_out_is_not_in_the_plan_and_told(
    history: History, found: Match, terms: Terms
) -> None:
    first = found.plan.iloc[0]
    pair = (int(first["supporter_uid"]), int(first["urn"]))
    without = match(history, DAY, replace(terms, forbidden=frozenset([pair])))
    assert pair not in as_pairs(without)
    listed = shortlist(history, DAY, without, pair[1]).set_index("supporter_uid")
    assert listed.loc[pair[0], "standing"] == FORBIDDEN
    barred = match(history, DAY, replace(terms, barred=frozenset(terms.supporters or ())))
    assert barred.plan.empty
    assert (barred.could["capacity"] == 0).all()
    assert barred.unmatched["reason"].value_counts().idxmax() == HAND.format(km=50)
    listed = shortlist(history, DAY, barred, pair[1]).set_index("supporter_uid")
    assert listed.loc[pair[0], "standing"] == LEFT_OUT
    cost = cost_of_hand(barred, found)
    assert sum(row.with_hand - row.without_hand for row in cost.by_priority) == cost.served
    assert cost.served == -found.served


def test_a_capacity_set_by_hand_holds_whatever_the_formula_says(
    history: History, found: Match, terms: Terms
) -> None:
    hand = replace(terms, capacity_by_hand={DELTA: 1, OUTWOOD: 6})
    set_so = match(history, DAY, hand).could.set_index("trust_uid")
    assert set_so.loc[[DELTA, OUTWOOD], "capacity"].tolist() == [1, 6]
    assert set(set_so.loc[[DELTA, OUTWOOD], "capacity_note"]) == {BY_HAND}
    others = set_so.index.difference([DELTA, OUTWOOD])
    before = found.could.set_index("trust_uid")
    assert set_so.loc[others, "capacity"].equals(before.loc[others, "capacity"])
    assert (set_so["assigned"] <= set_so["capacity"]).all()


def test_a_pair_kept_of_a_school_that_may_have_two_leaves_the_other_place(
    history: History, terms: Terms
) -> None:
    two = replace(terms, supporters_per_school=2, capacity_by_hand={DELTA: 20, OUTWOOD: 20})
    plain = match(history, DAY, two)
    pairs = plain.pairs[plain.pairs["excluded"] == ""]
    urn: int = pairs["urn"].mode().tolist()[0]
    kept = match(history, DAY, replace(two, kept=((DELTA, urn),)))
    own = kept.plan[kept.plan["urn"] == urn]
    assert DELTA in set(own["supporter_uid"])
    assert not kept.plan.duplicated(["urn", "supporter_uid"]).any()
    assert (kept.plan["urn"].value_counts() <= 2).all()
    assert kept.plan["kept"].sum() == 1
