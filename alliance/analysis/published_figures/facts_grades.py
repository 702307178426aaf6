"""Published figures about grades, beside which the history's own are set."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pandas as pd

from alliance.analysis.need.need_since_2024 import stuck
from alliance.analysis.published_figures.fact import Fact
from alliance.analysis.schools.grades import good_or_outstanding
from alliance.history import History, as_at

if TYPE_CHECKING:
    from collections.abc import Callable

    from alliance.analysis.schools.grades import Method

NORTH_EAST_AND_YORKSHIRE = ("North East", "Yorkshire and The Humber")
OUTCOMES = "Ofsted, State-funded schools inspections and outcomes as at"
OFSTED_2017 = "Ofsted, Maintained schools and academies: inspections and outcomes, spring 2017"
STUCK_SCHOOLS = "Department for Education, stuck schools on 30 June 2025"
ABSENT = (
    "No list between May 2015 and August 2020 is here: of schools that closed in those years the "
    "last inspections are not all known. A new academy is counted with its predecessor's grade or "
    "not at all, so the two ways of counting stand either side of what was true."
)
APRIL_2017 = dt.date(2017, 4, 30)
JUNE_2025 = dt.date(2025, 6, 30)
CONVERTER = "converter"
LISTED = (
    "The published figure is the list's own count of its schools: it counts academy converters "
    "with the grade of the school they continue, and sponsored academies without."
)
METHODS: dict[Method, str] = {
    "inherited": "including the predecessor’s grade",
    "own": "excluding the predecessor’s grade",
}


def _percent_good(
    day: dt.date, method: Method, regions: tuple[str, ...] = ()
) -> Callable[[History], float]:
    def find(history: History) -> float:
        state = as_at(history, day)
        if regions:
            state = state[state["region"].isin(regions)]
        return round(good_or_outstanding(state, method).percent, 1)

    return find


def _percent_as_listed(day: dt.date) -> Callable[[History], float]:
    def find(history: History) -> float:
        state = as_at(history, day)
        converted = state["type"].astype("str").str.contains(CONVERTER)
        counted = state[converted | ~state["grade_inherited"]]
        return round(good_or_outstanding(counted).percent, 1)

    return find


def _stuck(history: History) -> float:
    return float(len(stuck(history, as_at(history, JUNE_2025), JUNE_2025)))


def _good_in_england(day: dt.date, published: float, tolerance: float) -> Fact:
    return Fact(
        "Good or Outstanding, England, including the predecessor’s grade",
        day,
        published,
        _percent_good(day, "inherited"),
        f"{OUTCOMES} {day.day} {day:%B %Y}",
        tolerance=tolerance,
        unit="%",
    )


GRADE_FACTS = [
    _good_in_england(dt.date(2018, 8, 31), 86, 0.6),
    _good_in_england(dt.date(2022, 8, 31), 88, 0.8),
    _good_in_england(dt.date(2024, 8, 31), 90, 0.8),
    Fact("Stuck schools", JUNE_2025, 639, _stuck, STUCK_SCHOOLS, tolerance=0.03 * 639),
    *(
        Fact(
            f"Good or Outstanding, {name}, {text}",
            APRIL_2017,
            published,
            _percent_good(APRIL_2017, method, regions),
            OFSTED_2017,
            tolerance=None,
            unit="%",
            remark=ABSENT,
        )
        for name, regions, published in (
            ("England", (), 89),
            ("North East, Yorkshire and Humber", NORTH_EAST_AND_YORKSHIRE, 86),
        )
        for method, text in METHODS.items()
    ),
]


def facts_of_lists(history: History) -> list[Fact]:
    """Return what each of Ofsted's lists of 2013 to 2015 counts by itself, on its last day.

    The day is that of the list's latest inspection. Schools are counted as Ofsted did then: an
    academy that converted with the grade of the school it continues, a sponsored one without.
    """
    table = history.counted_lists
    percent = (100 * table["good_or_outstanding"] / table["graded"]).round(1)
    days = (pd.DatetimeIndex(table[name]).date for name in ("seen", "latest_start"))
    return [
        Fact(
            f"Good or Outstanding, England, list of {seen.day} {seen:%B %Y}",
            start,
            published,
            _percent_as_listed(start),
            f"Ofsted, management information as at {seen.day} {seen:%B %Y}",
            tolerance=0.5,
            unit="%",
            remark=LISTED,
        )
        for seen, start, published in zip(*days, percent, strict=True)
    ]
