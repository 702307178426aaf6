"""Letters that a page of PDF can hold, and what stands there for those that it cannot."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from pathlib import Path

import matplotlib as mpl
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from alliance.present.files.measure import in_helvetica

_FONTS = (("DejaVu", "DejaVuSans.ttf"), ("DejaVu-Bold", "DejaVuSans-Bold.ttf"))
# Joins emoji, or chooses how one looks; no letter by itself.
_JOINERS = frozenset("\u200d\ufe0e\ufe0f\u20e3") | {chr(code) for code in range(0x1F3FB, 0x1F400)}

# Two of these make a flag.
_FLAGS = "".join(chr(code) for code in range(0x1F1E6, 0x1F200))


@lru_cache(maxsize=1)
def add_fonts() -> frozenset[int]:
    """Have PDFs know DejaVu, and return the code points that it has, light and bold."""
    folder = Path(mpl.get_data_path()) / "fonts" / "ttf"
    held = []
    for name, file in _FONTS:
        font = TTFont(name, str(folder / file))
        pdfmetrics.registerFont(font)
        held.append(frozenset(font.face.charToGlyph))
    return frozenset.intersection(*held)


def legible(words: str) -> str:
    """Return words as PDF can hold them: a sign it lacks is named, a letter it lacks is a "?".

    A party popper becomes "(party popper)".
    """
    if all(map(in_helvetica, words)):
        return words
    kept = (one for one in words if one not in _JOINERS)
    return "".join(one if _is_held(one) else _instead(one) for one in kept)


def illegible(words: str) -> list[str]:
    """Return the letters and signs of words that PDF cannot hold, each once."""
    lacking = (one for one in words if one not in _JOINERS and not _is_held(one))
    return list(dict.fromkeys(lacking))


def _is_held(letter: str) -> bool:
    # What cannot be printed is left out of every file in any case.
    return in_helvetica(letter) or not letter.isprintable() or ord(letter) in add_fonts()


def _instead(letter: str) -> str:
    if letter in _FLAGS:
        return chr(ord("A") + ord(letter) - ord(_FLAGS[0]))
    is_sign = unicodedata.category(letter).startswith("S")
    name = unicodedata.name(letter, "").lower()
    return f"({name})" if is_sign and name else "?"
