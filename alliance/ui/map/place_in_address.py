"""The place that a link says a map shows: its middle and zoom.

The browser writes it when a link is copied, for only there the visitor's own moves are known. It
holds as long as the page looks where it did when it was opened with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from alliance.ui.app.address import read_by_page

if TYPE_CHECKING:
    from alliance.maps.view import Bounds

MAP_PLACE = "map"
"""Names the place of a map in the address: its room, longitude, latitude and zoom."""
_FIRST = "bounds of maps when the address was read"
_LEAST_ZOOM, _MOST_ZOOM, _MOST_LATITUDE = 3.0, 17.0, 85.0

Spot = tuple[float, float, float, int]


def place_in_address(room: str, bounds: Bounds) -> Spot | None:
    """Return longitude, latitude and zoom that the address gives the map of a room.

    There is none where the page looks elsewhere by now: at other ``bounds``.
    """
    read_by_page({MAP_PLACE})
    values = st.query_params.get_all(MAP_PLACE)
    found = next((value for value in values if value.split(",")[0] == room), None)
    spot = None if found is None else _read(found)
    first: dict[str, Bounds] = st.session_state.setdefault(_FIRST, {})
    if found is None or (spot and first.setdefault(found, bounds) == bounds):
        return spot
    st.query_params[MAP_PLACE] = [value for value in values if value != found]
    return None


def _read(value: str) -> Spot | None:
    """Return the place that a value of the address says; nothing where it says none."""
    try:
        lon, lat, zoom = (float(number) for number in value.split(",")[1:])
    except ValueError:
        return None
    fine = abs(lon) <= 180 and abs(lat) <= _MOST_LATITUDE and _LEAST_ZOOM <= zoom <= _MOST_ZOOM
    return (lon, lat, zoom, 0) if fine else None
