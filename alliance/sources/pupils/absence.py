"""Absence from school by school and year (Department for Education), as issued."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

from alliance.errors import SourceError
from alliance.sources.exams.performance_tables import SUPPRESSIONS
from alliance.sources.tables.layout import PERCENT, Column, Layout
from alliance.sources.tables.values import percent

if TYPE_CHECKING:
    from alliance.sources.tables.inbox import Inbox

ABSENCE = "performance/absence_20[0-9][0-9].csv"
NATIONAL = "NAT"
SHARE = Column(
    rf"{PERCENT}|SUPP|NP|NA|NE", "a percentage from 0 to 100 or a code", may_be_blank=True
)
# The national rows of primary, secondary and special schools have no URN.
LAYOUT = Layout(
    {
        "LA": Column(rf"\d{{3}}|{NATIONAL}", "a three-digit authority code, or NAT"),
        "URN": Column(r"\d{6}", "a six-digit URN, or blank", may_be_blank=True),
        "PERCTOT": SHARE,
        "PPERSABS10": SHARE,
    }
)
MEASURES = {"percent_absence": "PERCTOT", "percent_persistent_absence": "PPERSABS10"}
KINDS = {"urn": "int32", "year": "int16"} | {
    name: kind
    for measure in MEASURES
    for name, kind in ((measure, "float64"), (f"{measure}_reason", "str"))
}


def none() -> pd.DataFrame:
    """Return the table of :func:`absence` without a row."""
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in KINDS.items()})


def absence(inbox: Inbox) -> pd.DataFrame:
    """Read absence, a row a school and school year.

    Columns: urn, year (in which the school year ended: 2019 is 2018/19), percent_absence (of
    sessions, 0 to 100), percent_persistent_absence (of pupils who missed a tenth or more of their
    sessions, 0 to 100), and the reason beside each missing one (``<measure>_reason``).
    """
    return pd.concat([_year(inbox, file) for file in inbox.matching(ABSENCE)], ignore_index=True)


def _year(inbox: Inbox, file: str) -> pd.DataFrame:
    found = re.search(r"_(\d{4})\.csv$", file)
    if found is None:
        raise SourceError(f"{file}: its name says no year. Name it as absence_2019.csv.")
    rows = inbox.rows(file, LAYOUT)
    rows = rows[(rows["LA"] != NATIONAL) & (rows["URN"] != "")].drop_duplicates("URN")
    columns: dict[str, pd.Series] = {}
    for name, published in MEASURES.items():
        columns[name] = percent(rows[published])
        reasons = rows[published].map(SUPPRESSIONS)
        columns[f"{name}_reason"] = reasons.where(columns[name].isna(), None)
    table = pd.DataFrame(columns).assign(urn=rows["URN"].astype("int32"), year=int(found[1]))
    return table[list(KINDS)].astype({"year": "int16"}).reset_index(drop=True)
