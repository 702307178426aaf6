"""How the share of Good and Outstanding schools has moved, month by month."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from alliance.analysis.filters import lasting, narrow
from alliance.history import GRADES, SATISFACTORY, SATISFACTORY_UNTIL, schools_on

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from alliance.analysis.filters import Filter
    from alliance.history import History

FIRST_DAY = dt.date(2010, 8, 31)
"""Before it too few of the schools open today had a grade."""

_EVER = pd.Timestamp("2200-01-01")
_NEVER = pd.Timestamp("1800-01-01")


def months(first: dt.date, last: dt.date) -> pd.DatetimeIndex:
    """Return the last day of each month from ``first`` to ``last``."""
    return pd.date_range(first, last, freq="ME")


def trend(history: History, scope: Filter, days: pd.DatetimeIndex | None = None) -> pd.DataFrame:
    """Count the schools of ``scope`` by grade on each of ``days``.

    The figures of a day are those of the schools open and in scope on that day, as ``as_at``
    gives them; a trust's are those of the academies it held then. The filter's day and grades are
    left aside.

    Parameters
    ----------
    days
        In order; the ends of the months from August 2010 to the last inspection by default.

    Returns
    -------
    DataFrame
        A row a day: day, open, outstanding, good, grade_3, inadequate (grades inherited),
        percent_inherited, graded_inherited, without_grade, percent_own, graded_own (see
        ``alliance.analysis.schools.grades.Method``; percent is missing where no school is graded),
        grade_3_name (what a new inspection called it then), partial (the records of that day are
        incomplete).

    """
    days = months(FIRST_DAY, history.grades_to) if days is None else days
    schools = narrow(schools_on(history, scope.day), lasting(scope))
    open_ = _open_spells(schools, history, scope.trusts)
    graded = _graded_spells(history, schools, scope.trusts)
    counts = {grade: _count_open(graded[graded["grade"] == grade], days) for grade in (1, 2, 3, 4)}
    all_graded = np.sum(list(counts.values()), axis=0)
    own = graded[~graded["grade_inherited"]]
    graded_own = _count_open(own, days)
    table = pd.DataFrame(
        {
            "day": days,
            "open": _count_open(open_, days),
            "outstanding": counts[1],
            "good": counts[2],
            "grade_3": counts[3],
            "inadequate": counts[4],
            "percent_inherited": _percent(counts[1] + counts[2], all_graded),
            "graded_inherited": all_graded,
            "percent_own": _percent(_count_open(own[own["grade"] <= 2], days), graded_own),
            "graded_own": graded_own,
        }
    )
    table.insert(8, "without_grade", table["open"] - table["graded_inherited"])
    satisfactory = days < pd.Timestamp(SATISFACTORY_UNTIL)
    table["grade_3_name"] = np.where(satisfactory, SATISFACTORY, GRADES[3])
    complete = (days >= pd.Timestamp(history.complete_from)) & (
        days <= pd.Timestamp(history.grades_to)
    )
    table["partial"] = ~complete
    return table


def trends(
    history: History, scopes: Mapping[str, Filter], days: pd.DatetimeIndex | None = None
) -> pd.DataFrame:
    """Return the trend of several scopes below each other, named in the first column, ``scope``."""
    parts = {name: trend(history, scope, days) for name, scope in scopes.items()}
    return pd.concat(parts, names=["scope"]).reset_index(level="scope").reset_index(drop=True)


def _open_spells(schools: pd.DataFrame, history: History, trusts: tuple[int, ...]) -> pd.DataFrame:
    """Return urn, start and end of the spells in which a school is open and in scope."""
    spells = pd.DataFrame(
        {
            "urn": schools["urn"],
            "start": schools["opened"].fillna(_NEVER),
            "end": schools["closed"].fillna(_EVER),
        }
    )
    return _within(spells, history, trusts)


def _graded_spells(
    history: History, schools: pd.DataFrame, trusts: tuple[int, ...]
) -> pd.DataFrame:
    """Return urn, grade, grade_inherited, start and end of the spells in scope with one grade."""
    every = _every_graded_spell(history)
    return _within(every[every["urn"].isin(schools["urn"])], history, trusts)


@lru_cache(maxsize=2)
def _every_graded_spell(history: History) -> pd.DataFrame:
    """Return spells with one grade of all schools while open; shared, never to be written to."""
    grades = history.grades.sort_values(["urn", "start"])
    following = grades.groupby("urn")["start"].shift(-1).fillna(_EVER)
    held = grades[["grade", "grade_inherited"]]
    open_ = _open_spells(history.schools, history, ())
    return _overlap(open_, grades["urn"], grades["start"], following, held)


def _within(spells: pd.DataFrame, history: History, trusts: tuple[int, ...]) -> pd.DataFrame:
    """Return the parts of spells in which the school is of one of the trusts, if any are named."""
    if not trusts:
        return spells
    members = history.memberships[history.memberships["trust_uid"].isin(list(trusts))]
    return _overlap(spells, members["urn"], members["joined"], members["left"].fillna(_EVER))


def _overlap(
    spells: pd.DataFrame,
    urn: pd.Series,
    start: pd.Series,
    end: pd.Series,
    more: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return the parts of ``spells`` that lie within other spells of the same school."""
    other = pd.DataFrame({"urn": urn, "since": start, "until": end})
    if more is not None:
        other = other.join(more)
    both = spells.merge(other, on="urn")
    both["start"] = both[["start", "since"]].max(axis=1)
    both["end"] = both[["end", "until"]].min(axis=1)
    return both[both["start"] < both["end"]].drop(columns=["since", "until"])


def _count_open(spells: pd.DataFrame, days: pd.DatetimeIndex) -> npt.NDArray[np.int64]:
    """Count on each day the spells that have started and not ended."""
    at = days.to_numpy("datetime64[s]")
    started, ended = (
        np.searchsorted(np.sort(spells[name].to_numpy("datetime64[s]")), at, side="right")
        for name in ("start", "end")
    )
    count: npt.NDArray[np.int64] = started - ended
    return count


def _percent(part: npt.NDArray[np.int64], whole: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    share = np.full(len(whole), np.nan)
    np.divide(100.0 * part, whole, out=share, where=whole > 0)
    return share
