"""Who could help whom: supporters matched to eligible schools, to a proven optimum.

A transport problem. Each eligible school asks for a supporter, or more where the terms allow it;
each trust can give as many as its capacity; a pair is possible where the trust has a strong school
of the school's phase within the distance limit and no conflict of interest.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from alliance.analysis.matching.capacity import capacity
from alliance.analysis.matching.match_pairs import CRITERIA, possible_pairs
from alliance.analysis.matching.match_reasons import reasons
from alliance.analysis.matching.match_terms import Terms
from alliance.analysis.matching.need_rules import RULES, VERSION, need
from alliance.analysis.matching.optimum import best_plan
from alliance.analysis.schools.run_by import run_by
from alliance.history import as_at

if TYPE_CHECKING:
    import datetime as dt

    from alliance.history import History

ORPHANED = 5
"""Gravity of a school that is eligible only because its trust closes."""
STEPS = (
    "Finding the eligible schools",
    "Working out the capacity of each trust",
    "Pairing schools with supporting trusts near them",
    "Choosing the best of all plans",
    "Saying why for each school",
)
Progress = Callable[[str], None]
SCHOOL = [
    "urn",
    "name",
    "run_by_uid",
    "run_by",
    "phase",
    "la_name",
    "region",
    "grade",
    "grade_inherited",
    "gravity",
    "rules",
    "why",
]


@dataclass(frozen=True)
class Match:
    """A plan, what it was proved against, and who is not matched.

    Parameters
    ----------
    plan
        A row a school and supporter, the highest priority first: the columns of ``SCHOOL``, among
        them who runs the school (run_by, and run_by_uid where that is a trust); supporter_uid,
        supporter_name, from_urn, from_name (the strong school that the support comes from),
        distance_km, cost and the criteria.
    unmatched
        A row a school not matched: the columns of ``SCHOOL``, reason.
    supported
        A row an eligible school that has a supporter already: the columns of the schools,
        supporters.
    loads
        A row a trust that could give: trust_uid, name, the parts of its capacity, capacity,
        assigned.
    could
        A row a trust in scope, one that can give nothing too: the columns of ``loads``.
    total, bound
        Cost of the plan, and the least that any plan serving these needs can cost.
    pairs
        Every pair within the distance, with its criteria and why it may not be matched.

    """

    plan: pd.DataFrame
    unmatched: pd.DataFrame
    supported: pd.DataFrame
    could: pd.DataFrame
    total: float
    bound: float
    pairs: pd.DataFrame
    terms: Terms

    @property
    def loads(self) -> pd.DataFrame:
        """The trusts that could give."""
        return self.could[self.could["capacity"] > 0].reset_index(drop=True)

    @property
    def served(self) -> int:
        """How many schools have a supporter by the plan."""
        return int(self.plan["urn"].nunique())

    @property
    def asked(self) -> int:
        """How many eligible schools there are."""
        return len(set(self.plan["urn"]) | set(self.supported["urn"])) + len(self.unmatched)

    def as_json(self) -> dict[str, Any]:
        """Return plan, unmatched, loads, total, bound and rules as plain values."""
        return {
            "plan": _records(self.plan),
            "unmatched": _records(self.unmatched),
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
                "supporters_per_school": self.terms.supporters_per_school,
            },
        }


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return rows as plain values, ``None`` for what is missing."""
    plain = table.astype("object").where(table.notna(), None)
    return [dict(zip(table.columns, row, strict=True)) for row in plain.to_numpy().tolist()]


def quietly(_step: str) -> None:
    """Tell nobody of a step."""


def match(
    history: History,
    day: dt.date,
    terms: Terms | None = None,
    *,
    progress: Progress = quietly,
) -> Match:
    """Match supporters to eligible schools on ``day``.

    Parameters
    ----------
    progress
        Told each of ``STEPS`` as it begins.

    Raises
    ------
    QuestionError
        A limit makes no sense (see :meth:`Terms.check`).
    """
    terms = terms or Terms()
    terms.check()
    state = as_at(history, day)
    progress(STEPS[0])
    schools = _asking(need(history, state, day, terms.rules), state, terms)
    progress(STEPS[1])
    could = _could(history, day, terms)
    givers = could[could["capacity"] > 0].sort_values("trust_uid", ignore_index=True)
    progress(STEPS[2])
    pairs = possible_pairs(history, day, schools, givers, terms)
    progress(STEPS[3])
    chosen, total, bound = best_plan(pairs, schools, givers)
    progress(STEPS[4])
    plan = _plan(pairs[chosen], schools)
    without = schools[~schools["urn"].isin(plan["urn"]) & (schools["supported"] == 0)]
    given = plan["supporter_uid"].value_counts()
    assigned = could["trust_uid"].map(given).fillna(0).astype("int64")
    helped = schools[schools["supported"] > 0].rename(columns={"supported": "supporters"})
    return Match(
        plan=plan,
        unmatched=without[SCHOOL]
        .assign(reason=reasons(history, day, without, pairs, could, terms))
        .reset_index(drop=True),
        supported=helped[[*SCHOOL, "supporters"]].reset_index(drop=True),
        could=could.assign(assigned=assigned).sort_values(
            ["assigned", "trust_uid"], ascending=[False, True], ignore_index=True
        ),
        total=total,
        bound=bound,
        pairs=pairs,
        terms=terms,
    )


def _asking(schools: pd.DataFrame, state: pd.DataFrame, terms: Terms) -> pd.DataFrame:
    """Return the schools that may be helped, with how many supporters each has and asks for."""
    more = state[state["urn"].isin(terms.orphaned) & ~state["urn"].isin(schools["urn"])]
    if len(more):
        more = more.assign(gravity=ORPHANED, rules="Trust closes", why="Its trust closes")
        schools = pd.concat([schools, more]).sort_values(["gravity", "urn"], ignore_index=True)
    if terms.recipients is not None:
        schools = schools[schools["urn"].isin(list(terms.recipients))].reset_index(drop=True)
    supported = schools["urn"].map(dict(terms.supported)).fillna(0).astype("int64")
    asks = (terms.supporters_per_school - supported).clip(lower=0)
    runs = {"run_by": run_by(schools), "run_by_uid": schools["trust_uid"]}
    return schools.assign(supported=supported, asks=asks, **runs)


def _could(history: History, day: dt.date, terms: Terms) -> pd.DataFrame:
    """Return the capacity of each trust in scope."""
    could = capacity(history, day, terms.formula, committed=terms.committed)
    could["capacity"] += could["trust_uid"].map(dict(terms.extra)).fillna(0).astype("int64")
    if terms.supporters is not None:
        could = could[could["trust_uid"].isin(list(terms.supporters))]
    return could


def _plan(chosen: pd.DataFrame, schools: pd.DataFrame) -> pd.DataFrame:
    columns = ["supporter_uid", "supporter_name", "from_urn", "from_name", "distance_km"]
    plan = schools[SCHOOL].merge(chosen[["urn", *columns, "cost", *CRITERIA]], on="urn")
    return plan.sort_values(["gravity", "urn", "supporter_uid"], ignore_index=True)
