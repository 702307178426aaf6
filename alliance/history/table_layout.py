"""A table of the history: its columns with their types, and what names a row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Mapping

DAY = "datetime64[ms]"
NAMED = "category"
TEXT = "str"


@dataclass(frozen=True)
class Table:
    """A table's columns with their types, and the columns that name a row."""

    columns: Mapping[str, str]
    key: tuple[str, ...]
    added: tuple[str, ...] = ()
    """Columns that a history of this layout may lack, for it was written before they were read."""

    @property
    def is_new(self) -> bool:
        """Whether a history of this layout may lack the table as a whole; it is empty then."""
        return set(self.added) == set(self.columns)

    def blank(self, name: str, rows: int) -> pd.Series:
        """Return a column of ``rows`` missing values, False where its type has none."""
        kind = self.columns[name]
        if kind == NAMED:
            return pd.Series(pd.Categorical([None] * rows, categories=pd.Index([], dtype="str")))
        values = pd.Series([False if kind == "bool" else None] * rows, dtype="object")
        return values.astype(kind)  # type: ignore[call-overload, no-any-return]

    def without_rows(self) -> pd.DataFrame:
        """Return the table as it is where there is nothing to say."""
        return pd.DataFrame({column: self.blank(column, 0) for column in self.columns})

    def conform(self, table: pd.DataFrame) -> pd.DataFrame:
        """Return ``table`` in this layout: columns in order, typed, sorted by key.

        Categories are sorted, so that the same facts give the same bytes.
        """
        table = table.reset_index(drop=True).reindex(columns=list(self.columns))
        for name, kind in self.columns.items():
            values = table[name]
            if kind == NAMED:
                values = values.astype("object").where(values.notna(), None)
                values = values.astype(pd.CategoricalDtype(sorted(values.dropna().unique())))
            elif kind == TEXT:
                values = values.astype("object").where(values.notna(), None).astype("str")
            else:
                values = values.astype(kind)  # type: ignore[call-overload]
            table[name] = values
        return table.sort_values(list(self.key), ignore_index=True)


def new_table(columns: Mapping[str, str], key: tuple[str, ...]) -> Table:
    """Return a table that a history of this layout may lack as a whole."""
    return Table(columns, key, tuple(columns))
