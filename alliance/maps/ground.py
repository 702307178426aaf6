"""The ground under the schools: land, boundaries and footprints, as layers of a MapLibre style."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from alliance.maps.palette import Theme

Layers = list[dict[str, Any]]


def land(regions: Sequence[str], theme: Theme, *, bold: bool) -> tuple[Layers, Layers]:
    """Give sea and land, then the lines on it; ``regions`` are lifted out of the land around.

    The sources are called ``regions`` and ``authorities``.
    """
    looked_at = ["in", ["get", "name"], ["literal", list(regions)]]
    colour = ["case", looked_at, theme.ground, theme.land]
    return [
        {"id": "sea", "type": "background", "paint": {"background-color": theme.sea}},
        fill("land", "regions", {"fill-color": colour, "fill-antialias": False}),
    ], [
        line("authority lines", "authorities", theme.coast if bold else theme.authority, 0.8),
        line("coast", "regions", theme.ink if bold else theme.coast, 1.8 if bold else 1.0),
    ]


def footprints(colours: Mapping[int, str]) -> Layers:
    """Draw hulls, spokes and hubs of a source ``footprints`` in the colours of their trusts."""
    last = list(colours.values())[-1]
    pairs = [part for uid, colour in colours.items() for part in (uid, colour)]
    colour = ["match", ["get", "trust"], *pairs, last]
    hull, spoke, hub = (
        ["==", ["geometry-type"], shape] for shape in ("Polygon", "LineString", "Point")
    )
    return [
        fill("hulls", "footprints", {"fill-color": colour, "fill-opacity": 0.2}) | {"filter": hull},
        line("hull outlines", "footprints", colour, 1.4) | {"filter": hull},
        line("spokes", "footprints", colour, 0.9) | {"filter": spoke},
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


def fill(name: str, source: str, paint: dict[str, Any]) -> dict[str, Any]:
    """Give a layer of filled areas."""
    return {"id": name, "type": "fill", "source": source, "paint": paint}


def line(name: str, source: str, colour: object, width_px: float) -> dict[str, Any]:
    """Give a layer of lines."""
    paint = {"line-color": colour, "line-width": width_px}
    return {"id": name, "type": "line", "source": source, "paint": paint}
