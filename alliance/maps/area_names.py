"""Where the name of an area may be written: always within the area itself.

A name that stood beside its area would stand in another, and name that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import shapely
from shapely import affinity

if TYPE_CHECKING:
    import geopandas as gpd

_WIDER_THAN_HIGH = 5.0
"""A name is some three times as wide as high, and a degree of longitude here 0.6 of one north."""
_MOST_PLACES, _LEAST_OF_FIRST = 3, 0.3
_DIGITS = 4
_EXACT = 0.002  # of a degree


def area_places(areas: gpd.GeoDataFrame, *, with_room: bool) -> pd.DataFrame:
    """Return a row an area in WGS84: ``name``, ``lon``, ``lat``, and ``within``.

    ``within`` lists the places inside the area over whose middle its name may be written, the
    roomiest first, which ``lon`` and ``lat`` give too: longitude, latitude and, where ``with_room``
    asks for it, half the room that there is from west to east, in degrees. Areas with the most room
    come first then.
    """
    found = [_places_within(shape) for shape in areas.geometry]
    digits = 3 if with_room else 2
    rows = pd.DataFrame(
        {
            "name": areas["name"].array,
            "lon": [places[0][0] for places in found],
            "lat": [places[0][1] for places in found],
            "within": [[list(place[:digits]) for place in places] for places in found],
        }
    )
    if not with_room:
        return rows
    return rows.sort_values("within", key=lambda of: -of.str[0].str[2], kind="stable")


def _places_within(shape: Any) -> list[tuple[float, float, float]]:
    """Return the middles of the widest ellipses in a shape that do not overlap, widest first."""
    free = affinity.scale(shape, yfact=_WIDER_THAN_HIGH, origin=(0, 0))
    places: list[tuple[float, float, float]] = []
    for _ in range(_MOST_PLACES):
        reach = shapely.maximum_inscribed_circle(free, tolerance=_EXACT)
        (lon, high), room = reach.coords[0], reach.length
        if places and room < _LEAST_OF_FIRST * places[0][2]:
            break
        lat = high / _WIDER_THAN_HIGH
        places.append((round(lon, _DIGITS), round(lat, _DIGITS), round(room, _DIGITS)))
        free = free.difference(shapely.Point(lon, high).buffer(room))
    return places
