"""Who could help whom: supporters matched to eligible schools, to a proven optimum.

A transport problem. Each eligible school asks for a supporter, or more where the terms allow it;
each trust can give as many as its capacity, of each phase as many as its strong schools of it
allow, and each strong school as many as it may at a time. A pair is possible where the trust has a
strong school of the school's phase, large enough for it, within the distance limit, and no conflict
of interest.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from alliance.analysis.matching.capacity import capacity
from alliance.analysis.matching.kept_pairs import BY_HAND, asking_apart, settle_kept, with_notes
from alliance.analysis.matching.match_because import because
from alliance.analysis.matching.match_cautions import cautions, last_inspected
from alliance.analysis.matching.match_pairs import CRITERIA, LEFT_OUT, possible_pairs
from alliance.analysis.matching.match_reasons import reasons
from alliance.analysis.matching.match_result import PAIR, SCHOOL
from alliance.analysis.matching.match_result import Match as Match
from alliance.analysis.matching.match_terms import Terms
from alliance.analysis.matching.own_trust import own_trust_could
from alliance.analysis.matching.run_by_choice import run_so
from alliance.analysis.matching.solving.optimum import best_plan
from alliance.analysis.matching.solving.room import room_of, with_kept
from alliance.analysis.need.need_rules import need
from alliance.analysis.schools.run_by import run_by
from alliance.history import as_at

if TYPE_CHECKING:
    import datetime as dt

    from alliance.history import History

TRIED = "raised to try it out"
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
    room = room_of(history, state, day, could, terms)
    progress(STEPS[2])
    told = _in_question(could.assign(choices=room.choices(terms)), terms)
    pairs = possible_pairs(history, day, schools, told, terms)
    kept = settle_kept(history, day, schools, could, pairs, terms)
    at_first, room = room, with_kept(room, kept, pairs)
    told = _in_question(room.trusts, terms, kept)
    pairs = pairs[pairs["supporter_uid"].isin(told["trust_uid"])].reset_index(drop=True)
    progress(STEPS[3])
    limited, limits = room.limits(pairs)
    askers, asked = asking_apart(schools, limited, kept)
    chosen, total, bound = best_plan(asked, askers, limits)
    progress(STEPS[4])
    plan = _plan(pairs[chosen], schools, kept, terms)
    plan = _with_evidence(history, state, day, plan, terms)
    without = schools[~schools["urn"].isin(plan["urn"]) & (schools["supported"] == 0)]
    helped = schools[schools["supported"] > 0].rename(columns={"supported": "supporters"})
    used = room.used(plan)
    return Match(
        plan=plan,
        unmatched=without[SCHOOL]
        .assign(reason=reasons(history, day, without, pairs, used, terms))
        .reset_index(drop=True),
        supported=helped[[*SCHOOL, "supporters"]].reset_index(drop=True),
        total=total,
        bound=bound,
        pairs=pairs,
        terms=terms,
        kept=with_notes(kept, plan, room.raised_from(at_first)),
        room=used,
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
    schools = schools[_run_as_asked(history, state, day, schools, terms)].reset_index(drop=True)
    supported = schools["urn"].map(dict(terms.supported)).fillna(0).astype("int64")
    asks = (terms.supporters_per_school - supported).clip(lower=0)
    runs = {"run_by": run_by(schools), "run_by_uid": schools["trust_uid"]}
    return schools.assign(supported=supported, asks=asks, **runs)


def _run_as_asked(
    history: History, state: pd.DataFrame, day: dt.date, schools: pd.DataFrame, terms: Terms
) -> pd.Series[bool]:
    if terms.run_by == "no_able_trust":
        return ~own_trust_could(history, day, schools, terms)
    return run_so(history, state, day, schools, terms.run_by)


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
        [
            could["trust_uid"].isin(terms.barred),
            could["trust_uid"].isin(list(terms.extra)),
            by_hand.notna(),
        ],
        [LEFT_OUT, TRIED, BY_HAND],
        "",
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
    told = ["from_urn", "from_name", "from_inherited", "from_pupils", "distance_km", "because"]
    chosen = chosen.assign(because=because(chosen, terms))
    plan = schools[SCHOOL].merge(
        chosen[["urn", "supporter_uid", "supporter_name", *told, "cost", *CRITERIA]], on="urn"
    )
    both = ["supporter_uid", "urn"]
    wanted = pd.MultiIndex.from_frame(kept.loc[kept["reason"] == "", both]).to_list()
    plan["kept"] = pd.MultiIndex.from_frame(plan[both]).isin(wanted)
    return plan.sort_values(["gravity", "urn", "supporter_uid"], ignore_index=True)


def _with_evidence(
    history: History, state: pd.DataFrame, day: dt.date, plan: pd.DataFrame, terms: Terms
) -> pd.DataFrame:
    """Add when both sides were last inspected, the strong school's grade, and what to ask first."""
    seen = last_inspected(history, day)["start"]
    found = plan.assign(
        inspected=plan["urn"].map(seen),
        from_grade=plan["from_urn"].map(state.set_index("urn")["grade"]),
        from_inspected=plan["from_urn"].map(seen),
        cautions=cautions(history, day, plan, state, terms),
    )
    return found[[*SCHOOL, *PAIR, *(name for name in plan if name not in {*SCHOOL, *PAIR})]]
