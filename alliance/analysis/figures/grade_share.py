"""What share of a scope's schools has the grades that a filter keeps.

Of schools that were chosen by their grade the share that is Good or Outstanding says nothing: it is
0% or 100% by the choice. What can be told is how many of the scope's schools they are.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from alliance.analysis.figures.headline_figures import Figure
from alliance.analysis.filters import NO_GRADE, grade_names, narrow

if TYPE_CHECKING:
    import pandas as pd

    from alliance.analysis.filters import Filter


class GradeShare(NamedTuple):
    """The percentage of a scope's schools with some grades, how many they are, and of how many.

    ``percent`` is not a number where there is none to have them.
    """

    percent: float
    schools: int
    of: int


def grade_share(state: pd.DataFrame, chosen: Filter) -> GradeShare:
    """Count the schools with the grades of a filter among all that its other parts keep.

    They are counted among the schools with a grade, or, where the filter keeps those without one
    too, among all.

    Parameters
    ----------
    state
        All of England's schools of ``chosen.day``, as ``as_at`` gives them.
    chosen
        A filter with grades.

    """
    held = narrow(state, replace(chosen, grades=()))["grade"].fillna(NO_GRADE)
    if NO_GRADE not in chosen.grades:
        held = held[held != NO_GRADE]
    found = int(held.isin(list(chosen.grades)).sum())
    return GradeShare(100 * found / len(held) if len(held) else float("nan"), found, len(held))


OF_GRADES = "percent_of_grades"
"""The key of the share among the headline figures."""


def figure_of_grades(chosen: Filter) -> Figure:
    """Return the headline figure that stands for the share of Good and Outstanding schools."""
    names = grade_names(chosen.day)
    grades = " or ".join(names[grade] for grade in sorted(chosen.grades))
    whole = "all schools" if NO_GRADE in chosen.grades else "schools with a grade"
    return Figure(
        OF_GRADES,
        f"{grades}, share of {whole}",
        "%",
        "grades",
        f"Of the {whole} that your other filters leave, those with the grades you filter by.",
    )
