"""Names, league and footprints of trusts, worked out once for all visitors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliance.analysis.trusts.footprints import JOIN_KM, Footprints, footprints
from alliance.analysis.trusts.trust_names import trust_names
from alliance.analysis.trusts.trusts_on_day import league
from alliance.current.state import current_history, kept, state_on

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd


def founding_trusts() -> tuple[int, ...]:
    """Return the UIDs of the trusts that founded the alliance."""
    return tuple(int(uid) for uid in current_history().alliance["trust_uid"])


def trust_name(uid: int) -> str:
    """Return the display name of a trust."""
    return trust_names(current_history()).get(uid, str(uid))


@kept(maxsize=12)
def league_on(day: dt.date) -> pd.DataFrame:
    """Return the league table of a day; shared by all visitors."""
    return league(current_history(), day)


@kept(maxsize=12)
def prints_on(day: dt.date, join_km: float = JOIN_KM) -> Footprints:
    """Return the footprints of all trusts on a day."""
    return footprints(state_on(day), join_km=join_km)


def places_of_hubs(schools: pd.DataFrame, day: dt.date, join_km: float = JOIN_KM) -> pd.DataFrame:
    """Return name, lon and lat of those of some schools that are the hub of a cluster on a day."""
    members = prints_on(day, join_km).members
    hubs = members.loc[members["is_hub"], "urn"]
    return schools.loc[schools["urn"].isin(hubs), ["name", "lon", "lat"]]
