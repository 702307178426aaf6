"""The ground of the take-away map: what one finds one's way by, as much as the file has room for.

A map of few schools carries the finest ground around them; one of many the coarser.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import geopandas as gpd
import orjson
import shapely

from alliance.maps.palette import LIGHT
from alliance.maps.takeaway.takeaway_layer import (
    Box,
    Drawn,
    MapLayer,
    Name,
    features_of,
    swatch_of,
)
from alliance.maps.way_finding import FOLDER, MOTORWAY, TINT, TRUNK

MANY, VERY_MANY = 5_000, 15_000
"""Schools from which the ground is coarser, and from which only motorways and cities are there."""
_MOST_PLACES, _MOST_CITIES = 250, 60
_KEY_AT = 40
_LEAFLET_ZOOM = 1  # Leaflet's zoom is one more than that by which places are named
_BEYOND = 0.6  # of the map's width and height, on each side


def land(regions: gpd.GeoDataFrame, number: int) -> MapLayer:
    """Return the land: the regions of the history, or their finer outlines on a map of few."""
    coast = {"color": LIGHT.coast, "weight": 1, "fillColor": LIGHT.ground, "fillOpacity": 1}
    shapes = regions if number > MANY else _shapes("regions")
    return MapLayer("", (Drawn(features_of(shapes), coast, ()),), is_ground=True)


def ground_layers(around: Box, number: int) -> list[MapLayer]:
    """Return built-up areas, roads and names of places around a number of schools."""
    west, south, east, north = around
    wide, high = (east - west) * _BEYOND, (north - south) * _BEYOND
    box = (west - wide, south - high, east + wide, north + high)
    towns = _within("built_up" if number > MANY else "built_up_fine", box)
    roads = _within("roads", box)
    motorway = roads["class"] != "A"
    if number > VERY_MANY:
        roads, motorway = roads[motorway], motorway[motorway]
    tint = {"stroke": False, "fillColor": TINT["light"], "fillOpacity": 1}
    lines = (
        (roads[~motorway], {"color": TRUNK["light"], "weight": 1.6}),
        (roads[motorway], {"color": MOTORWAY["light"], "weight": 2.4}),
    )
    return [
        MapLayer(
            "Built-up areas",
            (Drawn(features_of(towns), tint, ()),),
            swatch_of("area", TINT["light"]),
            at=_KEY_AT,
            is_ground=True,
        ),
        MapLayer(
            "Motorways" if number > VERY_MANY else "Motorways and trunk roads",
            tuple(Drawn(features_of(part, "road"), look, ("road",)) for part, look in lines),
            swatch_of("line", MOTORWAY["light"]),
            at=_KEY_AT + 1,
            is_ground=True,
        ),
        MapLayer(
            "Towns by name",
            (),
            names=_places(box, _MOST_CITIES if number > VERY_MANY else _MOST_PLACES),
            at=_KEY_AT + 2,
            is_ground=True,
        ),
    ]


def _places(box: Box, most: int) -> tuple[Name, ...]:
    west, south, east, north = box
    near = [
        place
        for place in _rows("places")
        if west < place["lon"] < east and south < place["lat"] < north
    ]
    return tuple(
        Name(
            place["name"],
            place["lon"],
            place["lat"],
            "place",
            from_zoom=place["zoom"] + _LEAFLET_ZOOM,
        )
        for place in near[:most]
    )


def _within(name: str, box: Box) -> gpd.GeoDataFrame:
    shapes = _shapes(name)
    near = shapes[shapes.intersects(shapely.box(*box))]
    return near.set_geometry(shapely.clip_by_rect(near.geometry.to_numpy(), *box))


@lru_cache(maxsize=4)
def _shapes(name: str) -> gpd.GeoDataFrame:
    return gpd.read_file(FOLDER / f"{name}.json")


@lru_cache(maxsize=1)
def _rows(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = orjson.loads((FOLDER / f"{name}.json").read_bytes())
    return found
