"""Inspections from all of Ofsted's files, one row each, and the grade a school carries when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pandas as pd

from alliance.history.compile.inputs import OFSTED_DAY
from alliance.history.compile.precedence import KEY, newest_first, one_an_inspection
from alliance.history.continuing import carried
from alliance.sources.ofsted.graded_inspections import SUB_JUDGEMENTS, framework
from alliance.sources.ofsted.ofsted_cells import REFUSED
from alliance.sources.ofsted.report_cards import GRADED_AGAIN, REPORT_CARDS

if TYPE_CHECKING:
    from alliance.history.compile.inputs import Inputs

LONGEST_INSPECTION = pd.Timedelta(days=3)
# Days of the lists of 2013 to 2015 lie 1 day before to 6 days after those of the other files, and
# of some inspections weeks after: no school was given one grade twice within so few.
SAME_INSPECTION = pd.Timedelta(days=6)
SAME_GRADE_AGAIN = pd.Timedelta(days=45)
# Management information as at a day tells of what was published some weeks after it.
TOLD_BEFORE_PUBLISHED = pd.Timedelta(days=45)
BLANK = ["published", "safeguarding_effective", *SUB_JUDGEMENTS]


def inspections(given: Inputs, known: pd.DataFrame, past: pd.DataFrame) -> pd.DataFrame:
    """Merge the files to one row a graded inspection: by inspected school and day.

    The newest management information comes first, then the older, then the newest list of 2013 to
    2015, then the history; what a file leaves blank, or what was refused of it, is told by the
    next. Where several files tell of one inspection, the day is the history's, and the lists of
    2013 to 2015 say last what it was. Some files give the last day of an inspection for its first:
    such a row is left out where another tells of it. A predecessor's inspection keeps the
    predecessor's URN in ``inspected_urn``, and ``urn`` is the school for which it was published.
    ``overall`` is missing where none was given, since September 2024.

    Parameters
    ----------
    known
        opened and closed by URN.
    past
        Whose past is whose own, as :func:`alliance.history.continuing.pasts` returns it.
    """
    listed = _of_the_school_inspected(given.listed_inspections, known, past)
    rows = _in_order(given, listed)
    merged = one_an_inspection(rows, BLANK)
    merged = merged.assign(published=_published(rows, merged))
    merged["category_of_concern"] = merged["category_of_concern"].replace(REFUSED, None)
    merged = merged[~_last_days(merged, given.later_inspections["source"])]
    return merged.assign(framework=framework(merged["start"]))


def _of_the_school_inspected(
    listed: pd.DataFrame, known: pd.DataFrame, past: pd.DataFrame
) -> pd.DataFrame:
    """Return the inspections of the lists of 2013 to 2015 to the school that was inspected.

    Under the number of an academy that converted, the lists tell of the inspections of the school
    that it continues.
    """
    early = listed[listed["start"] < listed["urn"].map(known["opened"])]
    owners = early[["urn", "start"]].reset_index(names="row").merge(past, on="urn")
    first, last = (owners["past_urn"].map(known[name]) for name in ("opened", "closed"))
    owners = owners[~(first > owners["start"]) & (owners["start"] < last)]
    found = owners.sort_values("generation").drop_duplicates("row").set_index("row")["past_urn"]
    inspected = listed["inspected_urn"].mask(
        listed.index.isin(found.index), found.reindex(listed.index)
    )
    return listed.assign(inspected_urn=inspected.astype("int32"))


def _in_order(given: Inputs, listed: pd.DataFrame) -> pd.DataFrame:
    """Return what every file says of inspections, in the order in which they are believed."""
    history = given.inspection_history
    information = given.ofsted_inspections.drop(columns=["inspected_name", "inspected_type"])
    information = information.assign(seen=OFSTED_DAY)
    later = newest_first(given.later_inspections, "seen")
    newer = later["seen"] > OFSTED_DAY
    parts = [part for part in (later[newer], information, later[~newer]) if len(part)]
    told = pd.concat(parts or [information], ignore_index=True)
    told = _on_the_day_of(history, told, window=LONGEST_INSPECTION)
    listed = _on_the_day_of(history, listed, window=SAME_GRADE_AGAIN, other_grade=SAME_INSPECTION)
    # What management information has a day after a list may be the last day of the same.
    listed = _on_the_day_of(
        told,
        listed,
        window=SAME_GRADE_AGAIN,
        other_grade=SAME_INSPECTION,
        direction="backward",
    )
    rows = pd.concat([told, listed, history], ignore_index=True)
    return rows.assign(first_hand=rows["first_hand"].eq(other=True))


def _on_the_day_of(
    known: pd.DataFrame,
    told: pd.DataFrame,
    *,
    window: pd.Timedelta,
    other_grade: pd.Timedelta | None = None,
    direction: Literal["nearest", "backward"] = "nearest",
) -> pd.DataFrame:
    """Return inspections that ``known`` has as well the day it has for them.

    Parameters
    ----------
    window
        How far the days of one inspection may lie apart where the grades are the same.
    other_grade
        The same where they are not; never where missing.
    direction
        Whether the known day may come after the other, or only before.
    """
    days = known[["inspected_urn", "start", "overall"]].dropna().drop_duplicates(KEY)
    days = days.assign(day=days["start"]).sort_values("start")
    days["inspected_urn"] = days["inspected_urn"].astype(told["inspected_urn"].dtype)
    order = told[[*KEY, "overall"]].assign(row=told.index).sort_values("start")
    found = pd.merge_asof(
        order, days, on="start", by="inspected_urn", tolerance=window, direction=direction,
        suffixes=("", "_known"),
    ).set_index("row")  # fmt: skip
    same = (found["overall"] == found["overall_known"]).fillna(value=False).astype(bool)
    if other_grade is not None:
        same |= (found["day"] - found["start"]).abs() <= other_grade
    return told.assign(start=told["start"].mask(same.reindex(told.index), found["day"]))


def _published(rows: pd.DataFrame, merged: pd.DataFrame) -> pd.Series:
    """Return when each inspection's report was published, by the best witness.

    A file that tells of a school's latest inspection is believed before one that tells of it as the
    one before. A report cannot have been published first long after a file already told of it.
    """
    told = rows.dropna(subset="published")
    first_told = rows.dropna(subset="seen").groupby(KEY)["seen"].min()
    limit = first_told.reindex(pd.MultiIndex.from_frame(told[KEY])).to_numpy()
    late = told["published"] > limit + TOLD_BEFORE_PUBLISHED
    told = told[~late].sort_values("first_hand", ascending=False, kind="stable")
    best = told.drop_duplicates(KEY).set_index(KEY)["published"]
    found: pd.Series = best.reindex(pd.MultiIndex.from_frame(merged[KEY])).set_axis(merged.index)
    return found


def _last_days(merged: pd.DataFrame, later: pd.Series) -> pd.Series:
    """Tell which rows of later files give an inspection that another row has by its first day."""
    order = merged.sort_values(["inspected_urn", "start"])
    before = order.groupby("inspected_urn")[["start", "overall", "source"]].shift()
    close = order["start"] - before["start"] <= LONGEST_INSPECTION
    again = close & (order["overall"] == before["overall"]).fillna(value=False)
    again &= order["source"].isin(later) & (order["source"] != before["source"])
    return again.reindex(merged.index)


def ungraded(given: Inputs) -> pd.DataFrame:
    """Return each ungraded inspection once, by the newest file that tells of it."""
    told = newest_first(given.ungraded_inspections, "seen")
    return one_an_inspection(told, ["published", "outcome"])


def report_cards(given: Inputs) -> pd.DataFrame:
    """Return each report card once a day from which it read so, by the newest file that tells.

    Of one inspection, by its number, the newest file says when it began. What a file has only as it
    was graded again later, an older one tells.
    """
    # A history written before numbers and versions were kept has none.
    told = newest_first(given.report_cards.reindex(columns=list(REPORT_CARDS)), "seen")
    told["began"] = told["began"].fillna(told["start"])
    numbered = told[told["inspection_number"].notna()]
    began = numbered.groupby(["inspected_urn", "inspection_number"])["began"].transform("first")
    stale = numbered.index[numbered["began"] != began]
    cards = one_an_inspection(told.drop(index=stale), ["published"], gaps=[REFUSED, GRADED_AGAIN])
    concern = cards["category_of_concern"].replace(GRADED_AGAIN, None)
    return cards.assign(category_of_concern=concern)


def grades(inspected: pd.DataFrame, known: pd.DataFrame, past: pd.DataFrame) -> pd.DataFrame:
    """Return the grade a school carries from each inspection on: its own, or one it inherits.

    A school inherits the grades of the school that it continues and of none other, whatever
    Ofsted's record names (see :mod:`alliance.history.continuing`). They count until its own first
    inspection.

    Parameters
    ----------
    inspected
        The inspections: urn, inspected_urn, start, overall.
    known
        opened and closed by URN.
    past
        Whose past is whose own, as :func:`alliance.history.continuing.pasts` returns it.

    Returns
    -------
    DataFrame
        urn, start, grade, grade_inherited, inspected_urn; one row a urn and start.
    """
    graded = inspected.dropna(subset="overall").rename(columns={"overall": "grade"})
    found = carried(graded[["inspected_urn", "start", "grade"]], past, known["opened"])
    return found.rename(columns={"inherited": "grade_inherited"})
