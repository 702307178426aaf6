"""How many schools each option of the filter would hold, the rest of the filter kept."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from alliance.analysis.filters import NO_GRADE, Filter, narrow
from alliance.analysis.trusts import tier
from alliance.history import ALLIANCE_REGION, ALLIANCE_REGIONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

COLUMNS = {
    "regions": "region",
    "authorities": "la_name",
    "opportunity_areas": "opportunity_area",
    "trusts": "trust_uid",
    "phases": "phase",
    "types": "type",
    "commissioner_regions": "commissioner_region",
}
"""The column of a state that a part of the filter narrows, where it is one."""
_NEEDED = [*COLUMNS.values(), "grade"]


def without(chosen: Filter, field: str) -> Filter:
    """Give the filter with one part, named by its field, taken off."""
    loosened: dict[str, Any] = {field: ()}
    return replace(chosen, **loosened)


def option_counts(
    state: pd.DataFrame, chosen: Filter, field: str, options: Sequence[Any]
) -> list[int]:
    """Count the schools that each option of a part would hold.

    Parameters
    ----------
    state
        All of England's schools as at ``chosen.day``.
    field
        The part of the filter, by its field; ``members`` counts all founders together.
    options
        Values as the filter holds them.

    Returns
    -------
    list of int
        One an option, in their order, worked out without what the part holds now.

    """
    kept = narrow(state[_NEEDED], without(chosen, field))
    if field == "members":
        return [int(kept["trust_uid"].isin(list(options)).sum())]
    found = _values(state, kept, field).value_counts()
    found.index = found.index.astype("object")
    if field == "regions":
        found.loc[ALLIANCE_REGION] = found.reindex(ALLIANCE_REGIONS).sum()
    return [int(number) for number in found.reindex(list(options)).fillna(0)]


def _values(state: pd.DataFrame, kept: pd.DataFrame, field: str) -> pd.Series[Any]:
    if field == "grades":
        return kept["grade"].fillna(NO_GRADE)
    if field == "tiers":
        # A trust's tier goes by all it holds, not by what the filter leaves of it.
        held = state["trust_uid"].value_counts()
        return tier(kept["trust_uid"].map(held))
    return kept[COLUMNS[field]]
