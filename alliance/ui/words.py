"""Numbers and days as people read them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

MISSING = "–"


def day_in_words(day: dt.date) -> str:
    """Give a day as 14 November 2017."""
    return f"{day.day} {day:%B %Y}"


def period_in_words(start: dt.date, end: dt.date) -> str:
    """Give a period as 1 October 2017 to 1 October 2018, both days counted."""
    return f"{day_in_words(start)} to {day_in_words(end)}, both days counted"


def count(number: float) -> str:
    """Give a whole number as 1,234."""
    return f"{number:,.0f}"


def counted(number: int, one: str, many: str) -> str:
    """Give a number with its noun: 1 school, 1,234 schools."""
    return f"{count(number)} {one if number == 1 else many}"


def percent(number: float) -> str:
    """Give a percentage as 86.2%, or a dash where there is none."""
    return MISSING if math.isnan(number) else f"{number:.1f}%"


def listed(names: Sequence[str], most: int = 3) -> str:
    """Give names as A, B and C; beyond ``most``, how many more there are."""
    shown = list(names[:most])
    if len(names) > most:
        shown = [*shown[: most - 1], f"{len(names) - most + 1} more"]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
