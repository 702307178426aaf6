"""The schools less than good of an Opportunity Area: who runs them, and who near by is good."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliance.analysis.need.below_good import in_need, nearest_strong
from alliance.analysis.need.strong import is_weak
from alliance.analysis.partial_days import GRADES_END
from alliance.current.known_on_day import caught_on
from alliance.current.state import current_history, state_on
from alliance.history import grades_on
from alliance.text.words import count, counted, listed
from alliance.views.columns import Column
from alliance.views.grade_column import GRADE, IN_NEED, by_grade_label, grade_words
from alliance.views.inspected_columns import SINCE, with_inspections

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd


NEAREST = 3


STRONG_SOURCE = (
    "A good or outstanding school of the same phase, in the area or beyond it; a grade that was "
    "given to its predecessor is marked. Distances are straight lines."
)


WEAK = {
    "name": Column("School"),
    "grade": GRADE,
    "grade_date": Column("Inspected", "First day of the inspection that gave the grade", "day"),
    **SINCE,
    "run_by": Column("Run by", "Its trust, else its local authority"),
    "phase": Column("Phase"),
    "pupils": Column("Pupils", kind="count"),
    "strong_name": Column("Nearest good or outstanding school", STRONG_SOURCE),
    "distance_km": Column("Distance", "Straight line to that school", "km"),
    "urn": Column("URN", "Unique reference number", "number"),
}


PAIRS = {
    "name": Column("School"),
    "phase": Column("Phase"),
    "rank": Column("Nearest", "1 is the nearest", "number"),
    "strong_name": Column("Good or outstanding school"),
    "strong_grade": GRADE,
    "strong_trust_name": Column("Its trust", "Empty for a maintained school"),
    "strong_la_name": Column("Its local authority"),
    "distance_km": Column("Distance", "Straight line", "km"),
}


RUN = {
    "run_by": Column("Run by", "A trust, or a local authority for its maintained schools"),
    "schools": Column("Less than good", IN_NEED, "count"),
    "requires_improvement": Column("Requires improvement", kind="count"),
    "inadequate": Column("Inadequate", kind="count"),
    "pupils": Column("Pupils", "In these schools; missing where too few rolls are known", "count"),
}


def nearest_pairs(weak_schools: pd.DataFrame, day: dt.date) -> pd.DataFrame:
    """Return the nearest good or outstanding schools of each weak one, the nearest first."""
    state = state_on(day)
    excluded = is_weak(current_history(), state, day, count_inherited=True)
    return nearest_strong(state, weak_schools, NEAREST, excluded)


def title_of(area: str, day: dt.date) -> str:
    """Return the heading of the list of a day."""
    rules = ", or eligible for support" if day > GRADES_END else ""
    return f"Schools in {area}: {by_grade_label('less than good', day)}{rules}"


def weak_of(schools: pd.DataFrame, day: dt.date) -> pd.DataFrame:
    """Return the schools less than good, the weakest first.

    On days since overall grades ended those too that a rule of the day catches.
    """
    eligible = caught_on(day)["urn"] if day > GRADES_END else ()
    return with_inspections(in_need(schools, eligible), day)


def weak_in_words(weak: pd.DataFrame, day: dt.date) -> pd.DataFrame:
    """Return the schools of :func:`weak_of` with their grades in words."""
    return weak.assign(grade=grade_words(weak["grade"], weak["grade_inherited"], day))


def need_in_words(
    schools: pd.DataFrame, weak: pd.DataFrame, runs: pd.DataFrame, day: dt.date
) -> str:
    """Say how many schools are less than good, and who runs them."""
    graded = int(schools["grade"].notna().sum())
    lines = [
        f"{run_by.replace('$', '')} {count(number)}"
        for run_by, number in zip(runs["run_by"], runs["schools"], strict=True)
    ]
    third, fourth = (int((weak["grade"] == grade).sum()) for grade in (3, 4))
    more = len(weak) - third - fourth
    others = f" {counted(more, 'other is', 'others are')} eligible for support." if more else ""
    return (
        f"**{count(third + fourth)} of {counted(graded, 'graded school', 'graded schools')}**: "
        f"{count(third)} {grades_on(day)[3]}, {count(fourth)} Inadequate.{others} "
        f"Run by {listed(lines, most=4)}."
    )


def left_out_in_words(weak: pd.DataFrame, pairs: pd.DataFrame) -> str:
    """Say how many schools have none near; blank where each has."""
    without = int((~weak["urn"].isin(pairs["urn"])).sum())
    if not without:
        return ""
    return (
        f"{counted(without, 'school has', 'schools have')} no known location or no good or "
        "outstanding school of the phase. "
    )
