"""What rules of need go by since overall grades ended: each school's latest inspections.

An inspection may have given an overall grade (to September 2024), judgements without one (to
November 2025) or a report card. None is turned into another: of each is told what the Department
for Education's own definitions say of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from alliance.analysis.need.need_until_2024 import found_because, in_words
from alliance.analysis.schools.grades import mark_inherited
from alliance.history import GRADES

if TYPE_CHECKING:
    import datetime as dt

    from alliance.history import History

SPECIAL_MEASURES = ("SM",)
SIGNIFICANT_IMPROVEMENT = ("RSI", "SWK", "NTI")
"""The law's category, by the names it has had: serious weaknesses, and a notice to improve."""
CATEGORIES = (*SPECIAL_MEASURES, *SIGNIFICANT_IMPROVEMENT)
BELOW_EXPECTED = ("Needs attention", "Urgent improvement")
# Where an inspection gave no overall grade, the department goes by its four key judgements.
JUDGED = {
    "quality_of_education": "quality of education",
    "behaviour_and_attitudes": "behaviour and attitudes",
    "personal_development": "personal development",
    "leadership_and_management": "leadership",
}
COLUMNS = [
    "urn",
    "start",
    "published",
    "below_good",
    "requires_improvement",
    "category_of_concern",
    "inherited",
    "said",
]


def latest_inspections(
    history: History, state: pd.DataFrame, day: dt.date, *, by: str = "start"
) -> pd.DataFrame:
    """Return the latest inspection of each school by ``day``, of whatever kind.

    What a school inherits counts as its grade does.

    Parameters
    ----------
    by
        "start" for what had begun by the day, "published" for what was known by then; an
        inspection whose publication is not known counts from its start.

    Returns
    -------
    DataFrame
        By urn: start; below_good and requires_improvement (as graded, or what the department
        counts as equivalent: Requires improvement in one of the four key judgements of ``JUDGED``
        without an overall grade, Needs attention or worse in leadership and governance on a report
        card); category_of_concern; said (what was given, in words); leadership (of a report card);
        inherited (whether it is that of the school this one replaced); below_good_before and
        said_before (of the inspection before).
    """
    return _latest(_inspections(history, state), day, by)


def _inspections(history: History, state: pd.DataFrame) -> pd.DataFrame:
    """Return the inspections of every kind of the schools, each school's in order."""
    kinds = [_graded(history), _judged(history), _report_cards(history)]
    known = pd.concat(kinds, ignore_index=True)
    return known[known["urn"].isin(state["urn"])].sort_values(["urn", "start"], kind="stable")


def _latest(known: pd.DataFrame, day: dt.date, by: str) -> pd.DataFrame:
    """Return the last of each school's inspections by ``day``, beside the one before it."""
    known = known[known[by].fillna(known["start"]) <= pd.Timestamp(day)]
    known = known.drop_duplicates(["urn", "start"], keep="last")
    before = known.groupby("urn")[["below_good", "said"]].shift()
    known = known.assign(
        below_good_before=before["below_good"].eq(other=True), said_before=before["said"]
    )
    return known.drop_duplicates("urn", keep="last").set_index("urn")


def _graded(history: History) -> pd.DataFrame:
    found = history.inspections[["inspected_urn", "start", "published", "category_of_concern"]]
    table = history.grades.merge(found, on=["inspected_urn", "start"], how="left")
    return table.assign(
        below_good=table["grade"] >= 3,
        requires_improvement=table["grade"] == 3,
        inherited=table["grade_inherited"],
        said=mark_inherited(table["grade"].map(GRADES).astype("object"), table["grade_inherited"]),
    )[COLUMNS]


def _judged(history: History) -> pd.DataFrame:
    """Return the inspections with judgements and no overall grade."""
    table = history.inspections[history.inspections["overall"].isna()]
    judged = table[list(JUDGED)].astype("Float64")
    said = pd.Series("", table.index)
    for name, label in JUDGED.items():
        grade = table[name].map(GRADES).astype("object").fillna("not given")
        said += (", " if said.any() else "") + label + " " + grade
    return _carried(
        history,
        table.assign(
            below_good=(judged >= 3).any(axis=1),
            requires_improvement=(judged == 3).any(axis=1),
            said="no overall grade (" + said + ")",
        ),
    )[COLUMNS]


def _report_cards(history: History) -> pd.DataFrame:
    table = history.report_cards
    leadership = table["leadership_and_governance"].astype("object")
    weak = leadership.isin(BELOW_EXPECTED)
    return _carried(
        history,
        table.assign(
            below_good=weak,
            requires_improvement=weak,
            leadership=leadership,
            said="a report card (leadership and governance "
            + leadership.fillna("not graded").str.lower()
            + ")",
        ),
    )[[*COLUMNS, "leadership"]]


def _carried(history: History, table: pd.DataFrame) -> pd.DataFrame:
    """Return inspections for each school that carries them, what they say marked as inherited."""
    found = history.carried(table)
    return found.assign(said=mark_inherited(found["said"], found["inherited"]))


def in_special_measures(history: History, state: pd.DataFrame, day: dt.date) -> pd.DataFrame:
    """Find the schools whose latest inspection put them in special measures."""
    return _in_category(history, state, day, SPECIAL_MEASURES, "In special measures")


def needs_significant_improvement(
    history: History, state: pd.DataFrame, day: dt.date
) -> pd.DataFrame:
    """Find the schools whose latest inspection asked for significant improvement."""
    return _in_category(
        history, state, day, SIGNIFICANT_IMPROVEMENT, "Requires significant improvement"
    )


def _in_category(
    history: History, state: pd.DataFrame, day: dt.date, codes: tuple[str, ...], words: str
) -> pd.DataFrame:
    latest = latest_inspections(history, state, day)
    caught = latest[latest["category_of_concern"].isin(codes)]
    told = mark_inherited(pd.Series(words, caught.index, dtype="object"), caught["inherited"])
    return found_because(told + " since " + in_words(caught["start"]), caught["inherited"])


def stuck(history: History, state: pd.DataFrame, day: dt.date) -> pd.DataFrame:
    """Find the schools that are stuck as the department defines it.

    The latest inspection published by the day gave Requires improvement, or the like, and put the
    school in no category of concern; the one before was less than good, or the like. Where the
    school had been inspected again, and the report was not published yet, that is said.
    """
    known = _inspections(history, state)
    latest = _latest(known, day, by="published")
    twice = latest["requires_improvement"] & latest["below_good_before"]
    caught = latest[twice & ~latest["category_of_concern"].isin(CATEGORIES)]
    said = caught["said"].str[:1].str.upper() + caught["said"].str[1:]
    told: pd.Series = said + " after " + caught["said_before"]
    told = told + ", since " + in_words(caught["start"])
    begun = known[known["start"] <= pd.Timestamp(day)].groupby("urn")["start"].max()
    begun = begun.reindex(caught.index)
    again = "; inspected again on " + in_words(begun) + ", not published by this day"
    why = told.mask(begun > caught["start"], told + again)
    return found_because(why, caught["inherited"])


def leadership_below_expected(history: History, state: pd.DataFrame, day: dt.date) -> pd.DataFrame:
    """Find the schools whose report card is weak in leadership and governance."""
    latest = latest_inspections(history, state, day)
    caught = latest[latest["leadership"].isin(BELOW_EXPECTED)]
    told = caught["leadership"] + " in leadership and governance"
    told = mark_inherited(told, caught["inherited"])
    return found_because(told + " since " + in_words(caught["start"]), caught["inherited"])
