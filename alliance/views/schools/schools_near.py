"""The schools near one, and the schools like one, each of which can be opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliance.analysis.schools.neighbours import Alike, alike, neighbours
from alliance.current.state import current_history, kept, state_on
from alliance.views.columns import Column
from alliance.views.grade_column import GRADE, grade_words
from alliance.views.inspected_columns import SINCE, with_inspections

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd


NAME = {"name": Column("School")}


WHOSE = {
    "grade_name": GRADE,
    **SINCE,
    "trust_name": Column("Trust", "Empty where in no trust"),
    "la_name": Column("Local authority"),
    "pupils": Column("Pupils", "Of the census nearest the day", "count"),
    "percent_disadvantaged": Column("Disadvantaged", "Percent of pupils", "percent"),
}


NEAR = {
    **NAME,
    "distance_km": Column("Distance", "In a straight line", "km"),
    "phase": Column("Phase"),
    **WHOSE,
}


LIKE = {
    **NAME,
    "percent_apart": Column(
        "Apart", "0% the same; 100% as far apart as any two schools of the phase", "percent"
    ),
    **WHOSE,
    "imd_score": Column(
        "Deprivation 2019",
        "Index of multiple deprivation 2019 of its district; higher is more",
        "number1",
    ),
}


@kept(maxsize=64)
def near_of(day: dt.date, urn: int) -> pd.DataFrame:
    """Return the schools near one; shared, never to be written to."""
    return named(neighbours(state_on(day), urn), day)


@kept(maxsize=64)
def alike_of(day: dt.date, urn: int) -> Alike:
    """Return the schools like one; shared, never to be written to."""
    return alike(current_history(), state_on(day), urn)


def named(schools: pd.DataFrame, day: dt.date) -> pd.DataFrame:
    """Add the grades of schools in words, and what came of inspections since."""
    named = grade_words(schools["grade"], schools["grade_inherited"], day)
    return with_inspections(schools, day).assign(grade_name=named)
