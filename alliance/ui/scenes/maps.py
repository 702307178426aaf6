"""The maps of scenes: for the browser, as a picture, and what they are fitted to."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from alliance.maps.key import choice_keys
from alliance.maps.layers import in_force
from alliance.maps.picture import Sheet
from alliance.maps.style import kinds_shown, style_address
from alliance.present.content import MapShown
from alliance.ui.frame import trust_name
from alliance.ui.map_bounds import Bounds, bounds_of
from alliance.ui.map_view import map_data
from alliance.ui.words import counted, day_in_words
from alliance.web.current import current_history, names_hidden, state_on
from alliance.web.layers import fifths_on
from alliance.web.pictures import picture_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from alliance.analysis.filters import Filter
    from alliance.maps.choice import MapChoice
    from alliance.maps.key import Key
    from alliance.ui.scenes.asked import Asked
    from alliance.ui.scenes.showing import Showing

LEAST_DEGREES = 0.08
"""A map of one school still shows the town around it."""


# Doncaster is an Opportunity Area, an authority and a district.
AREA_KINDS = ("opportunity_area", "authority", "district", "region", "alliance_region")


def fitted(asked: Asked, own: Filter) -> Bounds:
    """Give what the map shows whole; where that cannot be found, what the filter names."""
    fit, state, faults = asked.fit, state_on(own.day), asked.faults
    at = None
    if fit.to == "area":
        for kind in AREA_KINDS:
            shapes = in_force(current_history().areas, kind, own.day)
            shapes = shapes[shapes["name"] == fit.name]
            if len(shapes):
                west, south, east, north = shapes.total_bounds
                return float(west), float(south), float(east), float(north)
        areas = current_history().areas
        if ((areas["kind"] == "opportunity_area") & (areas["name"] == fit.name)).any():
            return bounds_of(replace(own, opportunity_areas=(fit.name,)))
        faults.append(f"The map cannot be fitted to “{fit.name}”: there is no such area.")
    elif fit.to == "trust":
        uid = int(fit.name) if fit.name.isascii() and fit.name.isdecimal() else -1
        at = state.loc[state["trust_uid"].eq(uid).fillna(value=False), ["lon", "lat"]]
        if at.dropna().empty:
            faults.append(f"The map cannot be fitted to trust {fit.name}: no academy on that day.")
    elif fit.to == "selection":
        at = state.loc[state["urn"].isin(asked.selected), ["lon", "lat"]]
        if at.dropna().empty:
            faults.append("The map cannot be fitted to the selection: none is open on that day.")
    if at is None or at.dropna().empty:
        return bounds_of(own)
    return _around(at.dropna())


def _around(at: pd.DataFrame) -> Bounds:
    low, high = at.min().to_numpy(), at.max().to_numpy()
    short = np.maximum(LEAST_DEGREES - (high - low), 0) / 2
    west, south = low - short
    east, north = high + short
    return float(west), float(south), float(east), float(north)


def map_shown(
    choice: MapChoice,
    bounds: Bounds,
    alt: str,
    keys: Sequence[Key],
    *,
    selected: Sequence[int] = (),
    named: pd.DataFrame | None = None,
    redacted: bool = False,
) -> MapShown:
    """Give the live map of a choice."""
    history, state = current_history(), state_on(choice.filter.day)
    ringed = state[state["urn"].isin(selected)]
    told = map_data(
        style_address(history.version, choice),
        bounds,
        alt=alt,
        kinds=kinds_shown(choice.filter),
        selected=ringed.iloc[0] if len(ringed) == 1 else None,
        collected=ringed if len(ringed) > 1 else None,
        named=named,
    )

    def picture(width_px: int, height_px: int) -> bytes:
        with names_hidden(redacted):
            return picture_of(
                replace(choice, theme="light"),
                bounds,
                Sheet(width_px=width_px, height_px=height_px, key=False),
                selected=selected,
                named=named,
                # In a history without names there is none to be written.
                name_schools=True,
            )

    return MapShown(told, picture, tuple(keys), alt)


def map_of(
    choice: MapChoice,
    schools: pd.DataFrame,
    asked: Asked,
    showing: Showing,
    *,
    named: pd.DataFrame | None = None,
) -> MapShown:
    """Give the live map of a choice of schools, fitted to what the scene says, with its keys."""
    day = choice.filter.day
    fifths = fifths_on(day) if choice.colour_by == "Attainment" else None
    return map_shown(
        choice,
        fitted(asked, choice.filter),
        f"Map of {counted(len(schools), 'school', 'schools')} on {day_in_words(day)}, coloured by "
        f"{choice.colour_by.lower()}.",
        choice_keys(choice, schools, trust_name, fifths),
        selected=asked.selected,
        named=named,
        redacted=showing.redacted,
    )
