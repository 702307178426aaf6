"""Bring together what each file says of a school: who it is, where it is, and when it was open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd

from alliance.history.compile.inputs import OFSTED_DAY
from alliance.history.compile.spells import DAY, REGISTER_LAG
from alliance.sources import extract

if TYPE_CHECKING:
    from alliance.history.compile.inputs import Inputs

BRITISH_NATIONAL_GRID = "EPSG:27700"
WGS84 = "EPSG:4326"
LONG_AGO = pd.Timestamp(1900, 12, 31)

# One name for each type of school, whichever publisher's spelling it came in (lower case here).
TYPES = {
    "community school": "Community school",
    "voluntary aided school": "Voluntary aided school",
    "voluntary controlled school": "Voluntary controlled school",
    "foundation school": "Foundation school",
    "community special school": "Community special school",
    "foundation special school": "Foundation special school",
    "non-maintained special school": "Non-maintained special school",
    "la nursery school": "Local authority nursery school",
    "pupil referral unit": "Pupil referral unit",
    "city technology college": "City technology college",
    "academy converter": "Academy converter",
    "academy - converter mainstream": "Academy converter",
    "academy sponsor led": "Academy sponsor led",
    "academy sponsor led mainstream": "Academy sponsor led",
    "academy special converter": "Academy special converter",
    "academy - converter special school": "Academy special converter",
    "academy special sponsor led": "Academy special sponsor led",
    "academy - sponsor led special school": "Academy special sponsor led",
    "academy alternative provision converter": "Academy alternative provision converter",
    "academy alternative provision sponsor led": "Academy alternative provision sponsor led",
    "academy 16-19 converter": "Academy 16 to 19 converter",
    "academy 16-19 sponsor led": "Academy 16 to 19 sponsor led",
    "academy 16 to 19 sponsor led": "Academy 16 to 19 sponsor led",
    "free school": "Free school",
    "free schools": "Free school",
    "free school - mainstream": "Free school",
    "free school special": "Free school special",
    "free schools special": "Free school special",
    "free school - special": "Free school special",
    "free school - alternative provision": "Free school alternative provision",
    "free schools alternative provision": "Free school alternative provision",
    "free school  16-19": "Free school 16 to 19",
    "free schools 16 to 19": "Free school 16 to 19",
    "university technical college": "University technical college",
    "studio school": "Studio school",
    "studio schools": "Studio school",
}
TYPE_UNKNOWN = "Not recorded"
# The register's phases in lower case: its lists of 2017 capitalise what later ones do not.
GIAS_PHASES = {
    "nursery": "Nursery",
    "primary": "Primary",
    "middle deemed primary": "Primary",
    "secondary": "Secondary",
    "middle deemed secondary": "Secondary",
    "all through": "All-through",
    "all-through": "All-through",
    "16 plus": "16 to 19",
}
OFSTED_PHASES = {
    "Nursery": "Nursery",
    "Primary": "Primary",
    "Secondary": "Secondary",
    "Special": "Special",
    "PRU": "Alternative provision",
}
# The last day on which the spine of 2017/18 notes closures.
SPINE_PUBLISHED = pd.Timestamp(2019, 11, 7)


def type_group(types: pd.Series) -> pd.Series:
    """Say whether a type of school is an academy, a free school, or maintained.

    University technical colleges and studio schools count as free schools, as the register groups
    them; city technology colleges and non-maintained special schools are neither.
    """
    group = pd.Series("Maintained school", types.index)
    group[types.str.startswith("Academy")] = "Academy"
    free = types.str.startswith("Free school") | types.isin(
        ["University technical college", "Studio school"]
    )
    group[free] = "Free school"
    group[types == "City technology college"] = "City technology college"
    group[types == "Non-maintained special school"] = "Non-maintained special school"
    return group


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
    known["phase"] = _phase(known["type"], ofsted["phase"], phases, spine)
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


def _phase(
    types: pd.Series, ofsted: pd.Series, listed: pd.Series, spine: pd.DataFrame
) -> pd.Series:
    lower = types.str.lower()
    by_type = pd.Series(None, types.index, dtype="object")
    by_type[lower.str.contains("special")] = "Special"
    by_type[lower.str.contains("alternative provision|referral")] = "Alternative provision"
    by_type[lower.str.contains("16 to 19")] = "16 to 19"
    both = (spine["is_primary"] == True) & (spine["is_secondary"] == True)  # noqa: E712
    flags = pd.Series(
        np.select(
            [both, *(spine[name] == True for name in ("is_primary", "is_secondary", "is_post16"))],  # noqa: E712
            ["All-through", "Primary", "Secondary", "16 to 19"],
            "",
        ),
        types.index,
    ).replace("", None)
    stated = ofsted.map(OFSTED_PHASES)
    # Ofsted counts all-through schools as secondary; the spine knows them.
    stated = stated.where(~((stated == "Secondary") & both), "All-through")
    return by_type.fillna(listed.str.lower().map(GIAS_PHASES)).fillna(stated).fillna(flags)


def _unlisted_predecessors(known: pd.DataFrame, inputs: Inputs) -> pd.DataFrame:
    """Give the schools that the spine just missed.

    The spine begins in September 2017, the lists of academies in April 2017. A maintained school
    that became an academy in between is named only by its link, and by Ofsted's note of an
    inspection; it was open until its successor opened.
    """
    links = inputs.links[~inputs.links["predecessor_urn"].isin(known.index)]
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


def openings(known: pd.DataFrame, seen: pd.DataFrame, links: pd.DataFrame) -> pd.DataFrame:
    """Settle ``opened``, and ``opened_after`` where the day lies in an interval.

    Missing for the schools that were open before the records. An academy with no stated opening
    opened when it first joined a trust. What a list shows outranks a stated opening: a school that
    replaced one still shown on a list opened after that list, and by the first that shows itself.
    """
    first_join = seen.groupby("urn")["stated_join"].min()
    academy = type_group(known["type"]).isin(["Academy", "Free school"])
    opened = known["opened"].fillna(first_join.reindex(known.index).where(academy))
    # 1899-12-31 stands for "long ago" in Ofsted's list.
    opened = opened.where(opened > LONG_AGO)
    shown = seen.groupby("urn")["seen"].agg(["min", "max"])
    pairs = links[links["kind"] == "replaced"].assign(
        opened=lambda link: link["successor_urn"].map(opened),
        first_seen=lambda link: link["successor_urn"].map(shown["min"]),
        replaced_seen=lambda link: link["predecessor_urn"].map(shown["max"]),
    )
    late = pairs[
        (pairs["opened"] <= pairs["replaced_seen"] - REGISTER_LAG)
        & (pairs["first_seen"] > pairs["replaced_seen"])
    ].drop_duplicates("successor_urn")
    late = late.set_index("successor_urn").reindex(known.index)
    return known.assign(
        opened=late["first_seen"].fillna(opened), opened_after=late["replaced_seen"]
    )


def closures(
    known: pd.DataFrame, links: pd.DataFrame, seen: pd.DataFrame, extracts: pd.DataFrame
) -> pd.DataFrame:
    """Settle ``closed``, the first day a school was no longer open, and ``closed_after``.

    The order: the last day that the newest extract, else the spine, states; the opening of the
    school that replaced it; the date of its link to the school it became part of; for a school that
    left the records between the spine's publication and Ofsted's list, that interval; and for one
    that an extract no longer shows open, the interval from the last record that does. A date on
    which a list, an extract or Ofsted still shows the school open does not count.
    """
    stated = known["closed"]
    next_opened = _next_opened(known, links)
    touching = (stated - next_opened).abs() <= pd.Timedelta(days=7)
    last_shown = seen.groupby("urn")["seen"].max().reindex(known.index) - REGISTER_LAG
    last_shown = last_shown.mask(known["in_ofsted"] & ~(last_shown > OFSTED_DAY), OFSTED_DAY)
    last_shown = last_shown.mask(
        known["open_last"] > last_shown.fillna(LONG_AGO), known["open_last"]
    )
    floor = last_shown.fillna(known["opened"]).fillna(LONG_AGO)
    closed = pd.Series(pd.NaT, known.index, dtype="datetime64[s]")
    for candidate in (
        next_opened.where(touching),
        stated,
        next_opened,
        _linked_away(links).reindex(known.index),
    ):
        closed = closed.fillna(candidate.where(candidate > floor))
    lost = closed.isna() & ~known["in_ofsted"] & known["in_spine"] & known["listed_last"].isna()
    lost &= known["open_last"].isna()
    closed_after = pd.Series(SPINE_PUBLISHED, known.index).where(lost)
    closed = closed.where(~lost, OFSTED_DAY)
    last_shown = seen.groupby("urn")["seen"].max().reindex(known.index)
    gone_by, gone_after = _vanished(known, last_shown, extracts)
    vanished = closed.isna() & gone_by.notna()
    return known.assign(
        closed=closed.mask(vanished, gone_by), closed_after=closed_after.mask(vanished, gone_after)
    )


def _vanished(
    known: pd.DataFrame, listed: pd.Series, extracts: pd.DataFrame
) -> tuple[pd.Series, pd.Series]:
    """Give the first extract that no longer shows a school open, and the last record that does."""
    in_ofsted = pd.Series(OFSTED_DAY, known.index).where(known["in_ofsted"])
    shown = pd.concat([in_ofsted, listed, known["open_last"]], axis=1).max(axis=1)
    days = pd.DatetimeIndex(sorted(extracts["seen"].unique())).as_unit("s")
    if days.empty:
        return pd.Series(pd.NaT, known.index), shown
    after = days.searchsorted(shown.astype("datetime64[s]"), side="right")
    gone = pd.Series(days[np.minimum(after, len(days) - 1)], known.index)
    return gone.where((after < len(days)) & shown.notna()), shown


def _next_opened(known: pd.DataFrame, links: pd.DataFrame) -> pd.Series:
    """Give the opening of the school that replaced each school."""
    replaced = links[links["kind"] == "replaced"]
    opened = replaced["successor_urn"].map(known["opened"])
    return opened.groupby(replaced["predecessor_urn"]).max().reindex(known.index)


def _linked_away(links: pd.DataFrame) -> pd.Series:
    """Give the first day after a school became part of another, by its link's date.

    Links state either the last day of the old school, at the end of a month, or the first of the
    new one.
    """
    ends = links[links["kind"] != "split"].dropna(subset="date")
    first_day = ends["date"].mask(ends["date"].dt.is_month_end, ends["date"] + DAY)
    return first_day.groupby(ends["predecessor_urn"]).max()


def reconciled(known: pd.DataFrame, memberships: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Make schools and memberships agree.

    No academy is in a trust before it opens or after it closes, and one that the lists no longer
    show has closed.
    """
    last = memberships.sort_values("joined").drop_duplicates("urn", keep="last").set_index("urn")
    last = last.reindex(known.index)
    first_joined = memberships.groupby("urn")["joined"].min().reindex(known.index)
    shown_open = known["in_ofsted"] & (last["left"] <= OFSTED_DAY)
    shown_open |= last["left"] <= known["open_last"]
    gone = known["closed"].isna() & last["left"].notna() & ~shown_open
    since = last["left_after"].mask(
        known["in_ofsted"] & (last["left_after"] < OFSTED_DAY), OFSTED_DAY
    )
    known = known.assign(
        opened=known["opened"].mask(known["opened"] > first_joined, first_joined),
        closed=known["closed"].mask(gone, last["left"]),
        closed_after=known["closed_after"].mask(gone, since),
    )
    closing = memberships["urn"].map(known["closed"])
    beyond = closing.notna() & ~(memberships["left"] <= closing)
    after = memberships["urn"].map(known["closed_after"])
    memberships = memberships.assign(
        left=memberships["left"].mask(beyond, closing),
        left_after=memberships["left_after"].mask(beyond, after),
    )
    # A list may show a closed school in one trust more, for no day at all.
    return known, memberships[~(memberships["left"] <= memberships["joined"])]


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
