"""Where a trust works: its academies in clusters, and those that stand alone.

One hull around all academies of a trust covers land where it has none. A footprint is therefore
made of clusters: academies of one trust joined where no more than a stated distance apart, and
only as long as no two of the cluster are further apart than twice that (its span). Without the
span, steps of 25 km from neighbour to neighbour would lead across half a region. The two groups
that give the narrowest cluster are joined first (complete linkage). Distances are straight lines
in British National Grid (EPSG:27700).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree
from scipy.spatial.distance import pdist, squareform

from alliance.errors import QuestionError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Integers = npt.NDArray[np.intp]

GRID = "EPSG:27700"
"""British National Grid, in metres."""

JOIN_KM = 25.0
"""The distance by which academies are joined unless another is chosen."""
JOIN_CHOICES_KM = (10.0, 15.0, 25.0, 40.0)
"""The distances that can be chosen."""
_FURTHEST_JOIN_KM = 1000.0  # no two schools of England lie further apart


def span_km(join_km: float) -> float:
    """Return how far apart two academies of one cluster may be, in km: twice the distance."""
    return 2.0 * join_km


@dataclass(frozen=True)
class Footprints:
    """The footprints of one or more trusts on one day.

    Parameters
    ----------
    members
        One row a located academy, sorted by trust and URN: ``trust_uid``, ``urn``, ``name``,
        ``easting_m``, ``northing_m``, ``cluster`` (1 is the trust's largest; missing for an
        outlier), ``is_hub``, ``is_outlier``, ``distance_to_hub_km``. An outlier is outside every
        cluster: no other academy of its trust is within the joining distance, or any that is would
        make a cluster wider than the span. Its distance is the one to the nearest hub of its
        trust, missing where the trust has no cluster.
    trusts
        One row a trust, sorted by ``trust_uid``: ``academies``, ``located`` (those with
        coordinates; only they count in what follows), ``clusters``, ``outliers``,
        ``median_distance_to_hub_km``, ``greatest_distance_to_hub_km`` (over all academies but the
        hubs, outliers included; missing where there is no cluster).
    margin_km
        How far a cluster's hull reaches beyond its outermost academies, so that two academies, or
        several in a row, still give an area.

    """

    members: pd.DataFrame
    trusts: pd.DataFrame
    margin_km: float

    @cached_property
    def clusters(self) -> gpd.GeoDataFrame:
        """One row a cluster of two academies or more, drawn when first asked for.

        Columns ``trust_uid``, ``cluster``, ``academies``, ``hub_urn``, ``median_km`` and
        ``greatest_km`` (from the hub to the others), ``geometry`` (hull with margin, EPSG:27700).
        """
        joined = self.members[~self.members["is_outlier"]].sort_values(
            ["trust_uid", "cluster", "urn"]
        )
        by_cluster = joined.groupby(["trust_uid", "cluster"])
        to_hub = joined[~joined["is_hub"]].groupby(["trust_uid", "cluster"])["distance_to_hub_km"]
        hubs = joined[joined["is_hub"]].set_index(["trust_uid", "cluster"])
        table = pd.DataFrame(
            {
                "academies": by_cluster.size(),
                "hub_urn": hubs["urn"],
                "median_km": to_hub.median(),
                "greatest_km": to_hub.max(),
            }
        ).reset_index()
        outlines = shapely.multipoints(
            _metres(joined), indices=by_cluster.ngroup().to_numpy(np.intp)
        )
        hulls = shapely.buffer(shapely.convex_hull(outlines), self.margin_km * 1000.0)
        return gpd.GeoDataFrame(table, geometry=hulls, crs=GRID)

    @cached_property
    def spokes(self) -> gpd.GeoDataFrame:
        """One row an academy of a cluster but its hub: the straight line from hub to academy.

        Columns ``trust_uid``, ``cluster``, ``hub_urn``, ``urn``, ``distance_km``, ``geometry``
        (EPSG:27700).
        """
        key = ["trust_uid", "cluster"]
        joined = self.members[~self.members["is_outlier"]]
        hubs = joined.loc[joined["is_hub"], [*key, "urn", "easting_m", "northing_m"]]
        pairs = joined[~joined["is_hub"]].merge(
            hubs.rename(columns={"urn": "hub_urn"}), on=key, suffixes=("", "_hub")
        )
        ends = np.stack([_metres(pairs, "_hub"), _metres(pairs)], axis=1)
        table = pairs[[*key, "hub_urn", "urn", "distance_to_hub_km"]]
        return gpd.GeoDataFrame(
            table.rename(columns={"distance_to_hub_km": "distance_km"}),
            geometry=shapely.linestrings(ends),
            crs=GRID,
        )


def footprints(
    state: pd.DataFrame,
    trusts: Sequence[int] | None = None,
    *,
    join_km: float = JOIN_KM,
    margin_km: float = 2.0,
) -> Footprints:
    """Return the footprints of the trusts named, or of all trusts, on the day of ``state``.

    Parameters
    ----------
    state
        The schools as at a day; read are ``urn``, ``name``, ``trust_uid``, ``easting_m`` and
        ``northing_m``. The order of its rows does not matter.
    trusts
        Trust UIDs; a trust without an academy that day has no row in the answer.
    join_km
        Academies of a trust no further apart than this are joined, as long as the cluster is no
        wider than :func:`span_km`.
    margin_km
        How far hulls reach beyond their outermost academies.

    Raises
    ------
    QuestionError
        When a distance is not between 0 and 1,000 km.

    """
    for what, distance in (("joining distance", join_km), ("margin", margin_km)):
        if not 0.0 < distance <= _FURTHEST_JOIN_KM:
            raise QuestionError(
                f"The {what} of a footprint is {distance:g} km; give one above 0 and up to "
                f"{_FURTHEST_JOIN_KM:,.0f} km."
            )
    academies = _academies(state, trusts)
    located = academies[academies["easting_m"].notna() & academies["northing_m"].notna()]
    members = _members(located.reset_index(drop=True), join_km * 1000.0)
    return Footprints(members, _summary(academies, members), margin_km)


def _academies(state: pd.DataFrame, trusts: Sequence[int] | None) -> pd.DataFrame:
    """Pick the schools in a trust, sorted, so that nothing hangs on the order they came in."""
    chosen = state["trust_uid"].notna() if trusts is None else state["trust_uid"].isin(list(trusts))
    columns = ["trust_uid", "urn", "name", "easting_m", "northing_m"]
    return (
        state.loc[chosen, columns]
        .astype({"trust_uid": "int32"})
        .sort_values(["trust_uid", "urn"], ignore_index=True)
    )


def _members(located: pd.DataFrame, join_m: float) -> pd.DataFrame:
    points = _metres(located)
    label = _components(points, located["trust_uid"].to_numpy(), join_m)
    label = _narrowed(points, label, join_m)
    size = np.bincount(label)[label] if len(label) else label
    hub = _hub_of_each(points, label, size)
    rows = np.arange(len(located))
    members = located.assign(
        is_hub=(rows == hub) & (size > 1),
        is_outlier=size == 1,
        distance_to_hub_km=np.hypot(*(points - points[hub]).T) / 1000.0,
    )
    outliers = members["is_outlier"]
    members["distance_to_hub_km"] = members["distance_to_hub_km"].mask(
        outliers, _to_nearest_hub_km(members)
    )
    members.insert(5, "cluster", _numbers(members, hub, size))
    return members


def _components(points: Floats, trust_uid: npt.NDArray[np.int32], join_m: float) -> Integers:
    """Label the rows by single linkage within each trust, all trusts in one tree.

    The trust is a third coordinate, spaced so widely that no two trusts come within reach.
    """
    if not len(points):
        return np.empty(0, dtype=np.intp)
    _, trust = np.unique(trust_uid, return_inverse=True)
    tree = cKDTree(np.column_stack([points, trust * (2.0 * join_m)]))
    pairs = tree.query_pairs(join_m, output_type="ndarray")
    graph = coo_array(
        (np.ones(len(pairs), dtype=np.int8), (pairs[:, 0], pairs[:, 1])),
        shape=(len(points), len(points)),
    )
    label: Integers = connected_components(graph, directed=False)[1].astype(np.intp)
    return label


def _narrowed(points: Floats, label: Integers, join_m: float) -> Integers:
    """Part the components that are wider than the span; number all anew from 0."""
    span_m = 1000.0 * span_km(join_m / 1000.0)
    parted = label.copy()
    rows = pd.Series(np.arange(len(label))).groupby(label)
    # Only what does not fit into a square of the span's diagonal can be wider than the span.
    corners = pd.DataFrame(points).groupby(label)
    across = np.hypot(*(corners.max() - corners.min()).to_numpy().T)
    for wide in np.flatnonzero(across > span_m):
        own = rows.get_group(wide).to_numpy()
        parted[own] = len(label) * (1 + wide) + _agglomerated(points[own], join_m, span_m)
    numbered: Integers = np.unique(parted, return_inverse=True)[1].astype(np.intp)
    return numbered


def _agglomerated(points: Floats, join_m: float, span_m: float) -> Integers:
    """Label points by complete linkage: groups are joined as long as they are near and narrow."""
    nearest = squareform(pdist(points))
    np.fill_diagonal(nearest, np.inf)
    farthest = nearest.copy()
    label: Integers = np.arange(len(points))
    while True:
        cost = np.where((nearest <= join_m) & (farthest <= span_m), farthest, np.inf)
        one, other = np.unravel_index(np.argmin(cost), cost.shape)
        if cost[one, other] == np.inf:
            return label
        label[label == other] = one
        nearest[one] = nearest[:, one] = np.minimum(nearest[one], nearest[other])
        farthest[one] = farthest[:, one] = np.maximum(farthest[one], farthest[other])
        for apart in (nearest, farthest):
            apart[other] = apart[:, other] = apart[one, one] = np.inf


def _hub_of_each(points: Floats, label: Integers, size: Integers) -> Integers:
    """Return for each row the row of its cluster's hub.

    The hub has the least total distance to the others. Totals are compared to the metre, so that
    a tie falls to the lowest URN (the rows come sorted by it) and not to a rounding.
    """
    order = np.argsort(label, kind="stable")
    start = np.searchsorted(label[order], label)
    one = np.repeat(np.arange(len(label)), size)
    step = np.arange(len(one)) - np.repeat(np.cumsum(size) - size, size)
    other = order[np.repeat(start, size) + step]
    distance = np.hypot(*(points[one] - points[other]).T)
    total = np.round(np.bincount(one, weights=distance, minlength=len(label)))
    best = np.lexsort((np.arange(len(label)), total, label))
    hub: Integers = best[start]
    return hub


def _to_nearest_hub_km(members: pd.DataFrame) -> pd.Series[float]:
    """Give, for the outliers, the distance to the nearest hub of their trust."""
    hubs = members.loc[members["is_hub"], ["trust_uid", "easting_m", "northing_m"]]
    pairs = (
        members[members["is_outlier"]]
        .reset_index(names="row")
        .merge(hubs, on="trust_uid", suffixes=("", "_hub"))
    )
    distance_m = np.hypot(*(_metres(pairs) - _metres(pairs, "_hub")).T)
    nearest = pd.Series(distance_m / 1000.0, index=pairs["row"]).groupby(level=0).min()
    return nearest.reindex(members.index)


def _numbers(members: pd.DataFrame, hub: Integers, size: Integers) -> pd.Series[int]:
    """Count a trust's clusters from the largest, equal ones by the URN of their hub."""
    hubs = members.assign(size=size)[members["is_hub"]]
    ranked = hubs.sort_values(["trust_uid", "size", "urn"], ascending=[True, False, True])
    number = ranked.groupby("trust_uid").cumcount() + 1
    return number.reindex(hub).set_axis(members.index).astype("Int16")


def _summary(academies: pd.DataFrame, members: pd.DataFrame) -> pd.DataFrame:
    by_trust = members.groupby("trust_uid")
    to_hub = members[~members["is_hub"]].groupby("trust_uid")["distance_to_hub_km"]
    table = pd.DataFrame(
        {
            "academies": academies.groupby("trust_uid").size(),
            "located": by_trust.size(),
            "clusters": by_trust["is_hub"].sum(),
            "outliers": by_trust["is_outlier"].sum(),
            "median_distance_to_hub_km": to_hub.median(),
            "greatest_distance_to_hub_km": to_hub.max(),
        }
    )
    counts = ["academies", "located", "clusters", "outliers"]
    table[counts] = table[counts].fillna(0).astype("int32")
    return table.reset_index()


def _metres(table: pd.DataFrame, suffix: str = "") -> Floats:
    return table[[f"easting_m{suffix}", f"northing_m{suffix}"]].to_numpy(np.float64)
