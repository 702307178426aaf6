"""Live maps as pictures: what a browser would fetch is taken from where it would be fetched.

No name of a school is ever in a picture unless it is asked for: neither of those selected, nor of
the places that a map names, nor of a trust that has the name of its only academy.
"""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pandas as pd
from starlette.datastructures import QueryParams

from alliance.analysis.filters import named_regions, narrow
from alliance.maps.cold_style import cold_style
from alliance.maps.flow_layers import flow_style
from alliance.maps.ground import circle
from alliance.maps.key import choice_keys
from alliance.maps.match_style import match_style
from alliance.maps.palette import THEMES
from alliance.maps.picture import Sheet, drawn
from alliance.maps.style import kinds_shown, style
from alliance.web.current import current_history, kept, state_on
from alliance.web.layers import asked_for, fifths_on, layer_bytes, trust_names

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping, Sequence

    from alliance.analysis.filters import Filter
    from alliance.maps.choice import MapChoice
    from alliance.maps.flow_layers import FlowPicture
    from alliance.maps.key import Key
    from alliance.maps.view import Bounds

USUAL = Sheet()
_NOT_NAMED = "A single-academy trust"
_MOST_NAMES = 18
_FLOWS, _POINTS, _STROKES, _PLACES = "flows", "points", "strokes", "places"


def picture_of(
    choice: MapChoice,
    bounds: Bounds,
    sheet: Sheet = USUAL,
    *,
    selected: Sequence[int] = (),
    named: pd.DataFrame | None = None,
    name_schools: bool = False,
) -> bytes:
    """Give the picture of a live map.

    Parameters
    ----------
    bounds
        West, south, east, north in degrees: what is shown whole.
    sheet
        Its size, and what is written on it.
    selected
        URNs of schools to ring; those not open or not located on the day are passed over.
    named
        Places written on the map: ``name``, ``lon``, ``lat``, the most telling first.
    name_schools
        Whether names of schools may be written; those of the selected then are.

    Raises
    ------
    UnknownStyle
        The map has something that its picture cannot draw.

    """
    state = state_on(choice.filter.day)
    schools = narrow(state, choice.filter)
    asked = _kept_to(kinds_shown(choice.filter), style(current_history().version, choice))
    fifths = fifths_on(choice.filter.day) if choice.colour_by == "Attainment" else None
    return drawn(
        _ringed(asked, selected, choice.filter.day, choice.theme),
        bounds,
        _held({}),
        sheet,
        keys=choice_keys(choice, schools, _trust_namer(name_schools=name_schools), fifths),
        named=_named(named, selected, choice.filter.day, name_schools=name_schools),
    )


def flow_picture_of(
    flows: FlowPicture,
    chosen: Filter,
    theme: str,
    bounds: Bounds,
    sheet: Sheet = USUAL,
    *,
    keys: Sequence[Key] = (),
    illustrative: bool = False,
    name_schools: bool = False,
) -> bytes:
    """Give the picture of a map of flows.

    Parameters
    ----------
    flows
        What the map draws (:func:`alliance.maps.flow_layers.flow_picture`).
    chosen
        The day of the areas, and the regions lifted out of the land around them.
    theme
        ``light`` or ``dark``.
    illustrative
        Whether any flow is invented; the picture then says so, whatever else it leaves out.
    bounds, sheet, name_schools
        As for :func:`picture_of`.

    Raises
    ------
    UnknownStyle
        As :func:`picture_of`.

    """
    day, regions = chosen.day.isoformat(), named_regions(chosen.regions)
    return drawn(
        flow_style(current_history().version, day, regions, theme, _FLOWS),
        bounds,
        _held({_FLOWS: flows.shapes}),
        sheet,
        keys=keys,
        named=_named(flows.named.head(_MOST_NAMES), (), chosen.day, name_schools=name_schools),
        mark="Illustrative" if illustrative else "",
    )


def match_picture_of(
    points: bytes,
    strokes: bytes,
    chosen: Filter,
    theme: str,
    bounds: Bounds,
    sheet: Sheet = USUAL,
    *,
    keys: Sequence[Key] = (),
    selected: Sequence[int] = (),
    name_schools: bool = False,
) -> bytes:
    """Give the picture of the map of a match.

    Parameters
    ----------
    points, strokes
        What the map draws: :func:`alliance.maps.match_style.match_points` and ``match_strokes``.
    chosen, theme, bounds, sheet, selected, name_schools
        As for :func:`flow_picture_of` and :func:`picture_of`.

    Raises
    ------
    UnknownStyle
        As :func:`picture_of`.

    """
    day, regions = chosen.day.isoformat(), named_regions(chosen.regions)
    asked = match_style(current_history().version, day, regions, theme, _POINTS, _STROKES)
    return drawn(
        _ringed(asked, selected, chosen.day, theme),
        bounds,
        _held({_POINTS: points, _STROKES: strokes}),
        sheet,
        keys=keys,
        named=_named(None, selected, chosen.day, name_schools=name_schools),
    )


def cold_picture_of(
    shapes: bytes,
    chosen: Filter,
    theme: str,
    bounds: Bounds,
    sheet: Sheet = USUAL,
    *,
    keys: Sequence[Key] = (),
    named: pd.DataFrame | None = None,
) -> bytes:
    """Give the picture of the map of cold spots.

    Parameters
    ----------
    shapes
        What the map draws: :func:`alliance.maps.cold_style.cold_shapes`.
    named
        Places written on the map: ``name``, ``lon``, ``lat``.
    chosen, theme, bounds, sheet
        As for :func:`flow_picture_of`.

    Raises
    ------
    UnknownStyle
        As :func:`picture_of`.

    """
    day, regions = chosen.day.isoformat(), named_regions(chosen.regions)
    asked = cold_style(current_history().version, day, regions, theme, _PLACES, None)
    return drawn(asked, bounds, _held({_PLACES: shapes}), sheet, keys=keys, named=named)


def _held(shapes: Mapping[str, bytes]) -> Callable[[str], bytes]:
    """Give what lies at an address: one of the shapes, else a layer of this app."""

    def held(address: str) -> bytes:
        if address in shapes:
            return shapes[address]
        where = urlsplit(address)
        _, _, version, layer = where.path.removesuffix(".json").split("/")
        return gzip.decompress(layer_bytes(version, layer, asked_for(QueryParams(where.query))))

    return held


def _kept_to(kinds: Sequence[int] | None, asked: dict[str, Any]) -> dict[str, Any]:
    """Give the style with the schools of some kinds only, as the browser keeps to them."""
    if kinds is None:
        return asked
    only = {"filter": ["in", "kind", *kinds]}
    layers = [layer | only if layer["type"] == "dots" else layer for layer in asked["layers"]]
    return asked | {"layers": layers}


def _ringed(
    asked: dict[str, Any], selected: Sequence[int], day: dt.date, theme: str
) -> dict[str, Any]:
    """Give the style with rings around schools, as the browser draws them."""
    at = _located(selected, day)[["lon", "lat"]]
    shapes = {"type": "MultiPoint", "coordinates": at.to_numpy().tolist()}
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


def _located(selected: Sequence[int], day: dt.date) -> pd.DataFrame:
    """Give the selected schools that are open and located: name, lon, lat."""
    state = state_on(day)
    columns = ["name", "lon", "lat"]
    return state.loc[state["urn"].isin(list(selected)), columns].dropna(subset=["lon", "lat"])


def _named(
    named: pd.DataFrame | None, selected: Sequence[int], day: dt.date, *, name_schools: bool
) -> pd.DataFrame:
    """Give the places to be named: the selected schools among them only where that is asked."""
    places = pd.DataFrame({"name": [], "lon": [], "lat": []}) if named is None else named
    if name_schools:
        return pd.concat([_located(selected, day), places])
    # Places called alike are told apart by a word or a number in brackets.
    plain = places["name"].astype("str").str.replace(r" \([^()]*\)$", "", regex=True)
    known = _names_of_schools()
    return places[~(places["name"].isin(known) | plain.isin(known))]


@kept(maxsize=1)
def _names_of_schools() -> frozenset[str]:
    """Give the names of all schools, and of the trusts that are one school."""
    history = current_history()
    held = history.memberships.groupby("trust_uid")["urn"].nunique()
    trusts = history.trusts
    single = (trusts["kind"] == "SAT") | (trusts["trust_uid"].map(held).fillna(0) < 2)
    return frozenset(history.schools["name"]) | frozenset(trusts.loc[single, "name"])


def _trust_namer(*, name_schools: bool) -> Callable[[int], str]:
    names, known = trust_names(), frozenset() if name_schools else _names_of_schools()

    def name(uid: int) -> str:
        found = names.get(uid, str(uid))
        return _NOT_NAMED if found in known else found

    return name
