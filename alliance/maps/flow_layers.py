"""The map of flows: arrows between circles as shapes for the browser, and the style of the map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import orjson
import pandas as pd
import shapely

from alliance.analysis.flows.flows_by_kind import REST
from alliance.maps.arrows import GRID, flow_map
from alliance.maps.ground import Ground, fill, land, line, picture
from alliance.maps.palette import CATEGORIES, on

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from alliance.maps.flow_units import Unit
    from alliance.maps.palette import Theme

WGS84 = "EPSG:4326"
PAIR = "\n"
"""Stands between the names of an arrow's two places."""

NOT_GIVEN = "not given"
"""Said of support that is proposed, agreed, paused, stopped or declined."""

SEVERAL = "Several"
"""The category of an arrow that stands for flows of more than one."""

_EXTENT_M = 420_000.0  # the height of the alliance region, so that circles compare between periods
_LEAST_EXTENT_M = 50_000.0
_DEGREE_M = 111_200.0  # from south to north
_WIDEST_CIRCLE = 0.04
_UNSEEN = 1e-4  # of the extent: a twentieth of a pixel where the map opens
_NUMPY = orjson.OPT_SERIALIZE_NUMPY
_DIGITS = 4  # of a degree: about ten metres
_NAMED = 40
DASHES = (3.0, 2.0)
"""Of the line around an arrow of what is not given, in widths of the line."""
_ROOM_LON, _ROOM_LAT = 0.35, 0.2  # degrees around the places of a picture


@dataclass(frozen=True)
class FlowPicture:
    """What a map of flows shows, and what it cannot.

    Parameters
    ----------
    shapes
        GeoJSON for the browser: a feature an arrow (``arrow`` is true) or a circle, each with
        ``name`` and ``detail`` for the tooltip and ``place``, the name of its place or the names
        of its two with ``PAIR`` between; an arrow has its colour too, ``c``, and ``given``.
    named
        The places with the greatest totals: name, lon, lat.
    bounds
        West, south, east, north in degrees of all places drawn, with room around; None without any.
    arrows, within, not_drawn
        Quantities: of the arrows, dashed ones too, of the flows within a place, and of those with
        an end whose place is not known, or with both ends in one spot. They add up to the total.
    widest
        The quantity of the widest arrow.

    """

    shapes: bytes
    named: pd.DataFrame
    bounds: tuple[float, float, float, float] | None
    arrows: float
    within: float
    not_drawn: float
    widest: float


def category_colours(categories: Sequence[str], theme: Theme) -> dict[str, str]:
    """Return each category its colour, in the order given; what is put together is grey."""
    colours = {name: on(theme, CATEGORIES[i]) for i, name in enumerate(categories[:5])}
    return {**colours, REST: theme.other_school, SEVERAL: on(theme, CATEGORIES[5])}


def flow_picture(
    pairs: pd.DataFrame,
    by: str,
    colours: Mapping[str, str],
    unit: Unit,
    *,
    near: bool = False,
    opens_on: tuple[float, float, float, float] | None = None,
) -> FlowPicture:
    """Draw pairs of places.

    Parameters
    ----------
    pairs
        As :func:`flows_between` gives them with the category ``by``.
    colours
        Of each category and of :data:`SEVERAL`, as ``#RRGGBB``.
    unit
        Says quantities in words.
    near
        Whether the map opens on these places alone, and circles are sized for it.
    opens_on
        Else what it opens on, for which circles are sized: west, south, east, north in degrees; by
        default the alliance region.

    """
    total = float(pairs["quantity"].sum())
    if not total:
        nowhere = pd.DataFrame(columns=["name", "lon", "lat"])
        return FlowPicture(_collection([]), nowhere, None, 0.0, 0.0, 0.0, 0.0)
    extent_m = _extent_m(pairs) if near else _side_m(opens_on) if opens_on else _EXTENT_M
    drawn = flow_map(pairs, extent_m=extent_m, widest_circle=_WIDEST_CIRCLE, full=unit.full)
    names = pd.concat(
        [
            pairs[[f"{end}_id", f"{end}_name"]].set_axis(["id", "name"], axis=1)
            for end in ("from", "to")
        ]
    )
    name_of = names.drop_duplicates().set_index("id")["name"]
    features = [
        *_features(_arrows(drawn.arrows, _category(pairs, by), name_of, colours, unit), extent_m),
        *_features(_circles(drawn.nodes, name_of, unit), extent_m),
    ]
    on_arrows, within = float(drawn.arrows["quantity"].sum()), float(drawn.nodes["within"].sum())
    placed = _placed(drawn.nodes, name_of)
    own = pairs["from_id"] == pairs["to_id"]
    unplaced = float(pairs.loc[own & pairs["from_easting_m"].isna(), "quantity"].sum())
    return FlowPicture(
        _collection(features),
        placed.head(_NAMED),
        _box(placed),
        on_arrows,
        within,
        drawn.not_drawn + unplaced,
        float(drawn.arrows["quantity"].max()) if len(drawn.arrows) else 0.0,
    )


def _extent_m(pairs: pd.DataFrame) -> float:
    """Return the greater side of the box around the places, from a district's to the region's."""
    widest = 0.0
    for axis in ("easting_m", "northing_m"):
        ends = pairs[[f"from_{axis}", f"to_{axis}"]].to_numpy(np.float64)
        placed = ends[~np.isnan(ends)]
        widest = max(widest, float(np.ptp(placed)) if len(placed) else 0.0)
    return min(max(widest, _LEAST_EXTENT_M), _EXTENT_M)


def _side_m(bounds: tuple[float, float, float, float]) -> float:
    """Return the greater side of a box in degrees, from a district's to the region's."""
    west, south, east, north = bounds
    across = (east - west) * np.cos(np.radians((south + north) / 2))
    side = max(float(across), north - south) * _DEGREE_M
    return min(max(side, _LEAST_EXTENT_M), _EXTENT_M)


def flow_style(ground: Ground, where: str) -> dict[str, Any]:
    """Return the MapLibre style of a map of flows, as the page's live map takes it.

    Parameters
    ----------
    where
        The address at which the browser finds the shapes.

    """
    theme = ground.theme
    under, over = land(ground.regions, theme, bold=False)
    is_arrow = ["==", ["get", "arrow"], True]
    is_given = ["==", ["get", "given"], True]
    of_its_own = ["get", "c"]
    circles = [
        fill("flow circles", "flows", {"fill-color": theme.ink, "fill-opacity": 0.28}),
        line("flow outlines", "flows", theme.ink, 1.0),
    ]
    # One layer for all colours, so that the smaller lies over the larger whatever its colour; the
    # line around keeps a slender arrow in sight.
    arrows = [
        fill("flow arrows", "flows", {"fill-color": of_its_own, "fill-opacity": 0.88}),
        line("flow arrow lines", "flows", of_its_own, 1.2),
    ]
    # What is not given is dashed and let through, so that nobody takes it for what is.
    dashed = line("flow arrow dashes", "flows", of_its_own, 1.6)
    dashed["paint"]["line-dasharray"] = list(DASHES)
    others = [
        fill("flow arrows not given", "flows", {"fill-color": of_its_own, "fill-opacity": 0.12}),
        dashed,
    ]
    return picture(
        f"Flows, {ground.theme_name}",
        theme,
        {**ground.fetched(), "flows": where},
        [
            *under,
            *over,
            *(layer | {"filter": ["!", is_arrow]} for layer in circles),
            *(layer | {"filter": ["all", is_arrow, ["!", is_given]]} for layer in others),
            *(layer | {"filter": ["all", is_arrow, is_given]} for layer in arrows),
        ],
        fine=["flows"],
        tips=[
            "flow arrows",
            "flow arrow lines",
            "flow arrow dashes",
            "flow arrows not given",
            "flow circles",
        ],
    )


def _category(pairs: pd.DataFrame, by: str) -> pd.Series:
    """Return each arrow its category, or that it has several."""
    drawn = pairs[pairs["quantity"] > 0].groupby(["from_id", "to_id", "given"])[by]
    first: pd.Series = drawn.first()
    return first.where(drawn.size() == 1, SEVERAL)


def _arrows(
    arrows: gpd.GeoDataFrame,
    category: pd.Series,
    name_of: pd.Series,
    colours: Mapping[str, str],
    unit: Unit,
) -> gpd.GeoDataFrame:
    keys = list(arrows[["from_id", "to_id", "given"]].itertuples(index=False, name=None))
    told = [category[key] for key in keys]
    ends = [(name_of[start], name_of[end]) for start, end, _ in keys]
    more = ["" if given else f" · {NOT_GIVEN}" for *_, given in keys]
    quantities = arrows["quantity"].tolist()
    rows = {
        "arrow": True,
        "place": [PAIR.join(pair) for pair in ends],
        "name": [f"{start} to {end}" for start, end in ends],
        "detail": [
            f"{unit.words(quantity)} · {one}{said}"
            for quantity, one, said in zip(quantities, told, more, strict=True)
        ],
        "given": arrows["given"].astype("bool").tolist(),
        "c": [colours[one] for one in told],
    }
    return gpd.GeoDataFrame(rows, geometry=arrows.geometry.to_numpy(), crs=GRID)


def _circles(nodes: gpd.GeoDataFrame, name_of: pd.Series, unit: Unit) -> gpd.GeoDataFrame:
    parts = {"out": nodes["outward"], "in": nodes["inward"], "within": nodes["within"]}
    detail = [
        ", ".join(
            f"{unit.words(quantity)} {way}"
            for way, quantity in zip(parts, row, strict=True)
            if quantity
        )
        for row in zip(*parts.values(), strict=True)
    ]
    name = [name_of[place] for place in nodes["id"]]
    rows = {"arrow": False, "place": name, "name": name, "detail": detail}
    return gpd.GeoDataFrame(rows, geometry=nodes.geometry.to_numpy(), crs=GRID)


def _placed(nodes: gpd.GeoDataFrame, name_of: pd.Series) -> pd.DataFrame:
    """Return the places drawn, the largest first: name, lon, lat."""
    at = gpd.points_from_xy(nodes["easting_m"], nodes["northing_m"], crs=GRID)
    points = gpd.GeoSeries(at).to_crs(WGS84)
    names = nodes["id"].map(name_of).to_numpy()
    return pd.DataFrame({"name": names, "lon": points.x, "lat": points.y})


def _box(placed: pd.DataFrame) -> tuple[float, float, float, float] | None:
    if placed.empty:
        return None
    spots = placed[["lon", "lat"]]
    (west, south), (east, north) = spots.min().tolist(), spots.max().tolist()
    return west - _ROOM_LON, south - _ROOM_LAT, east + _ROOM_LON, north + _ROOM_LAT


def _collection(features: list[dict[str, Any]]) -> bytes:
    return orjson.dumps({"type": "FeatureCollection", "features": features}, option=_NUMPY)


def _features(shapes: gpd.GeoDataFrame, extent_m: float) -> list[dict[str, Any]]:
    """Return a feature a shape, in longitude and latitude, with no more points than are seen."""
    shapes = shapes.set_geometry(shapes.simplify(extent_m * _UNSEEN)).to_crs(WGS84)
    rounded = shapely.transform(shapes.geometry.to_numpy(), lambda at: at.round(_DIGITS))
    shapes = shapes.set_geometry(gpd.GeoSeries(rounded, index=shapes.index, crs=WGS84))
    return list(shapes.iterfeatures(na="drop", drop_id=True))
