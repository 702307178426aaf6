"""Which schools could help others, and which need help themselves, by what Ofsted last gave.

Until overall grades ended both go by the grade alone. Since then a school is strong by the last
grade it was given itself, unless an inspection since was less than good, or the like, as the
Department for Education counts it; no judgement or report card makes a school strong that had no
such grade.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from alliance.analysis.figures.partial_days import GRADES_END
from alliance.analysis.matching.need_since_2024 import latest_inspections
from alliance.history import as_at

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd

    from alliance.history import History


def strong_by_own(history: History, state: pd.DataFrame, day: dt.date) -> pd.Series[bool]:
    """Tell which schools are good or outstanding by an inspection of their own.

    An inherited grade tells of another school's staff.

    Parameters
    ----------
    state
        Schools of ``day`` as :func:`alliance.history.as_at` gives them.

    """
    good = (state["grade"] <= 2).fillna(value=False).astype("bool") & ~state["grade_inherited"]
    return good & ~weak(history, state, day)


def weak(history: History, state: pd.DataFrame, day: dt.date) -> pd.Series[bool]:
    """Tell which schools are less than good, or the like, at their latest inspection."""
    if day <= GRADES_END:
        return (state["grade"] >= 3).fillna(value=False).astype("bool")
    return state["urn"].isin(_weak_since(history, day))


@lru_cache(maxsize=8)
def _weak_since(history: History, day: dt.date) -> pd.Index[int]:
    latest = latest_inspections(history, as_at(history, day), day)
    below = latest["below_good"].eq(other=True) | latest["category_of_concern"].notna()
    return latest.index[below]
