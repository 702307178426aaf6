"""Pupil premium allocations (Department for Education): pupils and who of them is disadvantaged."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from alliance.sources.tables.layout import NUMBER_OR_BLANK, URN, Layout
from alliance.sources.tables.values import number

if TYPE_CHECKING:
    from alliance.sources.tables.inbox import Inbox

# The allocations of a financial year rest on the census of the January before it.
ALLOCATIONS = {
    "performance/dfe_pupil_premium_2019-20.csv": 2019,
    "performance/dfe_pupil_premium_2020-21.csv": 2020,
}
ROLL = "Number of pupils on roll (7)"
DISADVANTAGED = "Total number of pupils eligible for the Deprivation Pupil Premium"


def pupil_premium(inbox: Inbox) -> pd.DataFrame:
    """Read the allocations, a row a school and year.

    Columns: urn, year (of the January census), pupils (from reception to year 11, as full-time
    equivalents: fewer than the census counts), percent_disadvantaged (0 to 100).
    """
    return pd.concat([_year(inbox, file) for file in ALLOCATIONS], ignore_index=True)


def _year(inbox: Inbox, file: str) -> pd.DataFrame:
    rows = inbox.rows(
        file, Layout({"URN": URN, ROLL: NUMBER_OR_BLANK, DISADVANTAGED: NUMBER_OR_BLANK}, ("URN",))
    )
    pupils, disadvantaged = number(rows[ROLL]), number(rows[DISADVANTAGED])
    # Pupils of two schools count half in one and whole in the other.
    known = (pupils > 0) & (disadvantaged <= pupils)
    return pd.DataFrame(
        {
            "urn": rows["URN"].astype("int32"),
            "year": ALLOCATIONS[file],
            "pupils": pupils,
            "percent_disadvantaged": (100 * disadvantaged / pupils).where(known).round(1),
        }
    )
