"""What changed between two days: joinings, transfers, openings, closings, inspections."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from alliance.analysis.filters import lasting, narrow
from alliance.analysis.moments import grade_on, trust_on
from alliance.analysis.partial_days import grades_known
from alliance.analysis.transfers import transfers

if TYPE_CHECKING:
    import datetime as dt

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
        Moves between trusts, as :func:`alliance.analysis.transfers.transfers` gives them.
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
    remark
        What the records of the period lack; empty where nothing.

    """

    joins: pd.DataFrame
    transfers: pd.DataFrame
    openings: pd.DataFrame
    closings: pd.DataFrame
    inspections: pd.DataFrame
    remark: str


def changes(history: History, scope: Filter, start: dt.date, end: dt.date) -> Changes:
    """Give what changed after ``start`` and by ``end`` among the schools of ``scope``.

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
    schools = narrow(history.schools, lasting(scope))
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

    given = [history.inspections[history.inspections["overall"].isna()], history.report_cards]
    ungraded = pd.concat([within(table, "start")[["urn"]] for table in given])
    ungraded = ungraded[ungraded["urn"].isin(schools["urn"])]
    return Changes(
        joins=in_scope(within(_joins(history, schools), "joined")),
        transfers=moves.reset_index(drop=True),
        openings=in_scope(_openings(history, within(schools, "opened"))),
        closings=in_scope(_closings(history, within(schools, "closed"))),
        inspections=in_scope(_inspections(history, within(history.inspections, "start"), schools)),
        remark=_remark(history, start, end, len(ungraded)),
    )


def _joins(history: History, schools: pd.DataFrame) -> pd.DataFrame:
    """Give every first joining; one by a school that came after an academy is a transfer."""
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
    names = _names(history.links, opened["urn"], "successor_urn", "predecessor_name")
    return _with_trust(history, opened, opened["date"]).assign(replaces=names)


def _closings(history: History, closed: pd.DataFrame) -> pd.DataFrame:
    names = _names(history.links, closed["urn"], "predecessor_urn", "successor_name")
    return _with_trust(history, closed, closed["date"] - DAY).assign(replaced_by=names)


def _names(links: pd.DataFrame, urns: pd.Series, by: str, of: str) -> pd.Series:
    known = links[links[by].isin(urns)].dropna(subset=[of]).sort_values([by, of])
    return urns.map(known.groupby(by)[of].agg("; ".join))


def _with_trust(history: History, table: pd.DataFrame, days: pd.Series) -> pd.DataFrame:
    held = trust_on(history, table["urn"], days)
    return table[["date", "urn", "name", "phase", "type"]].join(held)


def _inspections(history: History, inspected: pd.DataFrame, schools: pd.DataFrame) -> pd.DataFrame:
    graded = inspected[inspected["overall"].notna()]
    own = graded[["inspected_urn", "date", "overall"]].rename(
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


def _remark(history: History, start: dt.date, end: dt.date, ungraded: int) -> str:
    remarks = []
    if start < history.complete_from:
        day = f"{history.complete_from.day} {history.complete_from:%B %Y}"
        remarks.append(
            f"Before {day} the records lack the schools that closed, with their inspections, and "
            "moves between trusts but those that the links tell."
        )
    if end > history.grades_to:
        remarks.append(grades_known(history))
    if ungraded:
        what = "report card or inspection" if ungraded == 1 else "report cards and inspections"
        remarks.append(
            f"{ungraded:,} {what} without an overall grade came in this time; each stands on its "
            "school’s page."
        )
    return " ".join(remarks)
