"""The map that the app opens on, and what a browser fetches to draw it."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

from alliance.analysis.filter_codec import FIRST, filter_named
from alliance.current.state import current_history, served_version
from alliance.errors import AllianceError
from alliance.maps.choice import MapChoice
from alliance.maps.palette import COLOUR_BY, MOST_TRUSTS, THEMES
from alliance.maps.style import addresses
from alliance.views.maps.map_bounds import bounds_of
from alliance.views.maps.map_options import SWITCHED_ON
from alliance.views.maps.map_view import CardShown, map_data, view_of_choice


class Opening(NamedTuple):
    """The opening map of a theme: what the browser is told of it, and fetches for it."""

    data: dict[str, Any]
    fetched: list[str]


def opening_maps() -> dict[str, Opening]:
    """Return the opening map by theme; none without a history."""
    try:
        return _of(served_version())
    except AllianceError:
        return {}


@lru_cache(maxsize=1)
def _of(version: str) -> dict[str, Opening]:
    history = current_history()
    day = history.default_day
    chosen = filter_named(current_history(), day, FIRST)
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
        data = map_data(
            view_of_choice(choice, bounds_of(chosen), "", ()),
            room="live",
            card=CardShown(),
            picks=True,
        )
        found[theme] = Opening(data, addresses(version, choice))
    return found
