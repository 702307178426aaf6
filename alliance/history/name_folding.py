"""Names as they are compared: without case, accents and punctuation."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


def fold(words: pd.Series) -> pd.Series:
    """Return text without case, accents and punctuation, single spaces between words.

    Apostrophes and full stops go without a space, so that St. Mary's and St Marys are one.
    """
    plain = words.str.normalize("NFKD").str.replace(r"[\u0300-\u036f'’`.]", "", regex=True)
    plain = plain.str.lower().str.replace("&", " and ", regex=False)
    plain = plain.str.replace(r"[^0-9a-z]+", " ", regex=True).str.strip()
    return plain.str.replace(r"\bsaint\b", "st", regex=True)
