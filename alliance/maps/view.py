"""What part of the world a map opens on."""

from __future__ import annotations

import math

import pydeck as pdk

_WIDTH_PX = 720  # narrower than most maps, so that what is asked for fits
_TILE_PX = 512  # of deck.gl at zoom 0


def view_of(
    bounds: tuple[float, float, float, float],
    height_px: int,
    spot: tuple[float, float, float] | None = None,
) -> pdk.ViewState:
    """Choose centre and zoom so that the bounds fit the map with a little room around them.

    Parameters
    ----------
    bounds
        West, south, east, north in degrees.
    height_px
        Of the map; its width is not known here and taken to be modest.
    spot
        Longitude, latitude and zoom to open on instead.

    """
    if spot:
        longitude, latitude, zoom = spot
        return pdk.ViewState(longitude, latitude, zoom, min_zoom=4.5, max_zoom=15)
    west, south, east, north = bounds
    across = max(east - west, 0.05) / 360.0
    top, bottom = _mercator(north), _mercator(south)
    up = max(top - bottom, 0.0002)
    fit = min(_WIDTH_PX / across, height_px / up) / _TILE_PX
    middle = math.degrees(2 * math.atan(math.exp((top + bottom) / 2 * 2 * math.pi)) - math.pi / 2)
    return pdk.ViewState(
        longitude=round((west + east) / 2, 3),
        latitude=round(middle, 3),
        zoom=round(math.log2(fit) - 0.08, 2),
        min_zoom=4.5,
        max_zoom=15,
    )


def _mercator(latitude: float) -> float:
    """Give the Web Mercator northing as a share of the world's height."""
    return math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2)) / (2 * math.pi)
