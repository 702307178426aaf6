"""What part of England a map opens on."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from alliance.analysis.filters import named_regions
from alliance.maps.layers import in_force
from alliance.web.current import current_history, state_on

if TYPE_CHECKING:
    import datetime as dt

    from alliance.analysis.filters import Filter


def bounds_of(chosen: Filter) -> tuple[float, float, float, float]:
    """Give west, south, east, north of what the filter names: areas, else trusts, else regions."""
    areas = current_history().areas
    if opportunity_areas:
        shapes = in_force(areas, "opportunity_area", day)
        shapes = shapes[shapes["name"].isin(opportunity_areas)]
    elif trusts:
        state = state_on(day)
        at = state.loc[state["trust_uid"].isin(trusts), ["lon", "lat"]].dropna()
        if len(at):
            low, high = at.min().round(1) - 0.1, at.max().round(1) + 0.1
            return low["lon"], low["lat"], high["lon"], high["lat"]
        shapes = in_force(areas, "region", day)
    else:
        shapes = in_force(areas, "region", day)
        shapes = shapes[shapes["name"].isin(named_regions(regions))] if regions else shapes
    west, south, east, north = shapes.total_bounds
    return float(west), float(south), float(east), float(north)
