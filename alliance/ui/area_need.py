"""The schools in need of an Opportunity Area: who runs them, and who near by is strong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from alliance.analysis.need import in_need, nearest_strong, who_runs
from alliance.history import grades_on
from alliance.ui.going import go_to_school
from alliance.ui.grade_column import GRADE, IN_NEED, grade_words
from alliance.ui.table import Column, data_table
from alliance.ui.words import count, counted, day_in_words, listed
from alliance.web.current import state_on

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd

    from alliance.analysis.filters import Filter

NEAREST = 3
STRONG_SOURCE = (
    "A strong school is Good or Outstanding, grades inherited, of the same phase, in the area or "
    "beyond it. Distances are straight lines."
)
WEAK = {
    "name": Column("School"),
    "grade": GRADE,
    "grade_date": Column("Inspected", "First day of the inspection that gave the grade", "day"),
    "run_by": Column("Run by", "Its trust, else its local authority"),
    "phase": Column("Phase"),
    "pupils": Column("Pupils", kind="count"),
    "strong_name": Column("Nearest strong school", STRONG_SOURCE),
    "distance_km": Column("Distance", "Straight line to the nearest strong school", "km"),
    "urn": Column("URN", "Unique reference number", "number"),
}
PAIRS = {
    "name": Column("School in need"),
    "phase": Column("Phase"),
    "rank": Column("Nearest", "1 is the nearest", "number"),
    "strong_name": Column("Strong school"),
    "strong_grade": GRADE,
    "strong_trust_name": Column("Its trust", "Empty for a maintained school"),
    "strong_la_name": Column("Its authority"),
    "distance_km": Column("Distance", "Straight line", "km"),
}
RUN = {
    "run_by": Column("Run by", "A trust, or a local authority for its maintained schools"),
    "schools": Column("In need", IN_NEED, "count"),
    "requires_improvement": Column("Requires improvement", kind="count"),
    "inadequate": Column("Inadequate", kind="count"),
    "pupils": Column("Pupils", "In its schools in need, on the rolls that are known", "count"),
}


def need_of_area(area: str, scope: Filter, schools: pd.DataFrame) -> None:
    """Draw the schools in need, who runs them, and the nearest strong schools of each."""
    weak = in_need(schools)
    st.header(f"Schools in need in {area}", anchor=False)
    if weak.empty:
        st.info(f"No school was in need on {day_in_words(scope.day)}.")
        return
    runs, pairs = who_runs(weak), nearest_strong(state_on(scope.day), weak, NEAREST)
    st.markdown(_in_words(schools, weak, runs, scope.day))
    nearest = pairs.loc[pairs["rank"] == 1, ["urn", "strong_urn", "strong_name", "distance_km"]]
    named = weak.assign(grade=grade_words(weak["grade"], scope.day))
    data_table(
        named.merge(nearest, on="urn", how="left"),
        WEAK,
        key="in need",
        title=f"Schools in need in {area}",
        chosen=scope,
        searched=("name", "run_by", "phase", "urn"),
        order="-grade",
        picks="urn",
        on_pick=go_to_school,
        notes=(STRONG_SOURCE,),
    )
    st.header("Who runs them", anchor=False)
    data_table(
        runs,
        RUN | {"requires_improvement": Column(grades_on(scope.day)[3], kind="count")},
        key="who runs",
        title=f"Who runs the schools in need in {area}",
        chosen=scope,
        order="-schools",
    )
    st.header("The three nearest strong schools of each", anchor=False)
    st.caption(_left_out(weak, pairs) + STRONG_SOURCE)
    data_table(
        pairs.assign(strong_grade=grade_words(pairs["strong_grade"], scope.day)),
        PAIRS,
        key="nearest strong",
        title=f"Strong schools near those in need in {area}",
        chosen=scope,
        searched=("name", "strong_name", "strong_trust_name", "strong_la_name"),
        order="name",
        notes=(STRONG_SOURCE,),
    )


def _in_words(schools: pd.DataFrame, weak: pd.DataFrame, runs: pd.DataFrame, day: dt.date) -> str:
    graded = int(schools["grade"].notna().sum())
    lines = [
        f"{run_by.replace('$', '')} {count(number)}"
        for run_by, number in zip(runs["run_by"], runs["schools"], strict=True)
    ]
    inadequate = int((weak["grade"] == 4).sum())
    return (
        f"**{count(len(weak))} of {counted(graded, 'graded school', 'graded schools')}**: "
        f"{count(len(weak) - inadequate)} {grades_on(day)[3]}, {count(inadequate)} Inadequate. "
        f"Run by {listed(lines, most=4)}."
    )


def _left_out(weak: pd.DataFrame, pairs: pd.DataFrame) -> str:
    without = int((~weak["urn"].isin(pairs["urn"])).sum())
    if not without:
        return ""
    return (
        f"{counted(without, 'school has', 'schools have')} no known location or no strong school "
        "of the phase. "
    )
