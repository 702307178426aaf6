"""What one finds one's way by: outlines of towns, strategic roads, and named places.

The outlines are of the Office for National Statistics, the roads of Highways England, the places
of GeoNames.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import shapely

from alliance.errors import SourceError
from alliance.sources.areas.places import WGS84
from alliance.sources.tables.layout import COUNT_OR_BLANK, TEXT, Column, Layout

if TYPE_CHECKING:
    from alliance.sources.tables.inbox import Inbox

TOWNS = "boundaries/towns_2011.topojson"
ROADS = "boundaries/roads_strategic_2020-03.geojson"
PLACES = "reference/places_england.csv"
ROAD_CLASSES = ("M", "A(M)", "A")
_DEGREES = Column(r"-?\d{1,2}(\.\d+)?", "degrees")
_ENGLISH = r"E\d{8}"


def towns(inbox: Inbox) -> gpd.GeoDataFrame:
    """Return the outlines of England's towns in 2011: geometry in WGS84, valid.

    The largest cities are not among them (London, Birmingham, Leeds and some twenty more).
    """
    table = _shapes(inbox, TOWNS, ("AREACD",))
    table = table[table["AREACD"].str.fullmatch(_ENGLISH)]
    return table.assign(geometry=shapely.make_valid(table.geometry.to_numpy()))[["geometry"]]


def roads(inbox: Inbox) -> gpd.GeoDataFrame:
    """Return England's motorways and trunk roads: road (its number), class, geometry in WGS84."""
    table = _shapes(inbox, ROADS, ("road", "class"))
    strange = sorted(set(table["class"]) - set(ROAD_CLASSES))
    if strange:
        raise SourceError(
            f"{ROADS}: found the classes {', '.join(strange)}, expected {', '.join(ROAD_CLASSES)}."
        )
    return table[["road", "class", "geometry"]]


def places(inbox: Inbox) -> pd.DataFrame:
    """Return England's towns and larger villages: name, lon, lat, population (0: not known)."""
    rows = inbox.rows(
        PLACES,
        Layout(
            {
                "name": TEXT,
                "latitude": _DEGREES,
                "longitude": _DEGREES,
                "population": COUNT_OR_BLANK,
            }
        ),
    )
    return pd.DataFrame(
        {
            "name": rows["name"].astype("str"),
            "lon": rows["longitude"].astype("float64"),
            "lat": rows["latitude"].astype("float64"),
            "population": rows["population"].astype("int64"),
        }
    ).reset_index(drop=True)


def _shapes(inbox: Inbox, file: str, columns: tuple[str, ...]) -> gpd.GeoDataFrame:
    path = inbox.note(file, 0)
    try:
        table = gpd.read_file(path)
    except Exception as fault:  # the reader's errors share no better class
        raise SourceError(f"{file}: expected GeoJSON or TopoJSON, {fault}.") from fault
    missing = sorted(set(columns) - set(table.columns))
    bad = table.geometry.isna() | table.is_empty
    if missing or table.empty or bad.any():
        raise SourceError(
            f"{file}: expected shapes with {', '.join(columns)}; {', '.join(missing) or 'none'} "
            f"missing, {int(bad.sum()):,} of {len(table):,} without a shape. Download it again."
        )
    inbox.readings[file].rows_read = len(table)
    return table.set_crs(WGS84, allow_override=True)
