"""Trusts with an academy in the filter, a row each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliance.views.trusts.trust_league import trusts_within

if TYPE_CHECKING:
    import pandas as pd

    from alliance.analysis.filters import Filter


def trust_rows(chosen: Filter) -> pd.DataFrame:
    """Return the trusts that hold an academy of the filter on its day, the largest first.

    Returns
    -------
    DataFrame
        The columns of :func:`alliance.analysis.trusts.trusts_on_day.league`, which count all the
        academies of a trust, and academies_in_filter.

    """
    table = trusts_within(chosen).drop(columns="tier_name")
    return table.rename(columns={"here": "academies_in_filter"})
