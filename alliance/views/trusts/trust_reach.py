"""Whom a trust could help: the schools in need near its good or outstanding schools."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliance.analysis.matching.reach import schools_in_reach
from alliance.current.state import current_history, kept
from alliance.text.words import count, counted
from alliance.views.columns import Column
from alliance.views.grade_column import GRADE, grade_words

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd

REACH_KM = (10, 25, 50, 100)
FIRST_REACH_KM = 25
RULE = (
    "Distances are straight lines to the trust’s nearest school of the same phase that is good or "
    "outstanding by an inspection of its own. Its own academies are not listed, and what it has "
    "capacity for is not counted here: the match does that."
)
REACH_COLUMNS = {
    "name": Column("School"),
    "run_by": Column("Run by", "Its trust, else its local authority: the first to call"),
    "distance_km": Column("Distance", "Straight line to the school under From", "km"),
    "from_name": Column(
        "From", "The trust’s nearest good or outstanding school of the phase that is large enough"
    ),
    "grade": GRADE,
    "gravity": Column(
        "Priority", "That of its most serious criterion; 1 is the highest", "priority"
    ),
    "why": Column("Why it is eligible"),
    "excluded": Column("Why not", "Why this trust may not support it; else empty"),
    "phase": Column("Phase"),
    "la_name": Column("Local authority"),
    "urn": Column("URN", "Unique reference number", "number"),
}


@kept(maxsize=32)
def reach_of_trust(trust: int, day: dt.date, within_km: float) -> pd.DataFrame:
    """Return the eligible schools in reach of a trust, with the grade in words."""
    table = schools_in_reach(current_history(), day, trust, within_km)
    return table.assign(grade=grade_words(table["grade"], table["grade_inherited"], day))


def reach_in_words(table: pd.DataFrame, name: str, within_km: float) -> str:
    """Say how many schools a trust could help within a distance, and how many are gravest."""
    if table.empty:
        return (
            f"No school eligible for support lies within {within_km:g} km of a good or outstanding "
            f"school of its phase that {name} runs."
        )
    phases = table["phase"].astype("str").value_counts()
    parts = ", ".join(
        f"{count(int(number))} {str(phase).lower()}" for phase, number in phases.items()
    )
    gravest = int((table["gravity"] == 1).sum())
    said = (
        f"{counted(len(table), 'school', 'schools')} eligible for support within {within_km:g} km "
        f"of a good or outstanding school of the same phase that {name} runs: {parts}."
    )
    if gravest:
        said += f" {count(gravest)} of the highest priority."
    return said
