"""Where the lines of a map's key stand, in as many columns as fit."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from alliance.present.files.measure import LEADING, clipped, width_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alliance.maps.key import Key

_SIZES = (10.5, 9.5, 8.5, 7.5)
_SWATCH, _BETWEEN = 15.0, 14.0
_WITHIN, _APART = 1.35, 5.0  # the height of a line in letters; between two keys in points


class KeyLine(NamedTuple):
    """A line of a key: a title where it has no shape, otherwise a swatch with its words.

    ``left`` and ``top`` are in points, ``width`` is that of swatch and words together.
    """

    left: float
    top: float
    width: float
    size: float
    words: str
    shape: str = ""
    colour: str = ""

    @property
    def height(self) -> float:
        """How high the line is."""
        return self.size * _WITHIN

    def at(self, left: float, top: float) -> KeyLine:
        """Return the line moved."""
        return self._replace(left=self.left + left, top=self.top + top)


def planned_key(keys: Sequence[Key], width: float, height: float) -> tuple[list[KeyLine], float]:
    """Return the lines of keys from 0, 0 and how high they are together.

    Letters shrink until the lines fit into ``height``; at the smallest, the last lines are left
    out and counted.
    """
    lines: list[KeyLine] = []
    high = 0.0
    for size in _SIZES:
        lines, high = _at(keys, width, size)
        if high <= height:
            return lines, high
    kept = [line for line in lines if line.top + 2 * line.height <= height]
    left_out = len([line for line in lines[len(kept) :] if line.shape])
    last = kept[-1].top + kept[-1].height if kept else 0.0
    size = _SIZES[-1]
    kept.append(KeyLine(0, last, width, size, f"and {left_out} more in the live map"))
    return kept, last + size * _WITHIN


def _at(keys: Sequence[Key], width: float, size: float) -> tuple[list[KeyLine], float]:
    lines: list[KeyLine] = []
    top = 0.0
    for place, key in enumerate(keys):
        top += _APART * bool(place)
        lines.append(KeyLine(0, top, width, size, clipped(key.title, width, size, bold=True)))
        top += size * _WITHIN
        words = [" · ".join(part for part in (row.words, row.number) if part) for row in key.rows]
        longest = max((width_of(one, size) for one in words), default=0.0)
        wide = longest + _SWATCH
        columns = max(int((width + _BETWEEN) / (wide + _BETWEEN)), 1)
        deep = -(-len(words) // columns)
        # A column narrower than its words cuts them.
        room = min(longest, width - _SWATCH)
        wide = min(wide, width)
        for number, (row, one) in enumerate(zip(key.rows, words, strict=True)):
            column, line = divmod(number, deep)
            lines.append(
                KeyLine(
                    left=column * (wide + _BETWEEN),
                    top=top + line * size * _WITHIN,
                    width=wide,
                    size=size,
                    words=clipped(one, room, size),
                    shape=row.shape,
                    colour=row.colour,
                )
            )
        top += deep * size * _WITHIN
    return lines, top + size * (LEADING - 1)
