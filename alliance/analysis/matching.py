"""Who could help whom: supporters matched to schools in need, to a proven optimum.

A transport problem. Each school in need asks for one supporter, each trust can give as many as its
capacity; a pair is possible where the trust has a strong school of the school's phase within the
distance limit and no conflict of interest.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from alliance.analysis.capacity import capacity
from alliance.analysis.match_pairs import CRITERIA, possible_pairs
from alliance.analysis.match_plan import best_plan
from alliance.analysis.match_terms import Terms
from alliance.analysis.need_rules import RULES, VERSION, need
from alliance.errors import QuestionError
from alliance.history import as_at

if TYPE_CHECKING:
    import datetime as dt

    from alliance.history import History

NO_PLACE = "its location is not known"
NO_STRONG_SCHOOL = "no trust in scope has a strong school of this phase within the distance"
CONFLICT = "every trust within the distance has a conflict of interest"
FULL = "every trust within the distance is taken up by other schools in need"
ORPHANED = 5
"""Gravity of a school that needs nothing but a trust."""


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
    pairs = possible_pairs(state, schools, givers, terms)
    chosen, total, bound = best_plan(pairs, schools, givers)
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


_SCHOOL = ["urn", "name", "phase", "la_name", "region", "gravity", "rules", "why"]


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
