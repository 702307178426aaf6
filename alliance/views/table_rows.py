"""A table of a page in words, its first rows, for a slide or a screen that nobody can scroll."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from alliance.text.words import MISSING, count, day_in_words, percent
from alliance.views.content import TableShown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from alliance.views.columns import Column


MOST_ROWS = 12


_WRITTEN: dict[str, Callable[[Any], str]] = {
    "": str,
    "rank": str,
    "when": str,
    "link": str,
    "number": lambda value: f"{value:.0f}",
    "priority": lambda value: f"{value:.0f}",
    "count": count,
    "number1": lambda value: f"{value:z.1f}".replace("-", "−"),
    "number2": lambda value: f"{value:z.2f}".replace("-", "−"),
    "percent": percent,
    "km": lambda value: f"{value:.1f} km",
    "day": lambda value: day_in_words(value.date() if hasattr(value, "date") else value),
}


def table_shown(
    title: str, table: pd.DataFrame, columns: Mapping[str, Column], order: str = ""
) -> TableShown:
    """Return the first rows of a table with its headings.

    Parameters
    ----------
    columns
        Those shown, in order, as the page shows them.
    order
        The column sorted by, with "-" before it from the highest down; as it is without one.

    """
    if order:
        name = order.removeprefix("-")
        table = table.sort_values(name, ascending=not order.startswith("-"), kind="stable")
    first = table.head(MOST_ROWS)
    rows = pd.DataFrame(
        {
            column.label: [
                MISSING if pd.isna(value) else _WRITTEN[column.kind](value) for value in first[name]
            ]
            for name, column in columns.items()
        },
        dtype="str",
    )
    return TableShown(title, rows, len(table))
