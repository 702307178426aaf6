"""Get Information About Schools (Department for Education): academies and their trusts."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pandas as pd

from alliance.errors import SourceError
from alliance.sources.layout import (
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
)
from alliance.sources.values import company_number, day, iso, number

if TYPE_CHECKING:
    from collections.abc import Iterable

    from alliance.sources.inbox import Inbox

LISTS = "gias/grouplinks_edubaseallacademiesandfree[0-9]*.csv"
LIST_2022 = "gias/groupLinks_academies_sponsors_202208.csv"
LIST_2022_DAY = pd.Timestamp(2022, 8, 31)
ROLLS_2018 = "gias/academies_201810.json"
SCHOOLS_2026 = "gias/establishments_2026_partial.csv"

TRUST_KINDS = {"Multi-academy trust": "MAT", "Single-academy trust": "SAT"}
GROUP_TYPES = [*TRUST_KINDS, "School sponsor", "Umbrella trust"]
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
LIST_2022_LAYOUT = Layout(
    {
        "URN": URN,
        "Group UID": UID,
        "Group Name": TEXT,
        "Companies House Number": ANY,
        "Group Type": GROUP_TYPE,
        "Closed Date": ISO_DAY_OR_BLANK,
        "Joined date": ISO_DAY_OR_BLANK,
        **SHARED,
    },
    unique=("URN", "Group UID"),
)
SCHOOLS_2026_LAYOUT = Layout(
    {
        "URN": URN,
        "EstablishmentName": TEXT,
        "Easting": COUNT_OR_BLANK,
        "Northing": COUNT_OR_BLANK,
    }
)


def group_rows(inbox: Inbox) -> pd.DataFrame:
    """Give what every dated list shows: a row a school and group on a day.

    Columns: seen (the list's day), urn, uid, group_name, companies_house, group_type, stated_join,
    group_closed, name, type, phase, la_code.
    """
    dated = [
        _list_rows(inbox.rows(file, LIST_LAYOUT), _list_day(file), "%d-%m-%Y")
        for file in inbox.matching(LISTS)
    ]
    if (inbox.folder / LIST_2022).is_file():
        dated.append(_later_list(inbox.rows(LIST_2022, LIST_2022_LAYOUT), LIST_2022_DAY))
    return pd.concat(dated, ignore_index=True)


def list_of(inbox: Inbox, file: str, columns: Iterable[str], seen: pd.Timestamp) -> pd.DataFrame:
    """Give a list of academies and their trusts of either layout, as :func:`group_rows` does.

    Groups that are neither trusts nor sponsors (federations, children's centres) are left out.
    """
    uid = "Linked UID" if "Linked UID" in set(columns) else "Group UID"
    reading = inbox.reading(file, _any_list_layout(uid))
    rows = reading.rows[reading.rows["Group Type"].isin(GROUP_TYPES)].rename(
        columns={uid: "Linked UID"}
    )
    if rows.empty:
        raise SourceError(f"{file}: names no trust; expected rows of {', '.join(TRUST_KINDS)}.")
    days = {name: iso(rows[name]) for name in ("Joined date", "Closed Date")}
    return _list_rows(rows.assign(**days), seen, "%Y-%m-%d")


def _any_list_layout(uid: str) -> Layout:
    days = {"Closed Date": ANY_DAY_OR_BLANK, "Joined date": ANY_DAY_OR_BLANK}
    kept = {name: rule for name, rule in LIST_LAYOUT.columns.items() if name != "Linked UID"}
    needed = ("URN", uid, "Group Name", "Group Type", "EstablishmentName")
    columns = {**kept, uid: UID, "Group Type": TEXT, **days}
    return Layout(columns, unique=("URN", uid), needed=needed)


def _later_list(rows: pd.DataFrame, seen: pd.Timestamp) -> pd.DataFrame:
    return _list_rows(rows.rename(columns={"Group UID": "Linked UID"}), seen, "%Y-%m-%d")


def _list_day(file: str) -> pd.Timestamp:
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
    """Give the roll of each open academy in October 2018: urn, year, pupils, percent_fsm.

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
    """Give urn, easting_m and northing_m of the establishments in the partial list of 2026."""
    return locations_of(inbox, SCHOOLS_2026)


def locations_of(inbox: Inbox, file: str) -> pd.DataFrame:
    """Give where the establishments of any list stand, as :func:`locations_2026` does."""
    rows = inbox.rows(file, SCHOOLS_2026_LAYOUT).drop_duplicates("URN", keep="last")
    return pd.DataFrame(
        {
            "urn": rows["URN"].astype("int32"),
            "easting_m": number(rows["Easting"]),
            "northing_m": number(rows["Northing"]),
        }
    ).dropna()
