"""What rules of need go by since overall grades ended: each school's latest inspections.

An inspection may have given an overall grade (to September 2024), judgements without one (to
November 2025) or a report card. None is turned into another: of each is told what the Department
for Education's own definitions say of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from alliance.analysis.need_until_2024 import in_words
from alliance.history import GRADES

if TYPE_CHECKING:
    import datetime as dt

    from alliance.history import History

SPECIAL_MEASURES = ("SM",)
SIGNIFICANT_IMPROVEMENT = ("RSI", "SWK", "NTI")
"""The law's category, by the names it has had: serious weaknesses, and a notice to improve."""
BELOW_EXPECTED = ("Needs attention", "Urgent improvement")
# Where an inspection gave no overall grade, the department goes by these two judgements.
JUDGED = {"quality_of_education": "quality of education", "leadership_and_management": "leadership"}
COLUMNS = ["urn", "start", "below_good", "requires_improvement", "category_of_concern", "said"]


def latest_inspections(history: History, state: pd.DataFrame, day: dt.date) -> pd.DataFrame:
    """Give the latest inspection of each school by ``day``, of whatever kind.

    What a school inherits counts as its grade does.

    Returns
    -------
    DataFrame
        By urn: start; below_good and requires_improvement (as graded, or what the department
        counts as equivalent: Requires improvement in quality of education or leadership without an
        overall grade, Needs attention or worse in leadership and governance on a report card);
        category_of_concern; said (what was given, in words); leadership (of a report card);
        below_good_before and said_before (of the inspection before).
    """
    cards = _report_cards(history)
    known = pd.concat([_graded(history), _judged(history), cards], ignore_index=True)
    known = known[known["urn"].isin(state["urn"]) & (known["start"] <= pd.Timestamp(day))]
    known = known.sort_values(["urn", "start"], kind="stable")
    known = known.drop_duplicates(["urn", "start"], keep="last")
    before = known.groupby("urn")[["below_good", "said"]].shift()
    known = known.assign(
        below_good_before=before["below_good"].eq(other=True), said_before=before["said"]
    )
    return known.drop_duplicates("urn", keep="last").set_index("urn")


def _graded(history: History) -> pd.DataFrame:
    concerns = history.inspections[["inspected_urn", "start", "category_of_concern"]]
    table = history.grades.merge(concerns, on=["inspected_urn", "start"], how="left")
    return table.assign(
        below_good=table["grade"] >= 3,
        requires_improvement=table["grade"] == 3,
        said=table["grade"].map(GRADES),
    )[COLUMNS]


def _judged(history: History) -> pd.DataFrame:
    """Give the inspections with judgements and no overall grade."""
    table = history.inspections[history.inspections["overall"].isna()]
    weak = {name: (table[name] >= 3).fillna(value=False) for name in JUDGED}
    judged = {name: (table[name] == 3).fillna(value=False) for name in JUDGED}
    said = pd.Series("", table.index)
    for name, label in JUDGED.items():
        grade = table[name].map(GRADES).astype("object").fillna("not given")
        said += (", " if said.any() else "") + label + " " + grade
    return _for_each_urn(
        table.assign(
            below_good=weak["quality_of_education"] | weak["leadership_and_management"],
            requires_improvement=judged["quality_of_education"]
            | judged["leadership_and_management"],
            said="no overall grade (" + said + ")",
        )
    )[COLUMNS]


def _report_cards(history: History) -> pd.DataFrame:
    table = history.report_cards
    leadership = table["leadership_and_governance"].astype("object")
    weak = leadership.isin(BELOW_EXPECTED)
    return _for_each_urn(
        table.assign(
            below_good=weak,
            requires_improvement=weak,
            leadership=leadership,
            said="a report card (leadership and governance "
            + leadership.fillna("not graded").str.lower()
            + ")",
        )
    )[[*COLUMNS, "leadership"]]


def _for_each_urn(table: pd.DataFrame) -> pd.DataFrame:
    """Count an inspection for the school inspected, and for the one it was published for."""
    own = table.assign(urn=table["inspected_urn"])
    return pd.concat([table, own]).drop_duplicates(["urn", "start"])


def in_special_measures(history: History, state: pd.DataFrame, day: dt.date) -> pd.Series:
    """Say why, by URN, of the schools whose latest inspection put them in special measures."""
    return _in_category(history, state, day, SPECIAL_MEASURES, "In special measures since ")


def needs_significant_improvement(history: History, state: pd.DataFrame, day: dt.date) -> pd.Series:
    """Say why, by URN, of the schools whose latest inspection asked for significant improvement."""
    return _in_category(
        history, state, day, SIGNIFICANT_IMPROVEMENT, "Requires significant improvement since "
    )


def _in_category(
    history: History, state: pd.DataFrame, day: dt.date, codes: tuple[str, ...], words: str
) -> pd.Series:
    latest = latest_inspections(history, state, day)
    return words + in_words(latest.loc[latest["category_of_concern"].isin(codes), "start"])


def stuck(history: History, state: pd.DataFrame, day: dt.date) -> pd.Series:
    """Say why, by URN, of the schools that are stuck as the department defines it."""
    latest = latest_inspections(history, state, day)
    caught = latest[latest["requires_improvement"] & latest["below_good_before"]]
    said = caught["said"].str[:1].str.upper() + caught["said"].str[1:]
    told: pd.Series = said + " after " + caught["said_before"]
    return told + ", since " + in_words(caught["start"])


def leadership_below_expected(history: History, state: pd.DataFrame, day: dt.date) -> pd.Series:
    """Say why, by URN, of the schools whose report card is weak in leadership and governance."""
    latest = latest_inspections(history, state, day)
    caught = latest[latest["leadership"].isin(BELOW_EXPECTED)]
    told: pd.Series = caught["leadership"] + " in leadership and governance since "
    return told + in_words(caught["start"])
