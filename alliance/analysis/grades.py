"""What share of schools is Good or Outstanding, counted in the two ways in use."""

from __future__ import annotations

from typing import Literal, NamedTuple

import pandas as pd

from alliance.history import GRADES, SATISFACTORY, SATISFACTORY_UNTIL

Method = Literal["inherited", "own"]
"""How a school without an inspection of its own is counted.

- *inherited*: with its predecessor's grade. Ofsted's own way since June 2018.
- *own*: not at all. Ofsted's way until then.
"""


def named_when(grades: pd.Series[int], days: pd.Series[pd.Timestamp]) -> pd.Series[str]:
    """Give grades by what each was called on its day; missing where there is no grade."""
    names = grades.map(GRADES).astype("object")
    early = (grades == 3).fillna(value=False) & (days < pd.Timestamp(SATISFACTORY_UNTIL))
    return names.mask(early.astype("bool"), SATISFACTORY)


class GoodShare(NamedTuple):
    """The percentage of graded schools that are Good or Outstanding, and how many are graded."""

    percent: float
    graded: int


def good_or_outstanding(state: pd.DataFrame, method: Method = "inherited") -> GoodShare:
    """Give the share of Good and Outstanding among the graded schools of ``state``.

    Parameters
    ----------
    state
        Schools as :func:`alliance.history.as_at` gives them.

    Returns
    -------
    GoodShare
        percent is not a number where no school is graded.

    """
    graded = state["grade"].notna()
    if method == "own":
        graded &= ~state["grade_inherited"]
    count = int(graded.sum())
    good = int((state.loc[graded, "grade"] <= 2).sum())
    return GoodShare(100 * good / count if count else float("nan"), count)
