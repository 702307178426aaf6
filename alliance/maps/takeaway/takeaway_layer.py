"""A layer of the take-away map: what it draws, and its row in the key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import shapely
from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd

Box = tuple[float, float, float, float]
"""West, south, east and north, in degrees."""
DIGITS = 4  # of a degree, about ten metres

_OUTLINES = {
    "square": '<rect x="2.6" y="2.6" width="10.8" height="10.8"',
    "circle": '<circle cx="8" cy="8" r="6"',
    "triangle": '<path d="M8 1.2 14.6 13H1.4Z"',
    "diamond": '<path d="M8 .6 15.4 8 8 15.4.6 8Z"',
    "area": '<path d="M2 4 9 2 14 6 12 14 4 13Z"',
    "line": '<path d="M1 12 6 5 10 10 15 3"',
    "arrow": '<path d="M1 13C4 7 7 5 10 5L9.500 2 15 6 10.500 10 10.200 7.500C8 7.500 5 9 3 13Z"',
}
_NO_SWATCH = Markup()


class Drawn(NamedTuple):
    """Shapes that are drawn with one look, in Leaflet's words for paths.

    ``told`` names the columns a reader is told, the first of them under the pointer too; without
    any the shapes are ground. Points are circles of ``look``'s radius, or schools of its shape.
    """

    features: dict[str, Any]
    look: Mapping[str, Any]
    told: tuple[str, ...] = ("name", "detail")


class Name(NamedTuple):
    """A name written on the map from a zoom on; ``kind`` is its class in the style sheet."""

    text: str
    lon: float
    lat: float
    kind: str
    from_zoom: float = 0


@dataclass(frozen=True)
class MapLayer:
    """A layer of the map and its row in the key.

    Parameters
    ----------
    words, detail, count
        What the key says; a layer without words is always there.
    swatch
        What the layer looks like, as the inside of an SVG of 16 by 16.
    drawn
        Its shapes, the lowest first.
    names
        What is written over them.
    at
        Its place in the key, which Leaflet sorts by the label.
    is_ground
        Whether streets, where they are asked for, take its place.

    """

    words: str
    drawn: tuple[Drawn, ...]
    swatch: Markup = _NO_SWATCH
    detail: str = ""
    count: str = ""
    names: tuple[Name, ...] = ()
    at: int = 0
    is_ground: bool = False

    @property
    def label(self) -> str:
        """Its row in the key, as HTML."""
        detail = Markup(" <small>{}</small>").format(self.detail) if self.detail else ""
        return (
            Markup(
                '<svg data-at="{:02}" viewBox="0 0 16 16" aria-hidden="true">{}</svg> '
                '<span>{}{}</span> <span class="count">{}</span>'
            )
            .format(self.at, self.swatch, self.words, detail, self.count)
            .replace("{", "&#123;")
        )


def features_of(shapes: gpd.GeoDataFrame, *told: str) -> dict[str, Any]:
    """Return shapes in longitude and latitude as GeoJSON with their columns ``told``.

    Leaflet shows text as HTML, so that all that comes from data is escaped.
    """
    rounded = shapely.transform(shapes.geometry.to_numpy(), lambda at: at.round(DIGITS))
    table = shapes[[*told, "geometry"]].set_geometry(rounded)
    for column in told:
        table[column] = table[column].map(escaped)
    return {"type": "FeatureCollection", "features": list(table.iterfeatures(drop_id=True))}


def escaped(told: object) -> object:
    """Return text as HTML that shows it; of a list, each; numbers stay what they are.

    Braces are escaped too: folium takes what it has written for a template once more.
    """
    if isinstance(told, list):
        return [escaped(part) for part in told]
    return str(escape(told)).replace("{", "&#123;") if isinstance(told, str) else told


def swatch_of(shape: str, colour: str, *, hollow: bool = False) -> Markup:
    """Return a shape in a colour, or in outline only, as the inside of an SVG of 16 by 16."""
    fill = "#FFFFFF" if hollow else colour
    return Markup('{} fill="{}" stroke="{}" stroke-width="1.4"/>').format(
        Markup(_OUTLINES[shape]),  # noqa: S704 (our own)
        "none" if shape == "line" else fill,
        colour,
    )
