"""What the records hold on a day, and how schools are counted of which not all is known.

A figure that rests on nothing is missing, never 0: :func:`count_where` and :func:`total` return no
number for it, and :class:`Known` says why a whole kind of figure is missing on a day.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from alliance.analysis.partial_days import GRADES_END, ended_in_words, first_inspection

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from alliance.history import History

LEAST_KNOWN = 0.9
"""A total is given only where it is known for this share of what it counts."""
BEGINS = "Only since September 2024"
_NAN = float("nan")


@dataclass(frozen=True)
class Known:
    """What figures a day can give: each part is blank, or says why such a figure is missing.

    Parameters
    ----------
    grades
        Counts of schools by overall grade.
    good
        Shares of schools that are Good or Outstanding.
    opportunity_areas
        Counts of Opportunity Areas, and of what lies in them.
    judged, ungraded, report_cards
        What inspections gave since overall grades ended.
    stuck
        Schools that the Department for Education calls stuck.

    """

    grades: str = ""
    good: str = ""
    opportunity_areas: str = ""
    judged: str = ""
    ungraded: str = ""
    report_cards: str = ""
    stuck: str = ""

    def hide(
        self, table: pd.DataFrame, *, grades: Iterable[str] = (), good: Iterable[str] = ()
    ) -> pd.DataFrame:
        """Return the table with the columns missing that the day cannot give.

        Parameters
        ----------
        grades, good
            Names of the columns that rest on each.

        """
        hidden = [*(grades if self.grades else ()), *(good if self.good else ())]
        hidden = [name for name in hidden if name in table]
        blank = {name: pd.array([pd.NA] * len(table), "Float64") for name in hidden}
        return table.assign(**blank)


def known_on(history: History, state: pd.DataFrame, day: dt.date) -> Known:
    """Return what figures a day can give.

    Parameters
    ----------
    state
        All of England's schools on ``day``, as :func:`alliance.history.as_at` gives them.

    """
    grades = _why_no_grades(history, state, day)
    areas = history.areas[history.areas["kind"] == "opportunity_area"]
    named = areas["from_day"].min()
    return Known(
        grades=grades,
        good=grades or (ended_in_words(history) if day > history.grades_to else ""),
        opportunity_areas=f"The first were named in {named:%B %Y}"
        if pd.notna(named) and named > pd.Timestamp(day)
        else "",
        **_since_grades(history, day),
    )


def _since_grades(history: History, day: dt.date) -> dict[str, str]:
    """Say why a kind of inspection that began when overall grades ended is not counted."""
    if day <= GRADES_END:
        return dict.fromkeys(("judged", "ungraded", "report_cards", "stuck"), BEGINS)
    judged = history.inspections.loc[history.inspections["overall"].isna(), "start"]
    starts = {
        "judged": (judged, "The records hold no inspection without an overall grade yet"),
        "ungraded": (history.ungraded_inspections["start"], "The records hold none"),
        "report_cards": (history.report_cards["start"], "Report cards began in November 2025"),
    }
    now = pd.Timestamp(day)
    whys = {key: "" if (days <= now).any() else why for key, (days, why) in starts.items()}
    return {**whys, "stuck": whys["judged"]}


def _why_no_grades(history: History, state: pd.DataFrame, day: dt.date) -> str:
    first = first_inspection(history)
    if first is None or day < first:
        since = f" before {first.day} {first:%B %Y}" if first else ""
        return f"The records hold no inspection{since}"
    graded, schools = int(state["grade"].notna().sum()), len(state)
    if is_enough(graded, schools):
        return ""
    return f"Grades are known for only {100 * graded / schools:.0f}% of England’s schools"


def is_enough(known: int, counted: int) -> bool:
    """Return whether a total may be given that is known for ``known`` of ``counted``.

    >>> is_enough(9, 10), is_enough(8, 10), is_enough(0, 0)
    (True, False, True)
    """
    return known >= LEAST_KNOWN * counted


def count_where(answers: pd.Series[Any]) -> float:
    """Count the schools of which something is true; not a number where it is known of none.

    Parameters
    ----------
    answers
        True, False or missing for each school, as ``schools["grade"] >= 3`` gives them.

    """
    known = answers.dropna()
    return _NAN if known.empty and len(answers) else float(known.sum())


def total(values: pd.Series[Any]) -> float:
    """Add up the values of schools; not a number where too few are known (``LEAST_KNOWN``)."""
    known = values.dropna()
    return float(known.sum()) if is_enough(len(known), len(values)) else _NAN


def count_by(answers: pd.DataFrame, by: pd.Series[Any]) -> pd.DataFrame:
    """Count by group how often each column is true; missing where it is known of none.

    Parameters
    ----------
    answers
        Columns of True, False or missing.
    by
        The group of each row.

    """
    numbers = answers.astype("boolean").astype("Int32")
    return numbers.groupby(by, observed=True).sum(min_count=1)


def total_by(values: pd.Series[Any], by: pd.Series[Any]) -> pd.Series[Any]:
    """Add up values by group; missing where too few are known (``LEAST_KNOWN``)."""
    grouped = values.groupby(by, observed=True)
    sums: pd.Series[Any] = grouped.sum()
    return sums.where(grouped.count() >= LEAST_KNOWN * grouped.size())
