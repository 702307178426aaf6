"""The live map: a deck.gl picture whose layers the browser fetches from this app's own routes.

Only addresses, colours and filters travel with a change; the rows stay in the browser. Region,
trust and day are part of a layer's address; phase, grade and Opportunity Area are filtered on the
graphics card, without a fetch.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pydeck as pdk

from alliance.analysis.filters import NO_GRADE, named_regions
from alliance.history import PHASES
from alliance.maps.basemap import style_address
from alliance.maps.layers import address, opportunity_area_codes
from alliance.maps.palette import (
    THEMES,
    ColourBy,
    Theme,
    grade_colours,
    phase_colours,
    rgb,
    trust_colours,
)
from alliance.maps.view import view_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    import pandas as pd

    from alliance.analysis.filters import Filter

SCHOOLS = "schools"
ACADEMIES = "academies"
OPPORTUNITY_AREAS = "Opportunity Areas"
FOOTPRINTS = "Trust footprints"
BOUNDARIES = "Regions and authorities"
TRANSFERS = "Transfers"
SWITCHES = (OPPORTUNITY_AREAS, FOOTPRINTS, BOUNDARIES, TRANSFERS)

HEIGHT_PX = 560
_TOOLTIP = {
    "html": "<b>{name}</b><br>{detail}",
    "style": {"fontSize": "0.85rem", "maxWidth": "20rem", "borderRadius": "4px"},
}


@dataclass(frozen=True)
class MapChoice:
    """What the live map is asked to show.

    Parameters
    ----------
    filter
        The schools looked at, and the day.
    colour_by
        What the colour of a school tells.
    switched_on
        Those of ``SWITCHES`` that are drawn.
    trusts
        UIDs of the trusts in colour, in the order in which they take colours.
    period
        First and last day of the transfers drawn.
    theme
        ``light`` or ``dark``.
    selected
        The selected school's ``name``, ``lon`` and ``lat``; nothing if none is.
    selection_round
        A number in the name of the layers that can be selected from; when it changes, the browser
        forgets its own selection.

    """

    filter: Filter
    colour_by: ColourBy
    switched_on: frozenset[str]
    trusts: tuple[int, ...]
    period: tuple[dt.date, dt.date]
    theme: str = "light"
    selected: Mapping[str, Any] = field(default_factory=dict)
    selection_round: int = 0


def live_map(
    version: str,
    state: pd.DataFrame,
    choice: MapChoice,
    bounds: tuple[float, float, float, float],
) -> pdk.Deck:
    """Give the deck.gl picture of a choice.

    Parameters
    ----------
    version
        Of the history; part of every address.
    state
        Schools of England on the day, for the codes of Opportunity Areas.
    choice
        What is shown.
    bounds
        West, south, east, north in degrees: what the map opens on. The browser keeps what the
        visitor has moved to until these change.

    """
    theme = THEMES[choice.theme]
    layers = [
        *(_boundaries(version, choice, theme) if BOUNDARIES in choice.switched_on else []),
        *(_opportunity_areas(version, choice, theme) if _has(choice, OPPORTUNITY_AREAS) else []),
        *(_footprints(version, choice) if _has(choice, FOOTPRINTS) else []),
        *_schools(version, state, choice, theme),
        *(_transfers(version, choice, theme) if _has(choice, TRANSFERS) else []),
        *(_area_names(version, choice, theme) if _has(choice, OPPORTUNITY_AREAS) else []),
        *_selected(choice, theme),
    ]
    return pdk.Deck(
        layers=layers,
        map_provider="maplibre",
        map_style=style_address(version, choice.theme),
        initial_view_state=view_of(bounds, HEIGHT_PX),
        tooltip=_TOOLTIP,
    )


def _has(choice: MapChoice, switch: str) -> bool:
    return switch in choice.switched_on


def _schools(version: str, state: pd.DataFrame, choice: MapChoice, theme: Theme) -> list[pdk.Layer]:
    """Draw all schools looked at; in colours by trust, the trusts' academies larger, on top."""
    chosen = choice.filter
    scope = {"day": chosen.day.isoformat(), "region": named_regions(chosen.regions)}
    common: dict[str, Any] = {
        "get_position": ["lon", "lat"],
        "pickable": True,
        "extensions": [{"@@type": "DataFilterExtension", "filterSize": 0, "categorySize": 3}],
        "get_filter_category": ["p", "g", "o"],
        "filter_categories": _categories(state, chosen),
    }
    layers = [
        pdk.Layer(
            "ScatterplotLayer",
            id=f"{SCHOOLS} {choice.selection_round}",
            data=address(version, "schools", **scope, trust=chosen.trusts),
            get_fill_color=_school_colour(choice, theme),
            get_radius=260,
            radius_min_pixels=1.6 if choice.colour_by == "Trust" else 2.2,
            radius_max_pixels=8,
            opacity=0.9,
            **common,
        )
    ]
    if choice.colour_by == "Trust" and choice.trusts:
        layers.append(
            pdk.Layer(
                "ScatterplotLayer",
                id=f"{ACADEMIES} {choice.selection_round}",
                data=address(version, "schools", **scope, trust=_shown_trusts(choice)),
                get_fill_color=_trust_colour(choice, theme),
                stroked=True,
                get_line_color=rgb(theme.halo),
                line_width_min_pixels=0.8,
                get_line_width=20,
                line_width_max_pixels=1.5,
                get_radius=500,
                radius_min_pixels=3.6,
                radius_max_pixels=10,
                **common,
            )
        )
    return layers


def _shown_trusts(choice: MapChoice) -> tuple[int, ...]:
    """Give the trusts in colour that the filter lets through."""
    wanted = choice.filter.trusts
    return tuple(uid for uid in choice.trusts if not wanted or uid in wanted) or choice.trusts


def _categories(state: pd.DataFrame, chosen: Filter) -> list[list[int]]:
    """Give the codes of phase, grade and Opportunity Area that stay on the map."""
    areas = opportunity_area_codes(state)
    return [
        [PHASES.index(p) for p in chosen.phases] or list(range(len(PHASES) + 1)),
        list(chosen.grades) or [NO_GRADE, 1, 2, 3, 4],
        [areas[a] for a in chosen.opportunity_areas if a in areas] or list(range(len(areas) + 1)),
    ]


def _school_colour(choice: MapChoice, theme: Theme) -> str:
    if choice.colour_by == "Grade":
        return _by_code("g", grade_colours(theme), theme.other_school)
    if choice.colour_by == "Phase":
        colours = dict(enumerate(phase_colours(theme).values()))
        return _by_code("p", colours, theme.other_school)
    return f"t>0?{rgb(theme.other_academy)}:{rgb(theme.other_school)}"


def _trust_colour(choice: MapChoice, theme: Theme) -> str:
    return _by_code("t", trust_colours(choice.trusts, theme), theme.other_academy)


def _by_code(column: str, colours: Mapping[int, str], otherwise: str) -> str:
    """Write an expression that gives each code its colour, in the language of deck.gl's JSON."""
    tests = "".join(f"{column}==={code}?{rgb(colour)}:" for code, colour in colours.items())
    return f"{tests}{rgb(otherwise)}"


def _opportunity_areas(version: str, choice: MapChoice, theme: Theme) -> list[pdk.Layer]:
    day = choice.filter.day.isoformat()
    return [
        pdk.Layer(
            "GeoJsonLayer",
            id="opportunity areas",
            data=address(version, "areas", kind="opportunity_area", day=day),
            get_fill_color=rgb(theme.ink, 20),
            get_line_color=rgb(theme.ink, 230),
            line_width_min_pixels=1.4,
            get_line_width=200,
            line_width_max_pixels=2.5,
        )
    ]


def _area_names(version: str, choice: MapChoice, theme: Theme) -> list[pdk.Layer]:
    day = choice.filter.day.isoformat()
    where = address(version, "names", kind="opportunity_area", day=day)
    return [_names("opportunity area names", where, theme, size=13, weight=700)]


def _names(name: str, where: str, theme: Theme, *, size: int, weight: int) -> pdk.Layer:
    return pdk.Layer(
        "TextLayer",
        id=name,
        data=where,
        get_position=["lon", "lat"],
        get_text="name",
        get_size=size,
        get_color=rgb(theme.ink),
        font_family="'Source Sans, sans-serif'",
        font_weight=weight,
        font_settings={"sdf": True, "radius": 12, "cutoff": 0.2},
        outline_width=4,
        outline_color=rgb(theme.halo, 230),
    )


def _boundaries(version: str, choice: MapChoice, theme: Theme) -> list[pdk.Layer]:
    day = choice.filter.day.isoformat()
    lines = [
        pdk.Layer(
            "GeoJsonLayer",
            id=f"{kind} lines",
            data=address(version, "areas", kind=kind, day=day),
            filled=False,
            get_line_color=rgb(theme.ink, alpha),
            line_width_min_pixels=width,
            get_line_width=50,
            line_width_max_pixels=width,
        )
        for kind, alpha, width in (("authority", 90, 0.8), ("region", 200, 2.0))
    ]
    where = address(version, "names", kind="authority", day=day)
    names = _names("authority names", where, theme, size=11, weight=400)
    names.extensions = [{"@@type": "CollisionFilterExtension"}]
    return [*lines, names]


def _footprints(version: str, choice: MapChoice) -> list[pdk.Layer]:
    where = address(
        version,
        "footprints",
        day=choice.filter.day.isoformat(),
        trust=choice.trusts,
        theme=choice.theme,
    )
    return [
        pdk.Layer(
            "GeoJsonLayer",
            id="footprints",
            data=where,
            pickable=True,
            get_fill_color="properties.fill",
            get_line_color="properties.line",
            line_width_min_pixels=1.1,
            get_line_width=60,
            line_width_max_pixels=2,
            point_type="'circle'",
            get_point_radius=900,
            point_radius_min_pixels=6,
            point_radius_max_pixels=14,
        )
    ]


def _transfers(version: str, choice: MapChoice, theme: Theme) -> list[pdk.Layer]:
    start, end = choice.period
    where = address(
        version,
        "transfers",
        **{"from": start.isoformat(), "to": end.isoformat()},
        region=named_regions(choice.filter.regions),
        trust=choice.filter.trusts,
    )
    return [
        pdk.Layer(
            "GeoJsonLayer",
            id="transfers",
            data=where,
            pickable=True,
            get_fill_color=rgb(theme.ink, 190),
            get_line_color=rgb(theme.halo),
            line_width_min_pixels=0.6,
            get_line_width=40,
            line_width_max_pixels=1,
        )
    ]


def _selected(choice: MapChoice, theme: Theme) -> list[pdk.Layer]:
    """Ring the selected school; always there, so that switching it moves no other layer."""
    rows = [dict(choice.selected)] if choice.selected else []
    return [
        pdk.Layer(
            "ScatterplotLayer",
            id=f"selected {width}",
            data=rows,
            get_position=["lon", "lat"],
            filled=False,
            stroked=True,
            get_radius=10,
            radius_units="'pixels'",
            line_width_units="'pixels'",
            get_line_width=width,
            get_line_color=rgb(colour),
        )
        for colour, width in ((theme.halo, 6), (theme.accent, 3))
    ]
