"""The place looked at among the flows: chosen by name, on the map, in the Sankey or the matrix.

It is held by name in the address, so that one link shows the same to all. A cell of the matrix and
an arrow of the map name two places.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from alliance.maps.flow_layers import PAIR
from alliance.views.flows.flow_question import OTHER, PLACE, WAY, places_by_name

if TYPE_CHECKING:
    from alliance.analysis.flows.flow_places import Level
    from alliance.analysis.flows.flows_by_kind import Flows


def choose_places(flows: Flows, level: Level) -> tuple[str | None, str | None]:
    """Ask for a place and, once there is one, for another; return their ids.

    Any place of any level can be looked at; those of the level shown come first.
    """
    options = places_by_name(flows, level)
    held = [st.session_state.get(key) for key in (PLACE, OTHER)]
    for key, name in zip((PLACE, OTHER), held, strict=True):
        if name is not None and name not in options:
            st.session_state[key] = None
    place = _ask("Any school, trust, local authority or region", PLACE, list(options))
    if place is None:
        st.session_state[OTHER] = None
        return None, None
    other = _ask("And any other", OTHER, [name for name in options if name != place])
    return options[place], None if other is None else options[other]


def chips() -> None:
    """Draw a button for each place looked at that takes it off."""
    held = {key: name for key in (PLACE, OTHER) if (name := st.session_state.get(key)) is not None}
    if not held:
        return
    with st.container(horizontal=True, gap="xsmall", key="flow_chips"):
        for key, name in held.items():
            st.button(
                name,
                key=f"chip {key}",
                icon=":material/close:",
                help=f"Remove {name}",
                on_click=_take_off,
                args=(key,),
            )


def forget_place() -> None:
    """Look at all places again."""
    for key in (PLACE, OTHER):
        st.session_state[key] = None


def take_from_map(clicked: str) -> None:
    """Look at the place of the circle that was clicked, or at the two of the arrow."""
    place, _, other = clicked.partition(PAIR)
    _look_at(place, other or None)


def take_from_chart(ends: list[str]) -> None:
    """Look at what was pressed in a chart: a giver, a receiver, or a pair."""
    giver, receiver = (*ends, "", "")[:2]
    if giver and receiver:
        _look_at(giver, receiver)
    elif giver or receiver:
        _look_at(giver or receiver, way="Out" if giver else "In")


def _look_at(place: str, other: str | None = None, way: str | None = None) -> None:
    if other is not None:
        way = "Out" if place != other else "Within"
    st.session_state[PLACE] = place
    st.session_state[OTHER] = other if other != place else None
    if way is not None:
        st.session_state[WAY] = way


def _take_off(key: str) -> None:
    if key == PLACE:
        forget_place()
    st.session_state[key] = None
    st.session_state[WAY] = "All"


def _ask(label: str, key: str, options: list[str]) -> str | None:
    name: str | None = st.selectbox(
        label,
        options,
        index=None,
        placeholder=label,
        key=key,
        bind="query-params",
        filter_mode="contains",
        label_visibility="collapsed",
        width=260,
    )
    return name
