"""The map of flows on the page, with what it cannot draw."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from alliance.ui.flows.flow_selection import take_from_map
from alliance.ui.map.draw_map import draw_map
from alliance.views.flows.flow_maps import flows_drawn, map_caption, map_of_flows

if TYPE_CHECKING:
    from alliance.views.flows.flows_shown import FlowsShown


def draw_flow_map(shown: FlowsShown) -> None:
    """Draw the map; a click on a circle or an arrow narrows the page to it."""
    draw_map(map_of_flows(shown), "flow", shown.chosen, on_place=take_from_map)
    st.caption(map_caption(shown, flows_drawn(shown)))
