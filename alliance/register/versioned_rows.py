"""Rows that are numbered and versioned, so that of two who change one the second is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from alliance.errors import AllianceError


class VersionedRows:
    """The rows of a table with the columns id and version.

    Parameters
    ----------
    table
        The table.
    unknown
        Makes the error for a number that no row has.

    """

    def __init__(self, table: sa.Table, unknown: Callable[[int | None], AllianceError]) -> None:
        self._table = table
        self._unknown = unknown

    def get(self, connection: sa.Connection, number: int | None) -> sa.RowMapping:
        """Return a row by its number, or raise the error that there is none."""
        query = sa.select(self._table).where(self._table.c.id == number)
        row = connection.execute(query).mappings().first()
        if row is None:
            raise self._unknown(number)
        return row

    def add(self, connection: sa.Connection, values: Mapping[str, Any]) -> sa.RowMapping:
        """Insert a row as its first version, and return it."""
        made = connection.execute(self._table.insert().values(**{**values, "version": 1}))
        (number,) = made.inserted_primary_key or (None,)
        return self.get(connection, number)

    def change(
        self, connection: sa.Connection, number: int | None, version: int, values: Mapping[str, Any]
    ) -> bool:
        """Write a row over the version that was read; return whether it still was that one."""
        changed = connection.execute(
            self._table.update()
            .where(self._table.c.id == number, self._table.c.version == version)
            .values(**{**values, "version": version + 1})
        )
        return changed.rowcount == 1
