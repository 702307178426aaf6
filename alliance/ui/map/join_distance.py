"""The choice of the distance by which academies are joined to the clusters of a footprint."""

from __future__ import annotations

import streamlit as st

from alliance.analysis.trusts.footprints import JOIN_KM
from alliance.ui.parts.in_address import choose_one
from alliance.views.maps.map_options import JOIN_DISTANCE, JOIN_DISTANCES_KM
from alliance.views.trusts.footprint_words import cluster_rule

_USUAL = f"{JOIN_KM:g} km"


def ask_join_km() -> float:
    """Draw a button that opens the choice; return the distance chosen, in km."""
    held = st.session_state.get(JOIN_DISTANCE) or _USUAL
    with st.popover(f"Clusters within {held}", icon=":material/hub:", key="cluster distance"):
        return join_distance()


def join_distance() -> float:
    """Draw the choice; return the distance chosen, in km."""
    chosen = choose_one(
        "Footprints join academies no more than",
        list(JOIN_DISTANCES_KM),
        default=_USUAL,
        key=JOIN_DISTANCE,
        persist_state="session",
    )
    km = JOIN_DISTANCES_KM[chosen]
    st.caption(cluster_rule(km))
    return km
