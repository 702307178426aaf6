"""Where one trust's academies stand in its footprint, and who works beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from alliance.analysis.need.inspected_since import SINCE_GRADES

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from alliance.analysis.trusts.footprints import Footprints

ALONE = "Outside every cluster"
_SCHOOL = ["urn", "name", "phase", "la_name", "region", "grade", "grade_inherited", "pupils"]
_HELD = [
    "name",
    "kind",
    "tier",
    "academies",
    "percent_good_or_outstanding",
    "in_need",
    *SINCE_GRADES,
]


def places_of(state: pd.DataFrame, prints: Footprints, trust: int) -> pd.DataFrame:
    """Say of each academy of a trust whether it is a hub, a spoke or stands alone.

    Parameters
    ----------
    state
        The schools of the day as ``as_at`` gives them.
    prints
        The footprints of that day.

    Returns
    -------
    DataFrame
        A row an academy, cluster by cluster from its hub outwards, then those that stand alone:
        urn, name, phase, la_name, region, grade, grade_inherited, pupils, easting_m, northing_m,
        cluster (1 is the largest), place ("Hub", "Spoke", "Outside every cluster", "Not located"),
        hub_name (of its cluster), distance_to_hub_km (of one that stands alone, to the nearest
        hub).

    """
    own = state.loc[state["trust_uid"] == trust, [*_SCHOOL, "easting_m", "northing_m"]]
    members = prints.members[prints.members["trust_uid"] == trust]
    spots = ["urn", "cluster", "is_hub", "is_outlier", "distance_to_hub_km"]
    table = own.merge(members[spots], on="urn", how="left")
    # A hub is at no distance from itself; its row comes first in its cluster.
    table["place"] = np.select(
        [table["easting_m"].isna(), table["is_outlier"] == True, table["is_hub"] == True],  # noqa: E712 -- missing is neither
        ["Not located", ALONE, "Hub"],
        "Spoke",
    )
    hubs = members[members["is_hub"]].set_index("cluster")["name"]
    table["hub_name"] = table["cluster"].map(hubs)
    return table.drop(columns=["is_hub", "is_outlier"]).sort_values(
        ["cluster", "distance_to_hub_km", "name"], ignore_index=True
    )


def clusters_of(prints: Footprints, places: pd.DataFrame, trust: int) -> pd.DataFrame:
    """Return a trust's clusters, the largest first.

    Returns
    -------
    DataFrame
        cluster, hub_name, academies, local_authorities (names, joined), median_km, greatest_km
        (from the hub), area_km2 (of the hull with its margin).

    """
    clusters = prints.clusters
    own = clusters[clusters["trust_uid"] == trust]
    joined = places[places["cluster"].notna()]
    names = joined.groupby("cluster")["la_name"].agg(
        lambda la: ", ".join(sorted(la.astype("str").unique()))
    )
    hubs = joined[joined["place"] == "Hub"].set_index("cluster")["name"]
    return pd.DataFrame(
        {
            "cluster": own["cluster"],
            "hub_name": own["cluster"].map(hubs),
            "academies": own["academies"],
            "local_authorities": own["cluster"].map(names),
            "median_km": own["median_km"],
            "greatest_km": own["greatest_km"],
            "area_km2": own.geometry.area / 1e6,
        }
    ).reset_index(drop=True)


def neighbours_of(prints: Footprints, table: pd.DataFrame, trust: int) -> pd.DataFrame:
    """Return the trusts whose footprint overlaps a trust's, with what they hold.

    Parameters
    ----------
    prints
        The footprints of all trusts of the day.
    table
        The league table of that day.

    Returns
    -------
    DataFrame
        The columns of :func:`overlapping`, and name, kind, tier,
        academies, percent_good_or_outstanding, in_need and the columns of ``SINCE_GRADES``; most
        overlap first.

    """
    found = overlapping(prints, trust)
    return found.merge(table[["trust_uid", *_HELD]], on="trust_uid")


def overlapping(prints: Footprints, trust: int) -> pd.DataFrame:
    """Find the trusts whose footprint overlaps that of a trust.

    Parameters
    ----------
    prints
        The footprints of all trusts of the day.

    Returns
    -------
    DataFrame
        trust_uid, overlap_km2 (of the hulls of their clusters), percent_of_footprint (of the
        trust's own that is shared), academies_inside (of the other trust within the trust's
        clusters); most overlap first. Empty where the trust has no cluster.

    """
    clusters = prints.clusters
    own = clusters[clusters["trust_uid"] == trust].geometry.union_all()
    others = clusters[clusters["trust_uid"] != trust]
    near = others[others.intersects(own)]
    shared = near.assign(overlap_m2=near.intersection(own).area)
    table = shared.groupby("trust_uid", as_index=False)["overlap_m2"].sum()
    members = prints.members[prints.members["trust_uid"].isin(table["trust_uid"])]
    inside = _inside(members, own)
    return pd.DataFrame(
        {
            "trust_uid": table["trust_uid"],
            "overlap_km2": table["overlap_m2"] / 1e6,
            "percent_of_footprint": 100 * table["overlap_m2"] / (own.area or np.nan),
            "academies_inside": table["trust_uid"].map(inside).fillna(0).astype("int32"),
        }
    ).sort_values(["overlap_km2", "trust_uid"], ascending=[False, True], ignore_index=True)


def _inside(members: pd.DataFrame, area: BaseGeometry) -> pd.Series:
    points = shapely.points(members[["easting_m", "northing_m"]].to_numpy(np.float64))
    return (
        pd.Series(shapely.contains(area, points), members.index).groupby(members["trust_uid"]).sum()
    )
