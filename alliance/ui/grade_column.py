"""Grades as a column of words that sorts from Outstanding down."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from alliance.maps.palette import GRADE_NAMES
from alliance.ui.table import Column

if TYPE_CHECKING:
    from typing import Any

GRADE = Column("Ofsted grade", "The latest by the day, or that of the school it replaced", "rank")
_IN_ORDER = [name for grade, name in GRADE_NAMES.items() if grade] + [GRADE_NAMES[0]]


def grade_words(grades: pd.Series[Any], missing: str = GRADE_NAMES[0]) -> pd.Series[Any]:
    """Give grades 1 to 4 by name, in an ordered category; ``missing`` where there is none."""
    order = [*_IN_ORDER[:-1], missing]
    words = grades.map(GRADE_NAMES).astype("object").fillna(missing)
    return words.astype(pd.CategoricalDtype(order, ordered=True))
