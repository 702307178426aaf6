"""The map of flows: arrows between circles, as shapes for the browser and as a deck.gl picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import orjson
import pandas as pd
import pydeck as pdk
import shapely

from alliance.analysis.flows import REST
from alliance.maps.arrows import GRID, flow_map
from alliance.maps.basemap import Ground, style_address
from alliance.maps.labels import labels
from alliance.maps.palette import CATEGORIES, THEMES, on, rgb
from alliance.maps.view import view_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from alliance.maps.flow_units import Unit
    from alliance.maps.palette import Theme

WGS84 = "EPSG:4326"
HEIGHT_PX = 620
SEVERAL = "Several"
"""The category of an arrow that stands for flows of more than one."""

_GREY = "#8C8C8C"
_EXTENT_M = 420_000.0  # the height of the alliance region, so that circles compare between periods
_WIDEST_CIRCLE = 0.04
_DIGITS = 4  # of a degree: about ten metres
_NAMED = 10
_NAME_WIDTH_M, _NAME_HEIGHT_M = 150_000.0, 16_000.0  # of a name, on a map of the alliance region
_TOOLTIP = {
    "html": "<b>{name}</b><br>{detail}",
    "style": {"fontSize": "0.85rem", "maxWidth": "20rem", "borderRadius": "4px"},
}


@dataclass(frozen=True)
class FlowPicture:
    """What a map of flows shows, and what it cannot.

    Parameters
    ----------
    shapes
        JSON for the browser: a row an arrow (``from`` and ``to``, names of places) or a circle
        (``place``), each with ``name``, ``detail``, ``c`` (colour) and ``polygon``.
    named
        The places with the greatest totals: name, lon, lat.
    arrows, within, not_drawn
        Quantities: of the arrows, of the flows within a place, and of those with an end whose
        place is not known. They add up to the total.
    widest
        The quantity of the widest arrow.

    """

    shapes: bytes
    named: pd.DataFrame
    arrows: float
    within: float
    not_drawn: float
    widest: float


def category_colours(categories: Sequence[str], theme: Theme) -> dict[str, str]:
    """Give each category its colour, in the order given; what is put together is grey."""
    colours = {name: on(theme, CATEGORIES[i]) for i, name in enumerate(categories[:5])}
    return {**colours, REST: _GREY, SEVERAL: theme.ink}


def flow_picture(
    pairs: pd.DataFrame,
    by: str,
    theme: Theme,
    colours: Mapping[str, str],
    unit: Unit,
) -> FlowPicture:
    """Draw pairs of places.

    Parameters
    ----------
    pairs
        As :func:`alliance.analysis.flows.flows_between` gives them with the category ``by``.
    colours
        Of each category and of :data:`SEVERAL`, as ``#RRGGBB``.
    unit
        Says quantities in words.

    """
    total = float(pairs["quantity"].sum())
    if not total:
        return FlowPicture(b"[]", pd.DataFrame(columns=["name", "lon", "lat"]), 0.0, 0.0, 0.0, 0.0)
    drawn = flow_map(pairs, extent_m=_EXTENT_M, widest_circle=_WIDEST_CIRCLE)
    names = pd.concat(
        [
            pairs[[f"{end}_id", f"{end}_name"]].set_axis(["id", "name"], axis=1)
            for end in ("from", "to")
        ]
    )
    name_of = names.drop_duplicates().set_index("id")["name"]
    rows = [
        *_as_rows(_arrow_rows(drawn.arrows, _category(pairs, by), name_of, colours, unit)),
        *_as_rows(_circle_rows(drawn.nodes, name_of, theme, unit)),
    ]
    on_arrows, within = float(drawn.arrows["quantity"].sum()), float(drawn.nodes["within"].sum())
    own = pairs["from_id"] == pairs["to_id"]
    nowhere = float(pairs.loc[own & pairs["from_easting_m"].isna(), "quantity"].sum())
    return FlowPicture(
        orjson.dumps(rows),
        _named(drawn.nodes, name_of),
        on_arrows,
        within,
        drawn.not_drawn + nowhere,
        float(drawn.arrows["quantity"].max()) if len(drawn.arrows) else 0.0,
    )


def flow_deck(
    version: str,
    picture: FlowPicture,
    where: str,
    ground: Ground,
    bounds: tuple[float, float, float, float],
) -> pdk.Deck:
    """Give the deck.gl picture.

    Parameters
    ----------
    version
        Of the history, for the basemap's address.
    where
        The address at which the browser finds the shapes.
    ground, bounds
        What lies under the arrows, and west, south, east, north in degrees of what is opened on.

    """
    theme = THEMES[ground.theme]
    layer = pdk.Layer(
        "PolygonLayer",
        data=where,
        pickable=True,
        get_polygon="polygon",
        get_fill_color="c",
        # The outline has the colour of the arrow, so that a slender one is still seen.
        get_line_color="c",
        line_width_min_pixels=1.0,
        line_width_max_pixels=1.2,
        get_line_width=40,
    )
    # Streamlit dims all else when an object of a layer with an id is selected.
    layer.id = None
    return pdk.Deck(
        layers=[layer, labels(picture.named, theme)],
        map_provider="maplibre",
        map_style=style_address(version, ground),
        initial_view_state=view_of(bounds, HEIGHT_PX),
        tooltip=_TOOLTIP,
    )


def flow_ground(theme: str, day: str, regions: tuple[str, ...]) -> Ground:
    """Give the ground under the arrows: land, with the regions looked at lifted out of it."""
    return Ground(theme=theme, day=day, regions=regions)


def _category(pairs: pd.DataFrame, by: str) -> pd.Series:
    """Give each pair its category, or that it has several."""
    drawn = pairs[pairs["quantity"] > 0].groupby(["from_id", "to_id"])[by]
    first: pd.Series = drawn.first()
    return first.where(drawn.size() == 1, SEVERAL)


def _arrow_rows(
    arrows: gpd.GeoDataFrame,
    category: pd.Series,
    name_of: pd.Series,
    colours: Mapping[str, str],
    unit: Unit,
) -> gpd.GeoDataFrame:
    pairs = list(zip(arrows["from_id"], arrows["to_id"], strict=True))
    told = [category[pair] for pair in pairs]
    ends = [(name_of[start], name_of[end]) for start, end in pairs]
    quantities = arrows["quantity"].tolist()
    return gpd.GeoDataFrame(
        {
            "from": [start for start, _ in ends],
            "to": [end for _, end in ends],
            "name": [f"{start} to {end}" for start, end in ends],
            "detail": [f"{unit.words(q)} · {one}" for q, one in zip(quantities, told, strict=True)],
            "c": [rgb(colours[one], 225) for one in told],
        },
        geometry=arrows.geometry.to_numpy(),
        crs=GRID,
    )


def _circle_rows(
    nodes: gpd.GeoDataFrame, name_of: pd.Series, theme: Theme, unit: Unit
) -> gpd.GeoDataFrame:
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
    return gpd.GeoDataFrame(
        {"place": name, "name": name, "detail": detail, "c": [rgb(theme.ink, 95)] * len(nodes)},
        geometry=nodes.geometry.to_numpy(),
        crs=GRID,
    )


def _named(nodes: gpd.GeoDataFrame, name_of: pd.Series) -> pd.DataFrame:
    """Give the largest places to write a name at, none so near to a larger one as to cover it."""
    top = nodes.head(3 * _NAMED).reset_index(drop=True)
    east, north = (top[name].to_numpy() for name in ("easting_m", "northing_m"))
    kept: list[int] = []
    for row in range(len(top)):
        aside = np.abs(east[kept] - east[row]) > _NAME_WIDTH_M
        apart = np.abs(north[kept] - north[row]) > _NAME_HEIGHT_M
        if len(kept) < _NAMED and (aside | apart).all():
            kept.append(row)
    at = gpd.GeoSeries(gpd.points_from_xy(east[kept], north[kept]), crs=GRID).to_crs(WGS84)
    names = top["id"].map(name_of).to_numpy()[kept]
    return pd.DataFrame({"name": names, "lon": at.x.round(_DIGITS), "lat": at.y.round(_DIGITS)})


def _as_rows(shapes: gpd.GeoDataFrame) -> list[dict[str, object]]:
    """Give a row a shape, its ring of points in longitude and latitude."""
    polygon = [
        shapely.get_coordinates(ring).round(_DIGITS).tolist()
        for ring in shapes.geometry.to_crs(WGS84)
    ]
    told = pd.DataFrame(shapes.drop(columns="geometry")).assign(polygon=polygon)
    return [{str(key): value for key, value in row.items()} for row in told.to_dict("records")]
