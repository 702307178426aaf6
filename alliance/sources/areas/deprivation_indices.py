"""English indices of deprivation, 2019 and 2025 (the ministry for housing and communities)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from alliance.sources.tables.layout import NUMBER_OR_BLANK, Column, Layout
from alliance.sources.tables.values import number

if TYPE_CHECKING:
    from alliance.sources.tables.inbox import Inbox

DISTRICTS_2019 = "reference/imd2019_lad2019.csv"
DISTRICTS_2025 = "reference/imd2025_lad2024.csv"
NEIGHBOURHOODS_2025 = "reference/imd2025_lsoa2021.csv"

DISTRICT = Column(r"[EWNS]\d{8}", "a nine-character area code")
NEIGHBOURHOOD = Column(r"E01\d{6}", "the code of an LSOA in England")
SCORE_2025 = "imd_average_score"
SHARE_2025 = "imd_proportion_of_lso_as_in_most_deprived_10_percent_nationally"


def districts_2019(inbox: Inbox) -> pd.DataFrame:
    """Read the index of multiple deprivation of 2019 by district of 2019.

    Columns: lad19, imd_score (average of the neighbourhoods; higher is more deprived),
    percent_most_deprived (neighbourhoods among England's tenth most deprived, 0 to 100).
    """
    columns = {"ltla19_code": DISTRICT, "Score": NUMBER_OR_BLANK, "Proportion": NUMBER_OR_BLANK}
    rows = inbox.rows(DISTRICTS_2019, Layout(columns, unique=("ltla19_code",)))
    return _scored(rows, "lad19", *columns)


def districts_2025(inbox: Inbox) -> pd.DataFrame:
    """Read the index of multiple deprivation of 2025 by district of 2024, columns as above."""
    columns = {"ltla24_code": DISTRICT, SCORE_2025: NUMBER_OR_BLANK, SHARE_2025: NUMBER_OR_BLANK}
    rows = inbox.rows(DISTRICTS_2025, Layout(columns, unique=("ltla24_code",)))
    return _scored(rows, "lad24", *columns)


def neighbourhoods_2025(inbox: Inbox) -> pd.DataFrame:
    """Read the index of multiple deprivation of 2025 by neighbourhood (LSOA of 2021).

    Columns: lsoa_code, imd_score, imd_rank (1 is the most deprived), imd_decile (1 is the most
    deprived tenth).
    """
    columns = {
        "lsoa21_code": NEIGHBOURHOOD,
        "IMD_score": NUMBER_OR_BLANK,
        "IMD_rank": NUMBER_OR_BLANK,
        "IMD_decile": NUMBER_OR_BLANK,
    }
    rows = inbox.rows(NEIGHBOURHOODS_2025, Layout(columns, unique=("lsoa21_code",)))
    return pd.DataFrame(
        {
            "lsoa_code": rows["lsoa21_code"],
            "imd_score": number(rows["IMD_score"]),
            "imd_rank": number(rows["IMD_rank"]),
            "imd_decile": number(rows["IMD_decile"]),
        }
    ).reset_index(drop=True)


def no_districts(key: str) -> pd.DataFrame:
    """Return a table of districts without a row, under ``key``."""
    kinds = {key: "str", "imd_score": "float64", "percent_most_deprived": "float64"}
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in kinds.items()})


def no_neighbourhoods() -> pd.DataFrame:
    """Return the table of :func:`neighbourhoods_2025` without a row."""
    kinds = {"lsoa_code": "str"} | dict.fromkeys(["imd_score", "imd_rank", "imd_decile"], "float64")
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in kinds.items()})


def _scored(rows: pd.DataFrame, key: str, code: str, score: str, share: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            key: rows[code],
            "imd_score": number(rows[score]),
            "percent_most_deprived": 100 * number(rows[share]),
        }
    ).reset_index(drop=True)
