"""Footprints of trusts on the take-away map: clusters with hub, hull and spokes, and outliers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd

from alliance.analysis.trusts.footprints import GRID, footprints
from alliance.history import as_at
from alliance.maps.layers import WGS84
from alliance.maps.palette import LIGHT, trust_colours
from alliance.maps.takeaway.takeaway_layer import Drawn, MapLayer, features_of, swatch_of
from alliance.text.words import counted

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from alliance.analysis.trusts.footprints import Footprints
    from alliance.history import History


def trust_layers(history: History, day: dt.date, trusts: Sequence[int]) -> list[MapLayer]:
    """Return a layer for each of ``trusts`` (UIDs) with an academy on the day."""
    found = footprints(as_at(history, day), trusts)
    names = history.trusts.set_index("trust_uid")["name"]
    said = {int(row["trust_uid"]): row for _, row in found.trusts.iterrows()}
    return [
        MapLayer(
            words=f"Footprint: {names[uid]}",
            detail=_stretch(said[uid]),
            count=f"{said[uid]['academies']:,.0f}",
            swatch=swatch_of("area", colour, hollow=True),
            drawn=_footprint(found, uid, str(names[uid]), colour),
            at=20,
        )
        for uid, colour in trust_colours(trusts, LIGHT).items()
        if uid in said
    ]


def _stretch(trust: pd.Series[Any]) -> str:
    """Say how far a trust reaches: clusters, outliers, and the median distance to the hub."""
    parts = [counted(trust["clusters"], "cluster", "clusters")]
    if trust["outliers"]:
        parts.append(f"{trust['outliers']:.0f} outside every cluster")
    if pd.notna(trust["median_distance_to_hub_km"]):
        parts.append(f"median {trust['median_distance_to_hub_km']:.1f} km to the hub")
    return ", ".join(parts)


def _footprint(found: Footprints, uid: int, name: str, colour: str) -> tuple[Drawn, ...]:
    """Return a trust's hulls, then spokes, hubs, and rings around academies that stand alone.

    Hulls are outlines: dots tell grades by their colours.
    """
    line = {"color": colour, "weight": 1.2, "opacity": 0.75}
    ring = {"color": colour, "weight": 2, "radius": 9, "fillOpacity": 0.0}
    hulls = _of(found.clusters, uid)
    spokes = _of(found.spokes, uid)
    members = found.members[found.members["trust_uid"] == uid]
    hubs, alone = members[members["is_hub"]], members[members["is_outlier"]]
    farthest = [
        f"Cluster of {row.academies} academies, {row.greatest_km:.1f} km from hub to farthest"
        for row in hulls.itertuples()
    ]
    parts = [
        (hulls.assign(detail=farthest), {**line, "weight": 2, "fillOpacity": 0.0}),
        (spokes.assign(detail=[f"{km:.1f} km to the hub" for km in spokes["distance_km"]]), line),
        (_points(hubs).assign(detail="Hub of the cluster: " + hubs["name"]), ring),
        (_points(alone).assign(detail=_alone(alone)), {**ring, "weight": 1.5, "dashArray": "3 3"}),
    ]
    return tuple(
        Drawn(features_of(table.assign(name=name).to_crs(WGS84), "name", "detail"), look)
        for table, look in parts
        if not table.empty
    )


def _of(table: gpd.GeoDataFrame, uid: int) -> gpd.GeoDataFrame:
    return table[table["trust_uid"] == uid]


def _points(members: pd.DataFrame) -> gpd.GeoDataFrame:
    points = gpd.points_from_xy(members["easting_m"], members["northing_m"])
    return gpd.GeoDataFrame(members[["trust_uid"]], geometry=points, crs=GRID)


def _alone(members: pd.DataFrame) -> list[str]:
    distances_km = members["distance_to_hub_km"].astype("float64")
    return [
        f"Outside every cluster: {name}"
        + (f", {distance_km:.1f} km to the nearest hub" if distance_km == distance_km else "")
        for name, distance_km in zip(members["name"], distances_km, strict=True)
    ]
