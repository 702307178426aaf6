"""A live map on the page: MapLibre in the browser, told by few words what to show."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from alliance.maps.style import addresses, kinds_shown, style_address
from alliance.web.current import current_history
from alliance.web.maplibre import maplibre_address
from alliance.web.pieces import piece_script

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from alliance.maps.choice import MapChoice

Bounds = tuple[float, float, float, float]
HEIGHT_PX = 560
_DIGITS = 5  # of a degree: about a metre

_live_map = st.components.v2.component(
    "live_map", js=piece_script("live_map"), isolate_styles=False
)


def draw_map(
    choice: MapChoice,
    bounds: Bounds,
    *,
    key: str,
    alt: str,
    ahead: Sequence[MapChoice] = (),
    **more: Any,
) -> None:
    """Draw the live map of a choice.

    Parameters
    ----------
    choice
        What is shown.
    ahead
        What may be asked for next, to be fetched beforehand.
    bounds, key, alt, more
        As :func:`show_map` takes them.

    """
    version = current_history().version
    show_map(
        style_address(version, choice),
        bounds,
        key=key,
        alt=alt,
        kinds=kinds_shown(choice.filter),
        ahead=[address for later in ahead for address in addresses(version, later)],
        **more,
    )


def show_map(
    style: str | dict[str, Any],
    bounds: Bounds,
    *,
    key: str,
    alt: str,
    kinds: list[int] | None = None,
    ahead: Sequence[str] = (),
    spot: tuple[float, float, float, int] | None = None,
    selected: pd.Series[Any] | None = None,
    collected: pd.DataFrame | None = None,
    ring_all: bool = False,
    circle_km: float | None = None,
    named: pd.DataFrame | None = None,
    height_px: int = HEIGHT_PX,
    on_pick: Callable[[int | None], None] | None = None,
    on_place: Callable[[str], None] | None = None,
) -> None:
    """Draw a map of a style.

    Parameters
    ----------
    style
        The address of a style as :func:`alliance.maps.style.style` gives it, or a small one itself.
    bounds
        West, south, east, north in degrees: what the map opens on. The browser keeps what the
        visitor has moved to until these, or ``spot``, change.
    key
        Keeps the map's identity from run to run.
    alt
        What it shows, for those who cannot see it.
    kinds
        The kinds of school shown, all without them.
    ahead
        Addresses to fetch beforehand.
    spot
        Longitude, latitude and zoom to move to in place of the bounds, and a number that differs
        each time it is asked for.
    selected, collected
        Schools to ring, strongly or lightly: rows with ``lon`` and ``lat``.
    ring_all
        Ring every school that is shown.
    circle_km
        Radius of a circle around the selected school.
    named
        Places written on the map: ``name``, ``lon``, ``lat``.
    height_px
        Of the map on the page.
    on_pick
        Called with the URN of a school that is clicked, or none for a click beside the schools
        while one is selected.
    on_place
        Called with the ``place`` of another feature that is clicked.

    """
    _live_map(
        key=key,
        data=map_data(
            style,
            bounds,
            alt=alt,
            kinds=kinds,
            ahead=ahead,
            spot=spot,
            selected=selected,
            collected=collected,
            ring_all=ring_all,
            circle_km=circle_km,
            named=named,
            height_px=height_px,
        ),
        on_picked_change=partial(_tell, key, on_pick, on_place),
    )


def map_data(
    style: str | dict[str, Any],
    bounds: Bounds,
    *,
    alt: str,
    kinds: list[int] | None = None,
    ahead: Sequence[str] = (),
    spot: tuple[float, float, float, int] | None = None,
    selected: pd.Series[Any] | None = None,
    collected: pd.DataFrame | None = None,
    ring_all: bool = False,
    circle_km: float | None = None,
    named: pd.DataFrame | None = None,
    height_px: int = HEIGHT_PX,
) -> dict[str, Any]:
    """Give what the browser is told of a map; the parameters are those of :func:`show_map`."""
    at = _place(selected)
    return {
        "library": maplibre_address("maplibre-gl.js"),
        "style": style,
        "kinds": kinds,
        "bounds": [round(edge, _DIGITS) for edge in bounds],
        "spot": spot,
        "selected": at,
        "collected": _rows(collected, "lon", "lat").to_numpy().tolist(),
        "ring_all": ring_all,
        "circle": [*at, circle_km] if at and circle_km else None,
        "names": _rows(named, "name", "lon", "lat").to_dict("records"),
        "ahead": list(ahead),
        "height": height_px,
        "alt": alt,
    }


def _place(school: pd.Series[Any] | None) -> list[float] | None:
    if school is None or school[["lon", "lat"]].isna().any():
        return None
    return [round(float(school[axis]), _DIGITS) for axis in ("lon", "lat")]


def _rows(places: pd.DataFrame | None, *columns: str) -> pd.DataFrame:
    """Give the located rows of a table, without which there are none."""
    if places is None:
        return pd.DataFrame(columns=list(columns))
    return places[list(columns)].dropna().round(_DIGITS)


def _tell(
    key: str,
    on_pick: Callable[[int | None], None] | None,
    on_place: Callable[[str], None] | None,
) -> None:
    """Hand on what was clicked; what the browser sends is not trusted to be well formed."""
    picked = st.session_state[key].get("picked")
    if not isinstance(picked, dict):
        return
    urn, place = picked.get("urn"), picked.get("place")
    if on_place and isinstance(place, str):
        on_place(place)
    elif on_pick and (urn is None or isinstance(urn, int)):
        on_pick(urn)


def show_told(told: Mapping[str, Any], *, key: str, height_px: int) -> None:
    """Draw a map of what :func:`map_data` gave; a click on it selects nothing."""
    _live_map(key=key, data={**told, "height": height_px})
