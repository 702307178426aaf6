"""Schools by the numbers that they have beside their URN."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from alliance.text.identifiers import LAESTAB, UKPRN

if TYPE_CHECKING:
    from alliance.history import History
    from alliance.text.identifiers import Identifier

KINDS = (LAESTAB, UKPRN)


def numbered(history: History, asked: Identifier, kind: str) -> pd.Series:
    """Return of each row of ``History.schools`` whether a number is its LAESTAB or its UKPRN."""
    numbers = history.schools[kind.lower()]
    if not asked.may_be(kind):
        return pd.Series(data=False, index=numbers.index)
    return numbers.eq(asked.number).fillna(value=False).astype("bool")


def schools_numbered(history: History, asked: Identifier) -> list[int]:
    """Return the URNs of the schools that have a number as their LAESTAB or UKPRN."""
    found = numbered(history, asked, LAESTAB) | numbered(history, asked, UKPRN)
    urns: list[int] = history.schools.loc[found, "urn"].tolist()
    return urns
