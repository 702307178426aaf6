"""Get Information About Schools (Department for Education): academies and their trusts."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pandas as pd

from alliance.errors import SourceError
from alliance.sources.tables.layout import (
    ANY,
    ANY_DAY_OR_BLANK,
    COUNT_OR_BLANK,
    GIAS_DAY,
    GIAS_DAY_OR_BLANK,
    ISO_DAY_OR_BLANK,
    TEXT,
    UID,
    URN,
    Column,
    Layout,
    short_numbers,
)
from alliance.sources.tables.values import any_day, company_number, day, iso, number

if TYPE_CHECKING:
    from collections.abc import Iterable

    from alliance.sources.tables.inbox import Inbox

LISTS = "gias/grouplinks_edubaseallacademiesandfree[0-9]*.csv"
PACKED_LISTS = "gias/grouplinks_2016-08_2024-03.tar.xz"
ROLLS_2018 = "gias/academies_201810.json"
SCHOOLS_2026 = "gias/establishments_2026_partial.csv"

# The lists from here on show their own day, and one before; two are a day older than the others.
SAME_DAY_SINCE = pd.Timestamp(2021, 6, 1)
YOUNGER_LISTS = (pd.Timestamp(2018, 10, 1),)
OLDER_LISTS = (pd.Timestamp(2020, 2, 2), pd.Timestamp(2020, 11, 2))
A_DAY = pd.Timedelta(days=1)

TRUST_KINDS = {
    "Multi-academy trust": "MAT",
    "Single-academy trust": "SAT",
    # The trust of a secure school, one since 2024.
    "Secure single-academy trust": "SAT",
}
GROUP_TYPES = [*TRUST_KINDS, "School sponsor", "Umbrella trust"]
# Groups of other schools and of children's centres; "Trust" is a foundation school's.
OTHER_GROUPS = (
    "Federation",
    "Trust",
    "Children's Centres Group",
    "Children's Centres Collaboration",
)
UID_COLUMNS = ("Linked UID", "Group UID", "group_uid")
GROUP_TYPE = Column(
    "|".join(GROUP_TYPES),
    "Multi-academy trust, Single-academy trust, School sponsor or Umbrella trust",
)
SHARED = {
    "EstablishmentName": TEXT,
    "TypeOfEstablishment (name)": TEXT,
    "PhaseOfEducation (name)": TEXT,
    "LA (code)": COUNT_OR_BLANK,
}
LIST_LAYOUT = Layout(
    {
        "URN": URN,
        "Linked UID": UID,
        "Group Name": TEXT,
        "Companies House Number": ANY,
        "Group Type": GROUP_TYPE,
        "Closed Date": GIAS_DAY_OR_BLANK,
        "Joined date": GIAS_DAY,
        **SHARED,
    },
    unique=("URN", "Linked UID"),
)
SCHOOLS_2026_LAYOUT = Layout(
    {
        "URN": URN,
        "EstablishmentName": TEXT,
        "Easting": COUNT_OR_BLANK,
        "Northing": COUNT_OR_BLANK,
    },
    aside={"URN": short_numbers},
)

# Columns that some lists of establishments have besides.
POSTCODE, SNAPSHOT = "Postcode", "snapshot_commit_date"
PLACE_COLUMNS = {POSTCODE: ANY, SNAPSHOT: ISO_DAY_OR_BLANK}


def group_rows(inbox: Inbox) -> pd.DataFrame:
    """Read what every dated list shows: a row a school and group on a list.

    The list of August 2022 that came by another way (``groupLinks_academies_sponsors_202208.csv``)
    is not read: it is as at 1 or 2 August 2022, with rows that no other list has, and the lists of
    1 August and 1 September supersede it.

    Returns
    -------
    DataFrame
        seen (the list's own date), urn, uid, group_name, companies_house, group_type, stated_join,
        group_closed, name, type, phase, la_code; sorted by urn, uid and seen, for the same row
        comes in list after list.
    """
    packed = inbox.members(PACKED_LISTS) if inbox.has(PACKED_LISTS) else []
    files = [*inbox.matching(LISTS), *packed]
    dated = [
        _list_rows(inbox.rows(file, LIST_LAYOUT), day_in_name(file), "%d-%m-%Y") for file in files
    ]
    order = ["urn", "uid", "seen"]
    return pd.concat(dated, ignore_index=True).sort_values(order, ignore_index=True)


def day_shown(listed: pd.Series) -> pd.Series:
    """Compute the day whose state each dated list shows, from the list's own date.

    Until May 2021 the register was listed as it stood the evening before. Two lists are a day
    older still: none of the joinings of 1 February and 1 November 2020 is on those of the day
    after. One is a day younger: that of 1 October 2018 has 51 joinings of that day. Measured from
    the lists: the days of joining that they state, against the first list that shows each new
    trust.
    """
    early = (listed < SAME_DAY_SINCE) & ~listed.isin(YOUNGER_LISTS)
    lag = pd.Series(pd.Timedelta(0), listed.index).mask(early, A_DAY)
    lag = lag.mask(listed.isin(OLDER_LISTS), 2 * A_DAY)
    return listed - lag


def list_of(inbox: Inbox, file: str, columns: Iterable[str], seen: pd.Timestamp) -> pd.DataFrame:
    """Return a list of academies and their trusts of either layout, as :func:`group_rows` does.

    Groups that are neither trusts nor sponsors (federations, children's centres) are left aside.
    """
    uid = "Linked UID" if "Linked UID" in set(columns) else "Group UID"
    reading = inbox.reading(file, _any_list_layout(uid))
    rows = reading.rows.rename(columns={uid: "Linked UID"})
    days = {name: iso(rows[name]) for name in ("Joined date", "Closed Date")}
    return _list_rows(rows.assign(**days), seen, "%Y-%m-%d")


def _any_list_layout(uid: str) -> Layout:
    days = {"Closed Date": ANY_DAY_OR_BLANK, "Joined date": ANY_DAY_OR_BLANK}
    kept = {name: rule for name, rule in LIST_LAYOUT.columns.items() if name != "Linked UID"}
    needed = ("URN", uid, "Group Name", "Group Type", "EstablishmentName")
    columns = {**kept, uid: UID, "Group Type": TEXT, **days}
    aside = {"Group Type": other_groups}
    return Layout(columns, unique=("URN", uid), needed=needed, aside=aside)


def other_groups(types: pd.Series) -> pd.Series:
    """Name the types of group that are neither trusts nor sponsors; the others are blank."""
    return types.mask(types.isin(GROUP_TYPES), "")


def day_in_name(file: str) -> pd.Timestamp:
    """Read the day that ends a file's name, as ``…20181001.csv``."""
    stamp = re.search(r"(\d{8})\.csv$", file)
    seen = pd.to_datetime(stamp.group(1), format="%Y%m%d", errors="coerce") if stamp else pd.NaT
    if pd.isna(seen):
        raise SourceError(f"{file}: the name does not end in the list's day, as …20181001.csv.")
    return pd.Timestamp(seen)


def _list_rows(rows: pd.DataFrame, seen: pd.Timestamp, date_layout: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "seen": seen.as_unit("s"),
            "urn": rows["URN"].astype("int32"),
            "uid": rows["Linked UID"].astype("int32"),
            "group_name": rows["Group Name"],
            "companies_house": company_number(rows["Companies House Number"]),
            "group_type": rows["Group Type"],
            "stated_join": day(rows["Joined date"], date_layout),
            "group_closed": day(rows["Closed Date"], date_layout),
            "name": rows["EstablishmentName"],
            "type": rows["TypeOfEstablishment (name)"],
            "phase": rows["PhaseOfEducation (name)"],
            "la_code": number(rows["LA (code)"]).astype("Int16"),
        }
    )


def rolls_2018(inbox: Inbox) -> pd.DataFrame:
    """Return the roll of each open academy in October 2018: urn, year, pupils, percent_fsm.

    The register shows the census of January 2018 until the next one is loaded.
    """
    path = inbox.note(ROLLS_2018, 0)
    try:
        rows = pd.DataFrame(json.loads(path.read_text("utf-8")))
        text = rows[["urn", "pupils", "percentage_fsm"]].astype("str")
    except (ValueError, KeyError) as fault:
        raise SourceError(
            f"{ROLLS_2018}: expected a list of academies with urn, pupils and percentage_fsm; "
            f"{fault}. Download it again."
        ) from fault
    inbox.readings[ROLLS_2018].rows_read = len(rows)
    return pd.DataFrame(
        {
            "urn": text["urn"].astype("int32"),
            "year": 2018,
            "pupils": number(text["pupils"]),
            "percent_fsm": number(text["percentage_fsm"]),
        }
    ).dropna(subset=["pupils"])


def locations_2026(inbox: Inbox) -> pd.DataFrame:
    """Read where the establishments in the partial list of 2026 stand, each on its own day.

    Columns: urn, seen, easting_m, northing_m, postcode (blank where there is none).
    """
    return locations_of(inbox, SCHOOLS_2026, PLACE_COLUMNS, None)


def locations_of(
    inbox: Inbox, file: str, columns: Iterable[str], seen: pd.Timestamp | None
) -> pd.DataFrame:
    """Read where the establishments of any list stand, as :func:`locations_2026` does.

    Parameters
    ----------
    columns
        Those of the file.
    seen
        The day of the file, where its rows have none of their own; missing where it is not known.
    """
    there = set(columns)
    more = {name: rule for name, rule in PLACE_COLUMNS.items() if name in there}
    layout = Layout({**SCHOOLS_2026_LAYOUT.columns, **more})
    rows = inbox.rows(file, layout).drop_duplicates("URN", keep="last")
    own_day = any_day(rows[SNAPSHOT]) if SNAPSHOT in rows else seen
    return (
        pd.DataFrame(
            {
                "urn": rows["URN"].astype("int32"),
                "seen": own_day,
                "easting_m": number(rows["Easting"]),
                "northing_m": number(rows["Northing"]),
                "postcode": rows.get(POSTCODE, ""),
            }
        )
        .astype({"seen": "datetime64[s]"})
        .dropna(subset=["easting_m", "northing_m"])
    )
