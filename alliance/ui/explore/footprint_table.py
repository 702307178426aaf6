"""On the page: the numbers of the footprints on the map: how many clusters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from alliance.maps.choice import FOOTPRINTS
from alliance.views.explore.footprint_rows import footprint_rows
from alliance.views.trusts.footprint_words import cluster_rule

if TYPE_CHECKING:
    from alliance.maps.choice import MapChoice


def footprint_table(choice: MapChoice) -> None:
    """Draw a row for each trust whose footprint the map shows; nothing if it shows none."""
    if FOOTPRINTS not in choice.switched_on or not choice.trusts:
        return
    table = footprint_rows(choice.filter.day, choice.trusts, choice.join_km)
    if table:
        st.html(table)
        st.caption(
            "Counts every academy of each trust in England, including those your filters hide. "
            f"{cluster_rule(choice.join_km)} They are taken over all clusters and the academies "
            "outside them."
        )
