"""Like schools: exact on phase, kind and grade, then the nearest in what was on record before.

Schools are matched as they stood at the end of the month before, with replacement: one school may
be like several others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from alliance.analysis.impact.estimate import clusters_of
from alliance.analysis.impact.lines import Lines, latest_before, lines_of, next_after
from alliance.analysis.impact.nearest import nearest_like
from alliance.analysis.impact.prior_results import PriorResults
from alliance.analysis.impact.standing import mean_and_spread, standing_on

if TYPE_CHECKING:
    from collections.abc import Callable

    from alliance.analysis.impact.outcomes import Outcome
    from alliance.analysis.impact.question import Question
    from alliance.history import History

UNTOUCHED = pd.Timedelta(days=3 * 365)
"""A like school has joined or moved to no trust for so long before the day."""
REOPENED_WITHIN = pd.Timedelta(days=120)
MEASURED = [
    "prior",
    "trend",
    "free_meals",
    "log_roll",
    "deprivation",
    "years_since_inspection",
    "grade",
    "below_twice",
    "north",
    "london",
]
"""What balance is shown of."""
NO_SCHOOL = "No school before it: it opened new, or its past is not on record"
NO_PRIOR = "No published result in the years before"
NOT_BELOW = "Good or Outstanding already"
NO_GRADE = "No grade before"


class Matched(NamedTuple):
    """What came of matching.

    Attributes
    ----------
    members
        A row a treated school and a row a like school of it: set (the same for a treated school
        and those like it), line, urn, treated, weight (1 for the treated, together 1 for those
        like it), distance, day, stood (the day by which it is matched), base (the year of the
        prior result), later (the day on which it joined or moved next; missing where it did not),
        cluster, and the columns it was matched on.
    unmatched
        A row a treated school without a like one: set, line, urn, day, why.
    pool
        The means of all untreated schools, for the balance before matching: schools (how many
        treated ones they stand against), ``MEASURED``, and <measure>_spread, standard deviations.

    """

    members: pd.DataFrame
    unmatched: pd.DataFrame
    pool: pd.DataFrame


def match_schools(
    history: History,
    question: Question,
    outcome: Outcome,
    treated: pd.DataFrame,
    progress: Callable[[float], None] = lambda _: None,
) -> Matched:
    """Match treated schools to schools like them.

    Parameters
    ----------
    treated
        As :func:`alliance.analysis.impact.treated.treated_schools` returns them.
    progress
        Called with the share that is done.

    """
    lines = lines_of(history)
    treated = treated.assign(set=range(len(treated)), stood=_standing_days(lines, treated))
    if "until" not in treated:
        treated["until"] = pd.NaT
    prior = PriorResults(history, lines, outcome)
    found, pools, lost = [], [], [treated[treated["stood"].isna()].assign(why=NO_SCHOOL)]
    days = treated.groupby("stood")
    for done, (key, rows) in enumerate(days):
        day = pd.Timestamp(str(key))
        progress(done / len(days))
        before = prior.before(day)
        if before.empty and outcome.way == "yearly":
            lost.append(rows.assign(why=NO_PRIOR))
            continue
        state = standing_on(history, day.date()).join(before)
        why = _why_not(state.reindex(rows["line"]), outcome)
        fit = pd.isna(why)
        lost.append(rows[~fit].assign(why=why[~fit]))
        rows = rows[fit]
        free = _untreated(lines, question, treated, state, day)
        near, far = nearest_like(
            state,
            rows,
            free,
            neighbours=question.neighbours,
            caliper=question.caliper,
            inspected=outcome.way != "yearly",
        )
        lost.append(rows[rows["set"].isin(far.index)].assign(why=far.to_numpy()))
        found.append(members_of(rows, near, state))
        pools.append(_summary(state, rows, free))
    unmatched = pd.concat(lost, ignore_index=True).drop(columns="stood")
    if not found or not sum(map(len, found)):
        return Matched(pd.DataFrame(), unmatched, pd.DataFrame())
    members = pd.concat(found, ignore_index=True)
    # The treated school's own day is no later change; that of a like school would be.
    since = members["day"].where(members["treated"], members["stood"])
    members["later"] = next_after(
        members["line"].to_numpy(), since.to_numpy(), lines.changes
    ).to_numpy()
    members["earlier"] = latest_before(
        members["line"].to_numpy(), members["stood"].to_numpy(), lines.changes
    ).to_numpy()
    if question.kind in ("area", "supported"):
        members[["earlier", "later"]] = pd.NaT
    members["later"] = members[["later", "until"]].min(axis=1)
    members["cluster"] = clusters_of(members)
    return Matched(members, unmatched, pd.concat(pools, ignore_index=True))


def members_of(rows: pd.DataFrame, near: pd.DataFrame, state: pd.DataFrame) -> pd.DataFrame:
    """Return treated schools and those near them as one table, with how they stood.

    Parameters
    ----------
    rows
        The treated: set, line, day, stood, group and, where they are followed no further, until.
    near
        As :func:`alliance.analysis.impact.nearest.nearest_like` returns them.
    state
        How schools stood, by line.

    """
    whole = rows.set_index("set")[["day", "stood", "group", "until"]]
    own = rows[rows["set"].isin(near["set"])]
    mine = pd.DataFrame(
        {
            "set": own["set"],
            "place": state.index.get_indexer(pd.Index(own["line"])),
            "distance": 0.0,
            "weight": 1.0,
        }
    )
    both = pd.concat([mine, near], ignore_index=True)
    both["treated"] = np.arange(len(both)) < len(mine)
    asked = whole.loc[both["set"]].reset_index(drop=True)
    stood = state.take(both.pop("place").to_numpy()).reset_index()
    return pd.concat([both, asked, stood], axis=1)


def _standing_days(lines: Lines, treated: pd.DataFrame) -> pd.Series:
    """Return the day by which each school is matched: the end of the month before its own.

    Where the school before it had closed by then, the end of the month before that; missing where
    there was none.
    """
    end = treated["day"].dt.to_period("M").dt.start_time - pd.Timedelta(days=1)
    asked = treated[["line"]].assign(row=treated.index, end=end)
    spells = asked.merge(lines.urns, on="line")
    spells = spells[~(spells["opened"] > spells["end"])]
    gone = spells["closed"].dt.to_period("M").dt.start_time - pd.Timedelta(days=1)
    open_ = ~(spells["closed"] <= spells["end"])
    stood = spells["end"].where(open_, gone)
    stood = stood.where(spells["end"] - stood <= REOPENED_WITHIN)
    stood = stood.where(~(stood < spells["opened"]))
    return stood.groupby(spells["row"]).max().reindex(treated.index)


def _why_not(own: pd.DataFrame, outcome: Outcome) -> np.ndarray:
    """Say why treated schools cannot be compared; missing where they can."""
    why = np.full(len(own), None, dtype="object")
    if outcome.way == "yearly":
        why[own["prior"].isna()] = NO_PRIOR
    else:
        why[own["grade"] == 0] = NO_GRADE
    if outcome.way == "until good":
        why[own["grade"].between(1, 2)] = NOT_BELOW
    why[own["urn"].isna()] = NO_SCHOOL
    return why


def _untreated(
    lines: Lines,
    question: Question,
    treated: pd.DataFrame,
    state: pd.DataFrame,
    day: pd.Timestamp,
) -> np.ndarray:
    """Say which schools may be like schools on a day: not treated yet, nor lately by another."""
    line = state.index.to_numpy()
    if question.kind == "area":
        return state["opportunity_area"].isna().to_numpy()
    if question.kind == "supported":
        return ~np.isin(line, treated["line"])
    began = treated.loc[treated["day"] <= day + pd.Timedelta(days=31), "line"]
    changes = lines.changes
    lately = changes.loc[changes["day"].between(day - UNTOUCHED, day), "line"]
    there = state["trust_uid"].isin([*question.trusts, *question.left]).to_numpy("bool")
    free: np.ndarray = ~(np.isin(line, began) | np.isin(line, lately) | there)
    return free


def _summary(state: pd.DataFrame, rows: pd.DataFrame, free: np.ndarray) -> pd.DataFrame:
    """Return the mean of all untreated schools, a row a phase, as often as schools of it began."""
    began = state.loc[rows["line"], "phase"].value_counts()
    mean, spread = mean_and_spread(state, MEASURED, free)
    both = mean.join(spread.add_suffix("_spread"))
    return both.reindex(began.index).assign(schools=began.to_numpy())
