"""The January school census (Department for Education): pupils and free school meals by school.

As issued, 2015 to 2019 and 2021 to 2023; January 2026 in other columns. The years do not cover
the same schools: 2015 lacks most secondary schools, 2017 and 2018 lack nurseries and referral
units, and free school meals are a percentage to 2018 and in 2026, a number of pupils between.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

from alliance.errors import SourceError
from alliance.sources.tables.layout import ANY, PERCENT, URN, Column, Layout
from alliance.sources.tables.reading import header_of
from alliance.sources.tables.values import number, percent

if TYPE_CHECKING:
    from alliance.sources.tables.inbox import Inbox

CENSUSES = "performance/census_20[0-9][0-9].csv"

# What stands where there is no number, by the notes on the census: NP not published, NA not
# applicable, SUPP suppressed. None of them is 0.
CODES = "NP|NA|SUPP|NE"
# The totals of primary, secondary and special schools stand among the schools.
NATIONAL = "NAT"
SCHOOL_OR_NATIONAL = Column(rf"\d{{6}}|{NATIONAL}", "a six-digit URN, or NAT")
PUPILS = Column(rf"\d+(\.\d+)?|{CODES}", "a number of pupils or a code", may_be_blank=True)
SHARE = Column(rf"{PERCENT}|{CODES}", "a percentage from 0 to 100 or a code", may_be_blank=True)

LAYOUT_TO_2018 = Layout({"URN": SCHOOL_OR_NATIONAL, "NOR": PUPILS, "PNUMFSM": SHARE})
# Where a school has no figures of free school meals, its rows of 2021 and 2022 stop before them.
LAYOUT_FROM_2019 = Layout(
    {"URN": SCHOOL_OR_NATIONAL, "SCHOOLTYPE": ANY, "NOR": PUPILS, "NUMFSM": PUPILS},
    may_end_early=True,
)
LAYOUT_2026 = Layout({"urn": URN, "pupils_on_roll": PUPILS, "fsm_pct": SHARE}, unique=("urn",))
LAYOUTS = (LAYOUT_FROM_2019, LAYOUT_TO_2018, LAYOUT_2026)
INDEPENDENT = "Independent school"
COLUMNS = {
    "urn": "int32",
    "year": "int16",
    "school_type": "str",
    "pupils": "float64",
    "percent_fsm": "float64",
}


def none() -> pd.DataFrame:
    """Return the table of :func:`censuses` without a row."""
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in COLUMNS.items()})


def censuses(inbox: Inbox) -> pd.DataFrame:
    """Read every January census at hand, a row a school and year.

    Columns: urn, year, school_type (as issued, 2019 to 2023; blank in other years), pupils (on
    the roll, of all ages), percent_fsm (of these, those eligible for free school meals and
    claiming them, 0 to 100: as issued to 2018 and in 2026, computed from the numbers between).

    A school without a pupil is one whose number is not given: 16 to 19 academies stand with 0
    in 2021 and 2022. National totals are left out, and independent schools where the year names
    them.
    """
    return pd.concat([_census(inbox, file) for file in inbox.matching(CENSUSES)], ignore_index=True)


def _census(inbox: Inbox, file: str) -> pd.DataFrame:
    layout = _layout(inbox, file)
    rows = inbox.rows(file, layout)
    rows = rows.rename(columns=str.lower)
    rows = rows.rename(columns={"pupils_on_roll": "nor", "fsm_pct": "pnumfsm"})
    rows = rows[rows["urn"] != NATIONAL].drop_duplicates()
    if "schooltype" in rows:
        rows = rows[rows["schooltype"] != INDEPENDENT]
    pupils = number(rows["nor"])
    pupils = pupils.where(pupils > 0)
    if "numfsm" in rows:
        share = (100 * number(rows["numfsm"]) / pupils).round(1)
    else:
        share = percent(rows["pnumfsm"]).where(pupils.notna())
    return pd.DataFrame(
        {
            "urn": rows["urn"].astype("int32"),
            "year": _year(file),
            "school_type": rows.get("schooltype", ""),
            "pupils": pupils,
            "percent_fsm": share.where(share <= 100),
        }
    ).astype(COLUMNS)


def _layout(inbox: Inbox, file: str) -> Layout:
    names = set(header_of(inbox.folder / file)[1])
    for layout in LAYOUTS:
        if names >= set(layout.columns):
            return layout
    raise SourceError(
        f"{file}: has the columns of no census that is known; found {', '.join(sorted(names))}. "
        f"Expected one of: {'; '.join(', '.join(layout.columns) for layout in LAYOUTS)}."
    )


def _year(file: str) -> int:
    found = re.search(r"_(\d{4})\.csv$", file)
    if found is None:
        raise SourceError(f"{file}: its name says no year. Name it as census_2019.csv.")
    return int(found[1])
