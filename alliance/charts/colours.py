"""The colours of charts: the palette of the maps, on paper or on dark, with shapes beside it.

Colour never stands alone: a name, a shape, a dash or a number goes with it.
"""

from __future__ import annotations

from typing import NamedTuple

from alliance.analysis.filters import NO_GRADE
from alliance.maps import palette
from alliance.maps.palette import CATEGORIES, GRADE_COLOURS

SYMBOLS = {1: "star", 2: "circle", 3: "triangle-up", 4: "x", NO_GRADE: "circle-open"}
DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")


class Ink(NamedTuple):
    """The colours of text and lines on a light or a dark page."""

    text: str
    quiet: str
    grid: str
    shade: str
    dark: bool

    def colour(self, colour: str) -> str:
        """Return a colour of the palette as it is shown on this page."""
        return palette.on(palette.DARK if self.dark else palette.LIGHT, colour)

    def category(self, number: int) -> str:
        """Return the colour of the category of this number; beyond the sixth that of the sixth."""
        return self.colour(CATEGORIES[min(number, len(CATEGORIES) - 1)])

    def grade(self, grade: int) -> str:
        """Return the colour of a grade, 0 for none."""
        return self.colour(GRADE_COLOURS[grade])


LIGHT = Ink(text=palette.LIGHT.ink, quiet="#5A6670", grid="#E3E7EA", shade="#F1F3F5", dark=False)
DARK = Ink(text=palette.DARK.ink, quiet="#B4BEC6", grid="#37424B", shade="#212A31", dark=True)


def readable_on(colour: str) -> str:
    """Return black or white letters, whichever are read better on a colour."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    light = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    luminance = 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2]
    return "#FFFFFF" if 1.05 / (luminance + 0.05) >= (luminance + 0.05) / 0.05 else "#000000"
