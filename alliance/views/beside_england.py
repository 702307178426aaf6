"""The headline figures of what is looked at, each beside England's on the same day."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from alliance.analysis.figures.grade_share import figure_of_grades, grade_share
from alliance.analysis.figures.headline_figures import FIGURES, figures_of, why_missing
from alliance.analysis.filters import everywhere, narrow
from alliance.analysis.need.need_rules import REPORT_CARDS_FROM
from alliance.analysis.partial_days import GRADES_END
from alliance.analysis.schools.censuses import (
    disadvantaged_census,
    near_rolls,
    roll_census,
    rolls_in_words,
)
from alliance.current.known_on_day import inspected_state, known_now
from alliance.current.state import current_history, kept, state_on
from alliance.text.words import MISSING, count, percent
from alliance.views.census_labels import of_census
from alliance.views.content import Figure
from alliance.views.grade_column import by_grade_label

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    import pandas as pd

    from alliance.analysis.filters import Filter


LABELS = {
    "schools": "Schools",
    "percent_good_inherited": "Good or outstanding",
    "below_good": "Less than good",
    "judged": "Judged without an overall grade",
    "ungraded": "Latest inspection ungraded",
    "report_cards": "With a report card",
    "stuck": "Stuck schools",
    "percent_in_multi_academy_trust": "In a multi-academy trust",
    "percent_disadvantaged": "Disadvantaged pupils",
    "pupils": "Pupils",
}


MEANINGS = (
    "Schools are the state-funded schools open on the day. Good or outstanding is the share of "
    "those with a grade; a school without an inspection of its own counts with its predecessor’s "
    "grade, as Ofsted has done since June 2018. Less than good is Requires improvement "
    "(Satisfactory before September 2012) or Inadequate. Ofsted ended overall grades in September "
    "2024. Pupils and the share of disadvantaged pupils are those of the census nearest the day, "
    "where a school publishes them."
)


_UNITS = {figure.key: figure for figure in FIGURES}


class Figures(NamedTuple):
    """The figures of some schools by key, in words why one is missing, and their censuses."""

    numbers: Mapping[str, float]
    whys: Mapping[str, str]
    censuses: Mapping[str, str]
    graded: int
    rolls: str

    def said(self, key: str) -> str:
        """Write a figure, or a dash where there is none."""
        value = self.numbers[key]
        if math.isnan(value):
            return MISSING
        return percent(value) if _UNITS[key].unit == "%" else count(value)


def keys_drawn(day: dt.date) -> tuple[str, ...]:
    """Return the keys of the figures in the row of a day."""
    if day <= GRADES_END:
        rest = ("percent_in_multi_academy_trust", "percent_disadvantaged", "pupils")
        return ("schools", "percent_good_inherited", "below_good", *rest)
    last = "report_cards" if day >= REPORT_CARDS_FROM else "ungraded"
    return ("schools", "below_good", "judged", last, "stuck", "percent_disadvantaged")


def figures_on(schools: pd.DataFrame, day: dt.date) -> Figures:
    """Compute the headline figures of schools of a day, as ``as_at`` gives them."""
    known = known_now(day)
    if day > GRADES_END and "judged_date" not in schools:
        state = inspected_state(day)
        schools = state[state["urn"].isin(schools["urn"])]
    values = figures_of(current_history(), schools, day, known)
    schools = near_rolls(schools, day)
    return Figures(
        values,
        {figure.key: why_missing(figure, values, schools, known) for figure in FIGURES},
        {"percent_disadvantaged": disadvantaged_census(schools), "pupils": roll_census(schools)},
        int(schools["grade"].notna().sum()),
        rolls_in_words(schools, day),
    )


@kept(maxsize=64)
def figures_for(chosen: Filter) -> Figures:
    """Compute the headline figures of the schools that a filter leaves of its day."""
    return figures_on(narrow(inspected_state(chosen.day), chosen), chosen.day)


def beside_england(chosen: Filter) -> list[Figure]:
    """Return the headline figures of the filter's schools, each beside England's if it is not."""
    here = figures_for(chosen)
    there = None if _is_england(chosen) else figures_for(everywhere(chosen))
    found = []
    keys: tuple[str, ...] = keys_drawn(chosen.day)
    if chosen.grades:
        keys = tuple(key for key in keys if key not in ("percent_good_inherited", "below_good"))
    for key in keys:
        label = of_census(LABELS[key], here.censuses.get(key, ""))
        if key == "below_good":
            label = by_grade_label(label, chosen.day)
        found.append(Figure(label, here.said(key), _beside(key, here, there)))
    return [*found[:1], _of_grades(chosen), *found[1:]] if chosen.grades else found


def _is_england(chosen: Filter) -> bool:
    return chosen == everywhere(chosen)


def _of_grades(chosen: Filter) -> Figure:
    """Return how many of the scope's schools have the grades of the filter, beside England."""
    figure, state, why = figure_of_grades(chosen), state_on(chosen.day), known_now(chosen.day).good
    here, there = grade_share(state, chosen), grade_share(state, everywhere(chosen))
    if why or math.isnan(here.percent):
        return Figure(figure.name, MISSING, why or "None of these schools has a grade")
    said = f"{count(here.schools)} of {count(here.of)}"
    if not _is_england(chosen):
        said += f". England {percent(there.percent)}"
    return Figure(figure.name, percent(here.percent), said)


def _beside(key: str, here: Figures, there: Figures | None) -> str:
    """Say what stands below a figure: of how many it is, or why it is missing, and England's."""
    of = {
        "pupils": here.rolls,
        "below_good": f"of {count(here.graded)} with a grade" if here.graded else "",
    }
    said = [here.whys[key] or of.get(key, "")]
    if there is not None and not math.isnan(there.numbers[key]):
        said.append(f"England {there.said(key)}")
    return ". ".join(filter(None, said))
