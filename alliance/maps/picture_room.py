"""Where on a picture there is room: boxes that keep apart and cover little of the map."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from alliance.maps.view import View

    Floats = npt.NDArray[np.float64]

_MARGIN = 12.0
_EDGE = 4.0
_CELL_PX = 4


class Box(NamedTuple):
    """Left, top, right and bottom in pixels of the picture."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Return whether two boxes overlap."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


class Room:
    """What of a picture is taken, and where there is something that is better not covered.

    Parameters
    ----------
    spots
        Where there is something: shape (spots, 2), in pixels of the picture.

    """

    def __init__(self, view: View, spots: Floats) -> None:
        self._view = view
        self._taken: list[Box] = []
        self._spots = _summed(spots, view)

    def take(self, box: Box) -> None:
        """Let nothing else be written there."""
        self._taken.append(box)

    def is_free(self, box: Box) -> bool:
        """Return whether a box is within the picture and meets nothing that is taken."""
        edge = _EDGE * self._view.scale
        return (
            box.left > edge
            and box.top > edge
            and box.right < self._view.width_px - edge
            and box.bottom < self._view.height_px - edge
            and not any(box.meets(other) for other in self._taken)
        )

    def covered(self, box: Box) -> float:
        """Count the spots that a box would cover."""
        most = np.array(self._spots.shape)[[1, 0, 1, 0]] - 1
        left, top, right, bottom = np.clip(np.array(box) // _CELL_PX, 0, most).astype(int)
        table = self._spots
        return float(
            table[bottom, right] - table[top, right] - table[bottom, left] + table[top, left]
        )

    def corner(self, wide: float, high: float, *, lower: bool = False) -> Box:
        """Take the corner in which a box covers least."""
        margin = _MARGIN * self._view.scale
        lefts = (margin, self._view.width_px - margin - wide)
        tops = (self._view.height_px - margin - high, *([] if lower else [margin]))
        boxes = [Box(left, top, left + wide, top + high) for top in tops for left in lefts]
        free = [box for box in boxes if not any(box.meets(other) for other in self._taken)]
        best = min(free or boxes, key=self.covered)
        self.take(best)
        return best


def _summed(spots: Floats, view: View) -> Floats:
    """Count spots by cells, added up from the upper left, so that any box is counted at once."""
    down, across = view.height_px // _CELL_PX + 1, view.width_px // _CELL_PX + 1
    counts, _, _ = np.histogram2d(
        spots[:, 1],
        spots[:, 0],
        bins=(down, across),
        range=((0, down * _CELL_PX), (0, across * _CELL_PX)),
    )
    sums: Floats = np.pad(counts, ((1, 0), (1, 0))).cumsum(axis=0).cumsum(axis=1)
    return sums
