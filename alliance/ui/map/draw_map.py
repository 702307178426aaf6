"""A live map on the page: MapLibre in the browser, which is sent few words of what to show."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import streamlit as st

from alliance.maps.palette import THEMES
from alliance.ui.app.page_navigation import set_out_for_school, set_out_for_trust
from alliance.ui.map.map_key import map_key
from alliance.ui.map.place_in_address import place_in_address
from alliance.ui.parts.own_script import drawn_by
from alliance.ui.parts.table_downloads import about_shown
from alliance.views.maps.map_view import MapView, map_data

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from alliance.analysis.filters import Filter

_live_map = drawn_by("live_map")


def draw_map(
    view: MapView,
    room: str,
    chosen: Filter,
    *,
    key: str = "",
    on_pick: Callable[[int | None], None] | None = None,
    on_place: Callable[[str], None] | None = None,
    **more: Any,
) -> None:
    """Draw a map with its key over it.

    Parameters
    ----------
    room
        Names the containers of the map and of its key, by which the style sheet places them.
    chosen
        What the map's picture is named by, as a file.
    key
        Keeps the map's identity from run to run; that of its room without it.
    on_pick
        Called with the URN of a school that is clicked, or none for a click beside the schools
        while one is selected.
    on_place
        Called with the ``place`` of another feature that is clicked.
    more
        As :func:`alliance.views.maps.map_view.map_data` takes it.

    """
    key = key or f"{room} map"
    more["spot"] = more.get("spot") or place_in_address(room, view.bounds)
    with st.container(key=f"{room}_map"):
        _live_map(
            key=key,
            data=map_data(
                view,
                room=room,
                file=about_shown("", chosen, part="map").file_name(".png"),
                picks=bool(on_pick or on_place),
                **more,
            ),
            on_picked_change=partial(_tell, key, on_pick, on_place),
        )
        with st.container(key=f"{room}_key"):
            st.html("".join(map_key(one, THEMES[view.theme]) for one in view.keys))


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
    story, trust = picked.get("story"), picked.get("trust")
    if isinstance(story, int):
        set_out_for_school(story)
    elif isinstance(trust, int):
        set_out_for_trust(trust)
    elif on_place and isinstance(place, str):
        on_place(place)
    elif on_pick and (urn is None or isinstance(urn, int)):
        on_pick(urn)


def draw_map_data(
    data: Mapping[str, Any], *, key: str, height_px: int, file: str, scene: str = ""
) -> None:
    """Draw a map of what the browser needs for it; a click on it selects nothing.

    With another ``scene`` it goes to its place anew, wherever it was moved to in the one before.
    """
    _live_map(key=key, data={**data, "height": height_px, "file": file, "scene": scene})
