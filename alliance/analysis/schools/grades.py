"""Overall grades in words, whose grade it is, and what share of schools is Good or Outstanding."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import pandas as pd

from alliance.history import GRADES, SATISFACTORY, SATISFACTORY_UNTIL, grades_on

if TYPE_CHECKING:
    import datetime as dt

Method = Literal["inherited", "own"]
"""How a school without an inspection of its own is counted.

- *inherited*: with its predecessor's grade. Ofsted's own way since June 2018.
- *own*: not at all. Ofsted's way until then.
"""

INHERITED = "predecessor’s"
"""Marks, wherever it stands, a grade that was given to the school that this one replaced."""
NO_GRADE_WORDS = "No grade"


def grade_in_words(
    grade: Any, inherited: Any, day: dt.date, inspected: Any = None, missing: str = NO_GRADE_WORDS
) -> str:
    """Return a school's grade, whose it is, and when it was given.

    Parameters
    ----------
    grade, inherited, inspected
        As ``grade``, ``grade_inherited`` and ``grade_date`` of :func:`alliance.history.as_at`.
    day
        By whose names the grade is called.

    >>> import datetime as dt
    >>> day = dt.date(2018, 9, 1)
    >>> grade_in_words(4, True, day, pd.Timestamp(2016, 5, 12))
    'Inadequate (predecessor’s, 12 May 2016)'
    >>> grade_in_words(2, False, day, pd.Timestamp(2016, 5, 12)), grade_in_words(2, True, day)
    ('Good (12 May 2016)', 'Good (predecessor’s)')
    """
    if pd.isna(grade):
        return missing
    said = [INHERITED] if inherited else []
    if inspected is not None and pd.notna(inspected):
        said.append(f"{inspected.day} {inspected:%B %Y}")
    return grades_on(day)[int(grade)] + (f" ({', '.join(said)})" if said else "")


def mark_inherited(words: pd.Series[Any], inherited: pd.Series[Any]) -> pd.Series[Any]:
    """Add to words for grades, where the grade was inherited, that it is the predecessor's."""
    own = ~inherited.fillna(value=False).astype("bool") | words.isna()
    return words.where(own, words + f" ({INHERITED})")


def named_when(grades: pd.Series[int], days: pd.Series[pd.Timestamp]) -> pd.Series[str]:
    """Return grades by what each was called on its day; missing where there is no grade."""
    names = grades.map(GRADES).astype("object")
    early = (grades == 3).fillna(value=False) & (days < pd.Timestamp(SATISFACTORY_UNTIL))
    return names.mask(early.astype("bool"), SATISFACTORY)


class GoodShare(NamedTuple):
    """The percentage of graded schools that are Good or Outstanding, and how many are graded."""

    percent: float
    graded: int


def good_or_outstanding(state: pd.DataFrame, method: Method = "inherited") -> GoodShare:
    """Return the share of Good and Outstanding among the graded schools of ``state``.

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
