"""The 12 Opportunity Areas side by side, and the choice of one of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from alliance.analysis.areas.indices import EDITIONS, SCORES, edition_on
from alliance.analysis.areas.opportunity_areas import england_beside, side_by_side
from alliance.analysis.figures.trend import trend, trends
from alliance.analysis.filters import Filter, in_use, narrow, only
from alliance.analysis.partial_days import GRADES_END
from alliance.analysis.schools.results import latest_exam_year
from alliance.charts.trends import areas_side_by_side
from alliance.current.known_on_day import inspected_state, known_now
from alliance.current.state import current_history, kept
from alliance.text.words import MISSING, count, day_in_words, listed, not_acting, percent
from alliance.views.census_labels import with_census
from alliance.views.columns import Column
from alliance.views.content import Figure
from alliance.views.grade_column import IN_NEED, LESS_THAN_GOOD, by_grade_label
from alliance.views.inspected_columns import INSPECTED, columns_on

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from alliance.charts.frame import Chart
    from alliance.views.columns import Kind


NOTES = (
    "Attainment is that of the last exams before the day or of those before them. From schools: "
    "worked out from the schools' published results, weighted by pupils; blank where the results "
    "by school at hand lack the numbers of pupils, or are of the schools alone still open "
    "years later. Published: as the Department for Education gives it, for England and for areas "
    "that are a whole local authority.",
    "Deprivation is the average score of the districts by the newest English indices of "
    "deprivation published by the day, weighted by pupils; a higher score is more deprived.",
)


_RESULTS: tuple[tuple[str, str, str, Kind], ...] = (
    (
        "percent_expected_reading_writing_maths",
        "Key stage 2",
        "Expected standard in reading, writing and maths",
        "percent",
    ),
    ("attainment_8", "Attainment 8", "Key stage 4, points", "number1"),
    ("progress_8", "Progress 8", "Key stage 4, grades beyond others of the same start", "number2"),
)


AREA_COLUMNS = {
    "opportunity_area": Column("Opportunity Area"),
    "percent_good_inherited": Column(
        "Good or outstanding",
        "Share of the graded schools; one without an inspection of its own counts with its "
        "predecessor's grade",
        "percent",
    ),
    "stuck": INSPECTED["stuck"],
    "in_need": Column(LESS_THAN_GOOD, IN_NEED, "count"),
    "inadequate": Column("Inadequate", "Of the schools less than good, those Inadequate", "count"),
    "judged": INSPECTED["judged"]._replace(label="Judged"),
    "report_cards": INSPECTED["report_cards"]._replace(label="Report cards"),
    "schools": Column("Schools", "State-funded schools open on the day", "count"),
    **{
        score: Column(
            f"Deprivation {year}", f"{EDITIONS[year]}; a higher score is more deprived", "number1"
        )
        for year, score in SCORES.items()
    },
    "founders_academies": Column(
        "Founding trusts’ academies", "Academies of the five founding trusts", "count"
    ),
    "trusts": Column("Trusts", "Trusts with an academy in the area", "count"),
    "percent_academies": Column("Academies", "Share of the schools run by a trust", "percent"),
    "percent_disadvantaged": Column(
        "Disadvantaged", "Share of pupils eligible for the pupil premium", "percent"
    ),
    **{
        f"{key}{suffix}": Column(f"{name}, {way}", f"{told}; {how}", kind)
        for key, name, told, kind in _RESULTS
        for suffix, way, how in (
            ("", "from schools", "worked out from its schools, weighted by pupils"),
            ("_published", "published", "as published, where the area is a whole local authority"),
        )
    },
    "percent_good_own": Column(
        "Good or outstanding, inspected since opening",
        "Of the schools inspected since they opened",
        "percent",
    ),
    "ungraded": INSPECTED["ungraded"],
    "region": Column("Region"),
}


SHORT = {"in_need": "Less than good, last grade", "inadequate": "Inadequate"}
"""Headings of counts by the last overall grade, where many columns have to be in sight."""


def columns_of(day: dt.date) -> dict[str, Column]:
    """Return the columns of the table on a day: deprivation by the newest indices of the day."""
    newest = SCORES[edition_on(day)]
    columns = {
        name: column
        for name, column in with_census(columns_on(AREA_COLUMNS, day), day).items()
        if name == newest or name not in SCORES.values()
    }
    if day <= GRADES_END:
        return columns
    last = "By the last overall grade, given until September 2024. "
    short = {
        name: columns[name]._replace(label=label, help=last + columns[name].help)
        for name, label in SHORT.items()
    }
    return columns | short


def within(chosen: Filter) -> Filter:
    """Return the part of the filter that holds on this page: day, phases and types."""
    return only(chosen, "school")


@kept(maxsize=24)
def england(scope: Filter) -> pd.DataFrame:
    """Return the row of England beside the areas; shared by all visitors."""
    schools = narrow(inspected_state(scope.day), scope)
    return england_beside(current_history(), schools, scope.day, known_now(scope.day))


def chosen_areas(scope: Filter, areas: Sequence[str]) -> pd.DataFrame:
    """Return the table of the areas named, of all 12 where none is; empty without a school."""
    table = all_areas(scope)
    return table[table["opportunity_area"].isin(list(areas))] if areas and len(table) else table


def left_out_here(chosen: Filter) -> str:
    """Say which parts of the filter do not act on this page; blank where all of them do."""
    names = [part.noun for part in in_use(chosen) if part.of != "school" and part.key != "area"]
    return not_acting(names)


@kept(maxsize=24)
def all_areas(scope: Filter) -> pd.DataFrame:
    """Return the table of all 12, empty where none has a school; shared by all visitors."""
    schools = narrow(inspected_state(scope.day), scope)
    if schools["opportunity_area"].isna().all():
        return pd.DataFrame()
    return side_by_side(current_history(), schools, scope.day, known_now(scope.day))


def figures_of_areas(table: pd.DataFrame, day: dt.date) -> list[Figure]:
    """Return the figures of all areas together, and which stand out."""
    known = known_now(day)
    named = int((table["announced"] <= pd.Timestamp(day)).sum())
    cells = [
        Figure("Opportunity Areas", MISSING, known.opportunity_areas)
        if known.opportunity_areas
        else Figure("Opportunity Areas", count(named), "named October 2016 and January 2017"),
        Figure("Schools", count(table["schools"].sum()), "in all of them"),
    ]
    by_grade = table.dropna(subset=["in_need"]).sort_values("in_need")
    label = by_grade_label(LESS_THAN_GOOD, day)
    if by_grade.empty:
        return [*cells, Figure(label, MISSING, known.grades or "None of these schools has a grade")]
    most = by_grade.iloc[-1]
    inadequate = count(table["inadequate"].sum())
    cells += [
        Figure(label, count(table["in_need"].sum()), f"{inadequate} Inadequate"),
        Figure(
            f"Most schools {label[:1].lower()}{label[1:]}",
            str(most["opportunity_area"]),
            f"{count(most['in_need'])} schools",
        ),
    ]
    ranked = table.dropna(subset=["percent_good_inherited"]).sort_values("percent_good_inherited")
    if ranked.empty:
        return [*cells, Figure("Good or outstanding", MISSING, known.good)]
    low, high = ranked.iloc[0], ranked.iloc[-1]
    return [
        *cells,
        Figure(
            "Lowest share good or outstanding",
            str(low["opportunity_area"]),
            percent(low["percent_good_inherited"]),
        ),
        Figure(
            "Highest share", str(high["opportunity_area"]), percent(high["percent_good_inherited"])
        ),
    ]


def exams_in_words(table: pd.DataFrame, day: dt.date) -> str:
    """Say of which exams the attainment is, or of which it would be and is not worked out."""
    said = [
        f"{name} are those of {listed(years)}."
        for name, suffix in (("Results from schools", ""), ("Published results", "_published"))
        if (years := _years_of(table, suffix))
    ]
    if said:
        return " ".join(said)
    history = current_history()
    held = {
        "key stage 2": latest_exam_year(history.results_ks2["year"], day),
        "key stage 4": latest_exam_year(history.results_ks4["year"], day),
    }
    last = [f"{stage} of {year}" for stage, year in held.items() if year]
    if not last:
        return "No exams are on record yet."
    return f"The last exams are {listed(last)}: no figure of an area can be worked out of them."


def _years_of(table: pd.DataFrame, suffix: str) -> list[str]:
    stages = {
        "key stage 2": f"percent_expected_reading_writing_maths{suffix}_year",
        "key stage 4": f"attainment_8{suffix}_year",
    }
    found = {stage: table[name].dropna() for stage, name in stages.items() if name in table}
    return [f"{stage} of {int(year.iloc[0])}" for stage, year in found.items() if len(year)]


@kept(maxsize=8)
def panels(scope: Filter, areas: tuple[str, ...], *, dark: bool) -> Chart:
    """Return the small charts of areas, of the schools of a scope on whatever day."""
    history = current_history()
    names = [*areas] or list(history.schools["opportunity_area"].cat.categories)
    scopes = {name: replace(scope, opportunity_areas=(name,)) for name in names}
    return areas_side_by_side(trends(history, scopes), trend(history, scope), dark=dark)


def areas_sentence(scope: Filter, schools: int, areas: Sequence[str] = ()) -> str:
    """Say what is looked at: all areas or some, the day, and how many schools they have."""
    later = ", none named yet" if known_now(scope.day).opportunity_areas else ""
    parts = [
        f"{f'{len(areas)} of the' if areas else 'All'} 12 Opportunity Areas{later}",
        day_in_words(scope.day),
        f"{count(schools)} schools",
    ]
    return " · ".join([*parts, *([listed(scope.phases)] if scope.phases else [])])
