"""The map that the app opens on, and what a browser fetches to draw it."""

from __future__ import annotations

from functools import lru_cache

from alliance.analysis.filters import Filter
from alliance.errors import AllianceError
from alliance.history import ALLIANCE_REGION
from alliance.maps.choice import FOOTPRINTS, OPPORTUNITY_AREAS, MapChoice
from alliance.maps.palette import COLOUR_BY, MOST_TRUSTS, THEMES
from alliance.maps.style import addresses
from alliance.web.current import current_history

SWITCHED_ON = (OPPORTUNITY_AREAS, FOOTPRINTS)
"""What the map shows beside the schools until the visitor says otherwise."""


def opening_addresses() -> dict[str, list[str]]:
    """Give, by theme, the addresses that the opening map fetches; none without a history."""
    try:
        return _of(current_history().version)
    except AllianceError:
        return {}


@lru_cache(maxsize=1)
def _of(version: str) -> dict[str, list[str]]:
    history = current_history()
    day = history.default_day
    founders = tuple(int(uid) for uid in history.alliance["trust_uid"])
    return {
        theme: addresses(
            version,
            MapChoice(
                filter=Filter(day, regions=(ALLIANCE_REGION,)),
                colour_by=COLOUR_BY[0],
                switched_on=frozenset(SWITCHED_ON),
                trusts=founders[:MOST_TRUSTS],
                period=(day, day),
                theme=theme,
            ),
        )
        for theme in THEMES
    }
