"""How wide a column of words has to be, where the browser's own measure cuts its longest off."""

from __future__ import annotations

from typing import Any

import pandas as pd

MOST_ROWS = 50
LONG = 18
LETTER_PX, ROOM_PX, WIDEST_PX = 6, 24, 280


def width_px(values: pd.Series[Any]) -> int | None:
    """Return a width in pixels; none where the browser may find it.

    The browser takes a value twice as long as the mean for a freak, empty ones counted, and leaves
    it out. That does for a long list; a short table is read whole, and so are grades, whose mark
    of a predecessor's is the longest. Sentences are left to it too.
    """
    ranks = isinstance(values.dtype, pd.CategoricalDtype) and values.cat.ordered
    if len(values) > MOST_ROWS and not ranks:
        return None
    if pd.api.types.is_datetime64_any_dtype(values):
        return LETTER_PX * len("30 September 2017") + ROOM_PX if values.isna().any() else None
    if not (isinstance(values.dtype, pd.CategoricalDtype) or pd.api.types.is_string_dtype(values)):
        return None
    lengths = values.astype("object").where(values.notna(), "").astype("str").str.len()
    if lengths.empty or lengths.max() < max(LONG, 1.5 * lengths.mean()):
        return None
    width = LETTER_PX * int(lengths.max()) + ROOM_PX
    return width if width <= WIDEST_PX else None
