"""How many schools each option of the filter would hold, the rest of the filter kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from alliance.analysis.filters import held_by_schools, passing, without
from alliance.history import ALLIANCE_REGION, ALLIANCE_REGIONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from alliance.analysis.filters import Filter, Part


def option_counts(
    state: pd.DataFrame, chosen: Filter, part: Part, options: Sequence[Any]
) -> list[int]:
    """Count the schools that each option of a part would hold.

    Parameters
    ----------
    state
        All of England's schools as at ``chosen.day``.
    options
        What each stands for, as the filter holds it; of a switch all that it stands for.

    Returns
    -------
    list of int
        One an option, in their order, worked out without what the part holds now; of a switch one.

    """
    held = held_by_schools(state, part)[passing(state, without(chosen, part))]
    if part.kind == "switch":
        return [int(held.isin(list(options)).sum())]
    found = held.value_counts()
    found.index = found.index.astype("object")
    if ALLIANCE_REGION in options:
        found.loc[ALLIANCE_REGION] = found.reindex(ALLIANCE_REGIONS).sum()
    return [int(number) for number in found.reindex(list(options)).fillna(0)]
