"""The map of flows: arrows from place to place, with its key and what it cannot draw."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from alliance.analysis.filters import named_regions
from alliance.maps.flow_layers import FlowPicture, flow_picture, flow_style
from alliance.maps.key import Key, flow_key
from alliance.maps.palette import THEMES
from alliance.ui.flow_selection import take_from_map
from alliance.ui.map_bounds import bounds_of
from alliance.ui.map_key import map_key
from alliance.ui.map_view import show_map
from alliance.ui.words import count
from alliance.web.current import current_history, kept
from alliance.web.flow_shapes import keep_shapes

if TYPE_CHECKING:
    from alliance.analysis.flow_places import Level
    from alliance.analysis.flows import Kind
    from alliance.ui.flow_shown import FlowsShown

ENDS: dict[tuple[Kind, Level], str] = {
    ("Transfers", "school"): "From the academy to the hub of its new trust.",
    (
        "Transfers",
        "trust",
    ): "From the old trust to the new, each at the hub of its largest cluster.",
    ("Transfers", "authority"): "From the academy’s own authority to that of its new trust’s hub.",
    ("Transfers", "region"): "From the academy’s own region to that of its new trust’s hub.",
}
TO_SCHOOLS: dict[Level, str] = {
    "school": "From the supporter, a trust at the hub of its largest cluster, to the school.",
    "trust": "From the supporter to the school’s trust, each at the hub of its largest cluster; "
    "a maintained school under its authority.",
    "authority": "From the authority of the supporter’s hub to the school’s own.",
    "region": "From the region of the supporter’s hub to the school’s own.",
}


def draw_flow_map(shown: FlowsShown) -> None:
    """Draw the map; a click on a circle or an arrow narrows the page to it."""
    picture = flows_drawn(shown)
    history = current_history()
    day = min(max(shown.choice.end, history.first_day), history.last_day)
    style = flow_style(
        history.version,
        day.isoformat(),
        named_regions(shown.chosen.regions),
        shown.theme,
        keep_shapes(picture.shapes),
    )
    with st.container(key="flow_map"):
        show_map(
            style,
            (picture.bounds if shown.place else None) or bounds_of(shown.chosen),
            key="flow map",
            alt=flows_in_words(shown),
            named=picture.named,
            on_place=take_from_map,
        )
        with st.container(key="flow_key"):
            st.html(map_key(key_of_flows(shown, picture), THEMES[shown.theme]))
    st.caption(_caption(shown, picture))


@kept(maxsize=32)
def flows_drawn(shown: FlowsShown) -> FlowPicture:
    """Give the arrows and circles of the flows."""
    near = shown.place is not None
    return flow_picture(shown.pairs, shown.choice.by, shown.colours, shown.unit, near=near)


def key_of_flows(shown: FlowsShown, picture: FlowPicture) -> Key:
    """Give what the colours mean."""
    return flow_key(
        shown.pairs,
        shown.choice.by,
        shown.colours,
        shown.unit,
        picture.widest,
        THEMES[shown.theme],
        illustrative=bool(shown.illustrative),
    )


def flows_in_words(shown: FlowsShown) -> str:
    """Say what the map shows, for those who cannot see it."""
    total = shown.unit.words(shown.total)
    return (
        f"Map with arrows: {shown.title}, {total}. The Sankey, the matrix and the table below say "
        "the same in words."
    )


def _caption(shown: FlowsShown, picture: FlowPicture) -> str:
    unit, choice = shown.unit, shown.choice
    ends = ENDS.get((choice.kind, choice.level)) or TO_SCHOOLS[choice.level]
    parts = [f"{unit.number(picture.arrows)} along arrows"]
    if picture.within:
        parts.append(f"{unit.number(picture.within)} within one place (its circle)")
    if picture.not_drawn:
        parts.append(
            f"{unit.number(picture.not_drawn)} not drawn, as an end has no known place or both lie "
            "in one spot"
        )
    lacking = int(shown.flows.table[choice.quantity].isna().sum())
    left = f" Of {count(lacking)} this is not recorded; they add nothing." if lacking else ""
    return f"{unit.words(shown.total)}: {', '.join(parts)}. {ends}{left}"
