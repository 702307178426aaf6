"""On the page: the footprint of one trust in words and tables: clusters, hubs, spokes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from alliance.analysis.trusts.trust_places import clusters_of, places_of
from alliance.current.state import state_on
from alliance.ui.app.page_navigation import go_to_school
from alliance.ui.parts.table import data_table
from alliance.views.grade_column import grade_words
from alliance.views.inspected_columns import columns_on, with_inspections
from alliance.views.trusts.footprint_words import CLUSTERS, PLACES, cluster_rule, footprint_in_words
from alliance.views.trusts_at_hand import prints_on

if TYPE_CHECKING:
    from alliance.analysis.filters import Filter


def footprint_of_trust(trust: int, name: str, own: Filter, join_km: float) -> None:
    """Draw the clusters and the academies of a trust."""
    prints = prints_on(own.day, join_km)
    places = places_of(state_on(own.day), prints, trust)
    clusters = clusters_of(prints, places, trust)
    rule = cluster_rule(join_km)
    st.header("Clusters", anchor=False)
    st.markdown(footprint_in_words(clusters, places, join_km))
    if len(clusters):
        data_table(
            clusters,
            CLUSTERS,
            key="clusters",
            title=f"Clusters of {name}",
            chosen=own,
            order="cluster",
            notes=(rule,),
        )
    st.caption(rule)
    st.header("Academies", anchor=False)
    data_table(
        with_inspections(places, own.day).assign(
            grade=grade_words(places["grade"], places["grade_inherited"], own.day)
        ),
        columns_on(PLACES, own.day),
        key="places",
        title=f"Academies of {name}",
        chosen=own,
        searched=("name", "la_name", "hub_name", "place"),
        order="cluster",
        picks="urn",
        on_pick=go_to_school,
        notes=(rule,),
    )
