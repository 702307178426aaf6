"""Days in a table: what tells them from times."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

    import pandas as pd


def hold_days(values: pd.Series[Any]) -> bool:
    """Return whether a column of datetimes holds days and no time of day."""
    known = values.dropna()
    return bool((known == known.dt.normalize()).all())
