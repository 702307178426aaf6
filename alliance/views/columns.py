"""How the columns of tables are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import pandas as pd
from pandas.api import types

if TYPE_CHECKING:
    from collections.abc import Mapping

Kind = Literal[
    "",
    "rank",
    "priority",
    "number",
    "count",
    "number1",
    "number2",
    "percent",
    "km",
    "day",
    "when",
    "link",
]


class Column(NamedTuple):
    """How a column is shown: its label, what it says, and what kind of value it holds.

    A *rank* is an ordered category, sorted in its own order; a *priority* a number, 1 the highest.
    *When* is an ordered category, too: times in words, a year or a month among days. A *link* is an
    address of the web over https.
    """

    label: str
    help: str = ""
    kind: Kind = ""


KNOWN_AFTER = Column(
    "Known to be after", "Where the day itself is not known: it lies after this", "day"
)

_HEADINGS: Mapping[str, str] = {
    "band": "In words",
    "date": "Day",
    "date_after": KNOWN_AFTER.label,
    "given": "Of schools",
    "grade_3": "Grade 3",
    "grade_3_name": "Grade 3 is called",
    "graded_inherited": "Graded, counting the predecessor school’s grade",
    "graded_own": "Graded since they opened",
    "gravest": "Highest priority",
    "in_need": "Eligible",
    "joined_after": KNOWN_AFTER.label,
    "like": "Like schools",
    "lower": "Lower confidence limit",
    "not_as_before": "Not comparable with earlier years",
    "open": "Open schools",
    "p": "p-value",
    "partial": "Records incomplete",
    "percent_covered": "Covered",
    "percent_inherited": "Good or outstanding, counting the predecessor school’s grade",
    "percent_own": "Good or outstanding, schools inspected since they opened",
    "percent_without": "Percent not matched",
    "reason": "Why it is missing",
    "scope": "Schools of",
    "series": "Results of",
    "served": "Matched",
    "since": "Years since",
    "treated": "These schools",
    "upper": "Upper confidence limit",
    "urn": "URN",
    "without": "Not matched",
}
"""What the columns that charts are drawn from are called, where their names do not say it."""
_NUMBERS = ("urn", "uid", "year")


def columns_in(table: pd.DataFrame) -> dict[str, Column]:
    """Return the columns of a table that tells of none itself, by their names and what they hold.

    >>> columns_in(pd.DataFrame({"percent_own": [86.24]}))["percent_own"].kind
    'percent'
    """
    return {
        str(name): Column(heading(str(name)), kind=_kind(str(name), table[name])) for name in table
    }


def heading(name: str) -> str:
    """Return the name of a column in words, unless it is in words already."""
    plain = name.replace("_", " ").capitalize() if name == name.lower() else name
    return _HEADINGS.get(name, plain)


def _kind(name: str, values: pd.Series[Any]) -> Kind:
    if types.is_datetime64_any_dtype(values):
        return "day"
    if isinstance(values.dtype, pd.CategoricalDtype) and values.dtype.ordered:
        return "rank"
    if types.is_bool_dtype(values) or not types.is_numeric_dtype(values):
        return ""
    if name.startswith("percent"):
        return "percent"
    if name.endswith(_NUMBERS):
        return "number"
    known = values.dropna()
    return "count" if (known == known.round()).all() else "number2"
