"""The footprint of one trust in words and tables: clusters, hubs, spokes, and who stands alone."""

from __future__ import annotations

import pandas as pd

from alliance.analysis.trusts.footprints import JOIN_KM, span_km
from alliance.analysis.trusts.trust_places import ALONE
from alliance.text.words import counted, listed
from alliance.views.columns import Column
from alliance.views.grade_column import GRADE
from alliance.views.inspected_columns import SINCE


def cluster_rule(join_km: float = JOIN_KM) -> str:
    """Say what joins academies to a cluster, and what its hub is."""
    return (
        f"A cluster joins academies of a trust no more than {join_km:g} km apart, as long as it is "
        f"no more than {span_km(join_km):g} km wide. Its hub is the academy with the least total "
        "distance to the others, its hull the land between them. Distances are straight lines."
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
    "place": Column("Place", "Hub or spoke of its cluster, or outside every cluster"),
    "cluster": Column("Cluster", "1 is the largest", "number"),
    "hub_name": Column("Hub"),
    "distance_to_hub_km": Column(
        "To the hub", "For one outside every cluster: to the trust’s nearest hub", "km"
    ),
    "grade": GRADE,
    **SINCE,
    "phase": Column("Phase"),
    "la_name": Column("Local authority"),
    "pupils": Column("Pupils", kind="count"),
}


def footprint_in_words(
    clusters: pd.DataFrame, places: pd.DataFrame, join_km: float = JOIN_KM
) -> str:
    """Say of what clusters a footprint is made up, and who stands alone."""
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
        else f"No cluster: no two of its academies lie within {join_km:g} km of each other.",
        f"{counted(len(far), 'academy', 'academies')} outside every cluster: {'; '.join(far)}."
        if far
        else "No academy is outside every cluster.",
    ]
    return " ".join(parts)
