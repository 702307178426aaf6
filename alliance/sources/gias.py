"""Get Information About Schools (Department for Education): trusts, sponsors, links, schools."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pandas as pd

from alliance.errors import SourceError
from alliance.sources.reading import (
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
    any_day,
    company_number,
    day,
    number,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from alliance.sources.inbox import Inbox

LISTS = "gias/grouplinks_edubaseallacademiesandfree[0-9]*.csv"
LIST_2022 = "gias/groupLinks_academies_sponsors_202208.csv"
LIST_2022_DAY = pd.Timestamp(2022, 8, 31)
GROUPS_2022 = "gias/groups_academies_sponsors_202208.csv"
GROUPS_2022_DAY = pd.Timestamp(2022, 8, 31)
GROUPS_2026 = "gias/groups_academies_sponsors_202608.csv"
GROUPS_2026_DAY = pd.Timestamp(2026, 8, 6)
LINKS = "gias/links_edubasealldata20230421.csv"
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
GROUPS_2022_LAYOUT = Layout(
    {
        "Group UID": UID,
        "Group Name": TEXT,
        "Companies House Number": ANY,
        "Group Type": GROUP_TYPE,
        "Closed Date": ISO_DAY_OR_BLANK,
        "Incorporated on (open date)": ISO_DAY_OR_BLANK,
    },
    unique=("Group UID",),
)
SLASH_DAY_OR_BLANK = Column(
    r"\d{2}/\d{2}/\d{4}", "a day as dd/mm/yyyy, or blank", may_be_blank=True, is_date="%d/%m/%Y"
)
GROUPS_2026_LAYOUT = Layout(
    {
        "group_uid": UID,
        "group_name": TEXT,
        "companies_house_number": ANY,
        "group_type": GROUP_TYPE,
        "closed_date": SLASH_DAY_OR_BLANK,
        "incorporated_on__open_date_": SLASH_DAY_OR_BLANK,
    },
    unique=("group_uid",),
)
LINKS_LAYOUT = Layout(
    {
        "URN": URN,
        "LinkURN": URN,
        "LinkName": TEXT,
        "LinkType": TEXT,
        "LinkEstablishedDate": GIAS_DAY_OR_BLANK,
    }
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
    days = {name: _iso(rows[name]) for name in ("Joined date", "Closed Date")}
    return _list_rows(rows.assign(**days), seen, "%Y-%m-%d")


def _iso(values: pd.Series) -> pd.Series:
    spelled: pd.Series = any_day(values).dt.strftime("%Y-%m-%d").fillna("")
    return spelled


def _any_list_layout(uid: str) -> Layout:
    days = {"Closed Date": ANY_DAY_OR_BLANK, "Joined date": ANY_DAY_OR_BLANK}
    kept = {name: rule for name, rule in LIST_LAYOUT.columns.items() if name != "Linked UID"}
    return Layout({**kept, uid: UID, "Group Type": TEXT, **days}, unique=("URN", uid))


def _later_list(rows: pd.DataFrame, seen: pd.Timestamp) -> pd.DataFrame:
    return _list_rows(rows.rename(columns={"Group UID": "Linked UID"}), seen, "%Y-%m-%d")


def groups_of(inbox: Inbox, file: str, columns: Iterable[str], seen: pd.Timestamp) -> pd.DataFrame:
    """Give a register of groups of either spelling, as :func:`groups` does."""
    snake = "group_uid" in set(columns)
    layout = GROUPS_2026_LAYOUT if snake else GROUPS_2022_LAYOUT
    rules = dict(zip(layout.columns, _ANY_GROUP, strict=True))
    rows = inbox.rows(file, Layout(rules, unique=layout.unique))
    rows.columns = pd.Index(GROUPS_2022_LAYOUT.columns)
    rows = rows[rows["Group Type"].isin(GROUP_TYPES)]
    days = {name: _iso(rows[name]) for name in ("Closed Date", "Incorporated on (open date)")}
    return _group_rows(rows.assign(**days), "%Y-%m-%d").assign(seen=seen.as_unit("s"))


_ANY_GROUP = (UID, TEXT, ANY, TEXT, ANY_DAY_OR_BLANK, ANY_DAY_OR_BLANK)


def no_later_groups() -> pd.DataFrame:
    """Give the table of :func:`groups_of` without a row."""
    kinds = {
        "uid": "int32",
        "group_name": "str",
        "companies_house": "str",
        "group_type": "str",
        "opened": "datetime64[s]",
        "closed": "datetime64[s]",
        "seen": "datetime64[s]",
    }
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in kinds.items()})


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


def groups(inbox: Inbox) -> pd.DataFrame:
    """Give the register's groups, a row a UID; the newest register's word counts.

    Columns: uid, group_name, companies_house, group_type, opened, closed, seen (the day of the
    newest register that shows it).
    """
    older = inbox.rows(GROUPS_2022, GROUPS_2022_LAYOUT)
    newer = inbox.rows(GROUPS_2026, GROUPS_2026_LAYOUT)
    newer.columns = pd.Index(GROUPS_2022_LAYOUT.columns)
    tables = [
        _group_rows(newer, "%d/%m/%Y").assign(seen=GROUPS_2026_DAY.as_unit("s")),
        _group_rows(older, "%Y-%m-%d").assign(seen=GROUPS_2022_DAY.as_unit("s")),
    ]
    return pd.concat(tables, ignore_index=True).drop_duplicates("uid").sort_values("uid")


def _group_rows(rows: pd.DataFrame, date_layout: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "uid": rows["Group UID"].astype("int32"),
            "group_name": rows["Group Name"],
            "companies_house": company_number(rows["Companies House Number"]),
            "group_type": rows["Group Type"],
            "opened": day(rows["Incorporated on (open date)"], date_layout),
            "closed": day(rows["Closed Date"], date_layout),
        }
    )


LINK_KINDS = {
    "Predecessor": "replaced",
    "Successor": "replaced",
    "Predecessor - merged": "merged",
    "Successor - merged": "merged",
    "Predecessor - amalgamated": "amalgamated",
    "Successor - amalgamated": "amalgamated",
    "Result of Amalgamation": "amalgamated",
    "Predecessor - Split School": "split",
    "Successor - Split School": "split",
}


def links(inbox: Inbox) -> pd.DataFrame:
    """Give each pair of a school and the one that came after it.

    A link is stated from either end; both are turned one way round. Links that are no succession
    (a shared sixth form, an expansion) are left out.

    Columns: predecessor_urn, successor_urn, date (missing where not stated), kind (replaced,
    merged, amalgamated, split), predecessor_name, successor_name (missing where only the other end
    is named).
    """
    return links_of(inbox, LINKS)


def links_of(inbox: Inbox, file: str) -> pd.DataFrame:
    """Give the pairs of a list of links, as :func:`links` does."""
    rows = inbox.rows(file, LINKS_LAYOUT)
    rows = rows[rows["LinkType"].isin(list(LINK_KINDS)) & (rows["URN"] != rows["LinkURN"])]
    forward = rows["LinkType"].str.startswith("Successor")
    amalgamation = rows["LinkType"] == "Result of Amalgamation"
    # "Result of Amalgamation" names the partner that goes on; both ends may say it of each other,
    # so the younger URN is the one that came after.
    younger = rows["LinkURN"].astype(int) > rows["URN"].astype(int)
    forward |= amalgamation & younger
    stated = day(rows["LinkEstablishedDate"], "%d-%m-%Y")
    own, other = rows["URN"].astype("int32"), rows["LinkURN"].astype("int32")
    pairs = pd.DataFrame(
        {
            "predecessor_urn": own.where(forward, other),
            "successor_urn": other.where(forward, own),
            "date": stated,
            "kind": rows["LinkType"].map(LINK_KINDS),
            "predecessor_name": rows["LinkName"].where(~forward, None),
            "successor_name": rows["LinkName"].where(forward, None),
        }
    )
    return one_a_pair(pairs)


def one_a_pair(pairs: pd.DataFrame) -> pd.DataFrame:
    """Fold what is said of a pair into one row, whichever list says it."""
    # The newer of two stated dates is the corrected one; merged tells more than replaced.
    pairs = pairs.sort_values(["predecessor_urn", "successor_urn", "date", "kind"])
    return pairs.groupby(["predecessor_urn", "successor_urn"], as_index=False, sort=True).agg(
        date=("date", "max"),
        kind=("kind", "min"),
        predecessor_name=("predecessor_name", "first"),
        successor_name=("successor_name", "first"),
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
