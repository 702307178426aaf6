"""A table in the columns that are told of it, each of one type whatever the day."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pandas as pd

from alliance.exports.safe_text import with_short_numbers

if TYPE_CHECKING:
    from alliance.views.open_data.open_columns import Columns

_TYPES: dict[type, str] = {int: "Int64", bool: "boolean", float: "float64"}


def typed(table: pd.DataFrame, columns: Columns) -> pd.DataFrame:
    """Return a table with these columns and no others, numbered from 0; what it lacks is missing.

    Days are datetimes, whole numbers and truths may be missing, categories become text.
    """
    table = with_short_numbers(table.reset_index(drop=True))
    index = table.index
    return pd.DataFrame(
        {
            name: _column(table[name], kind)
            if name in table
            else _column(pd.Series(None, index, "object"), kind)
            for name, (kind, _) in columns.items()
        },
        index=index,
    )


def _column(values: pd.Series[Any], kind: type) -> pd.Series[Any]:
    if kind is dt.date:
        return pd.to_datetime(values).astype("datetime64[ms]")
    if kind is str:
        plain = values.astype("object")
        return plain.where(plain.notna() & (plain != ""), None).astype("str")
    if kind is int:
        return pd.to_numeric(values.astype("object")).astype("Float64").astype("Int64")
    return values.astype(_TYPES[kind])  # type: ignore[call-overload, no-any-return]
