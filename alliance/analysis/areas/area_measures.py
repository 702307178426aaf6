"""Measures of regions, local authorities, districts and Opportunity Areas, for a map of areas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np
import pandas as pd

from alliance.analysis.areas.area_inspections import SHARE, SHARES, inspected_shares, why_missing
from alliance.analysis.areas.indices import SUCCESSORS
from alliance.analysis.filters import Filter, only
from alliance.analysis.known import Known, known_on
from alliance.analysis.schools.results import latest_results, results_of_groups
from alliance.history import as_at
from alliance.history.as_at import drawn_on

if TYPE_CHECKING:
    import datetime as dt

    import geopandas as gpd

    from alliance.history import History

Kind = Literal["region", "authority", "district", "opportunity_area"]
KINDS: tuple[Kind, ...] = ("region", "authority", "district")
"""Kinds of area into which all of England falls."""
MAPPED: tuple[Kind, ...] = (*KINDS, "opportunity_area")
"""Kinds of area that can be shaded on a map."""
# The column of a school that names its area, and the column of the areas that has the same names.
PLACE: dict[Kind, tuple[str, str]] = {
    "region": ("region", "name"),
    "authority": ("la_code", "la_code"),
    "district": ("lad_code", "code"),
    "opportunity_area": ("opportunity_area", "name"),
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
    "Department for Education, performance tables: published by region and local authority, "
    "weighted by pupils from the schools' results for districts and Opportunity Areas"
)
_DEPRIVATION = (
    "Ministry of Housing, Communities and Local Government, English indices of deprivation"
)

_ALWAYS = (
    Measure(
        "percent_good_inherited",
        "Good or outstanding, counting the predecessor school’s grade",
        "%",
        "high",
        _OFSTED,
        MAPPED,
        of_schools=True,
    ),
    Measure(
        "percent_good_own",
        "Good or outstanding, schools inspected since they opened",
        "%",
        "high",
        _OFSTED,
        MAPPED,
        of_schools=True,
    ),
    Measure(
        "percent_academies",
        "Schools that are academies",
        "%",
        None,
        _REGISTER,
        MAPPED,
        of_schools=True,
    ),
    Measure(
        "percent_disadvantaged",
        "Disadvantaged pupils",
        "%",
        None,
        "Department for Education, pupil premium 2019–20 and 2020–21",
        MAPPED,
        of_schools=True,
    ),
    Measure(
        "percent_fsm",
        "Pupils eligible for free school meals",
        "%",
        None,
        "Department for Education, January school census",
        MAPPED,
        of_schools=True,
    ),
    Measure(
        "percent_expected_reading_writing_maths",
        "Key stage 2: expected standard in reading, writing and maths",
        "%",
        "high",
        _RESULTS,
        MAPPED,
    ),
    Measure("attainment_8", "Key stage 4: Attainment 8", "points", "high", _RESULTS, MAPPED),
    Measure("progress_8", "Key stage 4: Progress 8", "grades", "high", _RESULTS, MAPPED),
    Measure(
        "imd_score",
        "Index of multiple deprivation 2019",
        "score",
        "low",
        f"{_DEPRIVATION} 2019",
        ("district",),
    ),
    Measure(
        "imd_score_2025",
        "Index of multiple deprivation 2025",
        "score",
        "low",
        f"{_DEPRIVATION} 2025",
        ("district",),
    ),
)
MEASURES = (
    *_ALWAYS,
    *(
        Measure(
            share.key,
            share.name,
            "%",
            "low" if share.better == "low" else "high",
            "Ofsted, inspections of state-funded schools",
            MAPPED,
            of_schools=True,
        )
        for share in SHARES
    ),
)
ATTAINMENT = ("percent_expected_reading_writing_maths", "attainment_8", "progress_8")


def measure_of(key: str) -> Measure:
    """Return the measure of a key of ``MEASURES``."""
    return next(measure for measure in MEASURES if measure.key == key)


def measures_on(kind: Kind, known: Known, day: dt.date) -> list[Measure]:
    """Return the measures of a kind of area that a day can give."""
    return [
        measure
        for measure in MEASURES
        if kind in measure.kinds and not why_not(measure.key, known, day)
    ]


def why_not(key: str, known: Known, day: dt.date) -> str:
    """Say why a day cannot give a measure; blank where it can."""
    if key in SHARE:
        return why_missing(key, known, day)
    return known.good if key in SHARES_GOOD else ""


def narrowing(measure: Measure, chosen: Filter) -> Filter:
    """Return what a measure can honour of a filter: its day, and phases and types or neither.

    Areas stand beside one another, so regions, trusts and grades of the filter are left aside.
    """
    if not measure.of_schools:
        return Filter(chosen.day)
    return only(chosen, "school")


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


def measured_areas(history: History, kind: Kind, day: dt.date) -> gpd.GeoDataFrame:
    """Return the areas in which measures of a kind are given on a day.

    Local authorities are those of the day; districts those of 2017, by which schools and
    deprivation are counted, whatever the day; Opportunity Areas all 12, named by then or not.
    """
    areas = history.areas[history.areas["kind"] == kind]
    if kind == "opportunity_area":
        return areas
    if kind == "district":
        return areas[areas["from_day"].isna()]
    return drawn_on(areas, day)


def outlines_in_words(areas: gpd.GeoDataFrame, kind: Kind, day: dt.date) -> str:
    """Say of which day areas are, and of which years their outlines: some are of a later one."""
    if kind == "opportunity_area":
        return "in the areas named in October 2016 and January 2017"
    if kind == "district":
        return "in the areas of 2017"
    said = f"in the areas of {day.day} {day:%B %Y}"
    years = sorted(int(year) for year in areas["edition"].dropna().unique())
    later = [year for year in years if year > day.year]
    if not later:
        return said
    return f"{said}, drawn by outlines of {' and '.join(map(str, later))}"


def by_area(
    history: History,
    schools: pd.DataFrame,
    kind: Kind,
    day: dt.date,
    known: Known | None = None,
) -> pd.DataFrame:
    """Return every measure for every area of a kind, in the areas of :func:`measured_areas`.

    Parameters
    ----------
    schools
        The schools of ``day`` as ``as_at`` gives them, narrowed or not; published results of
        regions and authorities are of all their schools.
    known
        What the day can give; worked out from the history by default. What it cannot is missing.

    Returns
    -------
    DataFrame
        A row an area: code (as in ``History.areas``), name, schools, graded, graded_own, the
        measures of ``MEASURES`` that hold for the kind (missing where nothing is known),
        <share>_given for each of ``area_inspections.SHARES`` (schools it rests on),
        <measure>_year for each measure of attainment (the last exams before the day), and for
        districts from_successor and from_successor_2025 (the deprivation is that of the district
        that replaced it).

    """
    own = measured_areas(history, kind, day)
    column, match = PLACE[kind]
    table = pd.DataFrame(own[["code", "name"]]).set_axis(own[match].to_list())
    counts = ["schools", "graded", "graded_own"]
    table = table.join(_by_object(shares(schools, column)))
    table[counts] = table[counts].fillna(0).astype("int32")
    table = table.join(_by_object(inspected_shares(schools, column)))
    table = table.join(_by_object(_attainment(history, kind, day)))
    table = table.astype({f"{measure}_year": "Int16" for measure in ATTAINMENT})
    if kind == "district":
        held = [name for score, whose in SUCCESSORS.items() for name in (score, whose)]
        deprivation = history.deprivation.set_index("lad_code")[held]
        table = table.join(_by_object(deprivation))
    known = known or known_on(history, as_at(history, day), day)
    table = known.hide(table, good=SHARES_GOOD)
    return table.sort_values("name", ignore_index=True)


SHARES_GOOD = ("percent_good_inherited", "percent_good_own")


def shares(schools: pd.DataFrame, by: str) -> pd.DataFrame:
    """Count schools and work out shares by a column of theirs.

    Returns
    -------
    DataFrame
        Indexed by the column's values: schools, graded, graded_own, percent_good_inherited,
        percent_good_own, percent_academies, percent_disadvantaged and percent_fsm (both weighted by
        pupils); a share is missing where it would rest on no school.

    """
    graded = schools["grade"].notna()
    own = graded & ~schools["grade_inherited"]
    good = (schools["grade"] <= 2).fillna(value=False).astype("bool")
    roll = schools["pupils"].astype("float64")
    pupils = roll.where(schools["percent_disadvantaged"].notna())
    pupils_fsm = roll.where(schools["percent_fsm"].notna())
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
            "pupils_fsm": pupils_fsm,
            "fsm": pupils_fsm * schools["percent_fsm"] / 100,
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
            "percent_fsm": _percent(sums["fsm"], sums["pupils_fsm"]),
        }
    )


def _attainment(history: History, kind: Kind, day: dt.date) -> pd.DataFrame:
    if kind in ("district", "opportunity_area"):
        places = history.schools.set_index("urn")[PLACE[kind][0]]
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
