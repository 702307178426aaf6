"""The live map: a deck.gl picture whose layers the browser fetches from this app's own routes.

Only addresses, colours and filters travel with a change; the rows stay in the browser. Region,
trust and day are part of a layer's address; phase, grade and Opportunity Area are filtered on the
graphics card, without a fetch.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pydeck as pdk

from alliance.analysis.filters import NO_GRADE, named_regions
from alliance.history import PHASES
from alliance.maps.basemap import (
    BOUNDARIES,
    FOOTPRINTS,
    INVESTMENT_AREAS,
    OPPORTUNITY_AREAS,
    Ground,
    style_address,
)
from alliance.maps.layers import address, opportunity_area_codes
from alliance.maps.overlays import (
    area_names,
    authority_names,
    backdrop,
    collected,
    measured_areas,
    not_dimmed,
    selected,
    transfers,
)
from alliance.maps.palette import (
    THEMES,
    ColourBy,
    Theme,
    rgb,
)
from alliance.maps.view import view_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from alliance.analysis.areas import Kind
    from alliance.analysis.filters import Filter

TRANSFERS = "Transfers"
MEASURED_AREAS = "Areas by measure"
SWITCHES = (
    OPPORTUNITY_AREAS,
    INVESTMENT_AREAS,
    FOOTPRINTS,
    BOUNDARIES,
    TRANSFERS,
    MEASURED_AREAS,
)

HEIGHT_PX = 560
_RADIUS_M = 260
_FRONT_RADIUS_M = 3800
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
    collected
        The same of each of many schools selected.
    measured
        The kind of area and the measure by which areas are coloured; nothing if they are not.
    spot
        Longitude, latitude and zoom to move to, in place of what the bounds ask for.

    """

    filter: Filter
    colour_by: ColourBy
    switched_on: frozenset[str]
    trusts: tuple[int, ...]
    period: tuple[dt.date, dt.date]
    theme: str = "light"
    selected: Mapping[str, Any] = field(default_factory=dict)
    collected: Sequence[Mapping[Any, Any]] = ()
    measured: tuple[Kind, str] | None = None
    spot: tuple[float, float, float] | None = None


class _CompactDeck(pdk.Deck):  # type: ignore[misc]  # pydeck is untyped
    """A picture written without the indents that would make up a third of what is sent."""

    def to_json(self) -> str:
        """Give the picture as JSON."""
        return json.dumps(json.loads(super().to_json()), separators=(",", ":"))


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
        *(backdrop() if choice.selected else []),
        *(measured_areas(version, choice) if choice.measured else []),
        *_schools(version, state, choice, theme),
        *(transfers(version, choice, theme) if _has(choice, TRANSFERS) else []),
        *(area_names(version, choice, theme) if _has(choice, OPPORTUNITY_AREAS) else []),
        *(authority_names(version, choice, theme) if _has(choice, BOUNDARIES) else []),
        *(collected(choice, theme) if choice.collected else []),
        *(selected(choice, theme) if choice.selected else []),
    ]
    ground = Ground(
        theme=choice.theme,
        day=choice.filter.day.isoformat(),
        regions=named_regions(choice.filter.regions),
        trusts=choice.trusts,
        shown=choice.switched_on - {TRANSFERS, MEASURED_AREAS},
    )
    return _CompactDeck(
        layers=layers,
        map_provider="maplibre",
        map_style=style_address(version, ground),
        initial_view_state=view_of(bounds, HEIGHT_PX, choice.spot),
        tooltip=_TOOLTIP,
    )


def _has(choice: MapChoice, switch: str) -> bool:
    return switch in choice.switched_on


def _schools(version: str, state: pd.DataFrame, choice: MapChoice, theme: Theme) -> list[pdk.Layer]:
    """Draw the schools looked at; coloured by trust, the chosen trusts' are larger, on top."""
    chosen = choice.filter
    by_trust = choice.colour_by == "Trust" and bool(choice.trusts)
    layer = pdk.Layer(
        "ScatterplotLayer",
        data=address(
            version,
            "schools",
            day=chosen.day.isoformat(),
            region=named_regions(chosen.regions),
            authority=chosen.authorities,
            trust=chosen.trusts,
            tier=chosen.tiers,
            type=chosen.types,
            member=chosen.members,
            front=choice.trusts if by_trust else (),
            colour=choice.colour_by,
            theme=choice.theme,
        ),
        pickable=True,
        get_position=["lon", "lat"],
        get_fill_color="c",
        get_radius=f"f?{_FRONT_RADIUS_M}:{_RADIUS_M}",
        radius_min_pixels=1.9 if by_trust else 2.3,
        radius_max_pixels=7,
        stroked=by_trust,
        get_line_color=rgb(theme.ground),
        line_width_min_pixels=0.6,
        line_width_max_pixels=1.2,
        extensions=[{"@@type": "DataFilterExtension", "filterSize": 0, "categorySize": 3}],
        get_filter_category=["p", "g", "o"],
        filter_categories=_categories(state, chosen),
    )
    return [not_dimmed(layer)]


def _categories(state: pd.DataFrame, chosen: Filter) -> list[list[int]]:
    """Give the codes of phase, grade and Opportunity Area that stay on the map."""
    areas = opportunity_area_codes(state)
    return [
        [PHASES.index(p) for p in chosen.phases] or list(range(len(PHASES) + 1)),
        list(chosen.grades) or [NO_GRADE, 1, 2, 3, 4],
        [areas[a] for a in chosen.opportunity_areas if a in areas] or list(range(len(areas) + 1)),
    ]
