"""Where the lines of a plan run: from the school that the support comes from, or a hub, to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from alliance.analysis.trusts.footprints import Footprints


def plan_lines(
    plan: pd.DataFrame, state: pd.DataFrame, from_hubs: Footprints | None = None
) -> pd.DataFrame:
    """Return the two ends of each pair of a plan.

    Parameters
    ----------
    plan
        Of a :class:`alliance.analysis.matching.best_match.Match`.
    state
        The schools of that day.
    from_hubs
        The footprints of the day's trusts, where a line is to start at the hub of the cluster that
        holds the supporter's strong school; one that stands alone is its own start. Without them
        it starts at that school.

    Returns
    -------
    DataFrame
        In the order of ``plan``: urn, name, supporter_uid, supporter_name, distance_km, start_urn,
        start_name, start_lon, start_lat, lon, lat.

    """
    start = plan["from_urn"] if from_hubs is None else _hubs(plan, from_hubs)
    places = state.set_index("urn")[["name", "lon", "lat"]]
    begin = places.reindex(start).add_prefix("start_").set_axis(plan.index)
    end = places.reindex(plan["urn"])[["lon", "lat"]].set_axis(plan.index)
    own = plan[["urn", "name", "supporter_uid", "supporter_name", "distance_km"]]
    return pd.concat([own.assign(start_urn=start), begin, end], axis=1)


def _hubs(plan: pd.DataFrame, prints: Footprints) -> pd.Series[int]:
    members = prints.members[["urn", "trust_uid", "cluster", "is_hub"]]
    hubs = members[members["is_hub"]].set_index(["trust_uid", "cluster"])["urn"]
    cluster = members.set_index("urn")["cluster"].reindex(plan["from_urn"]).to_numpy()
    at = pd.MultiIndex.from_arrays([plan["supporter_uid"], cluster])
    hub = pd.Series(hubs.reindex(at).to_numpy(), index=plan.index)
    found: pd.Series[int] = hub.fillna(plan["from_urn"].astype("float64")).astype("int64")
    return found
