"""Who could help whom: supporters matched to schools in need, to a proven optimum.

A transport problem. Each school in need asks for one supporter, each trust can give as many as its
capacity; a pair is possible where the trust has a strong school of the school's phase within the
distance limit and no conflict of interest. What counts, in this order:

1. the most schools served, the graver need first. The sets of schools that can be served together
   are those of a matching, for which serving by priority also serves the most;
2. then the least total cost, a weighted sum of the criteria.

Both are solved exactly by linear programming (HiGHS): the constraints of a transport problem have
whole-number corners, and holding the first answer fixed stays on a face of them.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.optimize import linprog
from scipy.spatial import cKDTree

from alliance.analysis.capacity import Formula, capacity
from alliance.analysis.need_rules import RULES, VERSION, need
from alliance.errors import QuestionError
from alliance.history import as_at

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Collection, Mapping

    import numpy.typing as npt

    from alliance.history import History

METRES = 1000.0
WHOLE = 1e-6
"""How far from a whole number the solver's answer may lie."""

NO_STRONG_SCHOOL = "no trust in scope has a strong school of this phase within the distance"
CONFLICT = "every trust within the distance has a conflict of interest"
FULL = "every trust within the distance is taken up by other schools in need"
ORPHANED = 5
"""Gravity of a school that needs nothing but a trust."""

NO_PLACE = "its location is not known"


@dataclass(frozen=True)
class Weights:
    """How much each criterion counts; each runs from 0 (best) to 1.

    Parameters
    ----------
    distance
        Kilometres to the supporter's nearest strong school of the phase, over the limit.
    size
        How far the school's roll lies from the supporter's strong schools' of the phase.
    region
        1 where the supporter has no academy in the school's region.
    relationship
        1 where the supporter has supported nobody in the school's trust or authority before.
    load
        The share of the supporter's academies that are in need themselves.

    """

    distance: float = 1.0
    size: float = 0.25
    region: float = 0.25
    relationship: float = 0.25
    load: float = 0.25


@dataclass(frozen=True)
class Terms:
    """What a match is asked to respect.

    Parameters
    ----------
    supporters
        UIDs of the trusts that may support; all by default.
    recipients
        URNs that may be helped; all schools in need by default.
    max_distance_km
        The furthest that a supporter's nearest strong school may lie.
    rules
        Names of the rules of need to go by; all by default.
    related
        Pairs of a trust's UID and a school's URN that know each other already.
    conflicts
        Pairs that must not be matched.
    committed
        Schools each trust supports already, by UID.
    extra
        How many more a trust takes than its capacity gives, by UID.
    orphaned
        URNs of academies whose trust closes: they ask for a supporter whatever their grade.

    """

    supporters: Collection[int] | None = None
    recipients: Collection[int] | None = None
    max_distance_km: float = 50.0
    weights: Weights = field(default_factory=Weights)
    formula: Formula = field(default_factory=Formula)
    rules: Collection[str] | None = None
    related: frozenset[tuple[int, int]] = frozenset()
    conflicts: frozenset[tuple[int, int]] = frozenset()
    committed: Mapping[int, int] = field(default_factory=dict)
    extra: Mapping[int, int] = field(default_factory=dict)
    orphaned: tuple[int, ...] = ()


@dataclass(frozen=True)
class Match:
    """A plan, what it was proved against, and who is left without.

    Parameters
    ----------
    plan
        A row a school served, gravest first: urn, name, phase, la_name, gravity, rules, why,
        supporter_uid, supporter_name, nearest_urn, nearest_name (of the supporter's strong
        schools), distance_km, cost and the criteria.
    unmatched
        A row a school left without: urn, name, phase, la_name, gravity, rules, why, reason.
    loads
        A row a trust that could give: trust_uid, name, the parts of its capacity, capacity,
        assigned.
    total, bound
        Cost of the plan, and the least that any plan serving these needs can cost.
    pairs
        Every possible pair with its criteria, for shortlists.

    """

    plan: pd.DataFrame
    unmatched: pd.DataFrame
    loads: pd.DataFrame
    total: float
    bound: float
    pairs: pd.DataFrame
    terms: Terms

    def as_json(self) -> dict[str, Any]:
        """Give plan, unmatched, loads, total, bound and rules as plain values."""
        return {
            "plan": self.plan.to_dict("records"),
            "unmatched": self.unmatched.to_dict("records"),
            "loads": self.loads.to_dict("records"),
            "total": self.total,
            "bound": self.bound,
            "rules": {
                "version": VERSION,
                "need": [
                    {"name": rule.name, "text": rule.text, "source": rule.source}
                    for rule in RULES
                    if self.terms.rules is None or rule.name in self.terms.rules
                ],
                "weights": asdict(self.terms.weights),
                "capacity": asdict(self.terms.formula),
                "max_distance_km": self.terms.max_distance_km,
            },
        }


def match(history: History, day: dt.date, terms: Terms | None = None) -> Match:
    """Match supporters to schools in need on ``day``.

    Raises
    ------
    QuestionError
        The distance limit is not above nought.
    """
    terms = terms or Terms()
    if terms.max_distance_km <= 0:
        raise QuestionError(
            f"The distance limit is {terms.max_distance_km:g} km; give one above nought."
        )
    state = as_at(history, day)
    schools = _with_orphans(need(history, state, day, terms.rules), state, terms.orphaned)
    if terms.recipients is not None:
        schools = schools[schools["urn"].isin(list(terms.recipients))].reset_index(drop=True)
    could = capacity(history, day, terms.formula, committed=terms.committed)
    could["capacity"] += could["trust_uid"].map(dict(terms.extra)).fillna(0).astype("int64")
    if terms.supporters is not None:
        could = could[could["trust_uid"].isin(list(terms.supporters))]
    givers = could[could["capacity"] > 0].sort_values("trust_uid", ignore_index=True)
    pairs = _pairs(state, schools, givers, terms)
    chosen, total, bound = _solved(pairs, schools, givers)
    return Match(
        plan=_plan(pairs[chosen], schools),
        unmatched=_unmatched(schools, pairs, pairs.loc[chosen, "urn"]),
        loads=_loads(givers, pairs[chosen]),
        total=total,
        bound=bound,
        pairs=pairs,
        terms=terms,
    )


def _with_orphans(
    schools: pd.DataFrame, state: pd.DataFrame, orphaned: tuple[int, ...]
) -> pd.DataFrame:
    """Add the academies that lose their trust to those that need help anyway."""
    more = state[state["urn"].isin(orphaned) & ~state["urn"].isin(schools["urn"])]
    if more.empty:
        return schools
    more = more.assign(gravity=ORPHANED, rules="Trust closes", why="Its trust closes")
    return pd.concat([schools, more]).sort_values(["gravity", "urn"], ignore_index=True)


def _pairs(
    state: pd.DataFrame, schools: pd.DataFrame, givers: pd.DataFrame, terms: Terms
) -> pd.DataFrame:
    """Give every possible pair with its criteria and cost, in order of URN and supporter."""
    strong = state[
        state["trust_uid"].isin(givers["trust_uid"])
        & (state["grade"] <= 2).fillna(value=False)
        & ~state["grade_inherited"]
        & state["easting_m"].notna()
    ]
    asked = schools[schools["easting_m"].notna()]
    parts = [
        _within(own, strong[strong["phase"] == phase], terms.max_distance_km)
        for phase, own in asked.groupby(asked["phase"].astype("str"))
    ]
    pairs = pd.concat([part for part in parts if len(part)] or [_NO_PAIRS])
    pairs = pairs.sort_values(["urn", "supporter_uid", "distance_km", "nearest_urn"])
    pairs = pairs.drop_duplicates(["urn", "supporter_uid"]).reset_index(drop=True)
    # A trust answers for its own schools already; what it lacks must come from outside.
    own = pairs["supporter_uid"] == pairs["own_trust"]
    barred = pd.MultiIndex.from_frame(pairs[["supporter_uid", "urn"]]).isin(list(terms.conflicts))
    pairs["conflict"] = own.fillna(value=False).to_numpy(bool) | barred
    return _costed(pairs, state, givers, terms)


_NO_PAIRS = pd.DataFrame(
    {
        "urn": pd.Series(dtype="int32"),
        "own_trust": pd.Series(dtype="Int32"),
        "region": pd.Series(dtype="str"),
        "pupils": pd.Series(dtype="float64"),
        "supporter_uid": pd.Series(dtype="int32"),
        "supporter_name": pd.Series(dtype="str"),
        "nearest_urn": pd.Series(dtype="int32"),
        "nearest_name": pd.Series(dtype="str"),
        "nearest_pupils": pd.Series(dtype="float64"),
        "distance_km": pd.Series(dtype="float64"),
    }
)


def _within(schools: pd.DataFrame, strong: pd.DataFrame, limit_km: float) -> pd.DataFrame:
    """Give each pair of a school and a strong school of its phase within the limit."""
    if strong.empty:
        return _NO_PAIRS
    here, there = (
        cKDTree(table[["easting_m", "northing_m"]].to_numpy(np.float64))
        for table in (schools, strong)
    )
    near = here.sparse_distance_matrix(there, limit_km * METRES, output_type="coo_matrix")
    asked, found = schools.iloc[near.row], strong.iloc[near.col]
    return pd.DataFrame(
        {
            "urn": asked["urn"].to_numpy(),
            "own_trust": asked["trust_uid"].array,
            "region": asked["region"].astype("str").to_numpy(),
            "pupils": asked["pupils"].astype("float64").to_numpy(),
            "supporter_uid": found["trust_uid"].to_numpy("int32"),
            "supporter_name": found["trust_name"].to_numpy(),
            "nearest_urn": found["urn"].to_numpy(),
            "nearest_name": found["name"].to_numpy(),
            "nearest_pupils": found["pupils"].astype("float64").to_numpy(),
            "distance_km": near.data / METRES,
        }
    )


def _costed(
    pairs: pd.DataFrame, state: pd.DataFrame, givers: pd.DataFrame, terms: Terms
) -> pd.DataFrame:
    """Add the criteria, each from 0 (best) to 1, and their weighted sum as ``cost``."""
    home = state.loc[state["trust_uid"].notna(), ["trust_uid", "region"]].astype({"region": "str"})
    at_home = pd.MultiIndex.from_frame(pairs[["supporter_uid", "region"]]).isin(
        pd.MultiIndex.from_frame(home.drop_duplicates().astype({"trust_uid": "int32"}))
    )
    known = pd.MultiIndex.from_frame(pairs[["supporter_uid", "urn"]]).isin(list(terms.related))
    load = (givers["own_in_need"] / givers["academies"]).set_axis(givers["trust_uid"])
    larger = pairs[["pupils", "nearest_pupils"]].max(axis=1)
    smaller = pairs[["pupils", "nearest_pupils"]].min(axis=1)
    pairs = pairs.assign(
        distance=pairs["distance_km"] / terms.max_distance_km,
        # A roll that is not known is neither near nor far.
        size=(1 - smaller / larger.where(larger > 0)).fillna(0.5),
        region_fit=np.where(at_home, 0.0, 1.0),
        relationship=np.where(known, 0.0, 1.0),
        load=pairs["supporter_uid"].map(load),
    )
    weights = terms.weights
    cost = (
        weights.distance * pairs["distance"]
        + weights.size * pairs["size"]
        + weights.region * pairs["region_fit"]
        + weights.relationship * pairs["relationship"]
        + weights.load * pairs["load"]
    )
    return pairs.assign(cost=cost.astype("float64"))


def _solved(
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


_SCHOOL = ["urn", "name", "phase", "la_name", "region", "gravity", "rules", "why"]
CRITERIA = ["distance", "size", "region_fit", "relationship", "load"]


def _plan(chosen: pd.DataFrame, schools: pd.DataFrame) -> pd.DataFrame:
    columns = ["supporter_uid", "supporter_name", "nearest_urn", "nearest_name", "distance_km"]
    plan = schools[_SCHOOL].merge(chosen[["urn", *columns, "cost", *CRITERIA]], on="urn")
    return plan.sort_values(["gravity", "urn"], ignore_index=True)


def _unmatched(schools: pd.DataFrame, pairs: pd.DataFrame, served: pd.Series) -> pd.DataFrame:
    """Give who is left without, and the constraint that binds."""
    left = schools[~schools["urn"].isin(served)]
    near = left["urn"].isin(pairs["urn"])
    free = left["urn"].isin(pairs.loc[~pairs["conflict"], "urn"])
    reason = np.select(
        [left["easting_m"].isna(), ~near, ~free], [NO_PLACE, NO_STRONG_SCHOOL, CONFLICT], FULL
    )
    return left[_SCHOOL].assign(reason=reason).reset_index(drop=True)


def _loads(givers: pd.DataFrame, chosen: pd.DataFrame) -> pd.DataFrame:
    given = chosen["supporter_uid"].value_counts()
    assigned = givers["trust_uid"].map(given).fillna(0).astype("int64")
    return givers.assign(assigned=assigned).sort_values(
        ["assigned", "trust_uid"], ascending=[False, True], ignore_index=True
    )


def shortlist(found: Match, urn: int, most: int = 5) -> pd.DataFrame:
    """Give the supporters that come nearest to fitting one school, best first.

    Returns
    -------
    DataFrame
        supporter_uid, supporter_name, nearest_name, distance_km, the criteria, cost, chosen (in
        the plan), excluded (why it may not, else empty).

    """
    own = found.pairs[found.pairs["urn"] == urn].sort_values(["conflict", "cost", "supporter_uid"])
    plan = found.plan.set_index("urn")["supporter_uid"]
    columns = ["supporter_uid", "supporter_name", "nearest_name", "distance_km", *CRITERIA, "cost"]
    return (
        own[columns]
        .assign(
            chosen=own["supporter_uid"] == plan.get(urn, -1),
            excluded=np.where(own["conflict"], "conflict of interest", ""),
        )
        .head(most)
        .reset_index(drop=True)
    )


def scoped(history: History, day: dt.date, scope: str) -> Callable[[Terms], Terms]:
    """Give what narrows terms to a scope: ``alliance``, ``england``, or ``region:NAME``.

    In the alliance the founding trusts support schools of the alliance region; in a region its
    trusts support its schools.

    Raises
    ------
    QuestionError
        The scope is none of these.
    """
    from dataclasses import replace

    from alliance.analysis.filters import Filter, check_names, narrow
    from alliance.history import ALLIANCE_REGION

    kind, _, name = scope.partition(":")
    if kind == "england" and not name:
        return lambda terms: terms
    if kind not in ("alliance", "region") or (kind == "region") != bool(name):
        raise QuestionError(f"The scope is {scope!r}; expected alliance, england, or region:NAME.")
    chosen = Filter(day, regions=(name or ALLIANCE_REGION,))
    check_names(history, chosen)
    here = narrow(as_at(history, day), chosen)
    trusts = (
        tuple(history.alliance["trust_uid"])
        if kind == "alliance"
        else tuple(here["trust_uid"].dropna().unique())
    )
    return lambda terms: replace(terms, supporters=trusts, recipients=tuple(here["urn"]))
