"""Outlines of districts, authorities and regions of any year (Office for National Statistics).

They come as GeoJSON, GeoPackage or zipped shapefile, and are known by a column of codes, as
``LAD23CD``.
"""

from __future__ import annotations

import json
import re
import warnings
from typing import TYPE_CHECKING, NamedTuple

import geopandas as gpd
import pyogrio
import shapely

from alliance.errors import NotKnown, SourceError
from alliance.sources.areas.crossings import crossings
from alliance.sources.areas.places import WGS84

if TYPE_CHECKING:
    from pathlib import Path

    from alliance.sources.tables.inbox import Inbox

# A shapefile has been packed anew by then: a zip file of its parts and nothing else.
SHAPES = ".zip"
SUFFIXES = (".geojson", ".json", ".gpkg", SHAPES)
# What each column of codes names; lower-tier and upper-tier stand in the older files.
KINDS = {
    "LAD": "district",
    "LTLA": "district",
    "CTYUA": "authority",
    "UTLA": "authority",
    "RGN": "region",
}
CODES = re.compile(rf"({'|'.join(KINDS)})(\d\d)CD", re.IGNORECASE)
EXPECTED = (
    "Expected outlines as GeoJSON or GeoPackage, or as a zipped shapefile, as the Office for "
    "National Statistics publishes those of districts (LAD), authorities (CTYUA) and regions "
    "(RGN): download them there again."
)
GEOPACKAGE = b"SQLite format 3\x00"
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
START_BYTES = 4096
# To say where a larger JSON breaks off is not worth the memory.
LARGEST_TRIED = 20_000_000
ENGLISH = r"E\d{8}"
# England's own extent, with its sea: west, south, east, north.
IN_DEGREES = (-6.6, 49.8, 2.0, 56.0)
IN_METRES = (70_000.0, 0.0, 670_000.0, 670_000.0)
MOST_AREAS = 2_000
# A map of England shows nothing finer; full outlines of the coast have millions of corners.
FINEST_M = 100.0
MOST_CORNERS = 250_000
LEAST_CROSSINGS = 1_000
CROSSINGS_A_CORNER = 0.1
BRITISH_NATIONAL_GRID = "EPSG:27700"


class Edition(NamedTuple):
    """What a file of outlines holds: a kind of area, of a year, and the columns that name it."""

    kind: str
    year: int
    code: str
    name: str
    layer: str

    def __str__(self) -> str:
        """Return the words under which it stands among the outlines of a history."""
        return f"{self.kind} {self.year}"


def edition(path: Path) -> Edition:
    """Tell which outlines ``path`` holds, by its columns.

    Raises
    ------
    SourceError
        It cannot be read.
    NotKnown
        No layer has the codes and names of districts, authorities or regions.
    """
    found = []
    for layer, columns in _layers(path):
        for column in columns:
            if matched := CODES.fullmatch(column):
                kind, year = KINDS[matched[1].upper()], 2000 + int(matched[2])
                names = [name for name in columns if name.upper() == f"{column.upper()[:-2]}NM"]
                if names:
                    return Edition(kind, year, column, names[0], layer)
        found += columns
    raise NotKnown(
        f"{path.name}: no layer has the codes and names of districts (LAD23CD and LAD23NM, of any "
        "year), of counties and unitary authorities (CTYUA23CD and CTYUA23NM) or of regions "
        "(RGN23CD and RGN23NM). Found the columns "
        f"{', '.join(map(repr, found[:12])) or 'none'}."
    )


def _layers(path: Path) -> list[tuple[str, list[str]]]:
    _see_that_it_is_what_it_is_called(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            layers = [str(name) for name, _ in pyogrio.list_layers(path)]
            infos = [(name, pyogrio.read_info(path, layer=name)) for name in layers]
    except Exception as fault:  # the reader's errors share no better class
        raise SourceError(f"{path.name}: {_what_is_wrong(path)}. {EXPECTED}") from fault
    for name, info in infos:
        if info["features"] > MOST_AREAS:
            raise SourceError(
                f"{path.name}: layer {name} holds {info['features']:,} areas, expected "
                f"{MOST_AREAS:,} at most."
            )
    return [(name, [str(field) for field in info["fields"]]) for name, info in infos]


def _see_that_it_is_what_it_is_called(path: Path) -> None:
    """Refuse a file of another kind by how it begins.

    The library that reads outlines goes by the content: under the name of GeoJSON it would follow
    a file that points to others on this machine.
    """
    with path.open("rb") as file:
        start = file.read(START_BYTES).removeprefix(BYTE_ORDER_MARK).lstrip()
    if path.suffix.lower() == ".gpkg":
        if start.startswith(GEOPACKAGE):
            return
        found = "it does not begin as a GeoPackage"
    elif path.suffix.lower() == SHAPES or start.startswith(b"{"):
        return
    elif start.startswith(b"["):
        found = "found JSON that is a list, and no outlines"
    elif start.startswith(b"<"):
        found = "found a web page or XML, and no JSON"
    else:
        found = "it does not begin as JSON" if start else "the file is empty"
    raise SourceError(f"{path.name}: {found}. {EXPECTED}")


def _what_is_wrong(path: Path) -> str:
    """Say in plain words why outlines cannot be read."""
    if path.suffix.lower() == ".gpkg":
        return "this GeoPackage cannot be read: it is damaged, cut off, or holds no outlines"
    if path.suffix.lower() == SHAPES:
        return "this shapefile cannot be read: it is damaged, cut off, or holds no outlines"
    if path.stat().st_size > LARGEST_TRIED:
        return "this GeoJSON cannot be read: it is damaged or cut off"
    try:
        held = json.loads(path.read_text("utf-8-sig"))
    except json.JSONDecodeError as fault:
        return f"this JSON is damaged or cut off at row {fault.lineno:,}"
    except UnicodeDecodeError:
        return "this JSON is damaged: it is not in UTF-8"
    except RecursionError:
        return "this JSON has lists within lists without end"
    return f"found JSON with {', '.join(map(repr, list(held)[:6])) or 'nothing in it'}, no outlines"


def outlines_of(inbox: Inbox, file: str) -> tuple[Edition, gpd.GeoDataFrame]:
    """Return the English areas of a file of outlines: code, name, geometry in WGS84, valid.

    Outlines finer than a map of England shows are simplified, so that neighbours still meet.

    Raises
    ------
    SourceError
        Areas lack a code, a name or an outline, are none, or lie outside England.
    """
    held = edition(inbox.folder / file)
    inbox.note(file, 0)
    table = _read(inbox.folder / file, held)
    inbox.readings[file].rows_read = len(table)
    table = table[table["code"].astype("str").str.fullmatch(ENGLISH)][["code", "name", "geometry"]]
    bad = table["name"].isna() | table.geometry.isna() | table.is_empty
    bad |= table["code"].duplicated() | ~table.geom_type.isin(["Polygon", "MultiPolygon"])
    if table.empty or bad.any():
        raise SourceError(
            f"{file}: expected English areas with a code of their own, a name and an outline; "
            f"{int(bad.sum()):,} of {len(table):,} lack one."
        )
    table, note = _referenced(file, table)
    inbox.readings[file].notes += [note] if note else []
    _see_few_crossings(file, table)
    table = _simplified(table).to_crs(WGS84)
    if not _within(table, IN_DEGREES):
        raise _elsewhere(file, table)
    return held, table.sort_values("code", ignore_index=True)


def _referenced(file: str, table: gpd.GeoDataFrame) -> tuple[gpd.GeoDataFrame, str]:
    """Return areas with the reference system of their numbers, and a note where it was not stated.

    GeoJSON that names none is in degrees by its standard, yet exported on the National Grid at
    times; a shapefile may have lost its part that says so. Degrees and metres cannot be confused:
    England's metres are no degrees of this world.
    """
    stated = table.crs is not None and not table.crs.is_engineering
    if _within(table, IN_METRES) and not (stated and table.crs.is_projected):
        return table.set_crs(BRITISH_NATIONAL_GRID, allow_override=True), (
            "The file names no reference system, or that of degrees, but its numbers can be "
            "nothing but metres on the British National Grid: that was assumed "
            f"({BRITISH_NATIONAL_GRID})."
        )
    if not stated and not _within(table, IN_DEGREES):
        raise _elsewhere(file, table)
    return (table if stated else table.set_crs(WGS84, allow_override=True)), ""


def _within(table: gpd.GeoDataFrame, extent: tuple[float, float, float, float]) -> bool:
    west, south, east, north = table.total_bounds
    least_west, least_south, most_east, most_north = extent
    return bool(least_west < west < east < most_east and least_south < south < north < most_north)


def _elsewhere(file: str, table: gpd.GeoDataFrame) -> SourceError:
    west, south, east, north = table.total_bounds
    return SourceError(
        f"{file}: its areas lie from {west:.1f}, {south:.1f} to {east:.1f}, {north:.1f}, "
        "expected England in degrees or on the National Grid. Download it again."
    )


def _read(path: Path, held: Edition) -> gpd.GeoDataFrame:
    try:
        table = gpd.read_file(path, layer=held.layer, columns=[held.code, held.name])
    except Exception as fault:  # the reader's errors share no better class
        raise SourceError(f"{path.name}: {_what_is_wrong(path)}. {EXPECTED}") from fault
    return table.rename(columns={held.code: "code", held.name: "name"})


def _see_few_crossings(file: str, table: gpd.GeoDataFrame) -> None:
    """Refuse outlines that are none: what crosses itself at every corner."""
    for name, outline in zip(table["name"], table.geometry, strict=True):
        most = max(LEAST_CROSSINGS, CROSSINGS_A_CORNER * shapely.get_num_coordinates(outline))
        if (found := crossings(outline)) > most:
            raise SourceError(
                f"{file}: the outline of {name} crosses itself about {found:,} times, expected "
                "outlines that do not. Download it again."
            )


def _simplified(table: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    table = table.assign(geometry=table.geometry.make_valid(method="structure"))
    if shapely.get_num_coordinates(table.geometry.to_numpy()).sum() <= MOST_CORNERS:
        return table
    grid = table.to_crs(BRITISH_NATIONAL_GRID)
    coarse = shapely.coverage_simplify(grid.geometry.to_numpy(), FINEST_M)
    return grid.assign(geometry=coarse)
