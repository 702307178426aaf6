"""A layer of the take-away map: its row in the key, its swatch, and its shapes as GeoJSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import shapely
from markupsafe import Markup

Box = tuple[float, float, float, float]
"""West, south, east and north, in degrees."""
Shapes = dict[str, dict[str, Any]]
"""GeoJSON by its key in the page's data."""
DIGITS = 4  # of a degree, about ten metres

_OUTLINES = {
    "square": '<rect x="2.6" y="2.6" width="10.8" height="10.8"',
    "circle": '<circle cx="8" cy="8" r="6"',
    "triangle": '<path d="M8 1.2 14.6 13H1.4Z"',
    "diamond": '<path d="M8 .6 15.4 8 8 15.4.6 8Z"',
    "area": '<path d="M2 4 9 2 14 6 12 14 4 13Z"',
    "arrow": '<path d="M1 13C4 7 7 5 10 5L9.500 2 15 6 10.500 10 10.200 7.500C8 7.500 5 9 3 13Z"',
}
_NO_SWATCH = Markup()


@dataclass(frozen=True)
class MapLayer:
    """A layer of the map and its row in the key.

    Parameters
    ----------
    id
        Letters and digits.
    function
        The script's function that draws it, and ``options``, what that is told.
    words, detail, count
        What the key says.
    swatch
        What the layer looks like, as the inside of an SVG of 16 by 16.
    shown
        Whether it is drawn when the map is opened.
    grade
        The grade of the schools in it.

    """

    id: str
    group: str
    function: str
    options: dict[str, Any]
    words: str = ""
    detail: str = ""
    count: str = ""
    swatch: Markup = _NO_SWATCH
    shown: bool = True
    grade: int | None = None


def features_of(shapes: gpd.GeoDataFrame, look: dict[str, Any]) -> dict[str, Any]:
    """Return shapes in longitude and latitude as GeoJSON, all drawn with one look."""
    rounded = shapely.transform(shapes.geometry.to_numpy(), lambda at: at.round(DIGITS))
    told = [column for column in ("name", "detail", "at") if column in shapes]
    table = shapes[told].assign(look=[look] * len(shapes))
    features = list(gpd.GeoDataFrame(table, geometry=rounded).iterfeatures(drop_id=True))
    return {"type": "FeatureCollection", "features": features}


def swatch_of(shape: str, colour: str, *, hollow: bool = False) -> Markup:
    """Return a shape in a colour, or in outline only, as the inside of an SVG of 16 by 16."""
    fill = "#FFFFFF" if hollow else colour
    return Markup('{} fill="{}" stroke="{}" stroke-width="1.4"/>').format(
        Markup(_OUTLINES[shape]),  # noqa: S704 (our own)
        fill,
        colour,
    )
