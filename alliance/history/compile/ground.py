"""Compile the ground of the maps: what one finds one's way by, as the browser takes it.

It is no part of the history: no figure rests on it, and it is the same on every day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import orjson
import pandas as pd
import shapely
from scipy.spatial import cKDTree

from alliance.sources.areas import ground, places
from alliance.sources.tables.inbox import Inbox

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import numpy.typing as npt

    Shapes = npt.NDArray[np.object_]

GRID = "EPSG:27700"
STEPS = 5
"""How often progress is told besides once for each file."""
NEEDED = (
    ground.TOWNS,
    ground.ROADS,
    ground.PLACES,
    places.POSTCODES,
    places.BOUNDARIES["authority 2024"],
)
_DIGITS = 4  # of a degree, about ten metres
# Cities that the towns' outlines lack are told by their postcodes: a square of so many metres with
# so many of them is built up, and so is what lies between such squares.
_SQUARE_M, _POSTCODES, _CLOSING = 250, 3, 0.6
_CITY_KM2 = 10
_JOIN_M = 60
# Of built-up areas: what is simplified away, the least area kept in km², digits of a degree.
_COARSE, _FINE = (400, 2.0, 3), (100, 0.5, 4)
# Neighbours meet on a grid of so many metres; smaller islands and holes are left out.
_MEETING_M, _ISLAND_KM2, _HOLE_KM2 = 10, 0.02, 1.0
# From which population on a place is named at which zoom of the map.
_NAMED_AT = (
    (1_000_000, 4.0),
    (300_000, 5.0),
    (120_000, 6.5),
    (50_000, 7.3),
    (20_000, 8.2),
    (8_000, 9.0),
    (2_000, 10.0),
    (0, 11.0),
)
# A place so near to one so many times larger is a part of it, and comes later.
_PART_M, _PART_TIMES, _PART_LATER = 12_000, 4, 1.5
_NUMBER_EVERY_M = 40_000
_LONG_M = 40_000


def compile_ground(
    source: Path, target: Path, *, progress: Callable[[str], object] = lambda _step: None
) -> None:
    """Read the published files below ``source`` and write the ground into the folder ``target``.

    It holds, as JSON in WGS84: ``regions`` (outlines finer than the history's), ``built_up`` and
    ``built_up_fine`` (one tint), ``roads`` (road, class), and as rows of name, lon, lat and the
    zoom they are written from, the most telling first, ``places`` and ``road_numbers``; and
    ``sources.csv``, with the columns of the history's table of sources.

    Raises
    ------
    SourceError
        Files are missing, all of them at once; else the first that cannot be used as a whole.
    """
    inbox = Inbox(source, progress)
    inbox.see_that_none_is_missing(NEEDED, ())
    towns, roads, named = ground.towns(inbox), ground.roads(inbox), ground.places(inbox)
    postcodes, outlines = places.postcodes(inbox), places.boundaries(inbox, "authority 2024")
    target.mkdir(parents=True, exist_ok=True)
    progress("working out built-up areas")
    built_up = _built_up(towns.to_crs(GRID).geometry.to_numpy(), postcodes)
    for name, (tolerance_m, least_km2, digits) in (
        ("built_up", _COARSE),
        ("built_up_fine", _FINE),
    ):
        shapes = shapely.simplify(built_up[shapely.area(built_up) > least_km2 * 1e6], tolerance_m)
        _write(target, name, _geojson(gpd.GeoDataFrame(geometry=shapes, crs=GRID), digits))
    progress("working out the coast")
    _write(target, "regions", _geojson(_regions(outlines, _regions_of(inbox)), _DIGITS))
    progress("working out roads")
    merged = roads.to_crs(GRID)
    merged = merged.assign(geometry=shapely.line_merge(merged.geometry.to_numpy()))
    _write(target, "roads", _geojson(merged, _DIGITS))
    _write(target, "road_numbers", _rows(_numbers(merged)))
    progress("working out places")
    _write(target, "places", _rows(_named(named)))
    progress("writing the sources")
    inbox.sources().to_csv(target / "sources.csv", index=False)


def _regions_of(inbox: Inbox) -> pd.Series[str]:
    """Return the region of each authority by its code."""
    table = gpd.read_file(inbox.path(places.BOUNDARIES["authority 2024"]), ignore_geometry=True)
    regions: pd.Series[str] = table.set_index("code")["region"]
    return regions


def _built_up(towns: Shapes, postcodes: pd.DataFrame) -> Shapes:
    squares = (postcodes[["easting_m", "northing_m"]] // _SQUARE_M).value_counts()
    corners = squares.index[squares >= _POSTCODES].to_frame().to_numpy(np.float64) * _SQUARE_M
    west, south = corners.T
    boxes = shapely.box(west, south, west + _SQUARE_M, south + _SQUARE_M)
    dense = shapely.get_parts(_closed(shapely.union_all(boxes), _SQUARE_M * _CLOSING))
    cities = dense[shapely.area(dense) > _CITY_KM2 * 1e6]
    every: Shapes = shapely.get_parts(_closed(shapely.union_all([*towns, *cities]), _JOIN_M))
    return every


def _closed(shape: Any, metres: float) -> Any:
    """Fill gaps of up to twice so many metres."""
    out = shapely.buffer(shape, metres, join_style="mitre")
    return shapely.buffer(out, -metres, join_style="mitre")


def _regions(outlines: gpd.GeoDataFrame, region: pd.Series[str]) -> gpd.GeoDataFrame:
    """Return the regions as their authorities make them up, islands and all."""
    met = shapely.set_precision(outlines.to_crs(GRID).geometry.to_numpy(), _MEETING_M)
    name = outlines["code"].map(region)
    shapes = {
        one: _simplified(shapely.union_all(met[(name == one).to_numpy()], grid_size=_MEETING_M))
        for one in sorted(name.unique())
    }
    return gpd.GeoDataFrame({"name": list(shapes)}, geometry=list(shapes.values()), crs=GRID)


def _simplified(shape: Any) -> Any:
    """Return a shape without its least islands, and without the holes that mistakes leave."""
    parts = [part for part in shapely.get_parts(shape) if part.area > _ISLAND_KM2 * 1e6]
    return shapely.multipolygons(
        [
            shapely.Polygon(
                part.exterior,
                [hole for hole in part.interiors if shapely.Polygon(hole).area > _HOLE_KM2 * 1e6],
            )
            for part in parts
        ]
    )


def _numbers(roads: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return where the numbers of roads are written: on the longest stretch, again and again."""
    rows = []
    for road in roads.itertuples():
        longest = max(shapely.get_parts(road.geometry), key=lambda line: line.length)
        times = max(1, round(longest.length / _NUMBER_EVERY_M))
        motorway = road[2] != "A"
        zoom = 6.8 if motorway and longest.length > _LONG_M else 8.2
        for turn in range(times):
            at = longest.interpolate((turn + 0.5) / times, normalized=True)
            # The A1(M) is called A1M there.
            name = road.road.removesuffix("M") + "(M)" if road[2] == "A(M)" else road.road
            rows.append((name, at.x, at.y, zoom, not motorway, -longest.length))
    table = pd.DataFrame(rows, columns=["name", "x", "y", "zoom", "trunk", "length"])
    table = table.sort_values(["trunk", "length"], kind="stable")
    at = gpd.GeoSeries.from_xy(table["x"], table["y"], crs=GRID).to_crs(places.WGS84)
    return table.assign(lon=at.x, lat=at.y)


def _named(table: pd.DataFrame) -> pd.DataFrame:
    """Return places, the largest first, with the zoom from which they are named."""
    table = table.sort_values(["population", "name"], ascending=[False, True], ignore_index=True)
    at = gpd.GeoSeries.from_xy(table["lon"], table["lat"], crs=places.WGS84).to_crs(GRID)
    points = np.column_stack([at.x, at.y])
    size = table["population"].to_numpy()
    pairs = cKDTree(points).query_pairs(_PART_M, output_type="ndarray")
    larger, smaller = pairs.min(axis=1), pairs.max(axis=1)  # the table is sorted
    part = np.unique(smaller[size[larger] >= _PART_TIMES * np.maximum(size[smaller], 1)])
    least, zooms = (np.array(values) for values in zip(*_NAMED_AT, strict=True))
    zoom = zooms[np.argmax(size[:, None] >= least, axis=1)]
    zoom[part] += _PART_LATER
    return table.assign(zoom=zoom)


def _rows(table: pd.DataFrame) -> bytes:
    told = table[["name", "lon", "lat", "zoom"]].round(_DIGITS)
    return orjson.dumps(told.to_dict("records"))


def _geojson(shapes: gpd.GeoDataFrame, digits: int) -> bytes:
    found = shapes.to_crs(places.WGS84)
    rounded = shapely.transform(found.geometry.to_numpy(), lambda at: at.round(digits))
    found = found.set_geometry(gpd.GeoSeries(rounded, index=found.index, crs=places.WGS84))
    features = list(found[~found.is_empty].iterfeatures(drop_id=True))
    return orjson.dumps({"type": "FeatureCollection", "features": features})


def _write(target: Path, name: str, content: bytes) -> None:
    (target / f"{name}.json").write_bytes(content)
