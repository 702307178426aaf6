"""The days of a history: the first and last, those of its lists, and the times between them."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pandas as pd

from alliance.history.compile.memberships.spells import DAY
from alliance.history.compile.schools import identity

if TYPE_CHECKING:
    from alliance.history.compile.inputs import Inputs

A_YEAR = pd.Timedelta(days=366)
# The last day of the last school year with overall grades: they ended on 2 September 2024.
LAST_OVERALL = pd.Timestamp(2024, 8, 31)
# Lists that do not state since when are near enough to each other within this time.
LONGEST_UNSTATED = pd.Timedelta(days=62)


def lists(given: Inputs) -> pd.DatetimeIndex:
    """Return the dates of the dated lists, extracts and Ofsted's list, in order."""
    tables = (given.group_rows, given.extracts, given.listed_schools)
    seen = pd.concat([table["seen"] for table in tables if len(table)])
    return pd.DatetimeIndex(sorted(seen.unique()))


def days(given: Inputs) -> dict[str, str]:
    """Settle the days of the history.

    It opens on the last complete day: that of the newest list whose inspections are no more than a
    year older. Overall grades end with the newest management information, and for good in 2024.
    """
    dated, information = lists(given), given.information_day
    graded = dated[dated <= information + A_YEAR]
    cards = given.report_cards["seen"].max()
    told = {
        "first_day": identity.FIRST_DAY,
        "complete_from": dated[0],
        "default_day": graded[-1] if len(graded) else dated[-1],
        "complete_to": dated[-1],
        "grades_to": min(information, LAST_OVERALL),
        "judgements_to": given.judgements_day,
        "report_cards_to": information if pd.isna(cards) else cards,
        "last_day": max(dated[-1], information),
    }
    return {name: str(day.date()) for name, day in told.items()}


def gaps(given: Inputs, memberships: pd.DataFrame) -> list[tuple[str, str]]:
    """Return the times between lists for which moves are known without their day: first and last.

    A dated list states since when each academy is in its trust; an extract of the register and
    Ofsted's list do not, so what moved before them has no day, unless the register's history of
    memberships states it.
    """
    undated = memberships.dropna(subset="joined_after")
    stated = given.group_rows["seen"].unique()
    return [
        (str((before + DAY).date()), str((after - DAY).date()))
        for before, after in pairwise(lists(given))
        if after - before > LONGEST_UNSTATED
        and after not in stated
        and ((undated["joined_after"] < after) & (undated["joined"] > before)).any()
    ]
