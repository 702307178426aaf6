"""Who runs a school: the first to call about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


def run_by(schools: pd.DataFrame) -> pd.Series:
    """Return the trust that runs each school, else its local authority, marked as such.

    Parameters
    ----------
    schools
        With trust_name and la_name, as ``as_at`` gives them.

    """
    authority = schools["la_name"].astype("str") + " (local authority)"
    return schools["trust_name"].fillna(authority)
