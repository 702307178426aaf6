"""A live map as a picture: its own style drawn with matplotlib, for slides, print and files.

Nothing is described a second time: the picture takes the style that the browser would take, and
refuses what it does not know. One pixel of a live map is as many of the picture as its view says.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import orjson
import pandas as pd
import shapely
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from alliance.maps.expressions import SHAPE
from alliance.maps.picture_layers import Source, draw_layer, joined
from alliance.maps.picture_words import Writer
from alliance.maps.view import View

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from matplotlib.axes import Axes

    from alliance.maps.key import Key
    from alliance.maps.view import Bounds


_PIXELS_AN_INCH = 72  # so that matplotlib's points are pixels


@dataclass(frozen=True)
class Sheet:
    """How large a picture is, and what is written on it beside the map.

    Parameters
    ----------
    width_px, height_px
        Its size; dots, lines and letters grow with it.
    form
        ``png`` of dots, or ``svg`` of lines and shapes.
    names
        Whether areas and places are named.
    key
        Whether there is a key of the colours.
    rule
        Whether there is a rule of kilometres.
    enlarged
        How many times larger than usual dots, lines and letters are, for those who sit far away.

    """

    width_px: int = 1600
    height_px: int = 900
    form: Literal["png", "svg"] = "png"
    names: bool = True
    key: bool = True
    rule: bool = True
    enlarged: float = 1.0


def drawn(
    style: dict[str, Any],
    bounds: Bounds,
    held: Callable[[str], bytes],
    sheet: Sheet,
    *,
    keys: Sequence[Key] = (),
    named: pd.DataFrame | None = None,
    mark: str = "",
) -> bytes:
    """Draw the map of a style.

    Parameters
    ----------
    style
        A MapLibre style as :func:`alliance.maps.ground.picture` gives it.
    bounds
        What is shown whole; beyond them the map goes on to the picture's edges.
    held
        Gives what is found at an address of the style: the GeoJSON of a source, a list of names.
    keys
        Of its colours, one under another.
    named
        Places named on top of the areas: ``name``, ``lon``, ``lat``, the most telling first.
    mark
        A word that stands on the picture whatever else is left out.

    Raises
    ------
    UnknownStyle
        A layer, its paint or its filter says what cannot be drawn here.

    """
    view = View.fitted(bounds, sheet.width_px, sheet.height_px, enlarged=sheet.enlarged)
    told = style["metadata"]
    figure, axes = _empty(view, told["sea"])
    sources = {name: _source(source, held, view) for name, source in style["sources"].items()}
    spots = joined([draw_layer(axes, layer, sources, view) for layer in style["layers"]])
    writer = Writer(axes, view, told["ink"], told["halo"], spots)
    if keys and sheet.key:
        writer.key(keys)
    if mark:
        writer.mark(mark)
    if sheet.rule:
        writer.rule()
    shapes = _by_name(sources)
    if named is not None:
        writer.places(named, shapes)
    for address in told["names"] if sheet.names else ():
        writer.areas(orjson.loads(held(address)), shapes)
    return _written(figure, sheet)


def _by_name(sources: Mapping[str, Source]) -> dict[str, Any]:
    """Return the areas that have a name; of two of one name the one drawn later."""
    return {
        name: shape
        for features, shapes in sources.values()
        if "name" in features
        for name, shape in zip(features["name"], shapes, strict=True)
        if shapely.get_dimensions(shape) == 2
    }


def _source(source: dict[str, Any], held: Callable[[str], bytes], view: View) -> Source:
    """Read a source: dots, or GeoJSON, which is at an address or in the style itself."""
    data = source["data"]
    if source["type"] == "dots":
        return _dots(orjson.loads(held(data)), view)
    raw = held(data) if isinstance(data, str) else orjson.dumps(data)
    read = shapely.get_parts(shapely.from_geojson(raw))
    rows = [feature["properties"] for feature in orjson.loads(raw)["features"]]
    shapes = shapely.transform(read, view.project)
    kinds = pd.Series(shapely.get_type_id(shapes)).map(_KINDS)
    return Source(pd.DataFrame(rows).assign(**{SHAPE: kinds}), shapes)


def _dots(table: dict[str, list[Any]], view: View) -> Source:
    """Take the table of :func:`alliance.maps.layers.schools`."""
    at = view.project(np.column_stack([table["lon"], table["lat"]]).astype(np.float64))
    colours = np.array([*table["colours"], ""], dtype=object)[np.array(table["colour"], dtype=int)]
    features = pd.DataFrame({"kind": table["kind"], "colour": colours, SHAPE: "Point"})
    return Source(features, shapely.points(at))


_KINDS = {
    shapely.GeometryType.POINT: "Point",
    shapely.GeometryType.MULTIPOINT: "Point",
    shapely.GeometryType.LINESTRING: "LineString",
    shapely.GeometryType.MULTILINESTRING: "LineString",
    shapely.GeometryType.POLYGON: "Polygon",
    shapely.GeometryType.MULTIPOLYGON: "Polygon",
}


def _empty(view: View, sea: str) -> tuple[Figure, Axes]:
    """Return an empty figure whose data are pixels from its upper left."""
    size = (view.width_px / _PIXELS_AN_INCH, view.height_px / _PIXELS_AN_INCH)
    figure = Figure(figsize=size, dpi=_PIXELS_AN_INCH, facecolor=sea)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_xlim(0, view.width_px)
    axes.set_ylim(view.height_px, 0)
    return figure, axes


def _written(figure: Figure, sheet: Sheet) -> bytes:
    out = io.BytesIO()
    # No date and no maker: the same map is the same file.
    told: dict[str, Any] = {"Software": None} if sheet.form == "png" else {"Date": None}
    # Of dots within a drawing of lines there are twice as many, for its lines are as sharp.
    fine = 1 if sheet.form == "png" else 2
    figure.savefig(out, format=sheet.form, dpi=fine * _PIXELS_AN_INCH, metadata=told)
    return out.getvalue()
