"""Which schools are able to help others, and which need help themselves, by what Ofsted last gave.

Until overall grades ended both go by the grade alone. Since then a school is strong by the last
grade it was given, unless an inspection since was less than good, or the like, as the Department
for Education counts it; no judgement or report card makes a school strong that had no such grade.

Whose inspection counts is said in :mod:`need_rules`, for both.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from alliance.analysis.need.need_since_2024 import latest_inspections
from alliance.analysis.partial_days import GRADES_END
from alliance.history import as_at

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd

    from alliance.history import History


def is_strong(
    history: History, state: pd.DataFrame, day: dt.date, *, count_inherited: bool = False
) -> pd.Series[bool]:
    """Return which schools are good or outstanding, by an inspection of their own.

    Parameters
    ----------
    state
        Schools of ``day`` as :func:`alliance.history.as_at` gives them.
    count_inherited
        Whether the grade of the school it replaced counts too.

    """
    good = (state["grade"] <= 2).fillna(value=False).astype("bool")
    if not count_inherited:
        good &= ~state["grade_inherited"]
    return good & ~is_weak(history, state, day, count_inherited=True)


def is_weak(
    history: History, state: pd.DataFrame, day: dt.date, *, count_inherited: bool = False
) -> pd.Series[bool]:
    """Return which schools are less than good, or the like, at their latest inspection.

    Parameters
    ----------
    count_inherited
        Whether the inspection of the school it replaced counts too, where it had none of its own.

    """
    if day <= GRADES_END:
        weak = (state["grade"] >= 3).fillna(value=False).astype("bool")
        return weak if count_inherited else weak & ~state["grade_inherited"]
    latest = _latest(history, day)
    below = latest["below_good"].eq(other=True) | latest["category_of_concern"].notna()
    return state["urn"].isin(latest.index[below if count_inherited else below & _own(latest)])


def has_standing(history: History, state: pd.DataFrame, day: dt.date) -> pd.Series[bool]:
    """Return which schools' standing is known by an inspection of their own."""
    if day <= GRADES_END:
        return state["grade"].notna() & ~state["grade_inherited"]
    latest = _latest(history, day)
    return state["urn"].isin(latest.index[_own(latest)])


def _own(latest: pd.DataFrame) -> pd.Series[bool]:
    return ~latest["inherited"].fillna(value=False).astype("bool")


@lru_cache(maxsize=8)
def _latest(history: History, day: dt.date) -> pd.DataFrame:
    latest = latest_inspections(history, as_at(history, day), day)
    return latest[["below_good", "category_of_concern", "inherited"]]
