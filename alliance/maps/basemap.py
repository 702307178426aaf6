"""The ground under the map: land, authority lines and coast, drawn from the history's own areas.

It is a MapLibre style (version 8) that names no other host: no tiles, no sprites, no glyphs.
Names are written by the layers above it.
"""

from __future__ import annotations

from typing import Any

from alliance.maps.layers import address
from alliance.maps.palette import THEMES


def style_address(version: str, theme: str) -> str:
    """Give where the style is served for a theme, ``light`` or ``dark``."""
    return f"/basemap/{version}/{theme}.json"


def style(version: str, theme: str, day: str) -> dict[str, Any]:
    """Give the MapLibre style for a theme, with the areas as they were drawn on ``day``."""
    colours = THEMES[theme]

    def source(kind: str) -> dict[str, Any]:
        where = address(version, "areas", kind=kind, day=day)
        return {"type": "geojson", "data": where, "tolerance": 0.2}

    def line(name: str, of: str, colour: str, width: float) -> dict[str, Any]:
        paint = {"line-color": colour, "line-width": width}
        return {"id": name, "type": "line", "source": of, "paint": paint}

    return {
        "version": 8,
        "name": f"England, {theme}",
        "sources": {"regions": source("region"), "authorities": source("authority")},
        "layers": [
            {"id": "sea", "type": "background", "paint": {"background-color": colours.sea}},
            {
                "id": "land",
                "type": "fill",
                "source": "regions",
                "paint": {"fill-color": colours.land, "fill-antialias": False},
            },
            line("authority lines", "authorities", colours.authority, 0.6),
            line("coast", "regions", colours.coast, 1.0),
        ],
    }
