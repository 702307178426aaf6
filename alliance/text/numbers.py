"""Numbers in the spellings in which people and their spreadsheets write them."""

from __future__ import annotations

import re

EXPECTED = "a number as 1250, 1,250.50 or 1250,50"
# A group of three after a comma makes thousands, unless a nought leads: 0,250 is a quarter.
_ENGLISH = re.compile(r"-?(?:\d+|[1-9]\d{0,2}(?:,\d{3})+)(?:\.\d+)?", re.ASCII)
_EITHER = re.compile(r"-?[1-9]\d{0,2}\.\d{3}", re.ASCII)
_CONTINENTAL = re.compile(r"-?(?:\d+|[1-9]\d{0,2}(?:\.\d{3})+),\d+", re.ASCII)


def number_in(text: str) -> float | None:
    """Return the number that ``text`` spells; None where it is none.

    It is known by its shape: 1,250 and 1,250.50 have commas between thousands, 2,5 and 1.250,50 a
    decimal comma. A pound sign may stand in front. 1.250 is none: it may be one and a quarter, or
    a thousand and more.

    >>> number_in("£1,250.50"), number_in("1.250,50"), number_in("2,5"), number_in("1,25,0")
    (1250.5, 1250.5, 2.5, None)
    """
    plain = text.strip().removeprefix("£").strip().replace("−", "-")
    if _EITHER.fullmatch(plain):
        return None
    if _ENGLISH.fullmatch(plain):
        return float(plain.replace(",", ""))
    if _CONTINENTAL.fullmatch(plain):
        return float(plain.replace(".", "").replace(",", "."))
    return None
