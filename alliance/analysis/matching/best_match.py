"""Who could help whom: supporters matched to eligible schools, to a proven optimum.

A transport problem. Each eligible school asks for a supporter, or more where the terms allow it;
each trust can give as many as its capacity; a pair is possible where the trust has a strong school
of the school's phase within the distance limit and no conflict of interest.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from alliance.analysis.matching.capacity import capacity
from alliance.analysis.matching.hand_changes import HandChanges
from alliance.analysis.matching.kept_pairs import BY_HAND, asking_apart, settle_kept, with_room
from alliance.analysis.matching.match_because import as_list, because
from alliance.analysis.matching.match_pairs import CRITERIA, LEFT_OUT, possible_pairs
from alliance.analysis.matching.match_reasons import reasons
from alliance.analysis.matching.match_terms import Terms
from alliance.analysis.matching.need_rules import RULES, VERSION, need
from alliance.analysis.matching.optimum import best_plan
from alliance.analysis.matching.run_by_choice import run_so
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
    "inherited",
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
        them who runs the school (run_by, and run_by_uid where that is a trust) and inherited
        (whether it is eligible only by the inspection of the school it replaced); supporter_uid,
        supporter_name, from_urn, from_name (the strong school that the support comes from),
        from_inherited (whether that is strong only by the school it replaced), distance_km,
        because (what speaks for the pair, in short words), cost, the criteria and kept (whether a
        person keeps the pair).
    unmatched
        A row a school not matched: the columns of ``SCHOOL``, reason.
    supported
        A row an eligible school that has a supporter already: the columns of the schools,
        supporters.
    loads
        A row a trust that could give: trust_uid, name, the parts of its capacity, capacity,
        capacity_note (blank where the formula gives it, else what does), assigned.
    could
        A row a trust in scope, one that can give nothing too: the columns of ``loads``.
    total, bound
        Cost of the plan, and the least that any plan serving these needs can cost.
    pairs
        Every pair within the distance, with its criteria and why it may not be matched.
    kept
        A row a pair that a person keeps: supporter_uid, urn, name, supporter_name, reason (why it
        cannot be in the plan all the same; blank where it is).

    """

    plan: pd.DataFrame
    unmatched: pd.DataFrame
    supported: pd.DataFrame
    could: pd.DataFrame
    total: float
    bound: float
    pairs: pd.DataFrame
    terms: Terms
    kept: pd.DataFrame

    @property
    def kept_impossible(self) -> pd.DataFrame:
        """The pairs that a person keeps and that cannot be, each with its reason."""
        return self.kept[self.kept["reason"] != ""].reset_index(drop=True)

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
            "plan": [{**row, "because": as_list(row["because"])} for row in _records(self.plan)],
            "unmatched": _records(self.unmatched),
            "supported": _records(self.supported),
            "kept_impossible": _records(self.kept_impossible),
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
                "count_inherited": self.terms.count_inherited,
                "run_by": self.terms.run_by,
                "by_hand": _by_hand(self.terms).spelled(),
            },
        }


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return rows as plain values, ``None`` for what is missing."""
    plain = table.astype("object").where(table.notna(), None)
    return [dict(zip(table.columns, row, strict=True)) for row in plain.to_numpy().tolist()]


def _by_hand(terms: Terms) -> HandChanges:
    return HandChanges(
        terms.kept,
        tuple(terms.forbidden),
        tuple(terms.barred),
        tuple(terms.capacity_by_hand.items()),
    )


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
    schools = _asking(history, state, day, terms)
    progress(STEPS[1])
    could = _could(history, day, terms)
    progress(STEPS[2])
    pairs = possible_pairs(history, day, schools, _in_question(could, terms), terms)
    kept = settle_kept(history, day, schools, could, pairs, terms)
    could = with_room(could, kept)
    pairs = pairs[pairs["supporter_uid"].isin(_in_question(could, terms, kept)["trust_uid"])]
    pairs = pairs.reset_index(drop=True)
    givers = could[could["capacity"] > 0].sort_values("trust_uid", ignore_index=True)
    progress(STEPS[3])
    askers, asked = asking_apart(schools, pairs, kept)
    chosen, total, bound = best_plan(asked, askers, givers)
    progress(STEPS[4])
    plan = _plan(pairs[chosen], schools, kept, terms)
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
        kept=kept,
    )


def _asking(history: History, state: pd.DataFrame, day: dt.date, terms: Terms) -> pd.DataFrame:
    """Return the schools that may be helped, with how many supporters each has and asks for."""
    schools = need(history, state, day, terms.rules, count_inherited=terms.count_inherited)
    more = state[state["urn"].isin(terms.orphaned) & ~state["urn"].isin(schools["urn"])]
    if len(more):
        more = more.assign(gravity=ORPHANED, rules="Trust closes", why="Its trust closes")
        more["inherited"] = False
        schools = pd.concat([schools, more]).sort_values(["gravity", "urn"], ignore_index=True)
    if terms.recipients is not None:
        schools = schools[schools["urn"].isin(list(terms.recipients))]
    schools = schools[run_so(history, state, day, schools, terms.run_by)].reset_index(drop=True)
    supported = schools["urn"].map(dict(terms.supported)).fillna(0).astype("int64")
    asks = (terms.supporters_per_school - supported).clip(lower=0)
    runs = {"run_by": run_by(schools), "run_by_uid": schools["trust_uid"]}
    return schools.assign(supported=supported, asks=asks, **runs)


def _could(history: History, day: dt.date, terms: Terms) -> pd.DataFrame:
    """Return the capacity of each trust in scope."""
    inherited = terms.count_inherited
    could = capacity(
        history, day, terms.formula, committed=terms.committed, count_inherited=inherited
    )
    by_hand = could["trust_uid"].map(dict(terms.capacity_by_hand))
    could["capacity"] = could["capacity"].where(by_hand.isna(), by_hand.fillna(0)).astype("int64")
    could["capacity"] += could["trust_uid"].map(dict(terms.extra)).fillna(0).astype("int64")
    could.loc[could["trust_uid"].isin(terms.barred), "capacity"] = 0
    could["capacity_note"] = np.select(
        [could["trust_uid"].isin(terms.barred), by_hand.notna()], [LEFT_OUT, BY_HAND], ""
    )
    if terms.supporters is not None:
        could = could[could["trust_uid"].isin(list(terms.supporters))]
    return could


def _in_question(
    could: pd.DataFrame, terms: Terms, kept: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return the trusts whose pairs are told: that can give, are left out, or are to be kept."""
    named = set(terms.barred)
    if kept is None:
        named |= {uid for uid, _ in terms.kept}
    told = (could["capacity"] > 0) | could["trust_uid"].isin(named)
    return could[told].sort_values("trust_uid", ignore_index=True)


def _plan(
    chosen: pd.DataFrame, schools: pd.DataFrame, kept: pd.DataFrame, terms: Terms
) -> pd.DataFrame:
    told = ["from_urn", "from_name", "from_inherited", "distance_km", "because", "cost", *CRITERIA]
    chosen = chosen.assign(because=because(chosen, terms))
    plan = schools[SCHOOL].merge(
        chosen[["urn", "supporter_uid", "supporter_name", *told]], on="urn"
    )
    both = ["supporter_uid", "urn"]
    wanted = pd.MultiIndex.from_frame(kept.loc[kept["reason"] == "", both]).to_list()
    plan["kept"] = pd.MultiIndex.from_frame(plan[both]).isin(wanted)
    return plan.sort_values(["gravity", "urn", "supporter_uid"], ignore_index=True)
