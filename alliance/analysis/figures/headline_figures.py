"""The headline figures of schools on a day: what each counts, and why one is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

import pandas as pd

from alliance.analysis.known import count_where
from alliance.analysis.need.inspected_since import SINCE_GRADES
from alliance.analysis.partial_days import grades_ended
from alliance.analysis.schools.censuses import known_in, near_rolls, total_pupils, why_no_roll
from alliance.analysis.schools.grades import good_or_outstanding
from alliance.history import grades_on

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from alliance.analysis.known import Known
    from alliance.history import History


class Figure(NamedTuple):
    """A headline figure: its key and name, what it is counted in, and what it means."""

    key: str
    name: str
    unit: Literal["number", "%"]
    rests_on: Literal["schools", "trusts", "grades", "census", "inspections"]
    meaning: str


FIGURES = (
    Figure("schools", "Schools", "number", "schools", "Open state-funded schools on the day."),
    Figure("academies", "Academies", "number", "schools", "Schools run by a trust."),
    Figure("trusts", "Trusts", "number", "trusts", "Trusts with an academy among the schools."),
    Figure("pupils", "Pupils", "number", "census", "On roll at the census nearest the day."),
    Figure(
        "percent_good_inherited",
        "Good or outstanding, counting the predecessor school’s grade",
        "%",
        "grades",
        "Of the schools with a grade; one without an inspection of its own counts with its "
        "predecessor’s grade, as Ofsted has done since June 2018.",
    ),
    Figure(
        "percent_good_own",
        "Good or outstanding, schools inspected since they opened",
        "%",
        "grades",
        "Of the schools inspected under their own URN, Ofsted’s way until June 2018.",
    ),
    Figure(
        "requires_improvement",
        "Requires improvement",
        "number",
        "grades",
        "Schools with that grade, their predecessor’s where they have none of their own.",
    ),
    Figure(
        "inadequate",
        "Inadequate",
        "number",
        "grades",
        "Schools with that grade, their predecessor’s where they have none of their own.",
    ),
    Figure(
        "below_good",
        "Less than good",
        "number",
        "grades",
        "Schools whose latest grade is Requires improvement, before September 2012 "
        "Satisfactory, or Inadequate.",
    ),
    Figure(
        "judged",
        "Judged without an overall grade",
        "number",
        "inspections",
        "Schools with a graded inspection since September 2024, which gives judgements and no "
        "overall grade.",
    ),
    Figure(
        "ungraded",
        "Latest inspection ungraded",
        "number",
        "inspections",
        "Schools whose latest inspection was an ungraded one, with an outcome in words.",
    ),
    Figure(
        "report_cards",
        "With a report card",
        "number",
        "inspections",
        "Schools with one of the report cards that Ofsted has given since November 2025.",
    ),
    Figure(
        "stuck",
        "Stuck",
        "number",
        "inspections",
        "Schools that the Department for Education calls stuck: less than good, or the like, at "
        "the last two graded inspections. The rule stands on the Matches page.",
    ),
    Figure(
        "percent_in_multi_academy_trust",
        "In a multi-academy trust",
        "%",
        "trusts",
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
        "trusts",
        "Academies that the five founding trusts of the Northern Alliance run on the day.",
    ),
)
# Fewer schools than this with a known share of disadvantaged pupils do not speak for all.
LEAST_COVERAGE = 0.5
_NAN = float("nan")


def figures_of(
    history: History, schools: pd.DataFrame, day: dt.date, known: Known
) -> dict[str, float]:
    """Compute the headline figures of schools as ``as_at`` gives them, by ``Figure.key``.

    Counts are whole numbers, percentages run from 0 to 100; not a number where the records cannot
    give the figure, for which :func:`why_missing` has the reason.

    Parameters
    ----------
    schools
        With the columns of :func:`inspected_on`, the figures of
        ``SINCE_GRADES`` are counted.
    known
        What the day can give.

    """
    grade = schools["grade"]
    in_trust = (schools["trust_kind"] == "MAT").sum()
    counts = {
        "requires_improvement": count_where(grade == 3),
        "inadequate": count_where(grade == 4),
        "below_good": count_where(grade >= 3),
    }
    shares = {
        "percent_good_inherited": good_or_outstanding(schools).percent,
        "percent_good_own": good_or_outstanding(schools, "own").percent,
    }
    return {
        "schools": len(schools),
        "academies": int(schools["trust_uid"].notna().sum()),
        "trusts": schools["trust_uid"].nunique(),
        "pupils": total_pupils(near_rolls(schools, day)),
        **(dict.fromkeys(counts, _NAN) if known.grades else counts),
        **(dict.fromkeys(shares, _NAN) if known.good else shares),
        "percent_in_multi_academy_trust": 100 * in_trust / len(schools) if len(schools) else _NAN,
        "percent_disadvantaged": percent_disadvantaged(schools),
        "opportunity_areas": _NAN
        if known.opportunity_areas
        else _areas_announced(history, schools, day),
        "founders_academies": int(schools["trust_uid"].isin(history.alliance["trust_uid"]).sum()),
        **_since_grades(schools, known),
    }


def _areas_announced(history: History, schools: pd.DataFrame, day: dt.date) -> int:
    areas = history.areas[history.areas["kind"] == "opportunity_area"]
    announced = areas.loc[areas["from_day"] <= pd.Timestamp(day), "name"]
    return len(set(schools["opportunity_area"].dropna().unique()).intersection(announced))


def _since_grades(schools: pd.DataFrame, known: Known) -> dict[str, float]:
    """Count what inspections gave since overall grades ended."""
    return {
        key: _NAN
        if getattr(known, key) or column not in schools
        else float(schools[column].notna().sum())
        for key, column in SINCE_GRADES.items()
    }


def percent_disadvantaged(schools: pd.DataFrame) -> float:
    """Compute the percentage of pupils that are disadvantaged, over the schools that publish it.

    Not a number where fewer than half of the schools do.
    """
    known = schools["percent_disadvantaged"].notna() & schools["pupils"].notna()
    if known.sum() < LEAST_COVERAGE * len(schools):
        return _NAN
    pupils = schools.loc[known, "pupils"].astype("float64")
    disadvantaged = (pupils * schools.loc[known, "percent_disadvantaged"]).sum()
    return float(disadvantaged / pupils.sum()) if pupils.sum() else _NAN


def why_missing(
    figure: Figure, values: Mapping[str, float], schools: pd.DataFrame, known: Known
) -> str:
    """Say why a figure of :func:`figures_of` is not a number; blank where it is one.

    The pupils of ``schools`` are those of :func:`near_rolls`.
    """
    value = values[figure.key]
    if value == value:
        return ""
    if figure.rests_on == "grades" and figure.unit == "%" and known.good:
        return known.good
    if figure.rests_on == "grades":
        return known.grades or "None of these schools has a grade"
    if figure.key == "opportunity_areas":
        return known.opportunity_areas
    if figure.key in SINCE_GRADES:
        return str(getattr(known, figure.key))
    if figure.rests_on == "census":
        return _why_no_census(figure, schools)
    return "There is no school"


def _why_no_census(figure: Figure, schools: pd.DataFrame) -> str:
    column = "pupils" if figure.key == "pupils" else "percent_disadvantaged"
    if column == "pupils" and (why := why_no_roll(schools)):
        return why
    words = known_in(int(schools[column].notna().sum()), len(schools), "schools")
    return words[:1].upper() + words[1:] if words else "There is no school"


def name_of(figure: Figure, history: History, day: dt.date, census: str = "") -> str:
    """Return what a figure is called on a day; one that rests on a census with that census."""
    last = grades_ended(history) and day > history.grades_to
    if figure.key in ("requires_improvement", "inadequate", "below_good"):
        name = grades_on(day)[3] if figure.key == "requires_improvement" else figure.name
        return f"{name}, last overall grade" if last else name
    dated = figure.rests_on == "census" and census
    return f"{figure.name}, {census}" if dated else figure.name
