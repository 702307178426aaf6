"""Measures of regions, local authorities and districts, for a map of areas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np
import pandas as pd

from alliance.analysis.filters import Filter
from alliance.analysis.results import latest_results, results_of_groups

if TYPE_CHECKING:
    import datetime as dt

    from alliance.history import History

Kind = Literal["region", "authority", "district"]
KINDS: tuple[Kind, ...] = ("region", "authority", "district")
# The column of a school that names its area, and the column of the areas that has the same names.
PLACE: dict[Kind, tuple[str, str]] = {
    "region": ("region", "name"),
    "authority": ("la_code", "la_code"),
    "district": ("lad_code", "code"),
}


class Measure(NamedTuple):
    """What a map of areas can show.

    ``better`` says whether a high or a low value is the better one; None where neither is.
    ``of_schools`` says that it is worked out from the schools of the day, and so can be that of
    some phases and types only; results and deprivation are as published.
    """

    key: str
    name: str
    unit: str
    better: Literal["high", "low"] | None
    source: str
    kinds: tuple[Kind, ...]
    of_schools: bool = False


_OFSTED = "Ofsted, overall grades of inspections, given until September 2024"
_REGISTER = "Department for Education, lists of academies and trusts"
_RESULTS = (
    "Department for Education, performance tables: published by region and authority, "
    "weighted by pupils from the schools' results for districts"
)
_DEPRIVATION = "Ministry of Housing, Communities and Local Government, English indices 2019"

MEASURES = (
    Measure(
        "percent_good_inherited",
        "Good or Outstanding, grades inherited",
        "%",
        "high",
        _OFSTED,
        KINDS,
        of_schools=True,
    ),
    Measure(
        "percent_good_own",
        "Good or Outstanding, own grades only",
        "%",
        "high",
        _OFSTED,
        KINDS,
        of_schools=True,
    ),
    Measure(
        "percent_academies",
        "Schools that are academies",
        "%",
        None,
        _REGISTER,
        KINDS,
        of_schools=True,
    ),
    Measure(
        "percent_disadvantaged",
        "Disadvantaged pupils",
        "%",
        None,
        "Department for Education, pupil premium 2019–20",
        KINDS,
        of_schools=True,
    ),
    Measure(
        "percent_expected_reading_writing_maths",
        "Key stage 2: expected standard in reading, writing and maths",
        "%",
        "high",
        _RESULTS,
        KINDS,
    ),
    Measure("attainment_8", "Key stage 4: Attainment 8", "points", "high", _RESULTS, KINDS),
    Measure("progress_8", "Key stage 4: Progress 8", "grades", "high", _RESULTS, KINDS),
    Measure(
        "imd_score",
        "Index of multiple deprivation",
        "score",
        "low",
        _DEPRIVATION,
        ("district",),
    ),
)
ATTAINMENT = ("percent_expected_reading_writing_maths", "attainment_8", "progress_8")


def measure_of(key: str) -> Measure:
    """Give the measure of a key of ``MEASURES``."""
    return next(measure for measure in MEASURES if measure.key == key)


def narrowing(measure: Measure, chosen: Filter) -> Filter:
    """Give what a measure can honour of a filter: its day, and phases and types or neither.

    Areas stand beside one another, so regions, trusts and grades of the filter are left aside.
    """
    if not measure.of_schools:
        return Filter(chosen.day)
    return Filter(chosen.day, phases=chosen.phases, types=chosen.types)


def whose(measure: Measure, chosen: Filter) -> str:
    """Say of which schools a measure tells: "Schools of England, phase Primary"."""
    parts = {"phase": chosen.phases, "type": chosen.types}
    used = {name: " or ".join(held) for name, held in parts.items() if held}
    if not used:
        return "All schools of England"
    if measure.of_schools:
        kept = ", ".join(f"{name} {held}" for name, held in used.items())
        return f"Schools of England, {kept}"
    return f"All schools of England, whatever the filter’s {' and '.join(used)}"


def outlines_of(kind: Kind) -> int:
    """Give the year whose outlines of a kind of area measures are given in, whatever the day.

    Authorities are those of 2019, the earliest outlines there are of them.
    """
    return 2019 if kind == "authority" else 2017


def by_area(history: History, schools: pd.DataFrame, kind: Kind, day: dt.date) -> pd.DataFrame:
    """Give every measure for every area of a kind, in the areas of ``outlines_of(kind)``.

    Parameters
    ----------
    schools
        The schools of ``day`` as ``as_at`` gives them, narrowed or not; published results of
        regions and authorities are of all their schools.

    Returns
    -------
    DataFrame
        A row an area: code (as in ``History.areas``), name, schools, graded, graded_own, the
        measures of ``MEASURES`` that hold for the kind (missing where nothing is known),
        <measure>_year for each measure of attainment (the last exams before the day), and for
        districts from_successor (the deprivation is that of the district that replaced it).

    """
    areas = history.areas
    own = areas[(areas["kind"] == kind) & areas["from_day"].isna()]
    column, match = PLACE[kind]
    table = pd.DataFrame(own[["code", "name"]]).set_axis(own[match].to_list())
    counts = ["schools", "graded", "graded_own"]
    table = table.join(_by_object(shares(schools, column)))
    table[counts] = table[counts].fillna(0).astype("int32")
    table = table.join(_by_object(_attainment(history, kind, day)))
    table = table.astype({f"{measure}_year": "Int16" for measure in ATTAINMENT})
    if kind == "district":
        deprivation = history.deprivation.set_index("lad_code")[["imd_score", "from_successor"]]
        table = table.join(_by_object(deprivation))
    return table.sort_values("name", ignore_index=True)


def shares(schools: pd.DataFrame, by: str) -> pd.DataFrame:
    """Count schools and work out shares by a column of theirs.

    Returns
    -------
    DataFrame
        Indexed by the column's values: schools, graded, graded_own, percent_good_inherited,
        percent_good_own, percent_academies, percent_disadvantaged (weighted by pupils); a share
        is missing where it would rest on no school.

    """
    graded = schools["grade"].notna()
    own = graded & ~schools["grade_inherited"]
    good = (schools["grade"] <= 2).fillna(value=False).astype("bool")
    pupils = schools["pupils"].astype("float64").where(schools["percent_disadvantaged"].notna())
    counts = pd.DataFrame(
        {
            "schools": 1,
            "graded": graded,
            "graded_own": own,
            "good": good,
            "good_own": good & own,
            "academies": schools["trust_uid"].notna(),
            "pupils": pupils,
            "disadvantaged": pupils * schools["percent_disadvantaged"] / 100,
        }
    )
    sums = counts.groupby(schools[by], observed=True).sum()
    return pd.DataFrame(
        {
            "schools": sums["schools"],
            "graded": sums["graded"],
            "graded_own": sums["graded_own"],
            "percent_good_inherited": _percent(sums["good"], sums["graded"]),
            "percent_good_own": _percent(sums["good_own"], sums["graded_own"]),
            "percent_academies": _percent(sums["academies"], sums["schools"]),
            "percent_disadvantaged": _percent(sums["disadvantaged"], sums["pupils"]),
        }
    )


def _attainment(history: History, kind: Kind, day: dt.date) -> pd.DataFrame:
    if kind == "district":
        places = history.schools.set_index("urn")["lad_code"]
        results = results_of_groups(history, places, ATTAINMENT).rename(columns={"group": "place"})
    else:
        published = history.results_areas[history.results_areas["kind"] == kind]
        name = "name" if kind == "region" else "la_code"
        results = published.melt([name, "year"], list(ATTAINMENT), "measure").rename(
            columns={name: "place"}
        )
    return latest_results(results, "place", ATTAINMENT, day)


def _by_object(table: pd.DataFrame) -> pd.DataFrame:
    return table.set_axis(table.index.to_list())


def _percent(part: pd.Series, whole: pd.Series) -> pd.Series:
    return 100 * part / whole.where(whole > 0, np.nan)
