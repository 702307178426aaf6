"""Flows with as many arrows as can be followed: beyond that, the smaller are put together."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from alliance.analysis.flows.flow_places import LEVELS, Level
from alliance.analysis.flows.flows_by_kind import Flows, flows_between

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alliance.analysis.flows.flows_by_kind import Quantity

MOST_ARROWS = 40
"""So many arrows between pairs of places can be told apart on a map of the North."""

COARSEST: Level = "authority"
"""No coarser than this are small arrows put together."""
_ENDS = ["from_id", "to_id"]


class Bundles(NamedTuple):
    """What a map draws of flows.

    Parameters
    ----------
    pairs
        As :func:`flows_between` gives them, of one level or, where arrows are put together, of
        several; the sums are the same.
    coarser
        The quantity that is put together, by the level at which that is done.

    """

    pairs: pd.DataFrame
    coarser: Mapping[Level, float]


def bundled(
    flows: Flows, level: Level, quantity: Quantity, by: str, most: int = MOST_ARROWS
) -> Bundles:
    """Add flows up by pairs of places; where more than ``most`` are joined, the smaller coarser.

    Of arrows of one quantity either all are drawn one by one or none. Between local authorities
    all are drawn: arrows from region to region would run across places that nothing moved to.
    """
    parts: list[pd.DataFrame] = []
    coarser: dict[Level, float] = {}
    room = most
    levels = LEVELS[LEVELS.index(level) : LEVELS.index(COARSEST) + 1] or (level,)
    for one in levels:
        pairs = flows_between(flows, one, quantity, by)
        last = one == levels[-1]
        small = pairs.iloc[:0] if last else _beyond(pairs, room)
        rest = _of_pairs(flows, one, small)
        drawn = flows_between(flows.kept(~rest), one, quantity, by)
        if one != level:
            coarser[one] = float(drawn["quantity"].sum())
        parts.append(drawn)
        if not rest.any():
            break
        room -= len(_arrows(drawn))
        flows = flows.kept(rest)
    return Bundles(pd.concat(parts, ignore_index=True), coarser)


def _arrows(pairs: pd.DataFrame) -> pd.Series[float]:
    """Return the quantity of each arrow that the pairs make, the greatest first."""
    placed = pairs["from_easting_m"].notna() & pairs["to_easting_m"].notna()
    apart = pairs[placed & (pairs["from_id"] != pairs["to_id"]) & (pairs["quantity"] > 0)]
    sums: pd.Series[float] = apart.groupby(_ENDS)["quantity"].sum()
    return sums.sort_values(ascending=False)


def _beyond(pairs: pd.DataFrame, room: int) -> pd.DataFrame:
    """Return the two places of each arrow for which there is no room."""
    arrows = _arrows(pairs)
    if len(arrows) <= room:
        return pairs.iloc[:0]
    small = arrows[arrows <= arrows.iloc[max(room, 0)]]
    return small.reset_index()


def _of_pairs(flows: Flows, level: Level, pairs: pd.DataFrame) -> pd.Series[bool]:
    """Return which flows run between the pairs of places."""
    own = flows.table[[f"from_{level}", f"to_{level}"]].set_axis(_ENDS, axis=1)
    wanted = pd.MultiIndex.from_frame(pairs[_ENDS])
    return pd.Series(pd.MultiIndex.from_frame(own).isin(wanted), flows.table.index)
