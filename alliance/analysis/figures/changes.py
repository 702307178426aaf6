"""What changed between two days: joinings, transfers, openings, closings, inspections."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pandas as pd

from alliance.analysis.filters import lasting, narrow
from alliance.analysis.flows.transfers import transfers
from alliance.analysis.known import BEGINS
from alliance.analysis.partial_days import (
    GRADES_END,
    ended_in_words,
    grades_ended,
    grades_known,
    membership_differs,
)
from alliance.analysis.schools.grade_and_trust_on import grade_on, trust_on
from alliance.analysis.schools.school_story import school_name
from alliance.analysis.schools.without_grade import without_grade
from alliance.history import schools_on

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from alliance.analysis.filters import Filter
    from alliance.history import History

DAY = pd.Timedelta(days=1)


@dataclass(frozen=True)
class Changes:
    """What came after one day and by another; every table in order of date.

    Parameters
    ----------
    joins
        Schools that came into a trust for the first time: date, date_after (missing where the
        date is exact, else the joining came after this day), urn, name, trust_uid, trust_name,
        how ("new school" where it had no predecessor, else "converted").
    transfers
        Moves between trusts, as :func:`alliance.analysis.flows.transfers.transfers` gives them.
    openings
        date, urn, name, phase, type, trust_uid, trust_name, replaces (names of its predecessors;
        missing for a new school).
    closings
        date (the first day it was no longer open), urn, name, phase, type, trust_uid, trust_name,
        replaced_by (names of its successors; missing where none).
    inspections
        date, urn (the school inspected), name, phase, trust_uid, trust_name, grade_before (missing
        where it had none), grade_before_inherited, grade_after, change ("better", "same", "worse",
        "first").
    outcomes
        Inspections without an overall grade: date, urn (the school inspected), name, phase,
        trust_uid, trust_name, kind (a name of ``WITHOUT_GRADE``), said (what it gave, in words).
    remark
        What the records of the period lack; empty where nothing.
    whys
        Why a table tells of nothing in the period, by its name: then its number is not 0, it is
        not known.

    """

    joins: pd.DataFrame
    transfers: pd.DataFrame
    openings: pd.DataFrame
    closings: pd.DataFrame
    inspections: pd.DataFrame
    outcomes: pd.DataFrame
    remark: str
    whys: Mapping[str, str] = field(default_factory=dict)


def changes(history: History, scope: Filter, start: dt.date, end: dt.date) -> Changes:
    """Return what changed after ``start`` and by ``end`` among the schools of ``scope``.

    A trust in the scope is one of the two of a transfer, and holds the school of any other change
    on its day. The filter's day and grades are left aside.

    Raises
    ------
    QuestionError
        ``end`` is before ``start``.
    DayOutsideHistory
        No part of the period lies in the history.

    """
    moves = transfers(history, start, end)
    since, until = pd.Timestamp(start) + DAY, pd.Timestamp(end)
    schools = narrow(schools_on(history, scope.day), lasting(scope))
    moves = moves[(moves["date"] >= since) & moves["urn_after"].isin(schools["urn"])]
    if scope.trusts:
        either = moves["from_uid"].isin(scope.trusts) | moves["to_uid"].isin(scope.trusts)
        moves = moves[either]

    def within(table: pd.DataFrame, date: str) -> pd.DataFrame:
        return table[table[date].between(since, until)].rename(columns={date: "date"})

    def in_scope(table: pd.DataFrame) -> pd.DataFrame:
        if scope.trusts:
            table = table[table["trust_uid"].isin(list(scope.trusts))]
        return table.sort_values(["date", "urn"], ignore_index=True)

    graded = history.inspections[history.inspections["overall"].notna()]
    graded = within(graded, "start")
    others = within(without_grade(history), "start")
    return Changes(
        joins=in_scope(within(_joins(history, schools), "joined")),
        transfers=moves.reset_index(drop=True),
        openings=in_scope(_openings(history, within(schools, "opened"))),
        closings=in_scope(_closings(history, within(schools, "closed"))),
        inspections=in_scope(_inspections(history, graded, schools)),
        outcomes=in_scope(_outcomes(history, others, schools)),
        remark=_remark(history, start, end),
        whys=_whys(history, end, graded, others),
    )


def _whys(
    history: History, end: dt.date, graded: pd.DataFrame, others: pd.DataFrame
) -> dict[str, str]:
    """Say why inspections or transfers are not counted, where the records tell of none."""
    none = "No inspection of this time is in the records"
    if graded.empty and grades_ended(history) and end > history.grades_to:
        none = ended_in_words(history)
    whys = {"inspections": none} if graded.empty else {}
    if others.empty:
        whys["outcomes"] = BEGINS if end <= GRADES_END else "None of this time is in the records"
    if end <= history.complete_from:
        day = f"{history.complete_from:%-d %B %Y}"
        whys["transfers"] = f"No list of trusts before {day} is in the records"
    return whys


def _joins(history: History, schools: pd.DataFrame) -> pd.DataFrame:
    """Return every first joining; one by a school that came after an academy is a transfer."""
    first = history.memberships.sort_values(["urn", "joined"]).drop_duplicates("urn")
    links = history.links[history.links["kind"] != "split"]
    before = links[links["predecessor_urn"].isin(first["urn"])]
    first = first[~first["urn"].isin(before["successor_urn"])]
    table = first.merge(schools[["urn", "name"]], on="urn")
    replaced = table["urn"].isin(history.links["successor_urn"])
    return pd.DataFrame(
        {
            "joined": table["joined"],
            "date_after": table["joined_after"],
            "urn": table["urn"],
            "name": table["name"],
            "trust_uid": table["trust_uid"],
            "trust_name": table["trust_uid"].map(history.trusts.set_index("trust_uid")["name"]),
            "how": replaced.map({True: "converted", False: "new school"}),
        }
    )


def _openings(history: History, opened: pd.DataFrame) -> pd.DataFrame:
    names = _names(history, opened["urn"], "successor_urn", "predecessor")
    return _with_trust(history, opened, opened["date"]).assign(replaces=names)


def _closings(history: History, closed: pd.DataFrame) -> pd.DataFrame:
    names = _names(history, closed["urn"], "predecessor_urn", "successor")
    return _with_trust(history, closed, closed["date"] - DAY).assign(replaced_by=names)


def _names(history: History, urns: pd.Series, by: str, of: str) -> pd.Series:
    """Return the names of the schools linked to each; missing where none is linked."""
    linked = history.links[history.links[by].isin(urns)]
    unnamed = linked.loc[linked[f"{of}_name"].isna(), f"{of}_urn"].unique()
    found = linked[f"{of}_urn"].map({urn: school_name(history, urn) for urn in unnamed})
    linked = linked.assign(said=linked[f"{of}_name"].fillna(found)).sort_values([by, "said"])
    return urns.map(linked.groupby(by)["said"].agg("; ".join))


def _with_trust(history: History, table: pd.DataFrame, days: pd.Series) -> pd.DataFrame:
    held = trust_on(history, table["urn"], days)
    return table[["date", "urn", "name", "phase", "type"]].join(held)


def _inspections(history: History, inspected: pd.DataFrame, schools: pd.DataFrame) -> pd.DataFrame:
    own = inspected[["inspected_urn", "date", "overall"]].rename(
        columns={"inspected_urn": "urn", "overall": "grade_after"}
    )
    table = own.merge(schools[["urn", "name", "phase"]], on="urn")
    before = grade_on(history, table["urn"], table["date"] - DAY)
    difference = table["grade_after"] - before["grade"]
    change = pd.Series("same", table.index).mask(difference < 0, "better")
    change = change.mask(difference > 0, "worse").mask(before["grade"].isna(), "first")
    held = trust_on(history, table["urn"], table["date"])
    return table[["date", "urn", "name", "phase"]].assign(
        trust_uid=held["trust_uid"],
        trust_name=held["trust_name"],
        grade_before=before["grade"],
        grade_before_inherited=before["grade_inherited"],
        grade_after=table["grade_after"],
        change=change,
    )


def _outcomes(history: History, given: pd.DataFrame, schools: pd.DataFrame) -> pd.DataFrame:
    own = given.drop(columns="urn").rename(columns={"inspected_urn": "urn"})
    table = own.merge(schools[["urn", "name", "phase"]], on="urn")
    held = trust_on(history, table["urn"], table["date"])
    return table[["date", "urn", "name", "phase"]].assign(
        trust_uid=held["trust_uid"],
        trust_name=held["trust_name"],
        kind=table["kind"],
        said=table["said"],
    )


def _remark(history: History, start: dt.date, end: dt.date) -> str:
    remarks = []
    if start < history.complete_from:
        day = f"{history.complete_from.day} {history.complete_from:%B %Y}"
        remarks.append(
            f"Before {day} the records have no list of trusts: of moves between trusts they know "
            "those that links of schools tell, and not every inspection of schools that have "
            "closed since."
        )
    if end > history.grades_to:
        remarks.append(grades_known(history))
    if reason := membership_differs(history, start, end):
        remarks.append(reason)
    return " ".join(remarks)
