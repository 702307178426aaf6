"""What is written on the picture of a map: its key, the rule of kilometres, names that keep apart.

Lengths are in pixels of a live map, and grow with the picture. The letters are those that come
with matplotlib, so that a picture looks the same wherever it is made.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import matplotlib
import numpy as np
import shapely
from matplotlib.collections import LineCollection
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Circle, FancyBboxPatch, Rectangle
from matplotlib.patheffects import Stroke

from alliance.maps.picture_room import Box, Room

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import numpy.typing as npt
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.text import Text

    from alliance.maps.key import Key, KeyRow
    from alliance.maps.view import View

    Floats = npt.NDArray[np.float64]

_FONTS = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
PLAIN, BOLD = (
    FontProperties(fname=_FONTS / file) for file in ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")
)

_LETTERS = 12.0
_ROW = 19.0
_PAD = 10.0
_SWATCH = 12.0
_GAP = 7.0
_BESIDE = 13.0  # clear of a ring around a school
_TRIES = 7  # places along each side of an area where its name may stand
_WORTH = 3.0  # widths of a name that it moves rather than cover a dot
_OVER = 1.6  # times its area's width that a name may be wide
_LONGEST_RULE = 110.0


class Writer:
    """Writes on a picture, each thing where nothing else was written.

    Parameters
    ----------
    axes
        Their data are pixels from the upper left.
    ink, halo
        The colours of letters, and of what lies behind them.
    drawn
        Spots with something that is better not covered: shape (spots, 2).

    """

    def __init__(self, axes: Axes, view: View, ink: str, halo: str, drawn: Floats) -> None:
        self._axes, self._view, self._ink, self._halo = axes, view, ink, halo
        self._unit = view.scale
        self._said: set[str] = set()
        self._room = Room(view, drawn)

    def key(self, keys: Sequence[Key]) -> None:
        """Draw the keys in one box, in the corner where they cover least."""
        unit = self._unit
        rows = [row for key in keys for row in key.rows]
        texts = [self._text(row.words) for row in rows]
        numbers = [self._text(row.number) for row in rows]
        titles = [self._text(key.title, bold=True) for key in keys]
        told = max(map(self._width, texts))
        counted = max(map(self._width, numbers))
        inner = (_SWATCH + _GAP) * unit + told + (counted + 2 * _GAP * unit if counted else 0)
        inner = max(inner, *map(self._width, titles))
        lines = len(rows) + len(titles) + 0.5 * (len(keys) - 1)
        box = self._room.corner(inner + 2 * _PAD * unit, (lines * _ROW + 0.8 * _PAD) * unit)
        self._panel(box)
        left, right = box.left + _PAD * unit, box.right - _PAD * unit
        y = box.top + (0.4 * _PAD + _ROW / 2) * unit
        filled = iter(zip(rows, texts, numbers, strict=True))
        for key, title in zip(keys, titles, strict=True):
            self._put(title, left, y)
            for _ in key.rows:
                y += _ROW * unit
                row, words, number = next(filled)
                self._swatch(row, left, y)
                self._put(words, left + (_SWATCH + _GAP) * unit, y)
                self._put(number, right - self._width(number), y)
                number.set_alpha(0.75)
            y += 1.5 * _ROW * unit

    def mark(self, word: str) -> None:
        """Write a word in a box of its own, in a corner."""
        text = self._text(word, bold=True, size=1.2 * _LETTERS)
        wide = self._width(text) + 2 * _PAD * self._unit
        box = self._room.corner(wide, 1.6 * _ROW * self._unit)
        self._panel(box)
        self._put(text, box.left + _PAD * self._unit, (box.top + box.bottom) / 2)

    def rule(self) -> None:
        """Draw a rule of so many kilometres, a round number, in a lower corner."""
        unit, km_a_pixel = self._unit, self._view.km_a_pixel
        km, length = _round_length(_LONGEST_RULE * unit * km_a_pixel)
        length /= km_a_pixel
        text = self._text(km)
        wide = length + self._width(text) + _GAP * unit
        box = self._room.corner(wide, _ROW * unit, lower=True)
        y, left = (box.top + box.bottom) / 2, box.right - length
        self._put_on_map(text, box.left, y)
        tick = 4 * unit
        bar = [
            [(left, y - tick), (left, y), (box.right, y), (box.right, y - tick)],
        ]
        for colour, width in ((self._halo, 4.0), (self._ink, 1.5)):
            strokes = LineCollection(bar, colors=colour, linewidths=width * unit, zorder=5)
            self._axes.add_collection(strokes, autolim=False)

    def places(self, named: pd.DataFrame, shapes: Mapping[str, Any]) -> None:
        """Write names in or beside their circles or dots, the first first.

        Parameters
        ----------
        named
            Each has ``name``, ``lon`` and ``lat``.
        shapes
            The circles of those that have one by name, in pixels.

        """
        spots = self._view.project(named[["lon", "lat"]].to_numpy(np.float64))
        for name, spot in zip(named["name"], spots, strict=True):
            self._write(name, shapes.get(name, shapely.Point(spot)), self._beside)

    def areas(self, rows: Sequence[Mapping[str, Any]], shapes: Mapping[str, Any]) -> None:
        """Write names of areas, the largest first, within them or else beside them.

        Parameters
        ----------
        rows
            Each has ``name``, ``lon`` and ``lat``.
        shapes
            The areas by name, in pixels.

        """
        if not rows:
            return
        spots = self._view.project(np.array([[row["lon"], row["lat"]] for row in rows]))
        names = [row["name"] for row in rows]
        whole = np.array(
            [shapes.get(name, shapely.Point(at)) for name, at in zip(names, spots, strict=True)]
        )
        side_by_side = shapely.STRtree(whole).query(whole, "intersects").shape[1] > len(whole)
        frame = shapely.box(0, 0, self._view.width_px, self._view.height_px)
        for place in np.argsort(-shapely.area(whole), kind="stable"):
            seen = shapely.intersection(shapely.make_valid(whole[place]), frame)
            if not shapely.is_empty(seen):
                # Beside an area that touches others, its name would lie in one of them.
                other = self._amid if side_by_side else self._beside
                self._write(names[place], seen, other)

    def _write(
        self, name: str, shape: Any, otherwise: Callable[[Any, float, float], list[Box]]
    ) -> None:
        """Write a name once: within its area, or ``otherwise``, where that is free."""
        if name in self._said:
            return
        text = self._text(name, bold=True)
        wide, high = self._width(text), 1.3 * _LETTERS * self._unit
        places = (*self._within(shape, wide, high), *otherwise(shape, wide, high))
        box = next((place for place in places if self._room.is_free(place)), None)
        if box is None:
            text.remove()
            return
        self._said.add(name)
        self._room.take(box)
        self._put_on_map(text, box.left, (box.top + box.bottom) / 2)

    def _within(self, shape: Any, wide: float, high: float) -> list[Box]:
        """Return boxes inside an area, best first: those that cover little, near its middle."""
        left, top, right, bottom = shapely.bounds(shape)
        if right - left < wide or bottom - top < high:
            return []
        middle = shapely.get_coordinates(shapely.point_on_surface(shape))[0]
        across, down = np.meshgrid(
            np.append(np.linspace(left + wide / 2, right - wide / 2, _TRIES), middle[0]),
            np.append(np.linspace(top + high / 2, bottom - high / 2, _TRIES), middle[1]),
        )
        at = np.column_stack([across.ravel(), down.ravel()])
        half = np.array([wide / 2, high / 2])
        boxes = [Box(*low, *far) for low, far in zip(at - half, at + half, strict=True)]
        inside = shapely.contains(shape, shapely.box(*np.array(boxes).T))
        away = np.hypot(*(at - middle).T) / wide
        cost = _WORTH * np.array([self._room.covered(box) for box in boxes]) + away
        return [boxes[place] for place in np.argsort(cost, kind="stable") if inside[place]]

    def _amid(self, shape: Any, wide: float, high: float) -> list[Box]:
        """Return the box in the middle of an area, if it is not much wider than that."""
        left, top, right, bottom = shapely.bounds(shape)
        if wide > _OVER * (right - left) or high > bottom - top:
            return []
        x, y = shapely.get_coordinates(shapely.point_on_surface(shape))[0]
        return [Box(x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)]

    def _beside(self, shape: Any, wide: float, high: float) -> list[Box]:
        """Return boxes to the right, the left, below and above, first those that cover little."""
        left, top, right, bottom = shapely.bounds(shape)
        gap = (_BESIDE if shapely.get_dimensions(shape) == 0 else 3.0) * self._unit
        x, y = (left + right) / 2, (top + bottom) / 2
        middles = (
            (right + gap + wide / 2, y),
            (left - gap - wide / 2, y),
            (x, bottom + gap + high / 2),
            (x, top - gap - high / 2),
        )
        boxes = [
            Box(across - wide / 2, down - high / 2, across + wide / 2, down + high / 2)
            for across, down in middles
        ]
        return sorted(boxes, key=self._room.covered)

    def _panel(self, box: Box) -> None:
        left, top, right, bottom = box
        panel = FancyBboxPatch(
            (left, top),
            right - left,
            bottom - top,
            boxstyle=f"round,pad=0,rounding_size={4 * self._unit}",
            facecolor=self._halo,
            edgecolor=(*matplotlib.colors.to_rgb(self._ink), 0.2),
            linewidth=self._unit,
            zorder=5,
        )
        self._axes.add_patch(panel)

    def _swatch(self, row: KeyRow, left: float, y: float) -> None:
        unit = self._unit
        middle = left + _SWATCH / 2 * unit
        patch: Circle | Rectangle
        if row.shape == "dot":
            patch = Circle((middle, y), 4.8 * unit, facecolor=row.colour)
        elif row.shape == "patch":
            patch = Rectangle((left, y - 4.8 * unit), _SWATCH * unit, 9.6 * unit, fc=row.colour)
        else:
            corner = (left + unit, y - 4.3 * unit)
            size = ((_SWATCH - 2) * unit, 8.6 * unit)
            patch = Rectangle(corner, *size, fill=False, ec=row.colour, lw=1.8 * unit)
            if row.shape == "dashed":
                patch.set_linestyle((0, (2.0, 1.4)))
        patch.set_zorder(6)
        self._axes.add_patch(patch)

    def _text(self, words: str, *, bold: bool = False, size: float = _LETTERS) -> Text:
        """Make a text without a place."""
        return self._axes.text(
            0,
            0,
            words,
            color=self._ink,
            fontproperties=BOLD if bold else PLAIN,
            size=size * self._unit,
            va="baseline",
            parse_math=False,
            zorder=7,
        )

    def _width(self, text: Text) -> float:
        return float(text.get_window_extent().width)

    def _put(self, text: Text, left: float, middle: float) -> None:
        """Place a text so that its small letters stand in the middle of a line."""
        text.set_position((left, middle + 0.36 * float(text.get_fontsize())))

    def _put_on_map(self, text: Text, left: float, middle: float) -> None:
        """Place a text on a halo that parts it from what it covers."""
        self._put(text, left, middle)
        behind = self._axes.text(0, 0, "")
        behind.update_from(text)
        behind.set(text=text.get_text(), position=text.get_position(), zorder=6)
        around = Stroke(linewidth=3.2 * self._unit, foreground=self._halo)
        behind.set_path_effects([around])


def _round_length(longest_km: float) -> tuple[str, float]:
    """Return the longest round number of kilometres (or metres) that fits, in words and in km."""
    power = 10.0 ** np.floor(np.log10(longest_km))
    km = float(power * max(step for step in (1, 2, 5) if step * power <= longest_km * (1 + 1e-9)))
    return (f"{km:g} km" if km >= 1 else f"{km * 1000:g} m"), km
