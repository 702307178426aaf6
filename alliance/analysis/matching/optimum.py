"""The best plan among the possible pairs, proved: the most schools served, then the least cost.

What counts, in this order:

1. the most schools with a supporter, the higher priority first; where schools may have more than
   one, then the most with a second one, the higher priority first, and so on. Each such rank is
   counted by a greatest flow: those that can be served together are the independent sets of a
   matroid, for which serving by priority also serves the most;
2. then the least total cost, by linear programming (HiGHS). Its constraints are those of a flow
   from trusts through schools to ranks, so its corners are whole numbers.

Of many pairs few matter. The programme starts with each school's cheapest and takes in others
while their prices say that they could lower the cost; when none could, the plan is the best of all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.optimize import linprog
from scipy.sparse.csgraph import maximum_flow

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Integers = npt.NDArray[np.int64]
    Truths = npt.NDArray[np.bool_]

KEPT = 0
"""Gravity of what a person wants filled whatever it costs: it comes before all else."""
WHOLE = 1e-6
"""How far from a whole number the solver's answer may lie."""

_CHEAPEST = 12  # pairs of each school that are taken in at a time
_NEARLY = 0.05  # of the greatest cost: pairs that could matter soon are taken in with the others
_NOTHING = 1e-9
# By this rule HiGHS takes half the steps to the same optimum that its own choice takes.
SOLVER = {"simplex_dual_edge_weight_strategy": "devex"}


class _Problem(NamedTuple):
    """Pairs by number, the places that schools ask to have filled, and how many can be.

    Parameters
    ----------
    cost, school, giver
        Of each pair; school and giver are rows of their tables.
    could
        How many schools each giver can support.
    place_school, place_rank
        Of each place: its school, and its rank of need, 0 the first to be filled.
    filled
        Of each rank, how many of its places the best plans fill.

    """

    cost: Floats
    school: Integers
    giver: Integers
    could: Integers
    place_school: Integers
    place_rank: Integers
    filled: Integers


def best_plan(
    pairs: pd.DataFrame, schools: pd.DataFrame, givers: pd.DataFrame
) -> tuple[Truths, float, float]:
    """Choose among pairs.

    Parameters
    ----------
    pairs
        asker, supporter_uid, cost, excluded (why the pair may not be chosen, else empty).
    schools
        asker (a name of its own for each row), gravity (``KEPT`` for what is to be filled before
        all else), asks (how many supporters it may be given), supported (how many it has).
    givers
        trust_uid, capacity.

    Returns
    -------
    tuple
        Which pairs are chosen, their total cost, and the least cost that any plan filling the
        same ranks of need can have, from the prices of the programme's dual.

    """
    possible = (pairs["excluded"] == "").to_numpy(bool)
    school = pd.Index(schools["asker"]).get_indexer(pairs["asker"])
    giver = pd.Index(givers["trust_uid"]).get_indexer(pairs["supporter_uid"])
    chosen = np.zeros(len(pairs), dtype=bool)
    could = givers["capacity"].to_numpy(np.int64)
    place_school, place_rank = _places(schools)
    filled = _filled(school[possible], giver[possible], could, place_school, place_rank)
    wanted = filled[place_rank] > 0 if len(filled) else np.zeros(0, dtype=bool)
    # Schools of ranks that nobody reaches are no part of the programme.
    row = np.flatnonzero(possible & np.isin(school, place_school[wanted]))
    if not len(row):
        return chosen, 0.0, 0.0
    problem = _Problem(
        pairs["cost"].to_numpy(np.float64)[row],
        school[row],
        giver[row],
        could,
        place_school[wanted],
        place_rank[wanted],
        filled,
    )
    taken, bound = _cheapest(problem, len(schools))
    chosen[row[taken]] = True
    return chosen, float(problem.cost[taken].sum()), bound


def _places(schools: pd.DataFrame) -> tuple[Integers, Integers]:
    """Return a place for each supporter a school asks for, with its rank of need."""
    asks = schools["asks"].to_numpy(np.int64)
    places = pd.DataFrame({"school": np.repeat(np.arange(len(schools)), asks)})
    places["turn"] = (
        places.groupby("school").cumcount() + schools["supported"].to_numpy()[places["school"]]
    )
    places["gravity"] = schools["gravity"].to_numpy()[places["school"]]
    places["turn"] = places["turn"].mask(places["gravity"] == KEPT, -1)
    places["rank"] = places.groupby(["turn", "gravity"]).ngroup()
    school, rank = (places[name].to_numpy().astype(np.int64) for name in ("school", "rank"))
    return school, rank


def _filled(
    school: Integers, giver: Integers, could: Integers, place_school: Integers, place_rank: Integers
) -> Integers:
    """Count the places of each rank that can be filled, the ranks before it filled first."""
    givers, schools = len(could), int(place_school.max(initial=-1)) + 1
    if not len(school) or not schools:
        return np.zeros(int(place_rank.max(initial=-1)) + 1, dtype=np.int64)
    source, sink = givers + schools, givers + schools + 1
    of_a_school = school < schools
    school, giver = school[of_a_school], giver[of_a_school]
    to_sink = givers + np.arange(schools)
    start = np.concatenate([np.full(givers, source), giver, to_sink])
    end = np.concatenate([np.arange(givers), givers + school, np.full(schools, sink)])
    totals = [0]
    for rank in range(int(place_rank.max()) + 1):
        asked = np.bincount(place_school[place_rank <= rank], minlength=schools)
        most = np.concatenate([could, np.ones(len(giver)), asked]).astype(np.int32)
        network = sparse.csr_array((most, (start, end)), shape=(sink + 1, sink + 1))
        totals.append(maximum_flow(network, source, sink).flow_value)
    return np.diff(totals).astype(np.int64)


def _cheapest(problem: _Problem, schools: int) -> tuple[Truths, float]:
    """Fill the ranks at the least cost; return the pairs taken, and the bound."""
    cost = problem.cost
    nearly = _NEARLY * float(cost.max())
    active = _first_of_each(problem.school, cost) < _CHEAPEST
    while True:
        among = np.flatnonzero(active)
        found, bound = _solved(problem, among, schools)
        # What a pair would add to the cost at the prices of its school and its giver.
        price = found.eqlin.marginals[problem.school] + found.ineqlin.marginals[problem.giver]
        adds = cost - price
        if not (~active & (adds < -_NOTHING)).any():
            break
        outside = np.flatnonzero(~active & (adds < nearly))
        best = _first_of_each(problem.school[outside], adds[outside]) < _CHEAPEST
        active[outside[best]] = True
    share = found.x[: len(among)]
    unfilled = found.x[-len(problem.filled) :].sum()
    if np.abs(share - share.round()).max() > WHOLE or unfilled > WHOLE:
        raise ArithmeticError("the solver's plan is not in whole schools")
    taken = np.zeros(len(cost), dtype=bool)
    taken[among[share > 0.5]] = True
    return taken, bound


def _first_of_each(group: Integers, value: Floats) -> Integers:
    """Return the place of each value in its group, 0 the least."""
    order = np.lexsort((value, group))
    starts = np.flatnonzero(np.diff(group[order], prepend=-1))
    place = np.empty(len(group), dtype=np.int64)
    place[order] = np.arange(len(group)) - np.repeat(starts, np.diff(np.append(starts, len(group))))
    return place


def _solved(problem: _Problem, among: Integers, schools: int) -> tuple[Any, float]:
    """Solve the programme over some pairs; return the answer and the value of its dual.

    Its columns are the pairs, the places, and for each rank what stays unfilled, dearer than any
    plan, so that there is an answer before the right pairs are taken in. Its rows: a school is
    given what its places hold, a rank is filled, and no giver gives more than it can.
    """
    pairs, places, ranks = len(among), len(problem.place_school), len(problem.filled)
    dearer = (float(problem.cost.max()) + 1) * (float(problem.filled.sum()) + 1)
    given = sparse.hstack(
        [
            _ones(problem.school[among], schools),
            -_ones(problem.place_school, schools),
            sparse.csr_array((schools, ranks)),
        ]
    )
    held = sparse.hstack(
        [
            sparse.csr_array((ranks, pairs)),
            _ones(problem.place_rank, ranks),
            sparse.eye_array(ranks),
        ]
    )
    used = sparse.hstack(
        [
            _ones(problem.giver[among], len(problem.could)),
            sparse.csr_array((len(problem.could), places + ranks)),
        ]
    )
    whole = np.concatenate([np.zeros(schools), problem.filled])
    found = linprog(
        np.concatenate([problem.cost[among], np.zeros(places), np.full(ranks, dearer)]),
        A_ub=used,
        b_ub=problem.could,
        A_eq=sparse.vstack([given, held]),
        b_eq=whole,
        bounds=np.column_stack(
            [np.zeros(pairs + places + ranks), np.repeat([1.0, np.inf], [pairs + places, ranks])]
        ),
        method="highs-ds",
        options=SOLVER,
    )
    if found.status != 0:
        raise ArithmeticError(f"the solver found no optimum: {found.message}")
    bound = (
        found.ineqlin.marginals @ problem.could
        + found.eqlin.marginals @ whole
        + found.upper.marginals[: pairs + places].sum()
    )
    return found, float(bound)


def _ones(row: Integers, rows: int) -> sparse.csr_array:
    """Return a matrix with a one in each column, at its row."""
    return sparse.csr_array((np.ones(len(row)), (row, np.arange(len(row)))), shape=(rows, len(row)))
