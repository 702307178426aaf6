"""What changed since a day among the schools of a filter, a row a change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from alliance.current.state import kept
from alliance.views.overview.changes_since import changes_within

if TYPE_CHECKING:
    import datetime as dt

    from alliance.analysis.figures.changes import Changes
    from alliance.analysis.filters import Filter

CHANGE_COLUMNS = (
    "date",
    "date_after",
    "kind",
    "urn",
    "name",
    "trust_uid",
    "trust_name",
    "from_uid",
    "from_trust",
    "detail",
)
CHANGE_KINDS = ("opened", "closed", "joined", "moved", "inspected")


@kept(maxsize=24)
def change_rows(scope: Filter, start: dt.date, end: dt.date) -> pd.DataFrame:
    """Return what changed after ``start`` and by ``end``, the latest first.

    They are the changes that the overview counts; the filter's day and grades are left aside.

    Returns
    -------
    DataFrame
        The columns of ``CHANGE_COLUMNS``: kind is one of ``CHANGE_KINDS``; trust_uid and
        trust_name the trust on the day (of what joined or moved the new one); from_uid and
        from_trust the trust before, of what moved; detail says what changed.

    Raises
    ------
    QuestionError, DayOutsideHistory
        As :func:`alliance.analysis.figures.changes.changes`.

    """
    found = changes_within(scope, start, end)
    parts = [
        _opened(found),
        _closed(found),
        _joined(found),
        _moved(found),
        *_inspected(found),
    ]
    told = [part.reindex(columns=CHANGE_COLUMNS) for part in parts if len(part)]
    if not told:
        return pd.DataFrame(columns=list(CHANGE_COLUMNS)).astype(
            dict.fromkeys(("date", "date_after"), "datetime64[ms]")
        )
    kinds = {"trust_uid": "Int64", "from_uid": "Int64", "date_after": "datetime64[ms]"}
    table = pd.concat([part.astype(kinds) for part in told], ignore_index=True)
    return table.sort_values(
        ["date", "kind", "urn"], ascending=[False, True, True], ignore_index=True
    )


def _words(column: pd.Series) -> pd.Series:
    return column.astype("object").where(column.notna(), "").astype("str")


def _opened(found: Changes) -> pd.DataFrame:
    table = found.openings
    replaces = _words(table["replaces"])
    what = ("Opened. It replaces " + replaces + ".").where(
        replaces != "", "Opened as a new school."
    )
    return table.assign(kind="opened", detail=what)


def _closed(found: Changes) -> pd.DataFrame:
    table = found.closings
    by = _words(table["replaced_by"])
    what = ("Closed. Replaced by " + by + ".").where(by != "", "Closed; no successor is known.")
    return table.assign(kind="closed", detail=what)


def _joined(found: Changes) -> pd.DataFrame:
    table = found.joins
    what = "Joined " + table["trust_name"] + ": " + table["how"].astype("str").str.lower() + "."
    return table.assign(kind="joined", detail=what)


def _moved(found: Changes) -> pd.DataFrame:
    table = found.transfers
    way = table["from_trust"] + " to " + table["to_trust"]
    what = "Moved from " + way + " (" + table["kind"] + ")."
    names = {"urn_after": "urn", "to_uid": "trust_uid", "to_trust": "trust_name"}
    return table.assign(kind="moved", detail=what).rename(columns=names)


def _inspected(found: Changes) -> list[pd.DataFrame]:
    graded, others = found.inspections, found.outcomes
    before, after = _words(graded["grade_before"]), _words(graded["grade_after"])
    return [
        graded.assign(kind="inspected", detail="Inspected: " + after + "; before " + before + "."),
        others.assign(
            kind="inspected", detail=others["kind"] + ": " + _words(others["said"]) + "."
        ),
    ]
