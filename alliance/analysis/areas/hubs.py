"""The teaching school hub that serves a district, and who led it when hubs were designated."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from alliance.history import History

LISTED = dt.date(2025, 9, 30)
"""The day of the department's list of hubs."""
DESIGNATED = 2021
"""The year in which the first hubs were designated, with the schools that lead them."""


def hubs_of(history: History, districts: Iterable[str]) -> pd.DataFrame:
    """Return the hubs that serve districts, by name.

    Returns
    -------
    DataFrame
        A row a hub: hub, lead (the school that led it when it was designated in 2021, by its name
        in the records; missing where no hub of that name was), lead_urn, districts (how many of
        those asked for it serves).

    """
    table = history.teaching_school_hubs
    own = table[table["lad_code"].isin(list(districts))].astype(
        {"hub": "str", "lead_name": "object"}
    )
    names = history.schools.set_index("urn")["name"]
    lead = own["lead_urn"].map(names).fillna(own["lead_name"])
    grouped = own.assign(lead=lead).groupby("hub_code", observed=True, as_index=False)
    hubs = grouped.agg(
        hub=("hub", "first"),
        lead=("lead", "first"),
        lead_urn=("lead_urn", "first"),
        districts=("lad_code", "nunique"),
    )
    # A hub may have two areas, each with a code of its own.
    hubs = hubs.groupby("hub", as_index=False).agg(
        {"lead": "first", "lead_urn": "first", "districts": "sum"}
    )
    return hubs.sort_values("hub", ignore_index=True)


def hubs_in_words(hubs: pd.DataFrame) -> str:
    """Name hubs with their leads: "Exceed Teaching School Hub (led in 2021 by Copthorne …)"."""
    led = f" (led in {DESIGNATED} by " + hubs["lead"].astype("object") + ")"
    return "; ".join(hubs["hub"] + led.fillna(""))
