"""The English indices of deprivation that districts stand under."""

from __future__ import annotations

import datetime as dt

EDITIONS = {
    2019: "English indices of deprivation 2019",
    2025: "English indices of deprivation 2025",
}
PUBLISHED = {2019: dt.date(2019, 9, 26), 2025: dt.date(2025, 10, 30)}
SCORES = {2019: "imd_score", 2025: "imd_score_2025"}
"""The column of a district's average score, by the year of the English indices of deprivation."""
SUCCESSORS = {"imd_score": "from_successor", "imd_score_2025": "from_successor_2025"}
"""The column that says whether a score is that of the district that replaced it."""


def edition_on(day: dt.date) -> int:
    """Return the year of the newest indices published by a day; before the first, of the first."""
    return max((year for year, since in PUBLISHED.items() if since <= day), default=min(PUBLISHED))
