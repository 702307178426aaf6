"""The plan of a match, proved against every plan there is."""

from __future__ import annotations

from itertools import product

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance.analysis.matching.optimum import best_plan

CASES = st.tuples(
    st.lists(
        st.tuples(st.integers(1, 3), st.integers(0, 1), st.integers(0, 2)), min_size=1, max_size=4
    ),  # gravity, supporters it has, supporters it asks for, by school
    st.lists(st.integers(0, 2), min_size=1, max_size=3),  # capacity by trust
    st.lists(st.sampled_from([None, 0.1, 0.4, 0.7]), min_size=12, max_size=12),  # cost by pair
)
School = tuple[int, int, int]


def tables(
    asking: list[School], could: list[int], costs: list[float | None]
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    schools = pd.DataFrame(asking, columns=["gravity", "supported", "asks"])
    schools["asker"] = range(len(asking))
    givers = pd.DataFrame({"trust_uid": range(len(could)), "capacity": could})
    pairs = [
        (school, trust, cost)
        for (school, trust), cost in zip(
            product(range(len(asking)), range(len(could))), costs, strict=False
        )
        if cost is not None
    ]
    table = pd.DataFrame(pairs, columns=["asker", "supporter_uid", "cost"])
    return table.assign(excluded="").astype({"cost": "float64"}), schools, givers


Worth = tuple[tuple[int, ...], float]
RANKS = sorted(product(range(4), (1, 2, 3)))


def value(asking: list[School], urns: list[int], cost: float) -> Worth:
    """How good a plan is: supporters given, the first ones and the gravest first, then the cost."""
    ranks = [
        (supported + turn, gravity)
        for urn, (gravity, supported, _) in enumerate(asking)
        for turn in range(urns.count(urn))
    ]
    return tuple(-ranks.count(rank) for rank in RANKS), round(cost, 9)


def by_trying_every_plan(
    asking: list[School], could: list[int], pairs: list[tuple[int, int, float]]
) -> Worth:
    """Take each pair or leave it, where school and trust allow, and keep the best of all."""
    plans: list[list[tuple[int, int, float]]] = [[]]
    for pair in pairs:
        plans += [
            [*plan, pair]
            for plan in plans
            if sum(urn == pair[0] for urn, _, _ in plan) < asking[pair[0]][2]
            and sum(uid == pair[1] for _, uid, _ in plan) < could[pair[1]]
        ]
    return min(
        value(asking, [urn for urn, _, _ in plan], sum(cost for _, _, cost in plan))
        for plan in plans
    )


@given(CASES)
def test_the_plan_is_the_best_of_all_plans(
    case: tuple[list[School], list[int], list[float | None]],
) -> None:
    pairs, schools, givers = tables(*case)
    chosen, total, bound = best_plan(pairs, schools, givers)
    plan = pairs[chosen]
    every = list(pairs[["asker", "supporter_uid", "cost"]].itertuples(index=False, name=None))
    assert value(case[0], list(plan["asker"]), total) == by_trying_every_plan(*case[:2], every)
    assert bound == pytest.approx(total, abs=1e-7)
