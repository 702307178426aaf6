"""What part of England a map opens on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliance.analysis.filters import named_regions
from alliance.maps.layers import in_force
from alliance.web.current import current_history, kept, state_on

if TYPE_CHECKING:
    import datetime as dt

    from alliance.analysis.filters import Filter

Bounds = tuple[float, float, float, float]
"""West, south, east, north in degrees."""


def bounds_of(chosen: Filter) -> Bounds:
    """Give the bounds of what the filter names: areas, else trusts, else regions."""
    return _bounds(
        chosen.day, chosen.opportunity_areas, chosen.trusts, named_regions(chosen.regions)
    )


@kept(maxsize=64)
def _bounds(
    day: dt.date, areas: tuple[str, ...], trusts: tuple[int, ...], regions: tuple[str, ...]
) -> Bounds:
    if trusts and not areas:
        state = state_on(day)
        at = state.loc[state["trust_uid"].isin(trusts), ["lon", "lat"]].dropna()
        if len(at):
            low, high = at.min().round(1) - 0.1, at.max().round(1) + 0.1
            return low["lon"], low["lat"], high["lon"], high["lat"]
        regions = ()
    kind, names = ("opportunity_area", areas) if areas else ("region", regions)
    shapes = in_force(current_history().areas, kind, day)
    shapes = shapes[shapes["name"].isin(names)] if names else shapes
    west, south, east, north = shapes.total_bounds
    return float(west), float(south), float(east), float(north)
