"""The schools of a question and those like them, row by row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from alliance.analysis.impact.outcomes import OUTCOMES
from alliance.analysis.impact.panel import by_year_since
from alliance.analysis.impact.question_names import LONGEST_YEARS
from alliance.analysis.schools.grades import mark_inherited, named_when
from alliance.analysis.trusts.trust_names import shown_names
from alliance.current.state import current_history
from alliance.views.columns import Column

if TYPE_CHECKING:
    from alliance.analysis.impact.answer import Answer

SINCE_HELP = (
    "The day on which it joined, moved or was first supported; of support of which only the year "
    "or month is published, the last day of that"
)
SUPPORT = {"documented": "Documented support", "register": "Support in the register"}
_FOUND = {100.0: "Yes", 0.0: "No"}
PAIR_COLUMNS = {
    "name": Column("School"),
    "day": Column("Since", SINCE_HELP, "day"),
    "came_under": Column("Came under", "The trust or area; of support, what tells of it"),
    "like_name": Column("Like school"),
    "grade": Column("Grade before", "Of both: the latest overall grade before, in its words then"),
    "prior": Column("Result before", "Of the school, less the mean of all schools", "number1"),
    "like_prior": Column("Like school’s", "Its result before, in the same way", "number1"),
    "distance": Column("Distance", "How far apart, in standard deviations; nearest first"),
    "change": Column("Change", "Of the school, over the years asked for", "number1"),
    "like_change": Column("Like school’s change", "Over the same years", "number1"),
}
INSPECTED_COLUMNS = {
    **{name: column for name, column in PAIR_COLUMNS.items() if "prior" not in name},
    "change": Column("Found Good", "Of the school: Good or Outstanding, or the expected standard"),
    "inspected": Column("On", "The day of that inspection", "day"),
    "like_change": Column("Like school so"),
    "like_inspected": Column("Like school on", "The day of its inspection", "day"),
}
"""Of outcomes of inspections."""
UNMATCHED_COLUMNS = {
    "name": Column("School"),
    "day": Column("Since", SINCE_HELP, "day"),
    "came_under": Column("Came under", "The trust or area; of support, what tells of it"),
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
    "since": Column("Years after", "1 is the first at least six months after", "number"),
    "treated_change": Column(
        "These schools", "Mean change since the last result before", "number1"
    ),
    "like_change": Column("Like schools", "Mean change since the last result before", "number1"),
    "value": Column("Difference", "Once what still differs between them is allowed for", "number1"),
    "lower": Column("95% from", "", "number1"),
    "upper": Column("95% to", "", "number1"),
    "treated": Column("Schools", "Treated schools known that year", "count"),
}


def pairs_shown(answer: Answer) -> tuple[pd.DataFrame, dict[str, Column]]:
    """Return every pair as a table shows it, and its columns."""
    pairs = pairs_of(answer)
    if OUTCOMES[answer.question.outcome].way == "yearly":
        return pairs, PAIR_COLUMNS
    found = {name: pairs[name].map(_FOUND) for name in ("change", "like_change") if name in pairs}
    return pairs.assign(**found), INSPECTED_COLUMNS


def pairs_of(answer: Answer) -> pd.DataFrame:
    """Return every pair of a school and one like it.

    Returns
    -------
    DataFrame
        A row a pair, by school and distance: name, urn, day, came_under, like_name, like_urn,
        weight, distance, phase, run_by, grade, below_twice, base (the year of the prior result),
        and of both (the like school's with like_ before it): prior, trend, free_meals, pupils,
        deprivation, years_since_inspection, region, change, change_1 to change_8 (by the years
        since), inspected (the day of the inspection that counts), watched_from and watched_to (of
        “time until Good”: the years since its last inspection between which it is watched), cluster
        (whose schools the interval takes to fare alike); and like_until (the day on which the like
        school joined a trust itself; it counts until then).

    """
    members = answer.matched.members
    if members.empty:
        return pd.DataFrame(columns=list(PAIR_COLUMNS))
    by_year = _changes_by_year(answer)
    members = members.assign(
        pupils=np.exp(members["log_roll"]).round(),
        change=_changes(answer),
        name=_names(members),
        inspected=_inspected(answer),
        watched_from=_watched(answer, "enter"),
        watched_to=_watched(answer, "leave"),
        **by_year,
    )
    both = ["urn", "name", "prior", "trend", "free_meals", "pupils", "deprivation"]
    both += ["years_since_inspection", "region", "change", *by_year, "inspected"]
    both += ["watched_from", "watched_to", "cluster"]
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
    years = answer.counted or range(1, answer.question.years + 1) if yearly else (1,)
    rows = answer.panel[answer.panel["since"].isin(years)]
    return _of_members(answer, rows.groupby("member")["change"].mean())


def _changes_by_year(answer: Answer) -> dict[str, pd.Series]:
    """Return the change of each member by the years since; missing where none is known."""
    panel, years = answer.panel, range(1, LONGEST_YEARS + 1)
    if panel is None or OUTCOMES[answer.question.outcome].way != "yearly":
        missing = pd.Series(np.nan, answer.matched.members.index)
        return {f"change_{year}": missing for year in years}
    by = panel.set_index(["since", "member"])["change"]
    known = set(by.index.get_level_values(0))
    return {
        f"change_{year}": _of_members(
            answer, by.loc[year] if year in known else pd.Series(dtype="float64")
        )
        for year in years
    }


def _inspected(answer: Answer) -> pd.Series:
    """Return the day of the inspection of each member that counts."""
    panel = answer.panel
    if panel is None or "inspected" not in panel:
        return pd.Series(pd.NaT, answer.matched.members.index).astype("datetime64[ms]")
    return _of_members(answer, panel.set_index("member")["inspected"])


def _watched(answer: Answer, end: str) -> pd.Series:
    """Return an end of the time in which each member is watched; missing of other outcomes."""
    panel = answer.panel
    if panel is None or end not in panel:
        return pd.Series(np.nan, answer.matched.members.index)
    return _of_members(answer, panel.set_index("member")[end].round(3))


def _of_members(answer: Answer, values: pd.Series) -> pd.Series:
    """Return values by the place of a member in its order, as a column of the members."""
    members = answer.matched.members
    return values.reindex(np.arange(len(members))).set_axis(members.index)


def shares_found(answer: Answer) -> pd.DataFrame:
    """Return what inspections found of these schools and of like schools.

    Returns
    -------
    DataFrame
        A row a side and finding: treated, found (in words), percent (of the schools of that side,
        those like one by their weights).

    """
    assert answer.panel is not None  # noqa: S101
    weight = answer.panel.groupby(["treated", "found"])["weight"].sum()
    percent = 100 * weight / weight.groupby("treated").transform("sum")
    return percent.rename("percent").reset_index()


def unmatched_of(answer: Answer) -> pd.DataFrame:
    """Return the schools that could not be compared: name, urn, day, came_under, why."""
    table = answer.matched.unmatched
    table = table.assign(name=_names(table), came_under=_came_under(table["group"]))
    lost = [table[["name", "urn", "day", "came_under", "why"]]]
    members = answer.matched.members
    if not members.empty:
        own = members[members["treated"] & ~members["set"].isin(answer.sets.index)]
        why = NO_OUTCOME[OUTCOMES[answer.question.outcome].way]
        own = own.assign(name=_names(own), came_under=_came_under(own["group"]), why=why)
        lost.append(own[["name", "urn", "day", "came_under", "why"]])
    whole = pd.concat(lost, ignore_index=True)
    return whole.sort_values(["why", "name", "urn"], ignore_index=True)


_NOT_KNOWN = "Matched, but the outcome is not known of it and a like school in the years asked for"
NO_OUTCOME = {
    "yearly": _NOT_KNOWN,
    "inspection": "Matched, but not inspected, or no like school within a year of its inspection",
    "until good": _NOT_KNOWN,
}


def years_of(answer: Answer) -> pd.DataFrame:
    """Return the differences by years since; columns as ``YEAR_COLUMNS`` and se, p, like."""
    if answer.fit is None or answer.panel is None:
        return pd.DataFrame(columns=list(YEAR_COLUMNS))
    return answer.fit.table.merge(by_year_since(answer.panel), on="since", how="left")


def _names(table: pd.DataFrame) -> pd.Series:
    names = current_history().schools.set_index("urn")["name"]
    return table["urn"].map(names)


def _came_under(group: pd.Series) -> pd.Series:
    names = group.map(shown_names(current_history()))
    return names.fillna(group.map(SUPPORT)).fillna(group.astype("str"))
