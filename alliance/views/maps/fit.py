"""What a map is fitted to: what its page shows, an area, a trust, or the selected schools."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from alliance.analysis.filters import Filter
from alliance.current.state import current_history, state_on
from alliance.maps.layers import in_force
from alliance.views.maps.map_bounds import bounds_of

if TYPE_CHECKING:
    import pandas as pd

    from alliance.maps.view import Bounds
    from alliance.views.maps.map_view import MapView
    from alliance.views.page_address import PageAddress


LEAST_DEGREES = 0.08
"""A map of one school still shows the town around it."""


# Doncaster is an Opportunity Area, an authority and a district.
AREA_KINDS = ("opportunity_area", "authority", "district", "region", "alliance_region")


def fitted(address: PageAddress, view: MapView) -> Bounds:
    """Return what a scene's map shows whole: what its page's map does, unless the scene says."""
    fit, state, faults = address.fit, state_on(view.day), address.faults
    at = None
    if fit.to == "area":
        for kind in AREA_KINDS:
            shapes = in_force(current_history().areas, kind, view.day)
            shapes = shapes[shapes["name"] == fit.name]
            if len(shapes):
                west, south, east, north = shapes.total_bounds
                return float(west), float(south), float(east), float(north)
        areas = current_history().areas
        if ((areas["kind"] == "opportunity_area") & (areas["name"] == fit.name)).any():
            return bounds_of(Filter(view.day, opportunity_areas=(fit.name,)))
        faults.append(f"The map cannot be fitted to “{fit.name}”: there is no such area.")
    elif fit.to == "trust":
        uid = int(fit.name) if fit.name.isascii() and fit.name.isdecimal() else -1
        at = state.loc[state["trust_uid"].eq(uid).fillna(value=False), ["lon", "lat"]]
        if at.dropna().empty:
            faults.append(f"The map cannot be fitted to trust {fit.name}: no academy on that day.")
    elif fit.to == "selection":
        at = state.loc[state["urn"].isin(address.selected), ["lon", "lat"]]
        if at.dropna().empty:
            faults.append("The map cannot be fitted to the selection: none is open on that day.")
    if at is None or at.dropna().empty:
        return view.bounds
    return _around(at.dropna())


def _around(at: pd.DataFrame) -> Bounds:
    low, high = at.min().to_numpy(), at.max().to_numpy()
    short = np.maximum(LEAST_DEGREES - (high - low), 0) / 2
    west, south = low - short
    east, north = high + short
    return float(west), float(south), float(east), float(north)
