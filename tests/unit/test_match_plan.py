"""The plan of a match, proved against every plan there is."""

from __future__ import annotations

from collections import Counter
from itertools import product

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliance.analysis.matching.solving.optimum import KEPT, Limit, best_plan

School = tuple[int, int, int]
"""Gravity (``KEPT`` for what comes before all), supporters it has, supporters it asks for."""
Strong = tuple[int, int, int]
"""Of a strong school its trust, its phase and how many others it can support."""
Pair = tuple[int, int, float]
"""A school, a strong school and what the two cost."""

CASES = st.tuples(
    st.lists(
        st.tuples(st.integers(KEPT, 3), st.integers(0, 1), st.integers(0, 2)),
        min_size=1,
        max_size=3,
    ),
    st.lists(
        st.tuples(st.integers(0, 1), st.integers(0, 1), st.integers(0, 2)), min_size=1, max_size=5
    ),
    st.lists(st.integers(0, 2), min_size=2, max_size=2),  # capacity by trust
    st.lists(st.integers(0, 2), min_size=4, max_size=4),  # capacity by trust and phase
    st.lists(st.sampled_from([None, 0.1, 0.4, 0.7]), min_size=15, max_size=15),  # cost by pair
)
Case = tuple[list[School], list[Strong], list[int], list[int], list[float | None]]
Worth = tuple[tuple[int, ...], float]
RANKS = [(-1, KEPT), *product(range(4), (1, 2, 3))]


def pairs_of(case: Case) -> list[Pair]:
    asking, strong, _, _, costs = case
    both = product(range(len(asking)), range(len(strong)))
    return [(*pair, cost) for pair, cost in zip(both, costs, strict=False) if cost is not None]


def solved(case: Case) -> tuple[pd.DataFrame, float, float]:
    asking, strong, trusts, phases, _ = case
    schools = pd.DataFrame(asking, columns=["gravity", "supported", "asks"])
    schools["asker"] = range(len(asking))
    table = pd.DataFrame(pairs_of(case), columns=["asker", "from_urn", "cost"])
    table = table.astype({"asker": "int64", "from_urn": "int64", "cost": "float64"})
    of = pd.DataFrame(strong, columns=["supporter_uid", "phase", "may"])
    of["trust_phase"] = of["supporter_uid"] * 2 + of["phase"]
    table = table.join(of, on="from_urn").assign(excluded="")
    limits = [
        Limit("supporter_uid", pd.Series(trusts)),
        Limit("trust_phase", pd.Series(phases)),
        Limit("from_urn", of["may"]),
    ]
    chosen, total, bound = best_plan(table, schools, limits)
    return table[chosen], total, bound


def worth(asking: list[School], plan: list[int], cost: float) -> Worth:
    """How good a plan is: supporters given, what is kept, the first and gravest, then the cost."""
    ranks = [
        (-1, KEPT) if gravity == KEPT else (supported + turn, gravity)
        for school, (gravity, supported, _) in enumerate(asking)
        for turn in range(plan.count(school))
    ]
    return tuple(-ranks.count(rank) for rank in RANKS), round(cost, 9)


def within(case: Case, plan: list[Pair]) -> bool:
    """Tell whether a plan passes no limit, and gives no school one trust twice."""
    asking, strong, trusts, phases, _ = case
    own = [(school, *strong[row][:2], row) for school, row, _ in plan]
    counts = (
        (Counter(school for school, *_ in own), [asks for _, _, asks in asking]),
        (Counter(trust for _, trust, _, _ in own), trusts),
        (Counter(trust * 2 + phase for _, trust, phase, _ in own), phases),
        (Counter(row for *_, row in own), [may for _, _, may in strong]),
    )
    once = Counter((school, trust) for school, trust, _, _ in own)
    return max(once.values(), default=0) <= 1 and all(
        number <= most[one] for count, most in counts for one, number in count.items()
    )


def by_trying_every_plan(case: Case) -> Worth:
    """Take each pair or leave it, where every limit allows, and keep the best of all."""
    plans: list[list[Pair]] = [[]]
    for pair in pairs_of(case):
        plans += [more for plan in plans if within(case, more := [*plan, pair])]
    return min(
        worth(case[0], [school for school, _, _ in plan], sum(cost for _, _, cost in plan))
        for plan in plans
    )


@settings(max_examples=200)
@given(CASES)
def test_the_plan_is_the_best_of_all_plans_within_every_limit(case: Case) -> None:
    plan, total, bound = solved(case)
    rows = list(plan[["asker", "from_urn", "cost"]].itertuples(index=False, name=None))
    assert within(case, rows)
    assert worth(case[0], list(plan["asker"]), total) == by_trying_every_plan(case)
    assert bound == pytest.approx(total, abs=1e-7)


@given(CASES)
def test_of_one_trusts_schools_no_more_matter_than_it_can_fill_and_one(case: Case) -> None:
    """Leaving out all but a school's cheapest of a trust and phase changes nothing."""
    asking, strong, trusts, _, _ = case
    plan, total, _ = solved(case)
    fewest = min((may for *_, may in strong if may), default=1)
    place: Counter[tuple[int, int, int]] = Counter()
    few: dict[tuple[int, int], float] = {}
    for school, row, cost in sorted(pairs_of(case), key=lambda pair: (pair[0], pair[2], pair[1])):
        trust, phase, may = strong[row]
        if may and place[school, trust, phase] < (trusts[trust] - 1) // fewest + 1:
            few[school, row] = cost
        place[school, trust, phase] += may > 0
    costs = [few.get(pair) for pair in product(range(len(asking)), range(len(strong)))]
    pruned, least, _ = solved((*case[:4], costs))
    assert worth(asking, list(pruned["asker"]), least) == worth(asking, list(plan["asker"]), total)
