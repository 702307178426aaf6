"""The footprint of one trust in words and tables: clusters, hubs, spokes, and who stands alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from alliance.analysis.trust_places import ALONE, clusters_of, places_of
from alliance.ui.going import go_to_school
from alliance.ui.grade_column import GRADE, grade_words
from alliance.ui.table import Column, data_table
from alliance.ui.trust_choice import prints_on
from alliance.ui.words import counted, listed
from alliance.web.current import state_on

if TYPE_CHECKING:
    from alliance.analysis.filters import Filter

RULE = (
    "A cluster joins academies of the trust no more than 25 km apart. Its hub is the academy with "
    "the least total distance to the others, its hull the land between them. Distances are "
    "straight lines."
)
CLUSTERS = {
    "cluster": Column("Cluster", "1 is the largest", "number"),
    "hub_name": Column("Hub", "The academy with the least total distance to the others"),
    "academies": Column("Academies", kind="count"),
    "local_authorities": Column("Local authorities"),
    "median_km": Column("Median to hub", "Straight line", "km"),
    "greatest_km": Column("Greatest to hub", "Straight line", "km"),
    "area_km2": Column("Hull, km²", "With a margin of 2 km", "number1"),
}
PLACES = {
    "name": Column("Academy"),
    "place": Column("Place", "Hub or spoke of its cluster, or standing alone"),
    "cluster": Column("Cluster", "1 is the largest", "number"),
    "hub_name": Column("Hub"),
    "distance_to_hub_km": Column(
        "To the hub", "Of one that stands alone: to the trust's nearest hub", "km"
    ),
    "grade": GRADE,
    "phase": Column("Phase"),
    "la_name": Column("Local authority"),
    "pupils": Column("Pupils", kind="count"),
}


def footprint_of_trust(trust: int, name: str, own: Filter) -> None:
    """Draw the clusters and the academies of a trust."""
    prints = prints_on(own.day)
    places = places_of(state_on(own.day), prints, trust)
    clusters = clusters_of(prints, places, trust)
    st.header("Clusters", anchor=False)
    st.markdown(_in_words(clusters, places))
    if len(clusters):
        data_table(
            clusters,
            CLUSTERS,
            key="clusters",
            title=f"Clusters of {name}",
            chosen=own,
            order="cluster",
            notes=(RULE,),
        )
    st.caption(RULE)
    st.header("Academies", anchor=False)
    data_table(
        places.assign(grade=grade_words(places["grade"], own.day)),
        PLACES,
        key="places",
        title=f"Academies of {name}",
        chosen=own,
        searched=("name", "la_name", "hub_name", "place"),
        order="cluster",
        picks="urn",
        on_pick=go_to_school,
        notes=(RULE,),
    )


def _in_words(clusters: pd.DataFrame, places: pd.DataFrame) -> str:
    hubs = [
        f"{hub} ({counted(number, 'academy', 'academies')})"
        for hub, number in zip(clusters["hub_name"], clusters["academies"], strict=True)
    ]
    alone = places[places["place"] == ALONE]
    far = [
        f"{name} ({la})" + ("" if pd.isna(km) else f", {km:.1f} km from a hub")
        for name, la, km in zip(
            alone["name"], alone["la_name"], alone["distance_to_hub_km"], strict=True
        )
    ]
    parts = [
        f"{counted(len(hubs), 'cluster', 'clusters')} around {listed(hubs, most=6)}."
        if hubs
        else "No cluster: no two of its academies lie within 25 km of each other.",
        f"{counted(len(far), 'academy stands', 'academies stand')} alone: {'; '.join(far)}."
        if far
        else "No academy stands alone.",
    ]
    return " ".join(parts)
