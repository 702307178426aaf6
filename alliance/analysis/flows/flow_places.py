"""Where the ends of a flow stand: a school, its trust, its local authority, its region.

A place is named by a word and a key, as ``trust:4119`` or ``region:North East``. A trust stands at
the hub of its largest cluster; an authority or a region at a point inside it. What has no place at
a level stands there for itself: a maintained school under its authority, an organisation that is
neither school nor trust nor authority under its own name, without a spot on the map.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Literal

import pandas as pd

from alliance.analysis.trusts.footprints import GRID, footprints
from alliance.history import schools_on
from alliance.history.as_at import authorities

if TYPE_CHECKING:
    import datetime as dt

    from alliance.history import History

Level = Literal["school", "trust", "authority", "region"]
LEVELS: tuple[Level, ...] = ("school", "trust", "authority", "region")
"""What places are gathered by, from the finest to the coarsest."""

NOT_KNOWN = "unknown:"
METRES = ["easting_m", "northing_m"]
_WIDE_KM = 1000.0  # joins all that a trust has in England


def trust_hubs(history: History, asked: pd.DataFrame) -> pd.DataFrame:
    """Return the academy at which each trust stands.

    It is the hub of the largest cluster; of a trust without a cluster, the academy nearest to all
    its others.

    Parameters
    ----------
    asked
        trust_uid, day: the days to try for each trust, in order; the first on which it held a
        located academy counts.

    Returns
    -------
    DataFrame
        Indexed by trust_uid: urn, easting_m, northing_m. A trust that held none has no row.

    """
    tries = asked.reset_index(drop=True).reset_index(names="order")
    held = tries.merge(history.memberships[["trust_uid", "urn", "joined", "left"]], on="trust_uid")
    held = held[(held["joined"] <= held["day"]) & ~(held["left"] <= held["day"])]
    held = held.merge(history.schools[["urn", "name", *METRES]], on="urn").dropna(subset=METRES)
    first = held.groupby("trust_uid")["order"].transform("min")
    held = held[held["order"] == first].drop_duplicates(["trust_uid", "urn"])
    near = footprints(held).members
    near = near[near["is_hub"] & (near["cluster"] == 1)]
    rest = held[~held["trust_uid"].isin(near["trust_uid"])]
    wide = footprints(rest, join_km=_WIDE_KM).members
    found = pd.concat([near, wide[wide["is_hub"] | wide["is_outlier"]]])
    return found.drop_duplicates("trust_uid").set_index("trust_uid")[["urn", *METRES]]


def ends_at_schools(
    history: History, urns: pd.Series, trusts: pd.Series, day: dt.date
) -> pd.DataFrame:
    """Return the places of schools at each level, under the local authorities of ``day``.

    Parameters
    ----------
    urns, trusts
        Of the same index: the schools' URNs, and the UIDs of the trusts that ran them; missing for
        a maintained school.

    Returns
    -------
    DataFrame
        Of that index: a column for each of ``LEVELS``, area (the name of its Opportunity Area,
        else missing) and commissioner (its RSC region).

    """
    at = schools_on(history, day).set_index("urn").reindex(urns)
    authority, region = (at[name].astype("object").to_numpy() for name in ("la_name", "region"))
    maintained = pd.Series(authority, urns.index)
    ends = pd.DataFrame(
        {
            "school": "school:" + urns.astype("str"),
            "trust": ("trust:" + trusts.astype("Int64").astype("str")).where(
                trusts.notna(), "maintained:" + maintained
            ),
            "authority": "authority:" + maintained,
            "region": "region:" + pd.Series(region, urns.index),
        }
    )
    more = {"area": "opportunity_area", "commissioner": "commissioner_region"}
    return ends.fillna(NOT_KNOWN).assign(
        **{
            name: pd.Series(at[column].astype("object").to_numpy(), urns.index)
            for name, column in more.items()
        }
    )


def ends_at_trusts(
    history: History, trusts: pd.Series, hubs: pd.DataFrame, day: dt.date
) -> pd.DataFrame:
    """Return the places of trusts at each level: as the school, the trust itself.

    ``hubs`` is as :func:`trust_hubs` gives it; the rest is as for :func:`ends_at_schools`.
    """
    hub = trusts.map(hubs["urn"]).astype("Int64")
    ends = ends_at_schools(history, hub, trusts, day)
    return ends.assign(school=ends["trust"])


def ends_at_authorities(history: History, codes: pd.Series) -> pd.DataFrame:
    """Return the places of local authorities (codes of three digits) that support schools."""
    at = authorities(history)[["la_name", "region"]].reindex(codes.astype("int16"))
    name, region = (pd.Series(at[column].to_numpy(), codes.index) for column in at)
    return pd.DataFrame(
        {
            "school": "maintained:" + name,
            "trust": "maintained:" + name,
            "authority": "authority:" + name,
            "region": "region:" + region,
        }
    ).fillna(NOT_KNOWN)


def ends_at_named_authorities(history: History, names: pd.Series) -> pd.DataFrame:
    """Return the places of local authorities called so: authority and region, else not known."""
    regions = authorities(history).drop_duplicates("la_name").set_index("la_name")["region"]
    known = names.where(names.isin(regions.index))
    ends = {"authority": "authority:" + known, "region": "region:" + known.map(regions)}
    return pd.DataFrame(ends, index=names.index).fillna(NOT_KNOWN)


def ends_elsewhere(names: pd.Series) -> pd.DataFrame:
    """Return the places of other organisations: at each level their name."""
    return pd.DataFrame(dict.fromkeys(LEVELS, "other:" + names.astype("str")))


def places_of(history: History, table: pd.DataFrame, hubs: pd.DataFrame) -> pd.DataFrame:
    """Return every place that the ends in a table name.

    Returns
    -------
    DataFrame
        Indexed by id: name (no two alike), easting_m, northing_m (missing where not known).

    """
    columns = [f"{end}_{level}" for end in ("from", "to") for level in LEVELS]
    ids = pd.Series(pd.unique(table[columns].to_numpy(dtype=object).ravel()), dtype="str")
    schools = history.schools.assign(id="school:" + history.schools["urn"].astype("str"))
    trusts = history.trusts.assign(id="trust:" + history.trusts["trust_uid"].astype("str"))
    spots = pd.concat(
        [
            schools.loc[schools["id"].isin(ids)].set_index("id")[METRES],
            hubs[METRES].set_axis("trust:" + hubs.index.astype("str")),
            _area_points(history),
        ]
    )
    names = pd.concat([part.set_index("id")["name"] for part in (schools, trusts)])
    named = ids.map(names).fillna(_key(ids))
    named = named.mask(ids.str.startswith("maintained:"), named + " (local authority)")
    named = named.mask(ids == NOT_KNOWN, "Not known")
    places = pd.DataFrame({"name": _told_apart(ids, named)}).set_axis(ids.to_numpy())
    return places.join(spots)


def _told_apart(ids: pd.Series, names: pd.Series) -> pd.Series:
    """Name no two places alike: a trust called as its school is marked, others get their number."""
    like_another = names.duplicated(keep=False) & ids.str.startswith("trust:")
    names = names.mask(like_another, names + " (trust)")
    return names.mask(names.duplicated(keep=False), names + " (" + _key(ids) + ")")


def _key(ids: pd.Series) -> pd.Series:
    """Return what stands behind the word of each place."""
    keys: pd.Series = ids.str.replace("^[^:]*:", "", regex=True)
    return keys


@lru_cache(maxsize=2)
def _area_points(history: History) -> pd.DataFrame:
    """Return a point inside each region and local authority; else amid its schools."""
    areas = history.areas[history.areas["kind"].isin(["region", "authority"])]
    # Of one name the newest outline counts.
    areas = areas.sort_values("from_day").drop_duplicates(["kind", "name"], keep="last")
    inside = areas.geometry.to_crs(GRID).representative_point()
    found = pd.DataFrame({"key": areas["name"], "easting_m": inside.x, "northing_m": inside.y})
    regions, drawn = (found[areas["kind"] == kind] for kind in ("region", "authority"))
    under = history.school_authorities.merge(history.schools[["urn", *METRES]], on="urn")
    amid = under.groupby("la_name", observed=True)[METRES].median().reset_index(names="key")
    every = pd.concat([drawn, amid]).dropna(subset=["key"]).drop_duplicates("key")
    parts = {"region": regions, "authority": every, "maintained": every}
    points: pd.DataFrame = pd.concat(
        [
            part.set_index(name + ":" + part["key"].astype("str"))[METRES]
            for name, part in parts.items()
        ]
    )
    return points
