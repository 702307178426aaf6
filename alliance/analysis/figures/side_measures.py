"""What places, trusts and schools are compared by beside the headline figures."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Literal, NamedTuple

import pandas as pd

from alliance.analysis.areas.area_measures import ATTAINMENT
from alliance.analysis.areas.deprivation import weighted_by_pupils
from alliance.analysis.areas.indices import SCORES, edition_on
from alliance.analysis.areas.opportunity_areas import authorities_of_areas
from alliance.analysis.known import is_enough
from alliance.analysis.schools.results import (
    latest_results,
    results_of_area,
    results_of_authority,
    results_of_groups,
    results_of_schools,
)

if TYPE_CHECKING:
    from alliance.history import History

SideKind = Literal["region", "authority", "area", "trust", "school", "country"]
ABSENCE = ("percent_absence", "percent_persistent_absence")


class Known(NamedTuple):
    """A value with what it is of, as "2019" or "published, 2019", and why it is missing."""

    value: float
    of: str = ""
    why: str = ""


_NAN = float("nan")
_NO_RESULT = "No result of the last exams is on record"
_NOT_WORKED_OUT = (
    "Not worked out: results of the last exams, with numbers of pupils, are not on record for all "
    "its schools"
)
PUBLISHED = ("country", "region", "authority")


def deprivation_of(history: History, schools: pd.DataFrame, day: dt.date) -> Known:
    """Return the average score of the schools' districts, weighted by pupils.

    By the newest indices published by the day, as the page of Opportunity Areas gives it.
    """
    year = edition_on(day)
    column = SCORES[year]
    scores = history.deprivation.set_index("lad_code")[column].astype("float64")
    district = schools["lad_code"].astype("str").map(scores)
    return Known(weighted_by_pupils(schools.assign(score=district), "score"), f"indices of {year}")


def free_meals_of(schools: pd.DataFrame) -> float:
    """Return the percent of pupils eligible for free school meals."""
    return weighted_by_pupils(schools, "percent_fsm")


def absence_of(history: History, schools: pd.DataFrame, day: dt.date) -> dict[str, Known]:
    """Return the sessions missed, and the pupils who missed a tenth or more, in percent.

    Of the last school year over by the day, the schools' rates weighted by their pupils on roll;
    missing where fewer than nine in ten of the schools have one.
    """
    over = history.absence[history.absence["year"].map(lambda year: _over(int(year), day))]
    if over.empty:
        return dict.fromkeys(ABSENCE, Known(_NAN, why="No school year on record was over by then"))
    year = int(over["year"].max())
    own = over[over["year"] == year].set_index("urn")
    found = {}
    for measure in ABSENCE:
        rates = schools.assign(rate=schools["urn"].map(own[measure]).astype("float64"))
        known = int(rates["rate"].notna().sum())
        of = f"{year - 1}/{year % 100:02d}"
        if known and is_enough(known, len(schools)):
            found[measure] = Known(weighted_by_pupils(rates, "rate"), of)
        else:
            why = f"Known of {known:,} of {len(schools):,} schools for {of}"
            found[measure] = Known(_NAN, of, why)
    return found


def _over(year: int, day: dt.date) -> bool:
    return dt.date(year, 8, 31) <= day


def results_of_side(
    history: History, kind: SideKind, number: str, schools: pd.DataFrame
) -> pd.DataFrame:
    """Return the results of a side by year.

    Of England, a region, a local authority and an Opportunity Area that is one as published; of
    another Opportunity Area worked out from its schools, of a trust from its academies of the day
    (``schools``), weighted by pupils; of a school its own.

    Parameters
    ----------
    number
        The name of a region or an area, the code of an authority, the URN of a school.

    Returns
    -------
    DataFrame
        A row a measure and year: stage, measure, name, unit, year, value.

    """
    if kind == "country":
        return results_of_area(history, "country", "England")
    if kind == "region":
        return results_of_area(history, "region", number)
    if kind == "authority":
        return results_of_authority(history, int(number))
    if kind == "school":
        found = results_of_schools(history, [int(number)])
        return found[~found["of_predecessor"]]
    urns = history.schools.set_index("urn")
    if code := _whole_authority(history, kind, number):
        return results_of_authority(history, code)
    if kind == "area":
        of = urns["opportunity_area"].astype("object").where(urns["opportunity_area"] == number)
        return results_of_groups(history, of)
    held = pd.Series("trust", index=pd.Index(schools["urn"]), dtype="object")
    return results_of_groups(history, held)


def _whole_authority(history: History, kind: SideKind, number: str) -> int | None:
    """Return the code of the local authority that an Opportunity Area is; None where it is none."""
    return authorities_of_areas(history).get(number) if kind == "area" else None


def attainment_of(
    history: History, kind: SideKind, number: str, schools: pd.DataFrame, day: dt.date
) -> dict[str, Known]:
    """Return each measure of attainment of a side, of the last exams before a day."""
    results = results_of_side(history, kind, number, schools)
    latest = latest_results(results.assign(side="own"), "side", ATTAINMENT, day)
    is_published = kind in PUBLISHED or _whole_authority(history, kind, number)
    published = "published, " if is_published else ""
    why = _NOT_WORKED_OUT if kind in ("trust", "area") and not is_published else _NO_RESULT
    if latest.empty:
        return dict.fromkeys(ATTAINMENT, Known(_NAN, why=why))
    row = latest.iloc[0]
    return {
        measure: Known(_NAN, why=why)
        if pd.isna(row[measure])
        else Known(float(row[measure]), f"{published}{int(row[f'{measure}_year'])}")
        for measure in ATTAINMENT
    }
