"""The ground under the schools: land, boundaries and footprints, as layers of a MapLibre style."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from alliance.maps.layers import address
from alliance.maps.palette import DARK, THEMES
from alliance.maps.way_finding import ground_address

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from alliance.maps.palette import Theme

Layers = list[dict[str, Any]]


class Ground(NamedTuple):
    """What every map of a day stands on.

    Parameters
    ----------
    version
        Of the history.
    day
        Whose areas they are, as YYYY-MM-DD.
    regions
        Names of the regions lifted out of the land around them.
    theme_name
        ``light`` or ``dark``.

    """

    version: str
    day: str
    regions: tuple[str, ...]
    theme_name: str

    @property
    def theme(self) -> Theme:
        """Its colours."""
        return THEMES[self.theme_name]

    def fetched(self, **kinds: str) -> dict[str, str]:
        """Return the addresses of its outlines, and of other kinds of area by name of source."""
        kinds = {"regions": "region", "authorities": "authority", **kinds}
        return {
            name: address(self.version, "areas", kind=kind, day=self.day)
            for name, kind in kinds.items()
        }


def picture(
    name: str,
    theme: Theme,
    fetched: Mapping[str, str],
    layers: Layers,
    *,
    dots: Sequence[str] = (),
    points: Sequence[str] = (),
    fine: Sequence[str] = (),
    tips: Sequence[str] = (),
    names: Sequence[str] = (),
    school: str = "",
) -> dict[str, Any]:
    """Return the style that the page's live map takes.

    It is a MapLibre style (version 8), but for the schools: sources and layers of type ``dots``,
    with the paint of circles, which MapLibre does not know and the page draws itself.
    It names no other host: no tiles, no sprites, no glyphs. The sea is not drawn: it is the colour
    of the page below the map, for every program of the graphics card costs a first visit some tens
    of milliseconds where there is no card.

    Parameters
    ----------
    name
        Of the picture.
    theme
        Its ``sea``, ``ink``, ``halo`` and ``accent`` are told to the page, with the address of the
        ground one finds one's way by (see :mod:`alliance.maps.way_finding`).
    fetched
        The address of each source by name: of GeoJSON, but for dots. One is ``authorities``.
    dots
        The sources that hold a table of schools (see :func:`alliance.maps.layers.schools`).
    points, fine
        Those that hold points only, and those of small shapes that keep all their corners; the
        others' are dropped where they would not be seen.
    layers
        What is drawn, the lowest first.
    tips
        The layers whose features say what they are (``name``, ``detail``), the topmost first.
    names
        The addresses of names to write (rows of ``name``, ``lon``, ``lat``), most telling first.
    school
        Where to ask about a school, to which its URN is added.

    """
    told = {"sea": theme.sea, "ink": theme.ink, "halo": theme.halo, "accent": theme.accent}
    finding = {
        "ground": ground_address("dark" if theme is DARK else "light"),
        # Names are asked for as outlines are.
        "authorities": fetched["authorities"].replace("/areas.json?", "/names.json?"),
    }
    return {
        "version": 8,
        "name": name,
        "transition": {"duration": 0, "delay": 0},
        "metadata": {"names": list(names), "tips": list(tips), "school": school, **told, **finding},
        "sources": {
            source: {"type": "dots", "data": where}
            if source in dots
            else {"type": "geojson", "data": where, "tolerance": 0.1 if source in fine else 0.8}
            # Points need little room beyond a tile's edge: by default most would come twice.
            | ({"buffer": 16} if source in points else {})
            for source, where in fetched.items()
        },
        "layers": layers,
    }


def land(regions: Sequence[str], theme: Theme, *, bold: bool) -> tuple[Layers, Layers]:
    """Return the land, then the lines on it; ``regions`` are lifted out of the land around.

    The sources are called ``regions`` and ``authorities``.
    """
    lifted = fill("land looked at", "regions", {"fill-color": theme.ground})
    return [
        fill("land", "regions", {"fill-color": theme.land}),
        lifted | {"filter": ["in", "name", *regions]},
    ], [
        line("authority lines", "authorities", theme.coast if bold else theme.authority, 0.8),
        line("coast", "regions", theme.ink if bold else theme.coast, 1.8 if bold else 1.0),
    ]


def footprints(colours: Mapping[int, str], *, filled: bool = True) -> Layers:
    """Draw hulls, spokes and hubs of a source ``footprints`` in the colours of their trusts.

    An academy outside every cluster has a ring. Not filled, hulls are outlines.

    Each trust has layers of its own: a colour that is looked up for each feature needs programs of
    the graphics card of its own.
    """
    drawn: Layers = []
    for uid, colour in colours.items():
        opacity = 0.2 if filled else 0.0
        hull = fill(f"hulls {uid}", "footprints", {"fill-color": colour, "fill-opacity": opacity})
        width_px = 1.4 if filled else 2.2
        hub = {
            "circle-radius": 8,
            "circle-color": colour,
            "circle-opacity": 0.25 if filled else 0.0,
            "circle-stroke-color": colour,
            "circle-stroke-width": 1.6,
        }
        ring = hub | {"circle-radius": 6.5, "circle-opacity": 0, "circle-stroke-width": 2}
        for shape, layer, outside in (
            ("Polygon", hull, False),
            ("Polygon", line(f"hull outlines {uid}", "footprints", colour, width_px), False),
            ("LineString", line(f"spokes {uid}", "footprints", colour, 0.9), False),
            ("Point", circle(f"hubs {uid}", "footprints", hub), False),
            ("Point", circle(f"outside {uid}", "footprints", ring), True),
        ):
            of_trust = ["all", ["==", "$type", shape], ["==", "trust", uid]]
            drawn.append(layer | {"filter": [*of_trust, ["==", "outside", outside]]})
    return drawn


def fill(name: str, source: str, paint: dict[str, Any]) -> dict[str, Any]:
    """Return a layer of filled areas."""
    # Edges that are drawn as lines of their own need no smoothing.
    smooth = {"fill-antialias": False, **paint}
    return {"id": name, "type": "fill", "source": source, "paint": smooth}


def line(name: str, source: str, colour: object, width_px: float) -> dict[str, Any]:
    """Return a layer of lines."""
    paint = {"line-color": colour, "line-width": width_px}
    return {"id": name, "type": "line", "source": source, "paint": paint}


def circle(name: str, source: str, paint: dict[str, Any]) -> dict[str, Any]:
    """Return a layer of dots."""
    return {"id": name, "type": "circle", "source": source, "paint": paint}
