"""Graded inspections from both of Ofsted's files, and the grade each school carries from when."""

from __future__ import annotations

import pandas as pd

from alliance.history.compile.inputs import OFSTED_DAY
from alliance.history.compile.precedence import KEY, newest_first, one_an_inspection
from alliance.sources.ofsted import SUB_JUDGEMENTS, framework
from alliance.sources.ofsted_later import REFUSED

GENERATIONS = 4
LONGEST_INSPECTION = pd.Timedelta(days=3)


def inspections(
    history: pd.DataFrame, information: pd.DataFrame, later: pd.DataFrame
) -> pd.DataFrame:
    """Merge the files to one row an inspected school and day.

    The newest management information comes first, then the older, for they hold the
    sub-judgements; what a file since leaves blank, or what was refused of it, is told by the next.
    Some files give the last day of an inspection for its first: such a row is left out where
    another tells of it. A predecessor's inspection keeps the predecessor's URN in
    ``inspected_urn``, and ``urn`` is the school for which it was published. ``overall`` is missing
    where none was given, since September 2024.
    """
    columns = [name for name in information.columns if name != "inspected_name"]
    parts = [information[columns].drop(columns="inspected_type"), history]
    if later.empty:
        merged = pd.concat(parts, ignore_index=True).drop_duplicates(KEY)
        return merged.assign(framework=framework(merged["start"]))
    told = newest_first(later, "seen")
    newer = told["seen"] > OFSTED_DAY
    rows = pd.concat([told[newer], parts[0], told[~newer], history], ignore_index=True)
    rows = rows.drop(columns="seen")
    retold = pd.MultiIndex.from_frame(rows[KEY]).isin(pd.MultiIndex.from_frame(told[newer][KEY]))
    blank = ["published", "safeguarding_effective", *SUB_JUDGEMENTS]
    merged = pd.concat(
        [one_an_inspection(rows[retold], blank), rows[~retold].drop_duplicates(KEY)],
        ignore_index=True,
    )
    merged["category_of_concern"] = merged["category_of_concern"].replace(REFUSED, None)
    merged = merged[~_last_days(merged, later["source"])]
    return merged.assign(framework=framework(merged["start"]))


def _last_days(merged: pd.DataFrame, later: pd.Series) -> pd.Series:
    """Tell which rows of later files give an inspection that another row has by its first day."""
    order = merged.sort_values(["inspected_urn", "start"])
    before = order.groupby("inspected_urn")[["start", "overall", "source"]].shift()
    close = order["start"] - before["start"] <= LONGEST_INSPECTION
    again = close & (order["overall"] == before["overall"]).fillna(value=False)
    again &= order["source"].isin(later) & (order["source"] != before["source"])
    return again.reindex(merged.index)


def grades(inspected: pd.DataFrame, links: pd.DataFrame, opened: pd.Series) -> pd.DataFrame:
    """Give the grade a school carries from each inspection on: its own, or a predecessor's.

    A school inherits the grade of the predecessor that Ofsted's record names. Where Ofsted names
    none, it inherits from the one school it replaced; a school formed of several has no grade
    until it is inspected. What a school inherits was inspected before it opened, and counts until
    its own first inspection.

    Parameters
    ----------
    inspected
        The inspections: urn, inspected_urn, start, overall.
    links
        predecessor_urn, successor_urn, kind.
    opened
        Opening day by urn, missing where before the records.

    Returns
    -------
    DataFrame
        urn, start, grade, grade_inherited, inspected_urn; one row a urn and start.
    """
    own = inspected.dropna(subset=["overall"])
    own = own[["inspected_urn", "start", "overall"]].rename(columns={"overall": "grade"})
    own = own.assign(urn=own["inspected_urn"], grade_inherited=False)
    pairs = _inheritance(inspected, links)
    known = own
    for _ in range(GENERATIONS):
        inherited = pairs.merge(known, left_on="predecessor_urn", right_on="urn")
        inherited["urn"] = inherited["successor_urn"]
        before = inherited["urn"].map(opened)
        inherited = inherited[before.isna() | (inherited["start"] < before)]
        inherited = inherited.assign(grade_inherited=True)[own.columns]
        known = pd.concat([own, inherited]).drop_duplicates(["urn", "start"], keep="first")
    first_own = own.groupby("urn")["start"].min()
    outranked = known["grade_inherited"] & (known["start"] >= known["urn"].map(first_own))
    return known[~outranked]


def _inheritance(inspected: pd.DataFrame, links: pd.DataFrame) -> pd.DataFrame:
    named = inspected.loc[
        inspected["urn"] != inspected["inspected_urn"], ["inspected_urn", "urn"]
    ].drop_duplicates()
    named.columns = pd.Index(["predecessor_urn", "successor_urn"])
    alone = links[~links["successor_urn"].duplicated(keep=False) & (links["kind"] == "replaced")]
    unnamed = alone[~alone["successor_urn"].isin(named["successor_urn"])]
    return pd.concat([named, unnamed[["predecessor_urn", "successor_urn"]]], ignore_index=True)
