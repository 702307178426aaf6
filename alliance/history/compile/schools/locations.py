"""Where each school stands: by the newest source that states it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd

from alliance.history.compile.areas.geography import BRITISH_NATIONAL_GRID, WGS84
from alliance.history.compile.schools.statements import UNDATED

if TYPE_CHECKING:
    from alliance.history.compile.inputs import Inputs

METRES = ["easting_m", "northing_m"]


def located(known: pd.DataFrame, inputs: Inputs) -> pd.DataFrame:
    """Add easting_m, northing_m, location_source, lon and lat.

    The order: the coordinates that the newest source states for this URN (``own``); the centroid
    of its postcode (``postcode``); the place of the school that it replaced or that replaced it
    (``predecessor``, ``successor``), which stood on the same site. Others stay without.

    Parameters
    ----------
    known
        Indexed by urn: postcode.
    """
    place = stated_places(inputs).reindex(known.index)
    source = pd.Series(None, known.index, dtype="object").mask(place["easting_m"].notna(), "own")
    spelled = known["postcode"].astype("object").str.replace(" ", "")
    by_postcode = inputs.postcodes.reindex(spelled).set_axis(known.index)
    place, source = _filled(place, source, by_postcode, "postcode")
    same_site = inputs.links[inputs.links["kind"] == "replaced"]
    for _ in range(2):  # a school may have been replaced twice
        for neighbour, other in (("predecessor", "successor"), ("successor", "predecessor")):
            pairs = same_site.drop_duplicates(f"{other}_urn").set_index(f"{other}_urn")
            named = pairs[f"{neighbour}_urn"].reindex(known.index)
            found = place.reindex(named.to_numpy()).set_axis(known.index)
            place, source = _filled(place, source, found, neighbour)
    points = gpd.GeoSeries.from_xy(
        place["easting_m"], place["northing_m"], crs=BRITISH_NATIONAL_GRID
    ).to_crs(WGS84)
    has_place = place["easting_m"].notna().to_numpy()
    return known.assign(
        easting_m=place["easting_m"],
        northing_m=place["northing_m"],
        location_source=source,
        lon=np.where(has_place, points.x.round(6), np.nan),
        lat=np.where(has_place, points.y.round(6), np.nan),
    )


def stated_places(inputs: Inputs) -> pd.DataFrame:
    """Return the coordinates that the newest source states of each school: ``METRES``, by urn.

    A coordinate of 0 is none.
    """
    tables = [
        inputs.locations_2026,
        inputs.ofsted_schools.assign(seen=inputs.ofsted_day),
        inputs.establishments,
        inputs.open_establishments,
        inputs.extracts,
    ]
    rows = pd.concat([table.reindex(columns=["seen", "urn", *METRES]) for table in tables])
    rows = rows[(rows["easting_m"] > 0) & (rows["northing_m"] > 0)]
    rows = rows.assign(seen=rows["seen"].fillna(UNDATED)).sort_values("seen", kind="stable")
    return rows.drop_duplicates("urn", keep="last").set_index("urn")[METRES]


def _filled(
    place: pd.DataFrame, source: pd.Series, more: pd.DataFrame, name: str
) -> tuple[pd.DataFrame, pd.Series]:
    new = place["easting_m"].isna() & more["easting_m"].notna()
    return place.where(~new, more), source.mask(new, name)
