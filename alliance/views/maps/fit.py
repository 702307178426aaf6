"""What a map is fitted to: what its page shows, an area, a trust, or the selected schools."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from alliance.analysis.filters import Filter
from alliance.current.state import current_history, state_on
from alliance.maps.layers import in_force
from alliance.views.maps.map_bounds import bounds_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    import pandas as pd

    from alliance.maps.view import Bounds
    from alliance.views.maps.map_view import MapView
    from alliance.views.page_address import FitTo, PageAddress


LEAST_DEGREES = 0.08
"""A map of one school still shows the town around it."""


# Doncaster is an Opportunity Area, an authority and a district.
AREA_KINDS = ("opportunity_area", "authority", "district", "region", "alliance_region")


def fitted(address: PageAddress, view: MapView) -> Bounds:
    """Return what a scene's map shows whole: what its page's map does, unless the scene says."""
    found = _FITTED[address.fit.to](address, view.day)
    if isinstance(found, str):
        address.faults.append(f"The map cannot be fitted to {found}")
        return view.bounds
    return found or view.bounds


def _area(address: PageAddress, day: dt.date) -> Bounds | str:
    areas, name = current_history().areas, address.fit.name
    for kind in AREA_KINDS:
        shapes = in_force(areas, kind, day)
        shapes = shapes[shapes["name"] == name]
        if len(shapes):
            west, south, east, north = shapes.total_bounds
            return float(west), float(south), float(east), float(north)
    if ((areas["kind"] == "opportunity_area") & (areas["name"] == name)).any():
        return bounds_of(Filter(day, opportunity_areas=(name,)))
    return f"“{name}”: there is no such area."


def _trust(address: PageAddress, day: dt.date) -> Bounds | str:
    state, name = state_on(day), address.fit.name
    uid = int(name) if name.isascii() and name.isdecimal() else -1
    at = state.loc[state["trust_uid"].eq(uid).fillna(value=False), ["lon", "lat"]].dropna()
    return f"trust {name}: no academy on that day." if at.empty else _around(at)


def _selection(address: PageAddress, day: dt.date) -> Bounds | str:
    state = state_on(day)
    at = state.loc[state["urn"].isin(address.selected), ["lon", "lat"]].dropna()
    return "the selection: none is open on that day." if at.empty else _around(at)


def _view(address: PageAddress, _: dt.date) -> Bounds | str:
    return read_bounds(address.fit.name) or "what it showed: it is not known where that was."


_FITTED: dict[FitTo, Callable[[PageAddress, dt.date], Bounds | str | None]] = {
    "filter": lambda _, __: None,
    "area": _area,
    "trust": _trust,
    "selection": _selection,
    "view": _view,
}
"""What each fit shows whole; nothing for what the page's map does, words for what cannot be."""


def read_bounds(words: str) -> Bounds | None:
    """Return west, south, east and north, written with commas between; nothing of other words."""
    try:
        west, south, east, north = map(float, words.split(","))
    except ValueError:
        return None
    in_order = -180 <= west < east <= 180 and -85 <= south < north <= 85
    return (west, south, east, north) if in_order else None


def bounds_in_words(bounds: object) -> str:
    """Write bounds as :func:`read_bounds` reads them; "" for what a browser sends that are none."""
    if not (isinstance(bounds, list) and all(isinstance(one, int | float) for one in bounds)):
        return ""
    words = ",".join(f"{one:.4f}" for one in bounds)
    return words if read_bounds(words) else ""


def _around(at: pd.DataFrame) -> Bounds:
    low, high = at.min().to_numpy(), at.max().to_numpy()
    short = np.maximum(LEAST_DEGREES - (high - low), 0) / 2
    west, south = low - short
    east, north = high + short
    return float(west), float(south), float(east), float(north)
