"""Where the lines of a plan run: from the hub of each supporter's cluster to the school."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from alliance.analysis.footprints import Footprints


def plan_lines(plan: pd.DataFrame, state: pd.DataFrame, prints: Footprints) -> pd.DataFrame:
    """Give the two ends of each pair of a plan.

    The line starts at the hub of the cluster that holds the supporter's nearest strong school, for
    help comes from there; a strong school that stands alone is its own start.

    Parameters
    ----------
    plan
        Of a :class:`alliance.analysis.matching.Match`.
    state, prints
        The schools of that day, and the footprints of its trusts.

    Returns
    -------
    DataFrame
        In the order of ``plan``: urn, name, supporter_uid, supporter_name, distance_km, hub_urn,
        hub_name, hub_lon, hub_lat, lon, lat.

    """
    members = prints.members[["urn", "trust_uid", "cluster", "is_hub"]]
    hubs = members[members["is_hub"]].set_index(["trust_uid", "cluster"])["urn"]
    cluster = members.set_index("urn")["cluster"].reindex(plan["nearest_urn"]).to_numpy()
    at = pd.MultiIndex.from_arrays([plan["supporter_uid"], cluster])
    hub = pd.Series(hubs.reindex(at).to_numpy(), index=plan.index)
    hub = hub.fillna(plan["nearest_urn"].astype("float64")).astype("int64")
    places = state.set_index("urn")[["name", "lon", "lat"]]
    start = places.reindex(hub).add_prefix("hub_").set_axis(plan.index)
    end = places.reindex(plan["urn"])[["lon", "lat"]].set_axis(plan.index)
    own = plan[["urn", "name", "supporter_uid", "supporter_name", "distance_km"]]
    return pd.concat([own.assign(hub_urn=hub), start, end], axis=1)
