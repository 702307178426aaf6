"""What inspections gave the schools looked at, each scale by itself: for page and scene."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliance.analysis.partial_days import GRADES_END
from alliance.analysis.schools.inspection_counts import counts
from alliance.analysis.schools.inspection_scales import STANDARDS
from alliance.charts.inspections import inspections_chart
from alliance.current.known_on_day import inspected_state
from alliance.text.words import count
from alliance.views.columns import Column

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd

    from alliance.charts.frame import Chart


RULE = (
    "Each scale stands by itself: none is turned into another, and nothing averages across them. "
    "A school may stand on more than one. An inspection counts from the day it began, often weeks "
    "before its report; stuck schools go by reports published by the day."
)


CARDS = {
    "area": Column("Area of the report card"),
    "percent_expected": Column(
        "Expected standard or better", "Share of the schools graded in this area", "percent"
    ),
    **{standard: Column(standard, kind="count") for standard in STANDARDS},
    "graded": Column("Graded", "Schools graded in this area", "count"),
}


SINCE_TAB = "Inspections since 2024"


TITLE = "How Ofsted reported since overall grades ended"


def inspected(schools: pd.DataFrame, day: dt.date) -> pd.DataFrame:
    """Return schools of a day with what inspections gave them."""
    state = inspected_state(day)
    return state[state["urn"].isin(schools["urn"])]


def charts_of(schools: pd.DataFrame, scope: str, day: dt.date, *, dark: bool) -> list[Chart]:
    """Return a chart for each scale that any of the schools stands on, the newest first.

    None on days before overall grades ended: then a grade is the whole of what was given.
    """
    if day <= GRADES_END:
        return []
    found = counts(inspected(schools, day))
    scales = ("card", "judged", "ungraded", "last")
    charts = [inspections_chart(found, scale, scope, dark=dark) for scale in scales]
    return [chart for chart in charts if chart is not None]


def safeguarding_in_words(schools: pd.DataFrame, day: dt.date) -> str:
    """Say in how many report cards safeguarding was met; blank where there is none."""
    given = inspected(schools, day)["card_safeguarding"].dropna()
    if given.empty:
        return ""
    return (
        f"Safeguarding standards were met in {count(int((given == 'Met').sum()))} of "
        f"{count(len(given))} report cards."
    )
