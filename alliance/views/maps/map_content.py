"""The maps of scenes: fitted to what the scene says."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from alliance.current.known_on_day import absent_on, counted_for, fifths_on
from alliance.current.state import current_history, state_on
from alliance.maps.choice import OPPORTUNITY_AREAS
from alliance.maps.key import Key, choice_keys
from alliance.maps.layers import in_force
from alliance.text.words import counted, day_in_words
from alliance.views.content import MapShown
from alliance.views.maps.coloured_by import coloured_by
from alliance.views.maps.fit import fitted
from alliance.views.maps.map_bounds import bounds_of
from alliance.views.maps.map_view import MapView, map_data, view_of_choice
from alliance.views.maps.sealed import sealed
from alliance.views.trusts_at_hand import trust_name

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pandas as pd

    from alliance.maps.choice import MapChoice
    from alliance.views.content import Showing
    from alliance.views.page_address import PageAddress


def map_shown(
    build: Callable[[str], MapView],
    address: PageAddress,
    showing: Showing,
    selected: Sequence[int] = (),
) -> MapShown:
    """Return a map as a scene shows it.

    Parameters
    ----------
    build
        Returns the map in a theme.
    selected
        URNs of schools to ring.

    """
    view = build(showing.theme)
    if showing.redacted and isinstance(view.style, dict):
        view = replace(view, style=sealed(view.style))
    bounds = fitted(address, view)
    state = state_on(view.day)
    ringed = state[state["urn"].isin(selected)]

    data = map_data(
        replace(view, bounds=bounds),
        selected=ringed.iloc[0] if len(ringed) == 1 else None,
        collected=ringed if len(ringed) > 1 else None,
    )
    return MapShown(data, view.keys, view.alt, view.mark)


def keys_of_choice(choice: MapChoice, schools: pd.DataFrame) -> list[Key]:
    """Return what the colours of a map of schools mean, and how many schools have each."""
    day = choice.filter.day
    if in_force(current_history().areas, "opportunity_area", day).empty:
        choice = replace(choice, switched_on=choice.switched_on - {OPPORTUNITY_AREAS})
    fifths = fifths_on(day) if choice.colour_by == "Attainment" else None
    counted_schools, absent = counted_for(choice, schools), absent_on(choice.trusts, day)
    keys = choice_keys(choice, counted_schools, trust_name, fifths, absent)
    told = keys if choice.dots else [_without_dots(one) for one in keys]
    return [key for key in told if key.rows]


def _without_dots(key: Key) -> Key:
    """Return a key of a map that draws no schools: without their rows, and their title."""
    rows = [row for row in key.rows if row.shape != "dot"]
    return Key("" if len(rows) < len(key.rows) else key.title, rows)


def map_of_choice(
    choice: MapChoice,
    schools: pd.DataFrame,
    address: PageAddress,
    showing: Showing,
    *,
    named: pd.DataFrame | None = None,
) -> MapShown:
    """Return the map of a choice of schools as a scene shows it, with its keys."""

    def build(theme: str) -> MapView:
        themed = replace(choice, theme=theme)
        return view_of_choice(
            themed,
            bounds_of(choice.filter),
            f"Map of {counted(len(schools), 'school', 'schools')} on "
            f"{day_in_words(choice.filter.day)}, coloured by {coloured_by(choice)}.",
            keys_of_choice(themed, schools),
            named,
        )

    return map_shown(build, address, showing, address.selected)
