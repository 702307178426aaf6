"""The schools of Ofsted's management information since 2025, each with its multi-academy trust."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from alliance.sources.tables.layout import (
    ANY,
    ANY_DAY_OR_BLANK,
    COUNT_OR_BLANK,
    TEXT,
    UID,
    URN,
    Column,
    Layout,
)
from alliance.sources.tables.values import any_day, number

if TYPE_CHECKING:
    from alliance.sources.tables.inbox import Inbox

MI_2025 = "ofsted/ofsted_mi_state_funded_2025-08-31.csv"
MI_2025_DAY = pd.Timestamp(2025, 8, 31).as_unit("s")
# All state-funded schools but these are on the list.
NOT_LISTED = ("16 to 19", "secure")

TRUST, TRUST_NAME = "Multi-academy trust UID", "Multi-academy trust name"
LAYOUT = Layout(
    {
        "URN": URN,
        "LAESTAB": Column(r"\d{7}", "a seven-digit LAESTAB"),
        "School name": TEXT,
        "Ofsted phase": TEXT,
        "Type of education": TEXT,
        "School open date": ANY_DAY_OR_BLANK,
        TRUST: Column(UID.pattern, UID.expected, may_be_blank=True),
        TRUST_NAME: ANY,
        "Postcode": ANY,
        "Total number of pupils": COUNT_OR_BLANK,
    },
    unique=("URN",),
    needed=("URN", "School name", "Type of education"),
)
COLUMNS = {
    "seen": "datetime64[s]",
    "urn": "int32",
    "laestab": "Int32",
    "name": "str",
    "phase": "str",
    "type": "str",
    "opened": "datetime64[s]",
    "postcode": "str",
    "pupils": "float64",
    "trust_uid": "Int32",
    "trust_name": "str",
}


def none() -> pd.DataFrame:
    """Return the table of :func:`listed_schools` without a row."""
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in COLUMNS.items()})


def listed_schools(inbox: Inbox) -> pd.DataFrame:
    """Read the schools of the list of 31 August 2025: a row a school, columns as ``COLUMNS``.

    ``trust_uid`` is the multi-academy trust on that day, missing for maintained schools and for
    academies in a single-academy trust, which the list does not name. Without the list no row.
    """
    if not inbox.has(MI_2025):
        return none()
    rows = inbox.reading(MI_2025, LAYOUT).rows
    return pd.DataFrame(
        {
            "seen": MI_2025_DAY,
            "urn": rows["URN"],
            "laestab": number(rows["LAESTAB"]),
            "name": rows["School name"],
            "phase": rows["Ofsted phase"],
            "type": rows["Type of education"],
            "opened": any_day(rows["School open date"]),
            "postcode": rows["Postcode"],
            "pupils": number(rows["Total number of pupils"]),
            "trust_uid": number(rows[TRUST]),
            "trust_name": rows[TRUST_NAME],
        }
    ).astype(COLUMNS)
