"""Treated and like schools side by side, by years since."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Collection

MONTHS_IN = pd.Timedelta(days=180)
"""Exams so long after the day are those of year 1; any between it and then those of year 0."""


def years_since(taken: pd.Series, day: pd.Series) -> pd.Series:
    """Return the years since a day of what was taken: 1 the first at least six months after.

    0 is what was taken in the six months after, -1 the last before.

    >>> taken = pd.to_datetime(pd.Series(["2016-05-15", "2017-05-15", "2018-05-15"]))
    >>> years_since(taken, pd.Series(pd.Timestamp(2016, 9, 1), taken.index)).tolist()
    [-1, 1, 2]
    >>> years_since(taken, pd.Series(pd.Timestamp(2017, 2, 1), taken.index)).tolist()
    [-1, 0, 1]
    """
    month, date = taken.dt.month, taken.dt.day
    past = (day.dt.month > month) | ((day.dt.month == month) & (day.dt.day > date))
    next_year = day.dt.year + past.astype("int64")
    next_taken = pd.to_datetime({"year": next_year, "month": month, "day": date})
    apart = taken.dt.year - next_year
    full = next_taken - day >= MONTHS_IN
    since: pd.Series = apart + ((apart >= 0) & full).astype("int64")
    return since


def panel_of(members: pd.DataFrame, values: pd.DataFrame) -> pd.DataFrame:
    """Return what treated and like schools came to by year, less what they had in the base year.

    A year of a set counts only where the treated school and one like it have a value of it; a
    school counts from its last joining before to its next one after.

    Parameters
    ----------
    members
        As :class:`alliance.analysis.impact.pairs.Matched` has them.
    values
        As :func:`alliance.analysis.impact.outcomes.values_by_year` returns them.

    Returns
    -------
    DataFrame
        A row a member and year: member (its row of ``members``), set, treated, weight, year,
        since (years since the day; the base year is -1), value, change (of the value since the
        base year), centred_change (the same, less that of all schools), and matched_on: whether
        the schools were matched on it, so that it is no placebo.

    """
    keep = ["set", "line", "treated", "weight", "day", "base", "trend_year", "earlier", "later"]
    rows = members[keep].assign(member=np.arange(len(members)))
    rows = rows.merge(values[["line", "year", "value", "centred", "taken"]], on="line")
    rows = rows.assign(since=years_since(rows["taken"], rows["day"]))
    rows = rows[~(rows["taken"] >= rows["later"]) & ~(rows["taken"] < rows["earlier"])]
    at_base = rows["year"] == rows["base"]
    rows.loc[at_base, "since"] = -1
    rows = rows[at_base | (rows["since"] >= 0) | (rows["year"] < rows["base"])]
    base = rows[rows["since"] == -1].set_index("member")
    rows = rows[rows["member"].isin(base.index)]
    rows = rows.assign(
        change=rows["value"] - rows["member"].map(base["value"]),
        centred_change=rows["centred"] - rows["member"].map(base["centred"]),
        matched_on=rows["year"] == rows["trend_year"],
    )
    by = rows.groupby(["set", "year"])["treated"]
    rows = rows[by.transform("any") & ~by.transform("all")]
    columns = ["member", "set", "treated", "weight", "year", "since", "value"]
    return rows[[*columns, "change", "centred_change", "matched_on"]].reset_index(drop=True)


def set_years(panel: pd.DataFrame) -> pd.DataFrame:
    """Return each treated school's change beside that of its like schools, year by year.

    Returns
    -------
    DataFrame
        A row a set and year since in which both are known, indexed by them: treated and like (of
        several like schools by their weights).

    """
    key = ["set", "since"]
    own = panel[panel["treated"]].set_index(key)["change"]
    others = panel[~panel["treated"]]
    by = [others[name] for name in key]
    like = (others["change"] * others["weight"]).groupby(by).sum()
    like = like / others["weight"].groupby(by).sum()
    return pd.DataFrame({"treated": own, "like": like}).dropna()


def side_by_side(panel: pd.DataFrame, years: Collection[int]) -> pd.DataFrame:
    """Return each treated school's mean change beside that of its like schools, over some years.

    Returns
    -------
    DataFrame
        A row a set, indexed by it: treated and like.

    """
    return set_years(panel[panel["since"].isin(years)]).groupby("set").mean()


def by_year_since(panel: pd.DataFrame) -> pd.DataFrame:
    """Return the mean change of treated and like schools by years since.

    Returns
    -------
    DataFrame
        A row a year: since, treated_change, like_change, schools. Each set weighs the same,
        whatever number of like schools it has that year.

    """
    by = set_years(panel).groupby("since")
    means = by.mean().set_axis(["treated_change", "like_change"], axis=1)
    return means.assign(schools=by.size()).reset_index()
