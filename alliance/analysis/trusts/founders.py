"""Where the founding trusts of the alliance work: their academies by Opportunity Area."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Sequence

ELSEWHERE = "Elsewhere"


def academies_by_area(schools: pd.DataFrame, trusts: Sequence[int]) -> pd.DataFrame:
    """Count the academies of each trust in each Opportunity Area.

    Parameters
    ----------
    schools
        As :func:`alliance.history.as_at` gives them.
    trusts
        UIDs, in the order in which they are to stand.

    Returns
    -------
    DataFrame
        A row a trust, one without an academy among the schools too: trust_uid, academies, a
        column for each Opportunity Area in which any school lies, by name, and Elsewhere.

    """
    areas = sorted(schools["opportunity_area"].dropna().unique())
    held = schools[schools["trust_uid"].isin(list(trusts))]
    area = held["opportunity_area"].astype("object").fillna(ELSEWHERE)
    table = pd.crosstab(held["trust_uid"].astype("int64"), area)
    table = table.reindex(index=list(trusts), columns=[*areas, ELSEWHERE], fill_value=0)
    table.insert(0, "academies", table.sum(axis=1))
    return table.rename_axis(index="trust_uid", columns=None).reset_index()
