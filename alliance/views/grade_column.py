"""Grades as a column of words that sorts from Outstanding down."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from alliance.analysis.filters import GRADE_NAMES, NO_GRADE
from alliance.analysis.partial_days import GRADES_END
from alliance.analysis.schools.grades import INHERITED, mark_inherited
from alliance.history import grades_on
from alliance.views.columns import Column

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from typing import Any


GRADE = Column(
    "Ofsted grade",
    "The latest overall grade by the day; marked where it was given to the school that this one "
    "replaced. None is given since September 2024",
    "rank",
)


IN_NEED = "Requires improvement (Satisfactory before September 2012) or Inadequate"


LESS_THAN_GOOD = "Less than good"
"""What schools with one of these grades are called."""


def by_grade_label(label: str, day: dt.date) -> str:
    """Return the label of a figure by grade; since grades ended it says that the last one counts.

    >>> by_grade_label("Less than good", dt.date(2025, 8, 31))
    'Less than good, last overall grade'
    """
    return f"{label}, last overall grade" if day > GRADES_END else label


def grade_words(
    grades: pd.Series[Any],
    inherited: pd.Series[Any] | None,
    day: dt.date,
    missing: str = GRADE_NAMES[NO_GRADE],
) -> pd.Series[Any]:
    """Return grades 1 to 4 by their names on a day, in an ordered category, ``missing`` last.

    Parameters
    ----------
    inherited
        For each grade whether it was given to the predecessor, which then stands behind it;
        nothing where all are the schools' own by their kind.

    """
    names = grades_on(day)
    words = grades.astype("float64").map(names).astype("object")
    if inherited is not None:
        words = mark_inherited(words, inherited)
    order = [*with_marks(list(names.values())), missing]
    return words.fillna(missing).astype(pd.CategoricalDtype(order, ordered=True))


def with_marks(names: Sequence[str]) -> list[str]:
    """Return each name of a grade, followed by the same as a predecessor's."""
    return [said for name in names for said in (name, f"{name} ({INHERITED})")]
