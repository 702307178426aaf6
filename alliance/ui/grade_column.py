"""Grades as a column of words that sorts from Outstanding down."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from alliance.history import grades_on
from alliance.maps.palette import GRADE_NAMES, NO_GRADE
from alliance.ui.table import Column

if TYPE_CHECKING:
    import datetime as dt
    from typing import Any

GRADE = Column("Ofsted grade", "The latest by the day, or that of the school it replaced", "rank")
IN_NEED = "Requires improvement (Satisfactory before September 2012) or Inadequate"


def grade_words(
    grades: pd.Series[Any], day: dt.date, missing: str = GRADE_NAMES[NO_GRADE]
) -> pd.Series[Any]:
    """Give grades 1 to 4 by their names on a day, in an ordered category, ``missing`` last."""
    names = grades_on(day)
    words = grades.astype("float64").map(names).astype("object").fillna(missing)
    return words.astype(pd.CategoricalDtype([*names.values(), missing], ordered=True))
