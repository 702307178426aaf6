"""Teaching school hubs (Department for Education): who serves which district, and who led in 2021.

A hub trains teachers and leaders for the schools of its area. The lists name districts, some of
them by a part, and not by their codes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from alliance.sources.tables.layout import TEXT, URN, Column, Layout

if TYPE_CHECKING:
    from alliance.sources.tables.inbox import Inbox

HUBS = "reference/teaching_school_hubs_2025-09-30.csv"
LEADS = "reference/teaching_school_hubs_leads_2021.csv"
CODE = Column(r"[A-Z]{1,2}\d{1,2}", "a hub area's code, as YH1")
# The list of 2021 gives the lead school's name under "Trust Name".
LEAD_NAME = "Trust Name"
COLUMNS = {"hub_code": "str", "hub": "str", "area": "str"}
LEAD_COLUMNS = {"hub": "str", "areas": "str", "lead_urn": "int32", "lead_name": "str"}


def none(columns: dict[str, str]) -> pd.DataFrame:
    """Return a table of hubs or of their leads without a row."""
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in columns.items()})


def hubs(inbox: Inbox) -> pd.DataFrame:
    """Read the hubs of 30 September 2025: hub_code, hub, area (a district or a part of one)."""
    rows = inbox.rows(HUBS, Layout({"TSH Area": CODE, "name": TEXT, "area": TEXT}))
    return pd.DataFrame(
        {
            "hub_code": rows["TSH Area"],
            "hub": rows["name"].str.split().str.join(" "),
            "area": rows["area"],
        }
    ).reset_index(drop=True)


def leads(inbox: Inbox) -> pd.DataFrame:
    """Read the hubs designated in 2021: hub, areas (commas between), lead_urn, lead_name."""
    area, hub = "Teaching School Hub area", "Teaching School Hub name"
    rows = inbox.rows(LEADS, Layout({area: TEXT, hub: TEXT, "URN": URN, LEAD_NAME: TEXT}))
    return pd.DataFrame(
        {
            "hub": rows[hub].str.split().str.join(" "),
            "areas": rows[area].str.replace(r"^[A-Z]+\d+ - ", "", regex=True),
            "lead_urn": rows["URN"].astype("int32"),
            "lead_name": rows[LEAD_NAME].str.replace(" (test and learn hub)", "", regex=False),
        }
    ).reset_index(drop=True)
