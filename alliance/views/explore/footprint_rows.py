"""The numbers of the footprints on the map: how many clusters, how far from their hubs."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import pandas as pd

from alliance.analysis.trusts.footprints import JOIN_KM, footprints
from alliance.current.state import kept, state_on
from alliance.text.words import MISSING, count
from alliance.views.trusts_at_hand import trust_name

if TYPE_CHECKING:
    import datetime as dt


HEADS = (
    "Trust",
    "Academies",
    "Clusters",
    "Outside every cluster",
    "Median distance to hub",
    "Greatest distance to hub",
)


@kept(maxsize=64)
def footprint_rows(day: dt.date, trusts: tuple[int, ...], join_km: float = JOIN_KM) -> str:
    """Write the footprints of trusts as the rows of an HTML table."""
    found = footprints(state_on(day), trusts, join_km=join_km).trusts
    rows = "".join(
        f"<tr><th scope='row'>{escape(trust_name(row['trust_uid']))}</th>"
        f"<td>{count(row['academies'])}</td><td>{count(row['clusters'])}</td>"
        f"<td>{count(row['outliers'])}</td><td>{_km(row['median_distance_to_hub_km'])}</td>"
        f"<td>{_km(row['greatest_distance_to_hub_km'])}</td></tr>"
        for row in found.to_dict("records")
    )
    heads = "".join(f"<th scope='col'>{head}</th>" for head in HEADS)
    table = f"<div class='numbers' tabindex='0'><table><tr>{heads}</tr>{rows}</table></div>"
    return table if rows else ""


def _km(distance_km: float) -> str:
    return MISSING if pd.isna(distance_km) else f"{distance_km:.1f} km"
