"""Names of schools and trusts as they compare: without the spellings that say nothing."""

from __future__ import annotations

import re
import unicodedata

_APOSTROPHES = re.compile(r"['’‘`´]")
_SIGNS = re.compile(r"[^a-z0-9]+")
_SPELLINGS = [
    (re.compile(rf"\b(?:{found})\b"), meant)
    for found, meant in (
        (r"c of e|co?fe|c e", "church of england"),
        (r"rc|r c", "roman catholic"),
        ("saint", "st"),
        (r"mat|multi academies trust", "multi academy trust"),
        ("academies trust", "academy trust"),
        ("the|limited|ltd", ""),
    )
]


def bare_name(name: str) -> str:
    """Return a name in small letters without signs, accents and “the”, abbreviations written out.

    “St. Mary’s C.E. (VA) Primary School” and “Saint Marys Church of England VA Primary School”
    are the same then.
    """
    letters = name.casefold().replace("&", " and ")
    if not letters.isascii():
        parts = unicodedata.normalize("NFKD", letters)
        letters = "".join(one for one in parts if not unicodedata.combining(one))
    words = _SIGNS.sub(" ", _APOSTROPHES.sub("", letters)).strip()
    for found, meant in _SPELLINGS:
        words = found.sub(meant, words)
    return " ".join(words.split())
