"""The map that the app opens on, and what a browser fetches to draw it."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

from alliance.analysis.filters import Filter
from alliance.errors import AllianceError
from alliance.history import ALLIANCE_REGION
from alliance.maps.choice import FOOTPRINTS, OPPORTUNITY_AREAS, MapChoice
from alliance.maps.palette import COLOUR_BY, MOST_TRUSTS, THEMES
from alliance.maps.style import addresses, style_address
from alliance.ui.map_bounds import bounds_of
from alliance.ui.map_view import map_data
from alliance.web.current import current_history

SWITCHED_ON = (OPPORTUNITY_AREAS, FOOTPRINTS)
"""What the map shows beside the schools until the visitor says otherwise."""


class Opening(NamedTuple):
    """The opening map of a theme: what the browser is told of it, and fetches for it."""

    data: dict[str, Any]
    fetched: list[str]


def opening_maps() -> dict[str, Opening]:
    """Give the opening map by theme; none without a history."""
    try:
        return _of(current_history().version)
    except AllianceError:
        return {}


@lru_cache(maxsize=1)
def _of(version: str) -> dict[str, Opening]:
    history = current_history()
    day = history.default_day
    chosen = Filter(day, regions=(ALLIANCE_REGION,))
    founders = tuple(int(uid) for uid in history.alliance["trust_uid"])
    found = {}
    for theme in THEMES:
        choice = MapChoice(
            filter=chosen,
            colour_by=COLOUR_BY[0],
            switched_on=frozenset(SWITCHED_ON),
            trusts=founders[:MOST_TRUSTS],
            period=(day, day),
            theme=theme,
        )
        data = map_data(style_address(version, choice), bounds_of(chosen), alt="")
        found[theme] = Opening(data, addresses(version, choice))
    return found
