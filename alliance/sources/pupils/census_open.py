"""The school census as Explore Education Statistics has it: school by school, since 2025/26.

The data set “School level” of “Schools, pupils and their characteristics” has a row for each group
of pupils of a school; its whole file has gigabytes, of which the public API gives the rows that are
needed (see :mod:`alliance.sources.fetching.education_statistics`). The names of columns and groups
were checked against github.com/rjnienaber/england_school_explorer, dimensions/census/source.ts and
fixtures/census.csv.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from alliance.sources.exams.results_open import PERIOD
from alliance.sources.pupils.census import COLUMNS, INDEPENDENT
from alliance.sources.tables.layout import ANY, Layout
from alliance.sources.tables.values import number, percent

if TYPE_CHECKING:
    from collections.abc import Iterable

    from alliance.sources.tables.inbox import Inbox

NEEDED_COLUMNS = frozenset(
    {
        "school_urn",
        "time_period",
        "sex",
        "attendance_pattern",
        "breakdown",
        "pupil_count",
        "pupil_percent",
    }
)
PHASE = "phase_type_grouping"
ALL, ELIGIBLE = "Total", "FSM eligible"


def open_census(inbox: Inbox, file: str, columns: Iterable[str]) -> pd.DataFrame:
    """Read the census of a year or of several, as ``census.censuses`` does.

    Columns: urn, year (of the January in which it was taken), school_type, pupils (on the roll),
    percent_fsm (of these, those eligible for free school meals, 0 to 100). Independent schools are
    left out. What is suppressed (``c``, ``x``) or not given (``z``) is missing.
    """
    there = set(columns)
    rules = dict.fromkeys(NEEDED_COLUMNS, ANY) | {"time_period": PERIOD}
    if PHASE in there:
        rules[PHASE] = ANY
    layout = Layout(
        rules,
        only={
            "sex": (ALL,),
            "attendance_pattern": (ALL,),
            "breakdown": (ALL, ELIGIBLE),
        },
    )
    rows = inbox.rows(file, layout)
    rows = rows[rows["school_urn"].str.fullmatch(r"\d{6}")]
    if PHASE in there:
        rows = rows[rows[PHASE] != INDEPENDENT]
    key = ["school_urn", "time_period"]
    groups = {
        name: rows[rows["breakdown"] == name].drop_duplicates(key) for name in (ALL, ELIGIBLE)
    }
    pupils = groups[ALL].set_index(key)
    eligible = groups[ELIGIBLE].set_index(key)["pupil_percent"].reindex(pupils.index)
    count = number(pupils["pupil_count"])
    return (
        pd.DataFrame(
            {
                "urn": pupils.index.get_level_values(0),
                "year": 2000 + pupils.index.get_level_values(1).str[-2:].astype(int),
                "school_type": pupils[PHASE].to_numpy() if PHASE in there else "",
                "pupils": count.where(count > 0).to_numpy(),
                "percent_fsm": percent(eligible.fillna("")).to_numpy(),
            }
        )
        .astype(COLUMNS)
        .sort_values(["urn", "year"], ignore_index=True)
    )
