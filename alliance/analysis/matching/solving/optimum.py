"""The best plan among the possible pairs, proved: the most schools served, then the least cost.

What counts, in this order:

1. the most schools with a supporter, the higher priority first; where schools may have more than
   one, then the most with a second one, the higher priority first, and so on. Each such rank is
   counted by a greatest flow: those that can be served together are the independent sets of a
   matroid, for which serving by priority also serves the most;
2. then the least total cost, by linear programming (HiGHS). Its constraints are those of a flow
   from trusts through phases and strong schools to schools and on to ranks, so its corners are
   whole numbers.

Of many pairs few matter. The programme starts with each school's cheapest and takes in others
while their prices say that they could lower the cost; when none could, the plan is the best of all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.optimize import linprog

from alliance.analysis.matching.solving.ranks_filled import FREE, Group, filled

if TYPE_CHECKING:
    from collections.abc import Sequence

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


class Limit(NamedTuple):
    """How many pairs may be chosen of those that have the same value in a column.

    Parameters
    ----------
    column
        Of the pairs.
    most
        How many, by value; none of a value that it does not name.

    """

    column: str
    most: pd.Series[int]


class _Problem(NamedTuple):
    """Pairs by number, the places that schools ask to have filled, and how many can be.

    Parameters
    ----------
    cost, school
        Of each pair; school is a row of its table.
    groups
        The limits, and the pairs of one school and one supporter, of which one may be chosen.
    place_school, place_rank
        Of each place: its school, and its rank of need, 0 the first to be filled.
    filled
        Of each rank, how many of its places the best plans fill.

    """

    cost: Floats
    school: Integers
    groups: tuple[Group, ...]
    place_school: Integers
    place_rank: Integers
    filled: Integers


def best_plan(
    pairs: pd.DataFrame, schools: pd.DataFrame, limits: Sequence[Limit]
) -> tuple[Truths, float, float]:
    """Choose among pairs.

    Parameters
    ----------
    pairs
        asker, supporter_uid, cost, excluded (why the pair may not be chosen, else empty), and the
        columns of the limits. Of several of one asker and one supporter one at most is chosen.
    schools
        asker (a name of its own for each row), gravity (``KEPT`` for what is to be filled before
        all else), asks (how many supporters it may be given), supported (how many it has).
    limits
        From the widest to the narrowest: pairs with one value of a column share that of the one
        before.

    Returns
    -------
    tuple
        Which pairs are chosen, their total cost, and the least cost that any plan filling the
        same ranks of need can have, from the prices of the programme's dual.

    """
    chosen = np.zeros(len(pairs), dtype=bool)
    place_school, place_rank = _places(schools)
    able = np.flatnonzero(_possible(pairs, limits))
    pairs = pairs.iloc[able]
    school = pd.Index(schools["asker"]).get_indexer(pairs["asker"]).astype(np.int64)
    within = [_grouped(pairs, limit) for limit in limits]
    asks = np.bincount(place_school, minlength=len(schools))
    once = _once(pairs, asks[school] > 1)
    most = filled(school, within, once, place_school, place_rank)
    wanted = most[place_rank] > 0
    # Schools of ranks that nobody reaches are no part of the programme.
    row = np.flatnonzero(np.isin(school, place_school[wanted]))
    if not len(row):
        return chosen, 0.0, 0.0
    problem = _Problem(
        pairs["cost"].to_numpy(np.float64)[row],
        school[row],
        tuple(Group(group.row[row], group.most) for group in (*within, once)),
        place_school[wanted],
        place_rank[wanted],
        most,
    )
    taken, bound = _cheapest(problem, len(schools))
    chosen[able[row[taken]]] = True
    return chosen, float(problem.cost[taken].sum()), bound


def _possible(pairs: pd.DataFrame, limits: Sequence[Limit]) -> Truths:
    """Tell the pairs that may be chosen and that every limit leaves room for."""
    possible = (pairs["excluded"] == "").to_numpy(bool)
    for limit in limits:
        named = limit.most.index[limit.most > 0]
        possible = possible & pairs[limit.column].isin(named).to_numpy(bool)
    return possible


def _grouped(pairs: pd.DataFrame, limit: Limit) -> Group:
    row = limit.most.index.get_indexer(pd.Index(pairs[limit.column]))
    return Group(row.astype(np.int64), limit.most.to_numpy().astype(np.int64))


def _once(pairs: pd.DataFrame, several: Truths) -> Group:
    """Return the pairs of one school and one supporter as a limit, where a school asks for more."""
    row = np.full(len(pairs), FREE)
    both = pairs.loc[several, ["asker", "supporter_uid"]]
    row[several] = both.groupby(["asker", "supporter_uid"]).ngroup()
    return Group(row, np.ones(int(row.max(initial=FREE)) + 1, dtype=np.int64))


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


def _cheapest(problem: _Problem, schools: int) -> tuple[Truths, float]:
    """Fill the ranks at the least cost; return the pairs taken, and the bound."""
    cost = problem.cost
    nearly = _NEARLY * float(cost.max())
    active = _first_of_each(problem.school, cost) < _CHEAPEST
    while True:
        among = np.flatnonzero(active)
        found = _solved(problem, among, schools)
        # What a pair would add to the cost at the prices of its school and of all that limits it.
        adds = cost - found.price
        if not (~active & (adds < -_NOTHING)).any():
            break
        outside = np.flatnonzero(~active & (adds < nearly))
        best = _first_of_each(problem.school[outside], adds[outside]) < _CHEAPEST
        active[outside[best]] = True
    share = found.plan[: len(among)]
    unfilled = found.plan[-len(problem.filled) :].sum()
    if np.abs(share - share.round()).max() > WHOLE or unfilled > WHOLE:
        raise ArithmeticError("the solver's plan is not in whole schools")
    taken = np.zeros(len(cost), dtype=bool)
    taken[among[share > 0.5]] = True
    return taken, found.bound


def _first_of_each(group: Integers, value: Floats) -> Integers:
    """Return the place of each value in its group, 0 the least."""
    order = np.lexsort((value, group))
    starts = np.flatnonzero(np.diff(group[order], prepend=-1))
    place = np.empty(len(group), dtype=np.int64)
    place[order] = np.arange(len(group)) - np.repeat(starts, np.diff(np.append(starts, len(group))))
    return place


class _Solved(NamedTuple):
    """The values of all columns, of every pair the price of what it uses, and the dual's value."""

    plan: Floats
    price: Floats
    bound: float


def _solved(problem: _Problem, among: Integers, schools: int) -> _Solved:
    """Solve the programme over some pairs.

    Its columns are the pairs, the places, and for each rank what stays unfilled, dearer than any
    plan, so that there is an answer before the right pairs are taken in. Its rows: a school is
    given what its places hold, a rank is filled, and no limit is passed.
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
    binding = [_binding(group.row[among], group.most) for group in problem.groups]
    limited = list(zip(problem.groups, binding, strict=True))
    used = sparse.vstack([_rows(group, among, rows) for group, rows in limited])
    used.resize((used.shape[0], pairs + places + ranks))
    most = np.concatenate([group.most[rows] for group, rows in limited])
    whole = np.concatenate([np.zeros(schools), problem.filled])
    found: Any = linprog(
        np.concatenate([problem.cost[among], np.zeros(places), np.full(ranks, dearer)]),
        A_ub=used,
        b_ub=most,
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
        found.ineqlin.marginals @ most
        + found.eqlin.marginals @ whole
        + found.upper.marginals[: pairs + places].sum()
    )
    price = found.eqlin.marginals[problem.school].copy()
    ends = np.cumsum([len(rows) for rows in binding])[:-1]
    for (group, rows), own in zip(limited, np.split(found.ineqlin.marginals, ends), strict=True):
        of_row = np.zeros(len(group.most) + 1)  # the last one for pairs that are free
        of_row[rows] = own
        price += of_row[group.row]
    return _Solved(found.x, price, float(bound))


def _binding(row: Integers, most: Integers) -> Integers:
    """Return the rows that have more pairs than they allow; the others limit nothing."""
    numbers = np.bincount(row[row != FREE], minlength=len(most))
    return np.flatnonzero(numbers > most)


def _rows(group: Group, among: Integers, rows: Integers) -> sparse.csr_array:
    """Return a matrix with a row for each that binds, and a one for each pair in it."""
    place = np.full(len(group.most) + 1, FREE)
    place[rows] = np.arange(len(rows))
    of_pair = place[group.row[among]]
    column = np.flatnonzero(of_pair != FREE)
    ones = np.ones(len(column))
    return sparse.csr_array((ones, (of_pair[column], column)), shape=(len(rows), len(among)))


def _ones(row: Integers, rows: int) -> sparse.csr_array:
    """Return a matrix with a one in each column, at its row."""
    return sparse.csr_array((np.ones(len(row)), (row, np.arange(len(row)))), shape=(rows, len(row)))
