"""A school's past: trusts and grades on one timeline, grades before and after joining, results."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from alliance.analysis.partial_days import GRADES_END, grades_ended
from alliance.analysis.schools.grades import INHERITED
from alliance.analysis.schools.school_beside import results_beside
from alliance.charts.attainment import attainment_by_year
from alliance.charts.day_shown import until_day
from alliance.charts.schools import school_timeline
from alliance.current.state import current_history, kept
from alliance.history.as_at import authorities_of
from alliance.text.words import day_in_words, listed, percent, when_in_words
from alliance.views.flows.documented_words import with_words as with_case_words
from alliance.views.schools.school_need import cases_of_school
from alliance.views.schools.school_sentences import story_of

if TYPE_CHECKING:
    import datetime as dt

    from alliance.analysis.schools.school_story import SchoolStory
    from alliance.charts.frame import Chart


NOT_GIVEN = "not given in this copy"


ROLLS = (
    "Free school meals are the pupils eligible and claiming: as published to 2018 and since 2024, "
    "worked out of all pupils on the roll from 2019 to 2023. The pupil premium counts the pupils "
    "from reception to year 11 alone."
)


@kept(maxsize=32)
def timeline_of_school(urn: int, day: dt.date, *, dark: bool, to_the_day: bool = False) -> Chart:
    """Return who ran the school and how it was inspected, with a line at the day.

    Where it goes ``to_the_day``, as in a scene, it knows nothing later.
    """
    cases = with_case_words(cases_of_school(urn))
    cases = until_day(cases, day, "first") if to_the_day else cases
    last = day if to_the_day else current_history().last_day
    chart = school_timeline(story_of(urn), last, cases, dark=dark)
    chart.figure.add_vline(x=day.isoformat(), line={"dash": "dot", "width": 1, "color": "#808080"})
    return chart


@kept(maxsize=32)
def by_measure(urn: int, measure: str, *, dark: bool) -> Chart:
    """Draw a measure of a school by year beside its authorities’ and England’s."""
    told = story_of(urn)
    table = results_beside(current_history(), told, measure)
    history = current_history()
    under = authorities_of(history, urn, history.last_day)["la_name"]
    authorities = [str(name) for name in under if name in set(table["series"])]
    about = listed([str(told.school["name"]), *authorities, "England"], most=5)
    return attainment_by_year(table, measure, about, dark=dark)


def result_in_words(row: Any) -> str:
    """Write a result with its confidence limits, or why there is none."""
    if pd.isna(row.value):
        return NOT_GIVEN if pd.isna(row.reason) else str(row.reason)
    digits = 2 if row.unit == "grades" else 1
    limits = "" if pd.isna(row.lower) else f" ({row.lower:.{digits}f} to {row.upper:.{digits}f})"
    return f"{row.value:.{digits}f}{limits}".replace("-", "−")


def without_results_in_words(told: SchoolStory) -> str:
    """Say why a school has no results."""
    phase = str(told.school["phase"])
    if phase in ("Nursery", "16 to 19"):
        return f"A school of the phase {phase} takes neither key stage 2 tests nor GCSEs."
    return (
        f"No results in the performance tables at hand ({_exam_years()}): the school was not open "
        "then, has no pupils of those ages, or too few to publish."
    )


def _exam_years() -> str:
    history = current_history()
    years = sorted({*history.results_ks2["year"], *history.results_ks4["year"]})
    return listed([str(year) for year in years], most=len(years))


def share_in_words(value: Any, reason: Any) -> str:
    """Write a share, or why there is none."""
    if pd.isna(value):
        return NOT_GIVEN if pd.isna(reason) else str(reason)
    return percent(value)


def when_inspected(day: Any, after: Any, missing: str) -> str:
    """Write a day with what is known of it, or what stands in its place."""
    if pd.isna(day):
        return missing
    return when_in_words(day, after)


def grade_since(spell: Any) -> str:
    """Say the last grade of a spell or, where it went on after grades had ended, why none."""
    ended, end = grades_ended(current_history()), pd.Timestamp(GRADES_END)
    if pd.notna(spell.grade_since) or not ended or spell.end <= end:
        return graded_in_words(spell.grade_since, spell.date_since)
    if spell.start > end:
        return "None: overall grades had ended"
    return "None before overall grades ended"


def graded_in_words(grade: Any, day: Any, *, inherited: bool = False) -> str:
    """Write a grade with its day."""
    if pd.isna(grade):
        return "None"
    return f"{grade} ({f'{INHERITED}, ' if inherited else ''}{day_in_words(day.date())})"


def renamed(spell: Any) -> bool:
    """Return whether a school had another name before it joined."""
    return bool(pd.notna(spell.name_before)) and bool(spell.name_before != spell.name)
