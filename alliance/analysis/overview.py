"""Where a scope stands on a day: its headline figures beside England's and a year earlier."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np
import pandas as pd

from alliance.analysis.censuses import disadvantaged_census, known_in, total_pupils
from alliance.analysis.filters import everywhere, narrow
from alliance.analysis.grades import good_or_outstanding
from alliance.analysis.partial_days import grades_known
from alliance.history import as_at, grades_on

if TYPE_CHECKING:
    from collections.abc import Callable

    from alliance.analysis.filters import Filter
    from alliance.history import History


class Figure(NamedTuple):
    """A headline figure: its key and name, what it is counted in, and what it means."""

    key: str
    name: str
    unit: Literal["number", "%"]
    rests_on: Literal["schools", "grades", "census"]
    meaning: str


FIGURES = (
    Figure("schools", "Schools", "number", "schools", "Open state-funded schools on the day."),
    Figure("academies", "Academies", "number", "schools", "Schools that a trust holds."),
    Figure("trusts", "Trusts", "number", "schools", "Trusts with an academy among the schools."),
    Figure("pupils", "Pupils", "number", "census", "On roll at the census nearest the day."),
    Figure(
        "percent_good_inherited",
        "Good or Outstanding, grades inherited",
        "%",
        "grades",
        "Of the schools with a grade; one without an inspection of its own counts with its "
        "predecessor's grade, as Ofsted has done since June 2018.",
    ),
    Figure(
        "percent_good_own",
        "Good or Outstanding, own grades only",
        "%",
        "grades",
        "Of the schools inspected under their own URN, Ofsted's way until June 2018.",
    ),
    Figure(
        "requires_improvement",
        "Requires improvement",
        "number",
        "grades",
        "Schools with that grade, their predecessor's where they have none of their own.",
    ),
    Figure(
        "inadequate",
        "Inadequate",
        "number",
        "grades",
        "Schools with that grade, their predecessor's where they have none of their own.",
    ),
    Figure(
        "below_good",
        "Below Good",
        "number",
        "grades",
        "Schools whose latest grade is Requires improvement, before September 2012 "
        "Satisfactory, or Inadequate.",
    ),
    Figure(
        "percent_in_multi_academy_trust",
        "In a multi-academy trust",
        "%",
        "schools",
        "Share of all schools.",
    ),
    Figure(
        "percent_disadvantaged",
        "Disadvantaged pupils",
        "%",
        "census",
        "Of the pupils of schools that publish it; the census nearest the day.",
    ),
    Figure(
        "opportunity_areas",
        "Opportunity Areas",
        "number",
        "schools",
        "Those announced by the day with a school among the schools.",
    ),
    Figure(
        "founders_academies",
        "Academies of the founding trusts",
        "number",
        "schools",
        "Academies that the five founding trusts of the Northern Alliance hold on the day.",
    ),
)

CENSUSES_DIFFER = (
    "The censuses count differently: January 2018 covers academies only, 2019 reception to year 11 "
    "of all schools, 2020 all pupils."
)
"""Why no number of pupils, and no share of them, is compared between years."""

# Fewer schools than this with a known share of disadvantaged pupils do not speak for all.
LEAST_COVERAGE = 0.5


def figures_of(history: History, schools: pd.DataFrame, day: dt.date) -> dict[str, float]:
    """Work out the headline figures of schools as ``as_at`` gives them, by ``Figure.key``.

    With them stands ``pupils_known``, the number of schools whose pupils are known.

    Counts are whole numbers, percentages run from 0 to 100; not a number where nothing is known.
    """
    grade = schools["grade"]
    in_trust = (schools["trust_kind"] == "MAT").sum()
    announced = history.areas[
        (history.areas["kind"] == "opportunity_area")
        & (history.areas["from_day"] <= pd.Timestamp(day))
    ]
    own_areas = set(schools["opportunity_area"].dropna().unique())
    return {
        "schools": len(schools),
        "academies": int(schools["trust_uid"].notna().sum()),
        "trusts": schools["trust_uid"].nunique(),
        "pupils": total_pupils(schools),
        "pupils_known": int(schools["pupils"].notna().sum()),
        "percent_good_inherited": good_or_outstanding(schools).percent,
        "percent_good_own": good_or_outstanding(schools, "own").percent,
        "requires_improvement": int((grade == 3).sum()),
        "inadequate": int((grade == 4).sum()),
        "below_good": int((grade >= 3).sum()),
        "percent_in_multi_academy_trust": 100 * in_trust / len(schools) if len(schools) else _NAN,
        "percent_disadvantaged": percent_disadvantaged(schools),
        "opportunity_areas": len(own_areas.intersection(announced["name"])),
        "founders_academies": int(schools["trust_uid"].isin(history.alliance["trust_uid"]).sum()),
    }


def percent_disadvantaged(schools: pd.DataFrame) -> float:
    """Give the percentage of pupils that are disadvantaged, over the schools that publish it.

    Not a number where fewer than half of the schools do.
    """
    known = schools["percent_disadvantaged"].notna() & schools["pupils"].notna()
    if known.sum() < LEAST_COVERAGE * len(schools):
        return _NAN
    pupils = schools.loc[known, "pupils"].astype("float64")
    disadvantaged = (pupils * schools.loc[known, "percent_disadvantaged"]).sum()
    return float(disadvantaged / pupils.sum()) if pupils.sum() else _NAN


def headline(
    history: History, scope: Filter, state_on: Callable[[dt.date], pd.DataFrame] | None = None
) -> pd.DataFrame:
    """Give the figures of ``scope`` on its day, beside England and beside a year earlier.

    England is narrowed as :func:`alliance.analysis.filters.everywhere` says.

    Parameters
    ----------
    state_on
        Gives the state of a day; by default it is worked out from the history.

    Returns
    -------
    DataFrame
        A row a figure, in the order of ``FIGURES``: figure (key), name, unit, meaning, here,
        england, here_year_earlier, england_year_earlier, here_counted, england_counted, remark. A
        figure of a year earlier is missing where it would compare unlike with unlike, and
        ``remark`` says why: no number of schools is compared across 3 April 2017, and no number of
        pupils at all. Counted says in how many of the schools pupils are known; blank where in
        all, and beside other figures.

    Raises
    ------
    DayOutsideHistory
        The day is outside the history.

    """
    day, earlier = scope.day, max(year_before(scope.day), history.first_day)
    state_on = state_on or partial(as_at, history)
    england = everywhere(scope)
    columns: dict[str, dict[str, float]] = {}
    for suffix, at in (("", day), ("_year_earlier", earlier)):
        state = state_on(at)
        here = figures_of(history, narrow(state, scope), at)
        columns[f"here{suffix}"] = here
        same = england == scope
        columns[f"england{suffix}"] = (
            here if same else figures_of(history, narrow(state, england), at)
        )
    keys = [figure.key for figure in FIGURES]
    census = disadvantaged_census(state_on(day))
    table = pd.DataFrame(
        {
            "figure": keys,
            "name": [_named(figure, census, day) for figure in FIGURES],
            "unit": [figure.unit for figure in FIGURES],
            "meaning": [figure.meaning for figure in FIGURES],
            **{name: [column[key] for key in keys] for name, column in columns.items()},
        }
    )
    whys = [_why_not_compared(history, figure, day) for figure in FIGURES]
    comparable = np.array([not why for why in whys])
    for name in ("here_year_earlier", "england_year_earlier"):
        table[name] = table[name].astype("float64").where(comparable)
    for name in ("here", "england"):
        known, schools = (int(columns[name][key]) for key in ("pupils_known", "schools"))
        words = known_in(known, schools, "schools")
        table[f"{name}_counted"] = np.where(table["figure"] == "pupils", words, "")
    cautions = [_caution(history, figure, day) for figure in FIGURES]
    table["remark"] = [why or caution for why, caution in zip(whys, cautions, strict=True)]
    return table


def _named(figure: Figure, census: str, day: dt.date) -> str:
    """Give a figure's name on a day; that of disadvantaged pupils with its census."""
    if figure.key == "requires_improvement":
        return grades_on(day)[3]
    dated = figure.key == "percent_disadvantaged" and census
    return f"{figure.name}, {census}" if dated else figure.name


def year_before(day: dt.date) -> dt.date:
    """Give the same day a year earlier, 28 February for 29 February."""
    return (pd.Timestamp(day) - pd.DateOffset(years=1)).date()


def _why_not_compared(history: History, figure: Figure, day: dt.date) -> str:
    earlier = year_before(day)
    if earlier < history.first_day:
        return f"The history begins on {_words(history.first_day)}."
    if figure.rests_on == "census":
        return CENSUSES_DIFFER
    counted = figure.rests_on == "schools" or figure.unit == "number"
    if counted and earlier < history.complete_from:
        return (
            f"Before {_words(history.complete_from)} the records lack schools that have closed "
            "and moves between trusts, so that numbers cannot be compared."
        )
    return ""


def _caution(history: History, figure: Figure, day: dt.date) -> str:
    if figure.rests_on == "grades" and day > history.grades_to:
        return grades_known(history)
    if figure.rests_on == "grades" and year_before(day) < history.complete_from:
        return (
            f"Before {_words(history.complete_from)} the share is one of the schools that were "
            "still open then."
        )
    return ""


def _words(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"


_NAN = float("nan")
