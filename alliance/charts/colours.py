"""The colours of charts, those of the maps: categories, grades, and ink on light and dark.

Colour never stands alone: a name, a shape, a dash or a number goes with it.
"""

from __future__ import annotations

from typing import NamedTuple

CATEGORIES = ("#12436D", "#28A197", "#801650", "#F46A25", "#A285D1", "#3D3D3D")
NO_GRADE = 0
GRADES = {1: "#12436D", 2: "#28A197", 3: "#F46A25", 4: "#801650", NO_GRADE: "#BFBFBF"}
SYMBOLS = {1: "star", 2: "circle", 3: "triangle-up", 4: "x", NO_GRADE: "circle-open"}
DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")

# The palette was made for white paper; its darkest colours vanish on dark.
_ON_DARK = {"#12436D": "#5B9BD5", "#801650": "#D9639E", "#3D3D3D": "#C8CDD1"}


class Ink(NamedTuple):
    """The colours of text and lines on a light or a dark page."""

    text: str
    quiet: str
    grid: str
    shade: str
    dark: bool

    def colour(self, colour: str) -> str:
        """Give a colour of the palette as it is shown on this page."""
        return _ON_DARK.get(colour, colour) if self.dark else colour

    def category(self, number: int) -> str:
        """Give the colour of the category of this number; beyond the sixth that of the sixth."""
        return self.colour(CATEGORIES[min(number, len(CATEGORIES) - 1)])

    def grade(self, grade: int) -> str:
        """Give the colour of a grade, 0 for none."""
        return self.colour(GRADES[grade])


LIGHT = Ink(text="#1F2A33", quiet="#5A6670", grid="#E3E7EA", shade="#F1F3F5", dark=False)
DARK = Ink(text="#F2F4F5", quiet="#B4BEC6", grid="#37424B", shade="#212A31", dark=True)
