"""Parts of a page, and words that stand in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from alliance.present.files.measure import Fitted


class Box(NamedTuple):
    """A part of the page, in points from its upper left."""

    left: float
    top: float
    width: float
    height: float

    @property
    def bottom(self) -> float:
        """Where it ends."""
        return self.top + self.height

    @property
    def right(self) -> float:
        """Where it ends to the right."""
        return self.left + self.width

    def below(self, taken: float) -> Box:
        """Return what is left of it under a strip."""
        return Box(self.left, self.top + taken, self.width, self.height - taken)


class Placed(NamedTuple):
    """Words in their box."""

    box: Box
    words: Fitted
