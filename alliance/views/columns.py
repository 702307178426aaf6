"""How the columns of tables are shown."""

from __future__ import annotations

from typing import Literal, NamedTuple

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
