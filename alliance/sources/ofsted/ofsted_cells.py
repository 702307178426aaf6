"""What stands in the cells of Ofsted's management information since 2015, whichever its layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from alliance.sources.tables.layout import ANY_SPELLING, Column
from alliance.sources.tables.values import any_day
from alliance.text.days import EXPECTED, PATTERN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alliance.sources.tables.reading import Reading

NOTHING = "NULL"
# Stands for a value of a report card that is not as expected: blank would say that none was given.
REFUSED = "Value refused"
BLANK = {NOTHING: "", "Not judged": "", "Not applicable": "", "Does not have a sixth form": ""}
DAY_RULE = Column(
    rf"{PATTERN}|{NOTHING}",
    f"{EXPECTED}, {NOTHING}, or blank",
    may_be_blank=True,
    is_date=ANY_SPELLING,
)
URN_RULE = Column(rf"\d{{6}}|{NOTHING}", "a six-digit URN, NULL, or blank", may_be_blank=True)


def days(values: pd.Series) -> pd.Series:
    """Turn days of any spelling into dates; blanks and impossible days become missing."""
    return any_day(values.replace(BLANK))


def marked(reading: Reading) -> pd.DataFrame:
    """Put ``REFUSED`` where a value was refused; as a number or a day it is missing."""
    rows = reading.rows.copy()
    for column, refused in reading.faults.groupby("column"):
        if column in rows:
            rows.loc[rows.index.isin(refused["row"]), column] = REFUSED
    return rows


def of_known_school(rows: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    """Leave out the inspections of which the URN inspected was refused: whose they are is open."""
    column = names.get("inspected_urn")
    return rows[rows[column] != REFUSED] if column else rows


def shared(
    rows: pd.DataFrame, names: Mapping[str, str], seen: pd.Timestamp, file: str
) -> dict[str, object]:
    """Return what every kind of inspection has: seen, urn, inspected_urn, start, published, source.

    Parameters
    ----------
    names
        The column of each field that the file has.
    seen
        The day of the file.
    """
    return {
        "seen": seen,
        "urn": rows["URN"],
        "inspected_urn": column(rows, names, "inspected_urn").fillna(rows["URN"]),
        "start": days(rows[names["start"]]),
        "published": days(rows[names["published"]]) if "published" in names else pd.NaT,
        "source": file,
    }


def column(rows: pd.DataFrame, names: Mapping[str, str], name: str) -> pd.Series:
    """Return a field as text, missing where it is blank or the file lacks it."""
    if name not in names:
        return pd.Series(None, rows.index, dtype="object")
    return rows[names[name]].astype("object").replace("", None)


def table(columns: Mapping[str, object], kinds: Mapping[str, str]) -> pd.DataFrame:
    """Return a table of ``columns`` with their types; without a row where there are none."""
    empty = {name: pd.Series(dtype=kind) for name, kind in kinds.items()}
    return pd.DataFrame(columns or empty)[list(kinds)].astype(dict(kinds))
