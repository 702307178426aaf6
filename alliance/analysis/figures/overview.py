"""Where a scope stands on a day: its headline figures beside England's and a year earlier."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

import pandas as pd

from alliance.analysis.figures.grade_share import (
    OF_GRADES,
    GradeShare,
    figure_of_grades,
    grade_share,
)
from alliance.analysis.figures.headline_figures import FIGURES, figures_of, name_of, why_missing
from alliance.analysis.filters import everywhere, narrow
from alliance.analysis.known import Known, known_on
from alliance.analysis.need.inspected_since import SINCE_GRADES, inspected_on
from alliance.analysis.partial_days import grades_ended, grades_known, membership_differs
from alliance.analysis.schools.censuses import (
    disadvantaged_census,
    near_rolls,
    roll_census,
    rolls_in_words,
)
from alliance.history import as_at

if TYPE_CHECKING:
    from collections.abc import Callable

    from alliance.analysis.figures.headline_figures import Figure
    from alliance.analysis.filters import Filter
    from alliance.history import History

    StateOn = Callable[[dt.date], pd.DataFrame]

CENSUSES_DIFFER = (
    "Each January census counts other schools and pupils, so that no number of pupils is compared "
    "between years."
)
"""Why no number of pupils, and no share of them, is compared between years."""


@dataclass(frozen=True)
class _Side:
    """The figures of some schools on a day, and why one is missing."""

    day: dt.date
    schools: pd.DataFrame
    numbers: dict[str, float]
    known: Known
    share: GradeShare | None = None

    @classmethod
    def of(cls, history: History, scope: Filter, state: pd.DataFrame) -> _Side:
        schools, known = narrow(state, scope), known_on(history, state, scope.day)
        numbers = figures_of(history, schools, scope.day, known)
        share = grade_share(state, scope) if scope.grades else None
        if share is not None:
            numbers[OF_GRADES] = math.nan if known.good else share.percent
        return cls(scope.day, near_rolls(schools, scope.day), numbers, known, share)

    def why(self, figure: Figure) -> str:
        return why_missing(figure, self.numbers, self.schools, self.known)

    def counted(self, figure: Figure) -> str:
        """Say of how many schools a figure is; blank where of all."""
        if figure.key == OF_GRADES and self.share is not None:
            return f"{self.share.schools:,} of {self.share.of:,}"
        if figure.key != "pupils":
            return ""
        return rolls_in_words(self.schools, self.day)


def headline(history: History, scope: Filter, state_on: StateOn | None = None) -> pd.DataFrame:
    """Return the figures of ``scope`` on its day, beside England and beside a year earlier.

    England is narrowed as :func:`alliance.analysis.filters.everywhere` says.

    Parameters
    ----------
    state_on
        Returns the state of a day as :func:`inspected_on` does;
        by default it is worked out from the history.

    Returns
    -------
    DataFrame
        A row a figure, in the order of ``FIGURES``: figure (key), name, unit, meaning, here,
        england, why and england_why (why the figure is missing; blank where it is not),
        here_year_earlier, england_year_earlier, here_counted, england_counted, remark. A figure of
        a year earlier is missing where it would compare unlike with unlike, and ``remark`` says
        why: no number of schools is compared across the first day of complete records, no number
        of pupils at all, and no grade after the last day of grades. Counted says in how many of
        the schools pupils are known; blank where in all, and beside other figures. Where
        ``scope`` has grades, the shares that are Good or Outstanding give way to that of
        :func:`grade_share`, ``percent_of_grades``, counted as "109 of 5,451".

    Raises
    ------
    DayOutsideHistory
        The day is outside the history.

    """
    state_on = state_on or cache(lambda day: inspected_on(history, as_at(history, day), day))
    day, earlier = scope.day, max(year_before(scope.day), history.first_day)
    england = everywhere(scope)
    sides: dict[str, _Side] = {}
    for suffix, at in (("", day), ("_year_earlier", earlier)):
        state = state_on(at)
        sides[f"here{suffix}"] = _Side.of(history, replace(scope, day=at), state)
        sides[f"england{suffix}"] = (
            sides[f"here{suffix}"]
            if england == scope
            else _Side.of(history, replace(england, day=at), state)
        )
    figures = figures_within(scope)
    whys = [_why_not_compared(history, figure, day) for figure in figures]
    censuses = {
        "percent_disadvantaged": disadvantaged_census(state_on(day)),
        "pupils": roll_census(near_rolls(state_on(day), day)),
    }
    here, there = sides["here"], sides["england"]
    rows = [
        {
            "figure": figure.key,
            "name": name_of(figure, history, day, censuses.get(figure.key, "")),
            "unit": figure.unit,
            "meaning": figure.meaning,
            **{
                name: float("nan")
                if why and name.endswith("earlier")
                else float(side.numbers[figure.key])
                for name, side in sides.items()
            },
            "why": here.why(figure) + _last_share(history, scope, figure, state_on),
            "england_why": there.why(figure) + _last_share(history, england, figure, state_on),
            "here_counted": here.counted(figure),
            "england_counted": there.counted(figure) if figure.key == "pupils" else "",
            "remark": why or _caution(history, figure, day),
        }
        for figure, why in zip(figures, whys, strict=True)
    ]
    return pd.DataFrame(rows)


def figures_within(scope: Filter) -> tuple[Figure, ...]:
    """Return the headline figures that say something of what a filter leaves."""
    if not scope.grades:
        return FIGURES
    left = [figure for figure in FIGURES if figure.key != "percent_good_own"]
    share = figure_of_grades(scope)
    return tuple(share if one.key == "percent_good_inherited" else one for one in left)


def _last_share(history: History, scope: Filter, figure: Figure, state_on: StateOn) -> str:
    """Say what the last share Good or Outstanding was, where overall grades have ended."""
    last = history.grades_to
    if figure.rests_on != "grades" or figure.unit != "%" or scope.day <= last:
        return ""
    share = _Side.of(history, replace(scope, day=last), state_on(last)).numbers[figure.key]
    return "" if math.isnan(share) else f": {share:.1f}% on {_words(last)}"


def year_before(day: dt.date) -> dt.date:
    """Return the same day a year earlier, 28 February for 29 February."""
    return (pd.Timestamp(day) - pd.DateOffset(years=1)).date()


def _why_not_compared(history: History, figure: Figure, day: dt.date) -> str:
    earlier = year_before(day)
    if earlier < history.first_day:
        return f"The history begins on {_words(history.first_day)}."
    if figure.rests_on == "census":
        return CENSUSES_DIFFER
    if figure.key in SINCE_GRADES:
        return "Inspections since September 2024 add up, and are not compared with a year earlier."
    if figure.rests_on == "grades" and day > history.grades_to:
        return _no_new_grades(history)
    counted = figure.rests_on in ("schools", "trusts") or figure.unit == "number"
    if counted and earlier < history.complete_from:
        return (
            f"Before {_words(history.complete_from)} the records lack schools that have closed "
            "and moves between trusts, so that numbers cannot be compared."
        )
    if figure.rests_on == "schools" and day <= history.complete_to:
        # A school that becomes an academy or closes has a day of its own; only moves have none.
        return ""
    on_trusts = figure.rests_on in ("schools", "trusts")
    return membership_differs(history, earlier, day) if on_trusts else ""


def _no_new_grades(history: History) -> str:
    if grades_ended(history):
        return (
            "No overall grade is given since September 2024; a school counts with its last one, "
            "and no year is compared."
        )
    return grades_known(history)


def _caution(history: History, figure: Figure, day: dt.date) -> str:
    if figure.rests_on == "grades" and year_before(day) < history.complete_from:
        return (
            f"Before {_words(history.complete_from)} the share is one of the schools that were "
            "still open then."
        )
    return ""


def _words(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"
