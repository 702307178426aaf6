"""Get Information About Schools: the register's establishments on three later days.

Three extracts of the register as others published them: every establishment, open or closed, on
16 November 2023, and those that were open on 24 May 2025 and on 30 January 2026. They lack what
:mod:`alliance.sources.gias.extract` reads besides: opening days and trusts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd

from alliance.sources.gias.extract import NO_COMMISSIONER, OPEN
from alliance.sources.tables.layout import (
    ANY,
    COUNT_OR_BLANK,
    ISO_DAY_OR_BLANK,
    PERCENT_OR_BLANK,
    TEXT,
    URN,
    Column,
    Layout,
)
from alliance.sources.tables.values import day, number

if TYPE_CHECKING:
    from alliance.sources.tables.inbox import Inbox

ALL_2023 = "gias/establishments_20231116.csv"
OPEN_2025 = "gias/establishments_open_20250524.csv"
OPEN_2026 = "gias/establishments_open_20260130.csv"
DAYS = {
    ALL_2023: pd.Timestamp(2023, 11, 16),
    OPEN_2025: pd.Timestamp(2025, 5, 24),
    OPEN_2026: pd.Timestamp(2026, 1, 30),
}
STATUS = Column(
    "Open|Open, but proposed to close|Proposed to open|Closed",
    "Open, Open, but proposed to close, Proposed to open or Closed",
)
# A longitude close to Greenwich is spelled as 8e-06.
DEGREES = Column(
    r"-?\d+(\.\d+)?(e-?\d+)?", "a latitude or longitude in degrees, or blank", may_be_blank=True
)
# The latitudes and longitudes of January 2026 are those of the Ordnance Survey's own datum: taken
# for WGS84 they lie 57 to 136 m from the eastings and northings of May 2025, taken for it 0 to 1 m.
OSGB36 = "EPSG:4277"
# What the list of January 2026 calls its phases; X stands for any school without one.
PHASES = {
    "N": "Nursery",
    "P": "Primary",
    "MP": "Middle deemed primary",
    "MS": "Middle deemed secondary",
    "S": "Secondary",
    "A": "All-through",
    "6": "16 plus",
    "X": "Not applicable",
}
ALL_LAYOUT = Layout(
    {
        "urn": URN,
        "la_code": COUNT_OR_BLANK,
        "establishment_number": COUNT_OR_BLANK,
        "ukprn": COUNT_OR_BLANK,
        "name": TEXT,
        "establishment_type_name": TEXT,
        "phase_name": TEXT,
        "establishment_status_name": STATUS,
        "close_date": ISO_DAY_OR_BLANK,
        "postcode": ANY,
        "easting": COUNT_OR_BLANK,
        "northing": COUNT_OR_BLANK,
        "rsc_region": ANY,
        "number_of_pupils": COUNT_OR_BLANK,
    },
    unique=("urn",),
)
OPEN_2025_LAYOUT = Layout(
    {
        "urn": URN,
        "la_code": COUNT_OR_BLANK,
        "establishment_number": COUNT_OR_BLANK,
        "establishment_name": TEXT,
        "establishment_type": TEXT,
        "education_phase": TEXT,
        "number_of_pupils": COUNT_OR_BLANK,
        "percentage_fsm": PERCENT_OR_BLANK,
        "easting": COUNT_OR_BLANK,
        "northing": COUNT_OR_BLANK,
        "lsoa_code": ANY,
    },
    unique=("urn",),
)
OPEN_2026_LAYOUT = Layout(
    {
        "urn": URN,
        "name": TEXT,
        "lat": DEGREES,
        "lon": DEGREES,
        "phase_letter": Column("|".join(PHASES), f"one of {', '.join(PHASES)}"),
    },
    unique=("urn",),
)
# An LSOA of England; one row of 2025 has 999999999, for none.
LSOA = r"E01\d{6}"
ALL_COLUMNS = {
    "seen": "datetime64[s]",
    "urn": "int32",
    "name": "str",
    "type": "str",
    "phase": "str",
    "status": "str",
    "is_open": "bool",
    "closed": "datetime64[s]",
    "laestab": "Int32",
    "ukprn": "Int32",
    "la_code": "Int16",
    "postcode": "str",
    "easting_m": "float64",
    "northing_m": "float64",
    "commissioner_region": "str",
    "pupils": "float64",
}
OPEN_COLUMNS = {
    "seen": "datetime64[s]",
    "urn": "int32",
    "name": "str",
    "type": "str",
    "phase": "str",
    "laestab": "Int32",
    "la_code": "Int16",
    "easting_m": "float64",
    "northing_m": "float64",
    "lsoa_code": "str",
    "pupils": "float64",
    "percent_fsm": "float64",
}


def none(columns: dict[str, str]) -> pd.DataFrame:
    """Return a table of establishments without a row: ``ALL_COLUMNS`` or ``OPEN_COLUMNS``."""
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in columns.items()})


def establishments(inbox: Inbox) -> pd.DataFrame:
    """Return every establishment of November 2023, open or closed; columns as ``ALL_COLUMNS``.

    ``closed`` is the first day it was no longer open (the register states the last day); it may lie
    after the file's day for a school that is to close. ``status`` is as published; a school that is
    proposed to open is not open yet. A place of 0 is none. ``commissioner_region`` is blank where
    there is none. Columns that the file lacks: opening days and trusts.
    """
    rows = inbox.rows(ALL_2023, ALL_LAYOUT)
    region = rows["rsc_region"]
    table = _identified(rows, ALL_2023).assign(
        name=rows["name"],
        type=rows["establishment_type_name"],
        phase=rows["phase_name"],
        status=rows["establishment_status_name"],
        is_open=rows["establishment_status_name"].isin(OPEN),
        closed=day(rows["close_date"], "%Y-%m-%d") + pd.Timedelta(days=1),
        postcode=rows["postcode"],
        commissioner_region=region.mask(region.isin(NO_COMMISSIONER), ""),
        ukprn=number(rows["ukprn"]),
        pupils=number(rows["number_of_pupils"]),
    )
    return _typed(table, ALL_COLUMNS)


def open_establishments(inbox: Inbox) -> pd.DataFrame:
    """Return who was open in May 2025 and January 2026, a row a school and day.

    Columns as ``OPEN_COLUMNS``. The list of 2026 gives a name, a place and a phase only; the others
    are blank or missing, the type too. Neither list has every open school: those that are
    proposed to close are absent at times.
    """
    return pd.concat([_open_2025(inbox), _open_2026(inbox)], ignore_index=True)


def _open_2025(inbox: Inbox) -> pd.DataFrame:
    rows = inbox.rows(OPEN_2025, OPEN_2025_LAYOUT)
    table = _identified(rows, OPEN_2025).assign(
        name=rows["establishment_name"],
        type=rows["establishment_type"],
        phase=rows["education_phase"],
        lsoa_code=rows["lsoa_code"].where(rows["lsoa_code"].str.fullmatch(LSOA), ""),
        pupils=number(rows["number_of_pupils"]),
        percent_fsm=number(rows["percentage_fsm"]),
    )
    return _typed(table, OPEN_COLUMNS)


def _open_2026(inbox: Inbox) -> pd.DataFrame:
    rows = inbox.rows(OPEN_2026, OPEN_2026_LAYOUT)
    points = gpd.GeoSeries.from_xy(number(rows["lon"]), number(rows["lat"]), crs=OSGB36)
    grid = points.to_crs("EPSG:27700")
    table = pd.DataFrame(
        {
            "seen": DAYS[OPEN_2026],
            "urn": rows["urn"],
            "name": rows["name"],
            "type": "",
            "phase": rows["phase_letter"].map(PHASES),
            "easting_m": grid.x.round().to_numpy(),
            "northing_m": grid.y.round().to_numpy(),
            "lsoa_code": "",
        }
    )
    return _typed(table, OPEN_COLUMNS)


def _identified(rows: pd.DataFrame, file: str) -> pd.DataFrame:
    """Return seen, urn, la_code, laestab, easting_m and northing_m of the rows of a file."""
    la_code, own_number = number(rows["la_code"]), number(rows["establishment_number"])
    easting, northing = number(rows["easting"]), number(rows["northing"])
    placed = (easting > 0) & (northing > 0)
    return pd.DataFrame(
        {
            "seen": DAYS[file],
            "urn": rows["urn"],
            "la_code": la_code,
            "laestab": 10_000 * la_code + own_number,
            "easting_m": easting.where(placed),
            "northing_m": northing.where(placed),
        }
    )


def _typed(table: pd.DataFrame, columns: dict[str, str]) -> pd.DataFrame:
    return table.reindex(columns=list(columns)).astype(columns).reset_index(drop=True)
