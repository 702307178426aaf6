"""The schools of a question and those like them, row by row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from alliance.analysis.impact.outcomes import OUTCOMES
from alliance.analysis.impact.panel import side_by_side
from alliance.analysis.schools.grades import mark_inherited, named_when
from alliance.analysis.trusts.trust_names import shown_names
from alliance.current.state import current_history
from alliance.views.columns import Column

if TYPE_CHECKING:
    from alliance.analysis.impact.answer import Answer

PAIR_COLUMNS = {
    "name": Column("School"),
    "day": Column("Since", "The day on which it joined, moved or was first supported", "day"),
    "came_under": Column("Came under", "The trust or area"),
    "like_name": Column("Like school"),
    "grade": Column("Grade before", "Of both: the latest overall grade before, in its words then"),
    "prior": Column("Result before", "Of the school, less the mean of all schools", "number1"),
    "like_prior": Column("Like school’s", "Its result before, in the same way", "number1"),
    "distance": Column("Distance", "How far apart, in standard deviations; nearest first"),
    "change": Column("Change", "Of the school, over the years asked for", "number1"),
    "like_change": Column("Like school’s change", "Over the same years", "number1"),
}
UNMATCHED_COLUMNS = {
    "name": Column("School"),
    "day": Column("Since", "The day on which it joined, moved or was first supported", "day"),
    "came_under": Column("Came under", "The trust or area"),
    "why": Column("Why it could not be compared"),
}
BALANCE_COLUMNS = {
    "name": Column("Compared by"),
    "treated": Column("These schools", "Mean", "number1"),
    "untreated": Column(
        "All untreated", "Mean of all untreated schools of their phases", "number1"
    ),
    "like": Column("Like schools", "Mean of those matched, by weight", "number1"),
    "before": Column("Difference before", "In standard deviations, before matching"),
    "after": Column("Difference after", "In standard deviations, after matching"),
}
YEAR_COLUMNS = {
    "since": Column("Years since", "1 is the first at least six months after", "number"),
    "treated_change": Column(
        "These schools", "Mean change since the last result before", "number1"
    ),
    "like_change": Column("Like schools", "Mean change since the last result before", "number1"),
    "value": Column("Difference", "Once what still differs between them is allowed for", "number1"),
    "lower": Column("95% from", "", "number1"),
    "upper": Column("95% to", "", "number1"),
    "treated": Column("Schools", "Treated schools known that year", "count"),
}


def pairs_of(answer: Answer) -> pd.DataFrame:
    """Return every pair of a school and one like it.

    Returns
    -------
    DataFrame
        A row a pair, by school and distance: name, urn, day, came_under, like_name, like_urn,
        weight, distance, phase, run_by, grade, below_twice, base (the year of the prior result),
        and of both (the like school's with like_ before it): prior, trend, free_meals, pupils,
        deprivation, years_since_inspection, region, change; and like_until (the day on which the
        like school joined a trust itself; it counts until then).

    """
    members = answer.matched.members
    if members.empty:
        return pd.DataFrame(columns=list(PAIR_COLUMNS))
    members = members.assign(
        pupils=np.exp(members["log_roll"]).round(), change=_changes(answer), name=_names(members)
    )
    both = ["urn", "name", "prior", "trend", "free_meals", "pupils", "deprivation"]
    both += ["years_since_inspection", "region", "change"]
    own = members[members["treated"]].set_index("set")
    like = members[~members["treated"]].set_index("set")
    table = own[[*both, "day", "group", "phase", "run_by", "below_twice", "base"]].join(
        like[[*both, "weight", "distance", "later"]]
        .rename(columns={"later": "until"})
        .add_prefix("like_")
    )
    grade = own["grade"].astype("Int8").where(own["grade"] > 0)
    words = mark_inherited(named_when(grade, own["grade_date"]), own["grade_inherited"])
    table["grade"] = words.reindex(table.index)
    table = table.rename(columns={"like_weight": "weight", "like_distance": "distance"})
    table = table.assign(
        came_under=_came_under(table["group"]), distance=table["distance"].round(3)
    )
    first = ["name", "urn", "day", "came_under", "like_name", "like_urn", "weight", "distance"]
    rest = [name for name in table.columns if name not in (*first, "group")]
    return table[first + rest].sort_values(["name", "urn", "distance"], ignore_index=True)


def _changes(answer: Answer) -> pd.Series:
    """Return the mean change of each member over the years asked for."""
    members = answer.matched.members
    if answer.panel is None:
        return pd.Series(np.nan, members.index)
    yearly = OUTCOMES[answer.question.outcome].way == "yearly"
    years = answer.question.years if yearly else 1
    rows = answer.panel[answer.panel["since"].between(1, years)]
    return (
        rows.groupby("member")["change"]
        .mean()
        .reindex(np.arange(len(members)))
        .set_axis(members.index)
    )


def unmatched_of(answer: Answer) -> pd.DataFrame:
    """Return the schools that could not be compared: name, urn, day, came_under, why."""
    table = answer.matched.unmatched
    table = table.assign(name=_names(table), came_under=_came_under(table["group"]))
    lost = [table[["name", "urn", "day", "came_under", "why"]]]
    members = answer.matched.members
    if not members.empty:
        own = members[members["treated"] & ~members["set"].isin(answer.sets.index)]
        own = own.assign(name=_names(own), came_under=_came_under(own["group"]), why=NO_OUTCOME)
        lost.append(own[["name", "urn", "day", "came_under", "why"]])
    whole = pd.concat(lost, ignore_index=True)
    return whole.sort_values(["why", "name", "urn"], ignore_index=True)


NO_OUTCOME = "Matched, but the outcome is not known of it and a like school in the years asked for"


def years_of(answer: Answer) -> pd.DataFrame:
    """Return the differences by years since; columns as ``YEAR_COLUMNS`` and se, p, like."""
    if answer.fit is None or answer.panel is None:
        return pd.DataFrame(columns=list(YEAR_COLUMNS))
    means = by_year(answer)
    return answer.fit.table.merge(means, on="since", how="left")


def by_year(answer: Answer) -> pd.DataFrame:
    """Return the mean changes by year since: since, treated_change, like_change."""
    assert answer.panel is not None  # noqa: S101
    parts = []
    for since in sorted(answer.panel["since"].unique()):
        both = side_by_side(answer.panel, since, since)
        parts.append((since, both["treated"].mean(), both["like"].mean(), len(both)))
    return pd.DataFrame(parts, columns=["since", "treated_change", "like_change", "schools"])


def _names(table: pd.DataFrame) -> pd.Series:
    names = current_history().schools.set_index("urn")["name"]
    return table["urn"].map(names)


def _came_under(group: pd.Series) -> pd.Series:
    return group.map(shown_names(current_history())).fillna(group.astype("str").str.capitalize())
