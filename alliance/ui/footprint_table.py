"""The numbers of the footprints on the map: how many clusters, how far from their hubs."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from alliance.analysis.footprints import footprints
from alliance.maps.choice import FOOTPRINTS
from alliance.ui.words import MISSING, count
from alliance.web.current import kept, state_on
from alliance.web.layers import trust_names

if TYPE_CHECKING:
    import datetime as dt

    from alliance.maps.choice import MapChoice

HEADS = (
    "Trust",
    "Academies",
    "Clusters",
    "Standing alone",
    "Median distance to hub",
    "Greatest distance to hub",
)


def footprint_table(choice: MapChoice) -> None:
    """Draw a row for each trust whose footprint the map shows; nothing if it shows none."""
    if FOOTPRINTS not in choice.switched_on or not choice.trusts:
        return
    table = _table(choice.filter.day, choice.trusts)
    if table:
        st.html(table)
        st.caption(
            "All academies of the trusts, whatever the filter. A cluster joins those of one trust "
            "no more than 25 km apart; its hub is the one nearest to all others. Distances are "
            "straight lines, over all clusters and the academies that stand alone."
        )


@kept(maxsize=64)
def _table(day: dt.date, trusts: tuple[int, ...]) -> str:
    found = footprints(state_on(day), trusts).trusts
    rows = "".join(
        f"<tr><th scope='row'>{escape(trust_names().get(row['trust_uid'], ''))}</th>"
        f"<td>{count(row['academies'])}</td><td>{count(row['clusters'])}</td>"
        f"<td>{count(row['outliers'])}</td><td>{_km(row['median_distance_to_hub_km'])}</td>"
        f"<td>{_km(row['greatest_distance_to_hub_km'])}</td></tr>"
        for row in found.to_dict("records")
    )
    heads = "".join(f"<th scope='col'>{head}</th>" for head in HEADS)
    table = f"<div class='numbers'><table><tr>{heads}</tr>{rows}</table></div>"
    return table if rows else ""


def _km(distance_km: float) -> str:
    return MISSING if pd.isna(distance_km) else f"{distance_km:.1f} km"
