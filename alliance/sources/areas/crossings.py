"""How often an outline crosses itself, before anybody sets out to mend it.

To mend an outline takes time and memory by its crossings. Published ones cross themselves here and
there, where a coast was simplified; twenty thousand corners in no order do so millions of times.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SAMPLE = 200
_SEED = 1


def crossings(outline: shapely.Geometry) -> int:
    """Estimate how often the sides of an outline cross one another, from some of them.

    Exact where it has no more sides than are looked at; 0 for one that is valid.
    """
    if outline is None or shapely.is_valid(outline):
        return 0
    sides = _sides(outline)
    some = sides
    if len(sides) > _SAMPLE:
        some = sides[np.random.default_rng(_SEED).choice(len(sides), _SAMPLE, replace=False)]
    found = sum(int(_crossed(side, sides).sum()) for side in some)
    return round(found * len(sides) / len(some) / 2)


def _sides(outline: shapely.Geometry) -> NDArray[np.float64]:
    """Return the sides of all rings: x and y of one end, x and y of the other."""
    rings = shapely.get_rings(shapely.get_parts(outline))
    corners, ring = shapely.get_coordinates(rings, return_index=True)
    of_one_ring = ring[1:] == ring[:-1]
    sides: NDArray[np.float64] = np.hstack([corners[:-1], corners[1:]])[of_one_ring]
    return sides


def _crossed(side: NDArray[np.float64], sides: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return which sides cross this one: each has its ends on both sides of the other."""
    begins, ends = sides[:, :2], sides[:, 2:]
    apart = _turn(side[:2], side[2:], begins) * _turn(side[:2], side[2:], ends) < 0
    own = _turn(begins, ends, side[:2]) * _turn(begins, ends, side[2:]) < 0
    return apart & own


def _turn(
    begin: NDArray[np.float64], end: NDArray[np.float64], at: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return on which side of a line from ``begin`` to ``end`` a point lies, by the sign."""
    along, to = (end - begin).T, (at - begin).T
    turn: NDArray[np.float64] = along[0] * to[1] - along[1] * to[0]
    return turn
