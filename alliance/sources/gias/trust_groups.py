"""Get Information About Schools: the register of groups, trusts and sponsors open and closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from alliance.sources.gias.academies import GROUP_TYPE, day_in_name, other_groups
from alliance.sources.tables.layout import (
    ANY,
    ANY_DAY_OR_BLANK,
    ISO_DAY_OR_BLANK,
    TEXT,
    UID,
    Column,
    Layout,
)
from alliance.sources.tables.reading import header_of
from alliance.sources.tables.values import company_number, day, iso

if TYPE_CHECKING:
    from collections.abc import Iterable

    from alliance.sources.tables.inbox import Inbox

GROUPS_2022 = "gias/groups_academies_sponsors_202208.csv"
GROUPS_2022_DAY = pd.Timestamp(2022, 8, 31)
GROUPS_2026 = "gias/groups_academies_sponsors_202608.csv"
GROUPS_2026_DAY = pd.Timestamp(2026, 8, 6)
PACKED_REGISTERS = "gias/allgroupsdata_2017-11_2026-07.tar.xz"
REGISTER_2026 = "gias/allgroupsdata20260821.csv"
OPENED, OPENED_INSTEAD = "Incorporated on (open date)", "Open date"
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


def groups(inbox: Inbox) -> pd.DataFrame:
    """Read the registers of groups that the history is made with, a row a UID and register.

    Returns
    -------
    DataFrame
        uid, group_name, companies_house, group_type, opened, closed, seen (the register's day).
    """
    older = inbox.rows(GROUPS_2022, GROUPS_2022_LAYOUT)
    newer = inbox.rows(GROUPS_2026, GROUPS_2026_LAYOUT)
    newer.columns = pd.Index(GROUPS_2022_LAYOUT.columns)
    tables = [
        _group_rows(newer, "%d/%m/%Y").assign(seen=GROUPS_2026_DAY.as_unit("s")),
        _group_rows(older, "%Y-%m-%d").assign(seen=GROUPS_2022_DAY.as_unit("s")),
        *(_dated_register(inbox, file) for file in _registers(inbox)),
    ]
    return pd.concat(tables).sort_values(["uid", "seen"], ignore_index=True)


def _registers(inbox: Inbox) -> list[str]:
    """List the registers named by their day, of which there may be none."""
    packed = inbox.members(PACKED_REGISTERS) if inbox.has(PACKED_REGISTERS) else []
    return [*packed, *([REGISTER_2026] if inbox.has(REGISTER_2026) else [])]


def _dated_register(inbox: Inbox, file: str) -> pd.DataFrame:
    _, columns = header_of(inbox.path(file))
    return groups_of(inbox, file, columns, day_in_name(file))


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


def groups_of(inbox: Inbox, file: str, columns: Iterable[str], seen: pd.Timestamp) -> pd.DataFrame:
    """Read a register of groups of either spelling, as :func:`groups` does.

    A register of before 2020 has no day of opening.
    """
    there = set(columns)
    layout = GROUPS_2026_LAYOUT if "group_uid" in there else GROUPS_2022_LAYOUT
    *names, opened = layout.columns
    if opened not in there:
        opened = OPENED_INSTEAD if OPENED_INSTEAD in there else ""
    named = dict(zip([*names, opened], _ANY_GROUP, strict=True))
    named.pop("", None)
    uid, name, _, kind, *_ = names
    aside = {kind: other_groups}
    own = Layout(named, unique=layout.unique, needed=(uid, name, kind), aside=aside)
    rows = inbox.rows(file, own)
    rows = rows.assign(**{"": ""}) if not opened else rows
    rows = rows.set_axis(list(GROUPS_2022_LAYOUT.columns), axis="columns")
    days = {name: iso(rows[name]) for name in ("Closed Date", OPENED)}
    return _group_rows(rows.assign(**days), "%Y-%m-%d").assign(seen=seen.as_unit("s"))


_ANY_GROUP = (UID, TEXT, ANY, TEXT, ANY_DAY_OR_BLANK, ANY_DAY_OR_BLANK)


def no_later_groups() -> pd.DataFrame:
    """Return the table of :func:`groups_of` without a row."""
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
