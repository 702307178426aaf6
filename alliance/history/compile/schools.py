"""Bring together what each file says of a school: who it is, and where it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd

from alliance.history.compile.kinds import TYPE_UNKNOWN, TYPES, phase
from alliance.history.compile.spells import DAY
from alliance.sources import extract

if TYPE_CHECKING:
    from alliance.history.compile.inputs import Inputs

BRITISH_NATIONAL_GRID = "EPSG:27700"
WGS84 = "EPSG:4326"
# Sixth-form colleges may convert since 2016 (Department for Education, “Becoming a 16 to 19
# academy: advice for sixth-form colleges”).
COLLEGE_SINCE = "Academy 16 to 19 converter"


def identities(inputs: Inputs) -> pd.DataFrame:
    """Give a row a school known to any file, indexed by urn.

    Columns: name, phase, type, laestab, la_code, postcode, opened, closed (as stated), in_ofsted,
    in_spine, commissioner_region (by the newest extract that tells), listed_last (the last list
    that shows it), open_last (the last extract that shows it open), extracted (whether any extract
    names it).

    Where files differ the order is: the newest extract of the register for what a school is
    called and what it is, Ofsted's list of August 2020, the last dated list, the spine. Of the
    establishments of an extract those count that were open since the first dated list.
    A school known only as the predecessor of one that opened since April 2017 takes its phase and
    authority from that one.
    """
    ofsted = inputs.ofsted_schools.set_index("urn")
    listed = inputs.trust_rows.sort_values("seen", kind="stable").drop_duplicates(
        "urn", keep="last"
    )
    listed = listed.set_index("urn")
    spine = inputs.spine.set_index("urn")
    latest = extract.newest(inputs.extracts)
    since = latest["is_open"] | (latest["closed"] >= inputs.first_list_day)
    urns = ofsted.index.union(listed.index).union(spine.index).union(latest.index[since])
    ofsted, listed, spine, latest = (
        table.reindex(urns) for table in (ofsted, listed, spine, latest)
    )

    known = pd.DataFrame(index=urns)
    names = (table["name"] for table in (latest, ofsted, spine, listed))
    known["name"] = _first(*names)
    types = (table["type"].str.lower().map(TYPES) for table in (latest, ofsted, listed, spine))
    known["type"] = _first(*types).fillna(TYPE_UNKNOWN)
    phases = listed["phase"].fillna(latest["phase"])
    known["phase"] = phase(known["type"], ofsted["phase"], phases, spine)
    numbers = (table["laestab"].astype("Int32") for table in (ofsted, spine, latest))
    known["laestab"] = _first(*numbers)
    known["la_code"] = _first(*(table["la_code"] for table in (ofsted, listed, spine, latest)))
    known["postcode"] = _first(*(table["postcode"] for table in (ofsted, spine, latest))).replace(
        "", None
    )
    known["opened"] = _first(*(table["opened"] for table in (ofsted, spine, latest)))
    known["closed"] = latest["closed"].fillna(
        (spine["last_day"] + DAY).where(ofsted["name"].isna())
    )
    known["in_ofsted"], known["in_spine"] = ofsted["name"].notna(), spine["name"].notna()
    known["commissioner_region"] = _commissioners(inputs).reindex(urns)
    known["listed_last"] = listed["seen"]
    shown_open = inputs.extracts[inputs.extracts["is_open"]].groupby("urn")["seen"].max()
    known["open_last"], known["extracted"] = shown_open.reindex(urns), latest["seen"].notna()
    return pd.concat([known, _unlisted_predecessors(known, inputs)]).sort_index()


def _commissioners(inputs: Inputs) -> pd.Series:
    told = inputs.extracts[inputs.extracts["commissioner_region"] != ""]
    return extract.newest(told)["commissioner_region"]


def _first(*values: pd.Series) -> pd.Series:
    """Give of each row the first value that is known."""
    found, *others = values
    for other in others:
        found = found.fillna(other)
    return found


def _unlisted_predecessors(known: pd.DataFrame, inputs: Inputs) -> pd.DataFrame:
    """Give the schools that the spine just missed.

    The spine begins in September 2017, the lists of academies in April 2017. A maintained school
    that became an academy in between is named only by its link, and by Ofsted's note of an
    inspection; it was open until its successor opened. What became a 16 to 19 academy by conversion
    was a sixth-form college of the further education sector, and no state-funded school until then.
    """
    colleges = known.index[known["type"] == COLLEGE_SINCE]
    links = inputs.links[
        ~inputs.links["predecessor_urn"].isin(known.index)
        & ~inputs.links["successor_urn"].isin(colleges)
    ]
    links = links.merge(
        known[["phase", "la_code", "postcode", "opened"]],
        left_on="successor_urn",
        right_index=True,
    )
    links = links[links["opened"] > inputs.first_list_day].sort_values("opened")
    links = links.drop_duplicates("predecessor_urn").set_index("predecessor_urn")
    inspected = inputs.ofsted_inspections.drop_duplicates("inspected_urn").set_index(
        "inspected_urn"
    )
    names = links["predecessor_name"].fillna(inspected["inspected_name"].reindex(links.index))
    types = inspected["inspected_type"].reindex(links.index).str.lower().map(TYPES)
    return pd.DataFrame(
        {
            "name": names,
            "phase": links["phase"],
            "type": types.fillna(TYPE_UNKNOWN),
            "la_code": links["la_code"],
            "postcode": links["postcode"],
            "closed": links["opened"],
            "in_ofsted": False,
            "in_spine": False,
            "extracted": False,
        }
    ).dropna(subset=["name"])


def locations(
    known: pd.DataFrame, own: pd.DataFrame, postcodes: pd.DataFrame, links: pd.DataFrame
) -> pd.DataFrame:
    """Add easting_m, northing_m, location_source, lon and lat.

    A school's own coordinates come first, then its postcode's centroid, then those of the school
    it replaced or that replaced it, which stood on the same site. Others stay without.
    """
    place = own.reindex(known.index)
    source = pd.Series(None, known.index, dtype="object").mask(place["easting_m"].notna(), "own")
    by_postcode = postcodes.reindex(known["postcode"].str.replace(" ", "")).set_axis(known.index)
    place, source = _filled(place, source, by_postcode, "postcode")
    same_site = links[links["kind"] == "replaced"]
    for _ in range(2):  # a school may have been replaced twice
        for neighbour, other in (("predecessor", "successor"), ("successor", "predecessor")):
            pairs = same_site.drop_duplicates(f"{other}_urn").set_index(f"{other}_urn")
            named = pairs[f"{neighbour}_urn"].reindex(known.index)
            found = place.reindex(named.to_numpy()).set_axis(known.index)
            place, source = _filled(place, source, found, neighbour)
    points = gpd.GeoSeries.from_xy(
        place["easting_m"], place["northing_m"], crs=BRITISH_NATIONAL_GRID
    ).to_crs(WGS84)
    located = place["easting_m"].notna().to_numpy()
    return known.assign(
        easting_m=place["easting_m"],
        northing_m=place["northing_m"],
        location_source=source,
        lon=np.where(located, points.x.round(6), np.nan),
        lat=np.where(located, points.y.round(6), np.nan),
    )


def _filled(
    place: pd.DataFrame, source: pd.Series, more: pd.DataFrame, name: str
) -> tuple[pd.DataFrame, pd.Series]:
    new = place["easting_m"].isna() & more["easting_m"].notna()
    return place.where(~new, more), source.mask(new, name)
