"""The best plan among the possible pairs, solved exactly by linear programming (HiGHS).

What counts, in this order:

1. the most schools served, the graver need first. The sets of schools that can be served together
   are those of a matching, for which serving by priority also serves the most;
2. then the least total cost.

The constraints of a transport problem have whole-number corners, and holding the first answer
fixed stays on a face of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.optimize import linprog

if TYPE_CHECKING:
    import numpy.typing as npt

WHOLE = 1e-6
"""How far from a whole number the solver's answer may lie."""


def best_plan(
    pairs: pd.DataFrame, schools: pd.DataFrame, givers: pd.DataFrame
) -> tuple[npt.NDArray[np.bool_], float, float]:
    """Choose pairs: the gravest and most schools first, then the least cost, with its bound."""
    possible = ~pairs["conflict"].to_numpy(bool)
    chosen = np.zeros(len(pairs), dtype=bool)
    if not possible.any():
        return chosen, 0.0, 0.0
    open_pairs = pairs[possible]
    school = pd.Index(schools["urn"]).get_indexer(open_pairs["urn"])
    giver = pd.Index(givers["trust_uid"]).get_indexer(open_pairs["supporter_uid"])
    column = np.arange(len(open_pairs))
    ones = np.ones(len(open_pairs))
    limits = sparse.vstack(
        [
            sparse.csr_array((ones, (school, column)), shape=(len(schools), len(open_pairs))),
            sparse.csr_array((ones, (giver, column)), shape=(len(givers), len(open_pairs))),
        ]
    )
    most = np.concatenate([np.ones(len(schools)), givers["capacity"].to_numpy(np.float64)])
    gravity = schools["gravity"].to_numpy(np.float64)[school]
    served = _optimum(-(gravity.max() + 1 - gravity), limits, most)
    worth = sparse.csr_array((gravity.max() + 1 - gravity)[None, :])
    cost = open_pairs["cost"].to_numpy(np.float64)
    best = _optimum(cost, limits, most, fixed=(worth, -served.fun))
    taken = best.x > 0.5
    if np.abs(best.x - taken).max() > WHOLE:
        raise ArithmeticError("the solver's plan is not in whole schools")
    chosen[possible] = taken
    return chosen, float(cost[taken].sum()), _bound(best, most, -served.fun)


def _optimum(
    cost: npt.NDArray[np.float64],
    limits: sparse.csr_array,
    most: npt.NDArray[np.float64],
    fixed: tuple[sparse.csr_array, float] | None = None,
) -> Any:
    """Solve the linear programme; the simplex method ends in a corner, which is whole."""
    equal = {} if fixed is None else {"A_eq": fixed[0], "b_eq": np.array([round(fixed[1])])}
    found = linprog(cost, A_ub=limits, b_ub=most, bounds=(0, 1), method="highs-ds", **equal)
    if found.status != 0:
        raise ArithmeticError(f"the solver found no optimum: {found.message}")
    return found


def _bound(found: Any, most: npt.NDArray[np.float64], served: float) -> float:
    """Give the dual's value: no plan that serves these needs costs less."""
    return float(
        found.ineqlin.marginals @ most
        + found.eqlin.marginals @ np.array([round(served)])
        + found.upper.marginals.sum()
    )
