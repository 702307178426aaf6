"""What a drawing is made of: lines, shapes, dots and words, in points from its upper left.

A chart becomes marks once; slides, pages of paper and files then draw the same marks.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Point = tuple[float, float]


@dataclass(frozen=True)
class Line:
    """A line through points; ``dash`` gives lengths on and off."""

    points: tuple[Point, ...]
    colour: str
    width: float = 1.0
    dash: tuple[float, ...] = ()


@dataclass(frozen=True)
class Shape:
    """A filled polygon."""

    points: tuple[Point, ...]
    colour: str
    opacity: float = 1.0

    @classmethod
    def box(cls, left: float, top: float, right: float, bottom: float, colour: str) -> Shape:
        """Return a rectangle."""
        return cls(((left, top), (right, top), (right, bottom), (left, bottom)), colour)


@dataclass(frozen=True)
class Dot:
    """A mark at a point: a disc, or what ``symbol`` names of plotly's symbols."""

    at: Point
    size: float
    colour: str
    symbol: str = "circle"
    hollow: bool = False

    def outline(self) -> tuple[Point, ...]:
        """Return the corners of a symbol that is no disc."""
        x, y = self.at
        half = self.size / 2
        return tuple((x + half * dx, y + half * dy) for dx, dy in _CORNERS[self.symbol])


@dataclass(frozen=True)
class Words:
    """A line of words; ``at`` is the middle of its height at its start, middle or end."""

    at: Point
    words: str
    size: float
    colour: str
    anchor: Literal["start", "middle", "end"] = "start"
    bold: bool = False
    angle: float = 0.0
    """In degrees, clockwise."""


Mark = Line | Shape | Dot | Words


@dataclass(frozen=True)
class Drawing:
    """Marks on a ground of this width and height."""

    width: float
    height: float
    marks: tuple[Mark, ...] = field(default=())


_CORNERS: dict[str, tuple[Point, ...]] = {
    "square": ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
    "diamond": ((0, -1.2), (1.2, 0), (0, 1.2), (-1.2, 0)),
    "triangle-up": ((0, -1.1), (1.1, 0.9), (-1.1, 0.9)),
    "triangle-down": ((0, 1.1), (1.1, -0.9), (-1.1, -0.9)),
    "cross": (
        *((-0.4, -1.1), (0.4, -1.1), (0.4, -0.4), (1.1, -0.4), (1.1, 0.4), (0.4, 0.4)),
        *((0.4, 1.1), (-0.4, 1.1), (-0.4, 0.4), (-1.1, 0.4), (-1.1, -0.4), (-0.4, -0.4)),
    ),
    "x": (
        *((-1, -0.6), (-0.6, -1), (0, -0.4), (0.6, -1), (1, -0.6), (0.4, 0)),
        *((1, 0.6), (0.6, 1), (0, 0.4), (-0.6, 1), (-1, 0.6), (-0.4, 0)),
    ),
    "star": (
        *((0, -1.2), (0.28, -0.39), (1.14, -0.37), (0.45, 0.15), (0.71, 0.97)),
        *((0, 0.48), (-0.71, 0.97), (-0.45, 0.15), (-1.14, -0.37), (-0.28, -0.39)),
    ),
}
SYMBOLS = ("circle", *_CORNERS)
"""The symbols that can be drawn."""
