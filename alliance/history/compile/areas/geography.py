"""Points and the outlines they lie in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
from pyproj import CRS

if TYPE_CHECKING:
    from alliance.history.compile.inputs import Inputs

# Made of their codes once: each time takes as long as reading a small file.
BRITISH_NATIONAL_GRID = CRS("EPSG:27700")
WGS84 = CRS("EPSG:4326")
# Generalised outlines leave piers and quays outside; no school lies further from its district.
COAST_M = 3_000.0


def points_of(schools: pd.DataFrame) -> gpd.GeoDataFrame:
    """Return the places of the located schools, in metres."""
    points = gpd.GeoDataFrame(
        index=schools.index,
        geometry=gpd.points_from_xy(schools["easting_m"], schools["northing_m"]),
        crs=BRITISH_NATIONAL_GRID,
    )
    return points[schools["easting_m"].notna()]


def containing(points: gpd.GeoDataFrame, outlines: gpd.GeoDataFrame) -> pd.Series:
    """Return the code of the outline that each point lies in, or at most ``COAST_M`` from."""
    areas = outlines[["code", "geometry"]].to_crs(BRITISH_NATIONAL_GRID)
    within = points.sjoin(areas, predicate="within")
    # Few lie in none, and the search for the nearest outline takes ten times as long.
    beside = points[~points.index.isin(within.index)].sjoin_nearest(areas, max_distance=COAST_M)
    codes: pd.Series = pd.concat([within["code"], beside["code"]])
    return codes[~codes.index.duplicated()]


def years(inputs: Inputs, kind: str) -> list[int]:
    """Return the years whose outlines of a kind (district, authority, region) there are."""
    read = (name.split(" ") for name in inputs.boundaries if name.startswith(f"{kind} "))
    return sorted(int(year) for _, year in read)
