"""The layers of a map's style, drawn with matplotlib one over the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import shapely
from matplotlib.collections import CircleCollection, Collection, LineCollection, PathCollection
from matplotlib.colors import to_rgba_array
from matplotlib.path import Path

from alliance.errors import UnknownStyle
from alliance.maps.expressions import passing, values_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt
    import pandas as pd
    from matplotlib.axes import Axes

    from alliance.maps.view import View

    Floats = npt.NDArray[np.float64]
    Shapes = npt.NDArray[np.object_]

DASHED = "line-dasharray"
"""Lengths on and off, in widths of the line: of a layer, not of a feature."""

_UNSEEN_PX = 0.3
_MANY_DOTS = 4000
"""More than these are a picture within a drawing of lines, which would grow by megabytes."""


class Source(NamedTuple):
    """The features of a source: a column a property, and their shapes in pixels of the picture."""

    features: pd.DataFrame
    shapes: Shapes


class Paint:
    """The paint of a layer, worked out for each of its features."""

    def __init__(self, layer: dict[str, Any], features: pd.DataFrame, zoom: float) -> None:
        known = _PAINTS[layer["type"]]
        unknown = sorted(set(layer["paint"]) - set(known))
        if unknown:
            raise UnknownStyle(
                f"The layer {layer['id']!r} has the paint {', '.join(unknown)}; a picture of a map "
                f"knows {', '.join(known)}."
            )
        asked = known | layer["paint"]
        self.dashes: Sequence[float] | None = asked.pop(DASHED, None)
        self._values = {name: values_of(value, features, zoom) for name, value in asked.items()}

    def __getitem__(self, name: str) -> npt.NDArray[Any]:
        return self._values[name]

    def colour(self, name: str, opacity: str | None = None) -> Floats:
        """Return a colour as red, green, blue and opacity, 0 to 1: shape (features, 4)."""
        found = np.empty((len(self[name]), 4))
        found[:] = to_rgba_array(list(self[name])) if len(found) else 0
        if opacity is not None:
            found[:, 3] *= self[opacity].astype(np.float64)
        return found


_PAINTS: dict[str, dict[str, Any]] = {
    "fill": {"fill-color": "#000000", "fill-opacity": 1.0, "fill-antialias": True},
    "line": {"line-color": "#000000", "line-width": 1.0, DASHED: None},
    "circle": {
        "circle-radius": 5.0,
        "circle-color": "#000000",
        "circle-opacity": 1.0,
        "circle-stroke-color": "#000000",
        "circle-stroke-width": 0.0,
        "circle-stroke-opacity": 1.0,
    },
}
_PAINTS["dots"] = _PAINTS["circle"] | {"circle-color": ["get", "colour"]}
"""What each type of layer may say, and what holds where it says nothing, as MapLibre has it."""
_PARTS = {"id", "type", "source", "filter", "paint", "metadata"}


def draw_layer(
    axes: Axes, layer: dict[str, Any], sources: Mapping[str, Source], view: View
) -> Floats:
    """Draw a layer over what is there.

    Parameters
    ----------
    axes
        Their data are pixels of the picture.
    layer
        Of type ``fill``, ``line``, ``circle`` or ``dots``, with the paint :data:`_PAINTS` knows.

    Returns
    -------
    ndarray
        Of shape (spots, 2): where there is something of it, its dots or the corners of its lines.

    Raises
    ------
    UnknownStyle
        The layer says what cannot be drawn here.

    """
    strange = sorted(set(layer) - _PARTS)
    if layer["type"] not in _PAINTS or strange:
        raise UnknownStyle(
            f"A picture of a map cannot draw the layer {layer['id']!r} of type {layer['type']!r}"
            + (f" with {', '.join(strange)}." if strange else ".")
        )
    features, shapes = sources[layer["source"]]
    kept = passing(layer.get("filter"), features) & _in_sight(shapes, view)
    many = layer["type"] == "dots" and len(shapes) > _MANY_DOTS
    features, shapes = features[kept], shapes[kept]
    artist, spots = _DRAWN[layer["type"]](axes, shapes, Paint(layer, features, view.zoom), view)
    # matplotlib alone would draw lines over dots.
    artist.set(zorder=1, rasterized=many)
    axes.add_collection(artist, autolim=False)
    return spots


def _in_sight(shapes: Shapes, view: View) -> npt.NDArray[np.bool_]:
    """Tell which shapes reach into the picture, or so near that their dot or line does."""
    near = 40 * view.scale
    box = shapely.bounds(shapes)
    seen: npt.NDArray[np.bool_] = (
        (box[:, 2] > -near)
        & (box[:, 0] < view.width_px + near)
        & (box[:, 3] > -near)
        & (box[:, 1] < view.height_px + near)
    )
    return seen


def _clipped(shapes: Shapes, view: View) -> Shapes:
    """Cut off what lies beyond the picture, and corners that nobody sees."""
    beyond = 20 * view.scale
    edges = (-beyond, -beyond, view.width_px + beyond, view.height_px + beyond)
    cut = shapely.clip_by_rect(shapes, *edges)
    simple: Shapes = shapely.simplify(cut, _UNSEEN_PX, preserve_topology=False)
    return simple


def _fills(axes: Axes, shapes: Shapes, paint: Paint, view: View) -> tuple[Collection, Floats]:
    shapes = _clipped(shapes, view)
    colours = paint.colour("fill-color", "fill-opacity")
    paths = [_outline(shape) for shape in shapes]
    return PathCollection(paths, facecolors=colours, linewidths=0), np.empty((0, 2))


def _outline(shape: Any) -> Path:
    """Return a shape of one or more rings, holes turned the other way around."""
    rings = shapely.get_rings(shapely.get_parts(shapely.orient_polygons(shape)))
    parts = [Path(shapely.get_coordinates(ring), closed=True) for ring in rings]
    return Path.make_compound_path(*parts) if parts else Path(np.empty((0, 2)))


def _lines(axes: Axes, shapes: Shapes, paint: Paint, view: View) -> tuple[Collection, Floats]:
    """Draw lines, and polygons as their outlines."""
    areas = shapely.get_dimensions(shapes) == 2
    strokes = shapes.copy()
    strokes[areas] = shapely.boundary(shapes[areas])
    parts, which = shapely.get_parts(_clipped(strokes, view), return_index=True)
    points = [shapely.get_coordinates(part) for part in parts]
    lines = LineCollection(
        points,
        colors=paint.colour("line-color")[which],
        linewidths=paint["line-width"][which].astype(np.float64) * view.scale,
        capstyle="butt" if paint.dashes else "round",
        joinstyle="round",
        linestyles=[(0, tuple(paint.dashes))] if paint.dashes else "solid",
    )
    return lines, joined(points)


def _circles(axes: Axes, shapes: Shapes, paint: Paint, view: View) -> tuple[Collection, Floats]:
    spots, which = shapely.get_coordinates(shapes, return_index=True)
    edge = paint["circle-stroke-width"][which].astype(np.float64) * view.scale
    # Where MapLibre's stroke lies around the circle, matplotlib's lies on its edge.
    radius = paint["circle-radius"][which].astype(np.float64) * view.scale + edge / 2
    dots = CircleCollection(
        np.pi * radius**2,
        offsets=spots,
        offset_transform=axes.transData,
        facecolors=paint.colour("circle-color", "circle-opacity")[which],
        edgecolors=paint.colour("circle-stroke-color", "circle-stroke-opacity")[which],
        linewidths=edge,
    )
    seen = paint.colour("circle-color", "circle-opacity")[which, 3] > 0
    return dots, spots[seen]


def joined(spots: Sequence[Floats]) -> Floats:
    """Return all spots of several layers or lines."""
    return np.concatenate([np.empty((0, 2)), *spots])


_DRAWN = {"fill": _fills, "line": _lines, "circle": _circles, "dots": _circles}
