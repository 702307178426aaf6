"""Outlines of districts and authorities of any year (Office for National Statistics).

They come as GeoJSON or GeoPackage and are known by a column of codes, as ``LAD23CD``.
"""

from __future__ import annotations

import re
import warnings
from typing import TYPE_CHECKING, NamedTuple

import geopandas as gpd
import pyogrio
import shapely

from alliance.errors import SourceError
from alliance.sources.places import WGS84

if TYPE_CHECKING:
    from pathlib import Path

    from alliance.sources.inbox import Inbox

SUFFIXES = (".geojson", ".json", ".gpkg")
# What each column of codes names; lower-tier and upper-tier stand in the older files.
KINDS = {"LAD": "district", "LTLA": "district", "CTYUA": "authority", "UTLA": "authority"}
CODES = re.compile(rf"({'|'.join(KINDS)})(\d\d)CD", re.IGNORECASE)
ENGLISH = r"E\d{8}"
# England's own extent in degrees, with its sea.
WEST, SOUTH, EAST, NORTH = -6.6, 49.8, 2.0, 56.0
MOST_AREAS = 2_000
# A map of England shows nothing finer; full outlines of the coast have millions of corners.
FINEST_M = 100.0
MOST_CORNERS = 250_000
BRITISH_NATIONAL_GRID = "EPSG:27700"


class Edition(NamedTuple):
    """What a file of outlines holds: a kind of area, of a year, and the columns that name it."""

    kind: str
    year: int
    code: str
    name: str
    layer: str

    def __str__(self) -> str:
        """Give the words under which it stands among the outlines of a history."""
        return f"{self.kind} {self.year}"


def edition(path: Path) -> Edition:
    """Tell which outlines ``path`` holds, by its columns.

    Raises
    ------
    SourceError
        It cannot be read, or no layer has the codes and names of districts or authorities.
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
    raise SourceError(
        f"{path.name}: no layer has the codes and names of districts (LAD23CD and LAD23NM, of any "
        "year) or of counties and unitary authorities (CTYUA23CD and CTYUA23NM). Found the columns "
        f"{', '.join(map(repr, found[:12])) or 'none'}."
    )


def _layers(path: Path) -> list[tuple[str, list[str]]]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            layers = [str(name) for name, _ in pyogrio.list_layers(path)]
            infos = [(name, pyogrio.read_info(path, layer=name)) for name in layers]
    except Exception as fault:  # the reader's errors share no better class
        raise SourceError(
            f"{path.name}: expected outlines as GeoJSON or GeoPackage ({fault}). Download it again."
        ) from fault
    for name, info in infos:
        if info["features"] > MOST_AREAS:
            raise SourceError(
                f"{path.name}: layer {name} holds {info['features']:,} areas, expected "
                f"{MOST_AREAS:,} at most."
            )
    return [(name, [str(field) for field in info["fields"]]) for name, info in infos]


def outlines_of(inbox: Inbox, file: str) -> tuple[Edition, gpd.GeoDataFrame]:
    """Give the English areas of a file of outlines: code, name, geometry in WGS84, valid.

    Outlines finer than a map of England shows are simplified, so that neighbours still meet.

    Raises
    ------
    SourceError
        Areas lack a code, a name or an outline, are none, or lie outside England.
    """
    held = edition(inbox.folder / file)
    inbox.note(file, 0)
    table = gpd.read_file(
        inbox.folder / file, layer=held.layer, columns=[held.code, held.name]
    ).rename(columns={held.code: "code", held.name: "name"})
    inbox.readings[file].rows_read = len(table)
    table = table[table["code"].astype("str").str.fullmatch(ENGLISH)][["code", "name", "geometry"]]
    bad = table["name"].isna() | table.geometry.isna() | table.is_empty
    bad |= table["code"].duplicated() | ~table.geom_type.isin(["Polygon", "MultiPolygon"])
    if table.empty or bad.any():
        raise SourceError(
            f"{file}: expected English areas with a code of their own, a name and an outline; "
            f"{int(bad.sum()):,} of {len(table):,} lack one."
        )
    table = _simplified(table.set_crs(WGS84) if table.crs is None else table).to_crs(WGS84)
    west, south, east, north = table.total_bounds
    if not (WEST < west < east < EAST and SOUTH < south < north < NORTH):
        raise SourceError(
            f"{file}: its areas lie from {west:.1f}, {south:.1f} to {east:.1f}, {north:.1f}, "
            "expected England in degrees or on the National Grid. Download it again."
        )
    return held, table.sort_values("code", ignore_index=True)


def _simplified(table: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    table = table.assign(geometry=table.geometry.make_valid(method="structure"))
    if shapely.get_num_coordinates(table.geometry.to_numpy()).sum() <= MOST_CORNERS:
        return table
    grid = table.to_crs(BRITISH_NATIONAL_GRID)
    coarse = shapely.coverage_simplify(grid.geometry.to_numpy(), FINEST_M)
    return grid.assign(geometry=coarse)
