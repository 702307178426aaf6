"""What part of the world a picture of a map shows, and where on it a place lies."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

Bounds = tuple[float, float, float, float]
"""West, south, east, north in degrees."""

_TILE_PX = 512
_PADDING_PX = 12.0
_NEAREST_ZOOM = 16.0
_USUAL_AREA_PX = 960 * 540
_EQUATOR_KM = 40_075.0


@dataclass(frozen=True)
class View:
    """A view of the Web Mercator world, as a live map has it.

    Parameters
    ----------
    width_px, height_px
        Of the picture.
    scale
        Pixels of the picture for one of a live map: the picture of a map that is larger than on a
        page has larger dots, lines and letters.
    zoom
        As live maps count it: at 0 the world is 512 of their pixels wide.
    left, top
        The picture's corner in the Mercator square, from 0 to 1.

    """

    width_px: int
    height_px: int
    scale: float
    zoom: float
    left: float
    top: float

    @classmethod
    def fitted(
        cls, bounds: Bounds, width_px: int, height_px: int, *, enlarged: float = 1.0
    ) -> View:
        """Return the view that a live map of this shape opens on to show the bounds whole."""
        west, south, east, north = bounds
        corners = _mercator(np.array([[west, north], [east, south]]))
        wide, high = corners[1] - corners[0]
        scale = enlarged * math.sqrt(width_px * height_px / _USUAL_AREA_PX)
        room = [side / scale - 2 * _PADDING_PX for side in (width_px, height_px)]
        world = min(room[0] / max(wide, 1e-12), room[1] / max(high, 1e-12))
        zoom = min(math.log2(world / _TILE_PX), _NEAREST_ZOOM)
        across = _TILE_PX * 2**zoom * scale
        middle = corners.mean(axis=0)
        left, top = middle - np.array([width_px, height_px]) / 2 / across
        return cls(width_px, height_px, scale, zoom, float(left), float(top))

    def project(self, degrees: Floats) -> Floats:
        """Return where longitudes and latitudes lie, in pixels from the picture's upper left.

        Both arrays are of shape (places, 2).
        """
        return (_mercator(degrees) - (self.left, self.top)) * self._world_px

    @property
    def km_a_pixel(self) -> float:
        """How many kilometres a pixel is in the middle of the picture."""
        middle = self.top + self.height_px / 2 / self._world_px
        latitude = math.atan(math.sinh(math.pi * (1 - 2 * middle)))
        return _EQUATOR_KM * math.cos(latitude) / self._world_px

    @property
    def _world_px(self) -> float:
        return _TILE_PX * 2**self.zoom * self.scale


def _mercator(degrees: Floats) -> Floats:
    """Return longitudes and latitudes as parts of the Mercator square, downwards from the north."""
    lon, lat = degrees[:, 0], np.radians(degrees[:, 1])
    return np.column_stack([(lon + 180) / 360, (1 - np.arcsinh(np.tan(lat)) / np.pi) / 2])
