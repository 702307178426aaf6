"""The cells of a table in words, for whoever shows it as text."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from alliance.text.words import MISSING, day_in_words, is_missing

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from alliance.views.columns import Column, Kind

_IN_WORDS: dict[Kind, Callable[[Any], str]] = {
    "priority": lambda value: f"{value:.0f}",
    "number": lambda value: f"{value:.0f}",
    "count": lambda value: f"{value:,.0f}",
    "number1": lambda value: f"{value:z,.1f}",
    "number2": lambda value: f"{value:z,.2f}",
    "percent": lambda value: f"{value:.1f}%",
    "km": lambda value: f"{value:,.1f} km",
}


def cells(values: pd.Series[Any], column: Column) -> list[str]:
    """Return each value of a column as people write it; a day is told in words.

    >>> import pandas as pd
    >>> from alliance.views.columns import Column
    >>> cells(pd.Series([86.24, None]), Column("Disadvantaged", kind="percent"))
    ['86.2%', '–']
    """
    return [_cell(value, column) for value in values.astype("object")]


def _cell(value: Any, column: Column) -> str:
    if is_missing(value):
        return MISSING
    if isinstance(value, dt.date):
        return day_in_words(value.date() if isinstance(value, dt.datetime) else value)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    told = _IN_WORDS.get(column.kind)
    return str(value) if told is None or isinstance(value, str) else told(value)
