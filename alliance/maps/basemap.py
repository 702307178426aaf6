"""The ground under the schools: land, boundaries, Opportunity Areas and footprints.

It is a MapLibre style (version 8) made from the history's own areas. It names no other host: no
tiles, no sprites, no glyphs; names are written by the layers above it. What lies on the ground is
drawn here and not by deck.gl, because each kind of deck.gl layer costs a browser without a graphics
card up to half a second of compiling before anything is painted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from alliance.maps.layers import address
from alliance.maps.palette import THEMES, trust_colours

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alliance.maps.palette import Theme

OPPORTUNITY_AREAS = "Opportunity Areas"
FOOTPRINTS = "Trust footprints"
BOUNDARIES = "Regions and authorities"
INVESTMENT_AREAS = "Education Investment Areas"


@dataclass(frozen=True)
class Ground:
    """What is drawn under the schools.

    Parameters
    ----------
    theme
        ``light`` or ``dark``.
    day
        As YYYY-MM-DD: areas and footprints are those of that day.
    regions
        Names of the regions lifted out of the land around them.
    trusts
        UIDs of the trusts whose footprints are drawn, in the order in which they take colours.
    shown
        Those of ``OPPORTUNITY_AREAS``, ``INVESTMENT_AREAS``, ``FOOTPRINTS`` and ``BOUNDARIES``
        that are drawn.

    """

    theme: str
    day: str
    regions: tuple[str, ...] = ()
    trusts: tuple[int, ...] = ()
    shown: frozenset[str] = frozenset()


def style_address(version: str, ground: Ground) -> str:
    """Give where the style of a ground is served."""
    query = {
        "day": ground.day,
        "region": ground.regions,
        "trust": ground.trusts if FOOTPRINTS in ground.shown else (),
        "show": sorted(ground.shown),
    }
    wanted = {key: value for key, value in query.items() if value}
    return f"/basemap/{version}/{ground.theme}.json?{urlencode(wanted, doseq=True)}"


def style(version: str, ground: Ground) -> dict[str, Any]:
    """Give the MapLibre style of a ground."""
    theme = THEMES[ground.theme]
    kinds = {"regions": "region", "authorities": "authority"}
    if OPPORTUNITY_AREAS in ground.shown:
        kinds["areas"] = "opportunity_area"
    if INVESTMENT_AREAS in ground.shown:
        kinds["investment"] = "education_investment_area"
    sources = {
        name: _source(address(version, "areas", kind=kind, day=ground.day))
        for name, kind in kinds.items()
    }
    drawn = _land(ground, theme)
    if INVESTMENT_AREAS in ground.shown:
        drawn += [
            _fill(
                "investment areas", "investment", {"fill-color": theme.area, "fill-opacity": 0.1}
            ),
            _line("investment area outlines", "investment", theme.area, 1.2),
        ]
    if FOOTPRINTS in ground.shown and ground.trusts:
        where = address(version, "footprints", day=ground.day, trust=ground.trusts)
        sources["footprints"] = _source(where)
        drawn += _footprints(trust_colours(ground.trusts, theme))
    if OPPORTUNITY_AREAS in ground.shown:
        drawn += [
            _fill("area", "areas", {"fill-color": theme.ink, "fill-opacity": 0.07}),
            _line("area outlines", "areas", theme.ink, 1.5),
        ]
    name = f"England, {ground.theme}"
    return {"version": 8, "name": name, "sources": sources, "layers": drawn}


def _land(ground: Ground, theme: Theme) -> list[dict[str, Any]]:
    looked_at = ["in", ["get", "name"], ["literal", list(ground.regions)]]
    land = ["case", looked_at, theme.ground, theme.land]
    bold = BOUNDARIES in ground.shown
    return [
        {"id": "sea", "type": "background", "paint": {"background-color": theme.sea}},
        _fill("land", "regions", {"fill-color": land, "fill-antialias": False}),
        _line("authority lines", "authorities", theme.coast if bold else theme.authority, 0.8),
        _line("coast", "regions", theme.ink if bold else theme.coast, 1.8 if bold else 1.0),
    ]


def _footprints(colours: Mapping[int, str]) -> list[dict[str, Any]]:
    """Draw hulls, spokes and hubs in the colours of their trusts."""
    last = list(colours.values())[-1]
    pairs = [part for uid, colour in colours.items() for part in (uid, colour)]
    colour = ["match", ["get", "trust"], *pairs, last]
    hull, spoke, hub = (
        ["==", ["geometry-type"], shape] for shape in ("Polygon", "LineString", "Point")
    )
    return [
        _fill("hulls", "footprints", {"fill-color": colour, "fill-opacity": 0.2})
        | {"filter": hull},
        _line("hull outlines", "footprints", colour, 1.4) | {"filter": hull},
        _line("spokes", "footprints", colour, 0.9) | {"filter": spoke},
        {
            "id": "hubs",
            "type": "circle",
            "source": "footprints",
            "filter": hub,
            "paint": {
                "circle-radius": 8,
                "circle-color": colour,
                "circle-opacity": 0.25,
                "circle-stroke-color": colour,
                "circle-stroke-width": 1.6,
            },
        },
    ]


def _source(where: str) -> dict[str, Any]:
    return {"type": "geojson", "data": where, "tolerance": 0.2}


def _fill(name: str, source: str, paint: dict[str, Any]) -> dict[str, Any]:
    return {"id": name, "type": "fill", "source": source, "paint": paint}


def _line(name: str, source: str, colour: object, width: float) -> dict[str, Any]:
    paint = {"line-color": colour, "line-width": width}
    return {"id": name, "type": "line", "source": source, "paint": paint}
