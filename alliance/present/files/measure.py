"""How wide words are, and how large they may be so that they fit their box.

Slides are written in Arial and pages of PDF in Helvetica, whose letters are equally wide.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from reportlab.pdfbase.pdfmetrics import stringWidth

if TYPE_CHECKING:
    from collections.abc import Iterable

LEADING = 1.2
"""The height of a line in sizes of its letters."""
_SAFE = 1.03
_WIDE, _OTHER = 1.0, 0.72  # ems of letters that Helvetica does not have


class Fitted(NamedTuple):
    """Words as they fit: in lines, at a size in points; ``words`` are the same, not yet parted."""

    lines: tuple[str, ...]
    size: float
    words: str

    @property
    def height(self) -> float:
        """How high the lines are together, in points."""
        return len(self.lines) * self.size * LEADING


class Step(NamedTuple):
    """A size that words may have as long as they are no higher than ``height`` (points)."""

    size: float
    height: float


def printable(words: str) -> str:
    """Return words without the control characters that no file may hold; lines stay."""
    return "".join(letter for letter in words if letter.isprintable() or letter == "\n")


def width_of(words: str, size: float, *, bold: bool = False) -> float:
    """Return the width of words in points, with a little to spare."""
    held, strange = [], 0.0
    for letter in words:
        if in_helvetica(letter):
            held.append(letter)
        else:
            strange += _WIDE if unicodedata.east_asian_width(letter) in "WF" else _OTHER
    known = stringWidth("".join(held), "Helvetica-Bold" if bold else "Helvetica", size)
    return float(known + strange * size) * _SAFE


def in_lines(words: str, width: float, size: float, *, bold: bool = False) -> list[str]:
    """Part words into lines no wider than ``width``; a word that is wider is parted too."""
    lines: list[str] = []
    for paragraph in words.split("\n"):
        line = ""
        for word in paragraph.split():
            longer = f"{line} {word}" if line else word
            if width_of(longer, size, bold=bold) <= width:
                line = longer
                continue
            if line:
                lines.append(line)
            *full, line = _parted(word, width, size, bold=bold)
            lines += full
        lines.append(line)
    return lines


def fitted(words: str, width: float, steps: Iterable[Step], *, bold: bool = False) -> Fitted:
    """Return words at the first size at which they fit; at the last, cut where they do not.

    Lines that the words come with are given up before a word is.
    """
    words = printable(words).strip()
    size, height = 0.0, 0.0
    for size, height in steps:
        for held in dict.fromkeys((words, " ".join(words.split()))):
            lines = in_lines(held, width, size, bold=bold)
            if len(lines) * size * LEADING <= height + 0.01:
                return Fitted(tuple(lines), size, held)
    most = max(int((height + 0.01) / (size * LEADING)), 1)
    lines = in_lines(" ".join(words.split()), width, size, bold=bold)
    last = " ".join(lines[most - 1 : most + 1])
    cut = (*lines[: most - 1], clipped(last, width, size, bold=bold))
    return Fitted(cut, size, " ".join(cut))


def on_one_line(words: str, width: float, sizes: Iterable[float], *, bold: bool = False) -> Fitted:
    """Set words on one line, as large as they fit; cut at the smallest size where they do not."""
    steps = [Step(size, size * LEADING) for size in sizes]
    return fitted(words, width, steps, bold=bold)


def clipped(words: str, width: float, size: float, *, bold: bool = False) -> str:
    """Return words as they are, or as many letters of them as fit before an ellipsis."""
    if width_of(words, size, bold=bold) <= width:
        return words
    low, high = 0, len(words)
    while low < high:
        middle = (low + high + 1) // 2
        fits = width_of(f"{words[:middle].rstrip()}…", size, bold=bold) <= width
        low, high = (middle, high) if fits else (low, middle - 1)
    return f"{words[:low].rstrip()}…"


def _parted(word: str, width: float, size: float, *, bold: bool) -> list[str]:
    """Part a word into pieces that fit."""
    pieces, piece = [], ""
    for letter in word:
        if piece and width_of(piece + letter, size, bold=bold) > width:
            pieces.append(piece)
            piece = ""
        piece += letter
    return [*pieces, piece]


def in_helvetica(letter: str) -> bool:
    """Return whether Helvetica has a letter."""
    try:
        letter.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True
