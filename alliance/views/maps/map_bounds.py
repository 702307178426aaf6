"""What part of England a map opens on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from alliance.analysis.filters import named_regions
from alliance.current.state import current_history, kept, state_on
from alliance.maps.layers import in_force

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    import geopandas as gpd

    from alliance.analysis.filters import Filter


Bounds = tuple[float, float, float, float]
"""West, south, east, north in degrees."""


_ROOM = 0.1
"""Degrees around schools, for they stand within their trust or area and not on its edge."""


def bounds_of(chosen: Filter) -> Bounds:
    """Return the bounds of what the filter names: Opportunity Areas, else trusts, else regions.

    An area that is not yet announced on the day has no outline then: its schools tell where it
    is. Where nothing named can be placed, the bounds are England's.
    """
    return _bounds(
        chosen.day, chosen.opportunity_areas, chosen.trusts, named_regions(chosen.regions)
    )


@kept(maxsize=64)
def _bounds(
    day: dt.date, areas: tuple[str, ...], trusts: tuple[int, ...], regions: tuple[str, ...]
) -> Bounds:
    if areas:
        outlines = _outlines("opportunity_area", day)
        drawn = outlines[outlines["name"].isin(areas)]
        to_come = tuple(set(areas) - set(drawn["name"]))
        parts = [_box(drawn), _schools("opportunity_area", to_come, day)]
    elif trusts:
        parts = [_schools("trust_uid", trusts, day)]
    else:
        outlines = _outlines("region", day)
        parts = [_box(outlines[outlines["name"].isin(regions)])]
    boxes = np.array([part for part in parts if part is not None])
    if not len(boxes):
        return tuple(_outlines("region", day).total_bounds.tolist())
    return *boxes[:, :2].min(axis=0).tolist(), *boxes[:, 2:].max(axis=0).tolist()


def _outlines(kind: str, day: dt.date) -> gpd.GeoDataFrame:
    return in_force(current_history().areas, kind, day)


def _box(shapes: gpd.GeoDataFrame) -> np.ndarray | None:
    return shapes.total_bounds if len(shapes) else None


def _schools(column: str, named: Sequence[str] | Sequence[int], day: dt.date) -> np.ndarray | None:
    """Return box of the day's schools with one of these in a column; none if none is located."""
    state = state_on(day)
    at = state.loc[state[column].isin(list(named)), ["lon", "lat"]].dropna()
    if at.empty:
        return None
    return np.concatenate([at.min().round(1) - _ROOM, at.max().round(1) + _ROOM])
