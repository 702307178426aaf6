"""Schools, and which of them are eligible for support, a row each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliance.analysis.filters import narrow
from alliance.current.known_on_day import caught_on
from alliance.current.state import kept, state_on
from alliance.views.schools.school_list import school_list

if TYPE_CHECKING:
    import pandas as pd

    from alliance.analysis.filters import Filter

FIRST = (
    "urn",
    "name",
    "phase",
    "la_name",
    "region",
    "opportunity_area",
    "trust_uid",
    "trust_name",
    "grade",
    "grade_inherited",
    "grade_of",
    "grade_date",
    "pupils",
    "lon",
    "lat",
    "easting_m",
    "northing_m",
)
"""The columns of schools that stand first."""
OF_NEED = ("urn", "name", "phase", "la_name", "region", "trust_uid", "trust_name", "lon", "lat")


@kept(maxsize=12)
def school_rows(chosen: Filter, *, later: bool = False) -> pd.DataFrame:
    """Return the schools open on a day that pass the filter; shared by all, never to be written to.

    ``later`` takes in what came after the day, as
    :func:`alliance.views.schools.school_list.school_list` tells.

    Returns
    -------
    DataFrame
        A row a school, by URN: the columns of the list of schools, and grade_of ("own",
        "predecessor", missing where there is no grade).

    """
    found = school_list(narrow(state_on(chosen.day), chosen), chosen.day, later=later)
    whose = found["grade_inherited"].map({True: "predecessor", False: "own"})
    found = found.assign(grade_of=whose.where(found["grade"].notna()))
    return found[[*FIRST, *found.columns.difference(list(FIRST), sort=False)]]


@kept(maxsize=12)
def need_rows(chosen: Filter, *, count_inherited: bool = False) -> pd.DataFrame:
    """Return which schools of the filter meet a criterion for support on its day.

    Returns
    -------
    DataFrame
        A row a school and criterion, the highest priority first: the columns of ``OF_NEED``, rule,
        gravity (1 is the highest), why, inherited (met only by its predecessor's inspection).

    """
    found = caught_on(chosen.day, count_inherited=count_inherited)
    told = school_rows(chosen)[list(OF_NEED)]
    told = told.merge(found[["urn", "rule", "gravity", "why", "inherited"]], on="urn")
    return told.sort_values(["gravity", "urn", "rule"], ignore_index=True)
