"""Live maps as pictures: what a browser would fetch is taken from where it would be fetched."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pandas as pd
from starlette.datastructures import QueryParams

from alliance.current.shapes import SHAPES, shapes_at
from alliance.current.state import state_on
from alliance.errors import UnknownName
from alliance.maps.ground import circle
from alliance.maps.palette import THEMES
from alliance.maps.picture import Sheet, drawn
from alliance.web.asked import asked_for
from alliance.web.layer_answers import layer_bytes, map_style

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alliance.views.maps.map_view import MapView

USUAL = Sheet()
_MOST_NAMES = 24


def picture_of(view: MapView, sheet: Sheet = USUAL, *, selected: Sequence[int] = ()) -> bytes:
    """Draw a live map as a picture, with the names of schools that its history holds.

    Parameters
    ----------
    sheet
        Its size, and what is written on it.
    selected
        URNs of schools to ring and name; those not open or not located are passed over.

    Raises
    ------
    UnknownStyle
        The map has something that its picture cannot draw.

    """
    state = state_on(view.day)
    columns = ["name", "lon", "lat"]
    at = state.loc[state["urn"].isin(list(selected)), columns].dropna(subset=["lon", "lat"])
    named = at if view.named is None else pd.concat([at, view.named.head(_MOST_NAMES)])
    return drawn(
        _ringed(_with_kinds(view.kinds, _style_of(view)), at, view.theme),
        view.bounds,
        _fetched,
        sheet,
        keys=view.keys,
        named=named,
        mark=view.mark,
    )


def _style_of(view: MapView) -> dict[str, Any]:
    if not isinstance(view.style, str):
        return view.style
    where = urlsplit(view.style)
    version = where.path.split("/")[2]
    return map_style(version, view.theme, asked_for(QueryParams(where.query)))


def _fetched(address: str) -> bytes:
    """Return what lies at an address: shapes of a map, else a layer of this app."""
    where = urlsplit(address)
    if address.startswith(SHAPES):
        held = shapes_at(where.path.removeprefix(SHAPES).removesuffix(".json"))
        if held is None:
            raise UnknownName(f"The shapes of the map at {address} are no longer held; draw again.")
        return gzip.decompress(held)
    _, _, version, layer = where.path.removesuffix(".json").split("/")
    return gzip.decompress(layer_bytes(version, layer, asked_for(QueryParams(where.query))))


def _with_kinds(kinds: Sequence[int] | None, asked: dict[str, Any]) -> dict[str, Any]:
    """Return the style with the schools of some kinds only, as the browser keeps to them."""
    if kinds is None:
        return asked
    only = {"filter": ["in", "kind", *kinds]}
    layers = [layer | only if layer["type"] == "dots" else layer for layer in asked["layers"]]
    return asked | {"layers": layers}


def _ringed(asked: dict[str, Any], at: pd.DataFrame, theme: str) -> dict[str, Any]:
    """Return the style with rings around schools, as the browser draws them."""
    places = at[["lon", "lat"]].to_numpy().tolist()
    shapes = {"type": "MultiPoint", "coordinates": places}
    feature = {"type": "Feature", "properties": {}, "geometry": shapes}
    source = {"type": "geojson", "data": {"type": "FeatureCollection", "features": [feature]}}
    rings = [
        circle(
            name,
            "selected",
            {
                "circle-radius": radius,
                "circle-opacity": 0,
                "circle-stroke-color": colour,
                "circle-stroke-width": width,
            },
        )
        for name, radius, width, colour in (
            ("selected halo", 8.5, 6.0, THEMES[theme].halo),
            ("selected", 10.0, 3.0, THEMES[theme].accent),
        )
    ]
    sources = asked["sources"] | {"selected": source}
    return asked | {"sources": sources, "layers": [*asked["layers"], *rings]}
