"""How wide words are, and how large they may be so that they fit their box.

Slides are written in Arial. Widths are those of the letters that Pillow brings, which are as wide
within two hundredths, with that much to spare; bold letters are wider by ``_BOLD``.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from PIL import ImageFont

from alliance.text.words import tied

if TYPE_CHECKING:
    from collections.abc import Iterable

LEADING = 1.2
"""The height of a line in sizes of its letters."""
_SAFE = 1.05
_BOLD = 1.07
_DRAWN_AT = 100
_LINE_ENDS = re.compile(r"\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_WIDE, _OTHER = 1.0, 0.72  # ems of other letters


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
    """Return words without the control characters that no file may hold.

    What parts words still parts them: whatever ends a line is a new line, as the soft returns of
    PowerPoint are, and any other blank is a blank.
    """
    lines = _LINE_ENDS.sub("\n", words)
    blanks = "".join(" " if letter != "\n" and letter.isspace() else letter for letter in lines)
    return "".join(letter for letter in blanks if letter.isprintable() or letter == "\n")


def parted(words: str) -> list[str]:
    """Return the words of a text; what :func:`alliance.text.words.tied` ties stays together."""
    return re.split(r"[ \n]+", words.strip(" \n"))


def width_of(words: str, size: float, *, bold: bool = False) -> float:
    """Return the width of words in points, with a little to spare."""
    held, strange = [], 0.0
    for letter in words:
        if _is_western(letter):
            held.append(letter)
        else:
            strange += _WIDE if unicodedata.east_asian_width(letter) in "WF" else _OTHER
    known = _letters().getlength("".join(held)) / _DRAWN_AT * (_BOLD if bold else 1)
    return float(known + strange) * size * _SAFE


@lru_cache(maxsize=1)
def _letters() -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(_DRAWN_AT)


def in_lines(words: str, width: float, size: float, *, bold: bool = False) -> list[str]:
    """Part words into lines no wider than ``width``; a word that is wider is parted too."""
    lines: list[str] = []
    for paragraph in words.split("\n"):
        line = ""
        for word in parted(paragraph):
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
    words = tied(printable(words).strip())
    size, height = 0.0, 0.0
    for size, height in steps:
        for held in dict.fromkeys((words, " ".join(parted(words)))):
            lines = in_lines(held, width, size, bold=bold)
            if len(lines) * size * LEADING <= height + 0.01:
                return Fitted(tuple(lines), size, held)
    most = max(int((height + 0.01) / (size * LEADING)), 1)
    lines = in_lines(" ".join(parted(words)), width, size, bold=bold)
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


def _is_western(letter: str) -> bool:
    """Return whether a letter is one of those that are measured."""
    try:
        letter.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True
