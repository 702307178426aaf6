"""Days in the spellings in which people and their spreadsheets write them."""

from __future__ import annotations

import datetime as dt
import re

MONTHS = [
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
]  # fmt: skip
_MONTH = "|".join(f"{month[:3]}(?:{month[3:]})?" for month in MONTHS).replace("(?:)?", "")
_TIME = r"(?:[ T]\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?(?: ?[AaPp][Mm])?Z?)?"
_FIGURES = r"\d{1,2}[-/.]\d{1,2}[-/.]\d{4}"
_TURNED = r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}"
_WORDS = rf"\d{{1,2}}[- ](?i:{_MONTH}|sept)[- ,]{{1,2}}\d{{4}}"
PATTERN = rf"(?:{_FIGURES}|{_TURNED}|{_WORDS}){_TIME}"
"""What :func:`day_in` reads, as a regular expression for a whole value."""
EXPECTED = "a day as 31/08/2025, 31-08-2025, 2025-08-31 or 31 August 2025"
# Of 08/31/2025 no other reading is a day.
MONTH_FIRST = rf"(?:0?[1-9]|1[0-2])[-/.](?:1[3-9]|2\d|3[01])[-/.]\d{{4}}{_TIME}"
"""What can be a day only if the month stands first, and no day can be read of."""
DAY_FIRST = rf"(?:1[3-9]|2\d|3[01])[-/.](?:0?[1-9]|1[0-2])[-/.]\d{{4}}{_TIME}"

_WHOLE = re.compile(PATTERN)
_PARTS = re.compile(r"[-/., T]+")


def day_in(text: str) -> dt.date | None:
    """Return the day that ``text`` spells, the day before the month; None where it is none.

    A leading zero may be lost, and a time of day may follow; it does not count. Years have four
    figures: of two figures the century is open.
    """
    if not _WHOLE.fullmatch(text):
        return None
    first, second, third = _PARTS.split(text)[:3]
    if len(first) == 4:
        first, third = third, first
    try:
        return dt.date(int(third), _month(second), int(first))
    except ValueError:
        return None


def _month(text: str) -> int:
    if text.isdigit():
        return int(text)
    return 1 + next(
        number for number, month in enumerate(MONTHS) if month.startswith(text[:3].lower())
    )
