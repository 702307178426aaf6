"""Where the words, the picture and the answers of a scene of words stand on a slide."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from alliance.present.files.boxes import Box
from alliance.present.files.measure import LEADING, in_lines, printable
from alliance.present.scene import ANSWER_LETTERS
from alliance.text.markdown import Paragraph, Run, paragraphs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alliance.views.content import Content

INDENT = 22.0
"""Of a list within a list, in points."""
_GAP, _BETWEEN = 28.0, 0.35
_SIZES = (28, 26, 24, 22, 20, 18, 16, 14, 12, 11, 10, 9, 8)


class OwnPlan(NamedTuple):
    """Paragraphs at a size in points in their box, and the box of the picture; each where it is."""

    paragraphs: tuple[Paragraph, ...]
    size: float
    box: Box
    picture: Box | None


def planned_own(content: Content, room: Box) -> OwnPlan | None:
    """Place what a scene of words has in a room: words on the left of a picture, or either alone.

    Returns nothing for other scenes. What is too long at the smallest size ends with an ellipsis.
    """
    said = [
        one._replace(runs=tuple(run._replace(words=printable(run.words)) for run in one.runs))
        for one in paragraphs(content.words)
    ]
    said += [
        Paragraph((Run(printable(answer)),), 1, f"{letter}.")
        for letter, answer in zip(ANSWER_LETTERS, content.answers, strict=False)
    ]
    if not said and not content.picture:
        return None
    wide = (room.width - _GAP) / 2 if said and content.picture else room.width
    box = room._replace(width=wide)
    held, size = _fitted(said, box)
    picture = None
    if content.picture:
        side = Box(room.right - wide, room.top, wide, room.height)
        picture = _within(side, content.picture.width, content.picture.height)
    return OwnPlan(held, size, box, picture)


def _fitted(said: Sequence[Paragraph], box: Box) -> tuple[tuple[Paragraph, ...], float]:
    for size in _SIZES:
        if sum(_height(one, box.width, size) for one in said) <= box.height:
            return tuple(said), float(size)
    held: list[Paragraph] = []
    left, size = box.height, _SIZES[-1]
    for one in said:
        left -= _height(one, box.width, size)
        if left < size * LEADING:
            return (*held, Paragraph((Run("…"),))), float(size)
        held.append(one)
    return tuple(held), float(size)


def _height(one: Paragraph, width: float, size: float) -> float:
    lines = in_lines(one.words, width - one.depth * INDENT, size, bold=bool(one.heading))
    return (len(lines) * LEADING + _BETWEEN) * size


def _within(box: Box, width: int, height: int) -> Box:
    """Return the largest box of a shape within another, in the middle of its width."""
    scale = min(box.width / width, box.height / height)
    spare = box.width - width * scale
    return Box(box.left + spare / 2, box.top, width * scale, height * scale)
