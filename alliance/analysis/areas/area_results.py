"""Attainment of one Opportunity Area: beside its region and England, and what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from alliance.analysis.areas.opportunity_areas import authorities_of_areas, region_of
from alliance.analysis.schools.results import (
    results_of_area,
    results_of_authority,
    results_of_groups,
    results_of_schools,
)

if TYPE_CHECKING:
    from alliance.history import History

COLUMNS = ["stage", "measure", "name", "unit", "year", "value"]


def results_beside(history: History, area: str) -> pd.DataFrame:
    """Return the results of an area, its region and England by year.

    The area's are worked out from its schools, weighted by pupils; the others are as published,
    also those of the local authority that the area is, where it is a whole one.

    Returns
    -------
    DataFrame
        A row a series, measure and year with a value: series ("Derby, worked out from its
        schools", "Derby, published for the local authority", its region, "England"), stage,
        measure, name, unit, year, value.

    """
    areas = history.schools.set_index("urn")["opportunity_area"].astype("object")
    region = region_of(history, area)
    worked_out = results_of_groups(history, areas.where(areas == area))
    parts = {f"{area}, worked out from its schools": worked_out}
    if code := authorities_of_areas(history).get(area):
        parts[f"{area}, published for the local authority"] = results_of_authority(history, code)
    parts |= {
        region: results_of_area(history, "region", region),
        "England": results_of_area(history, "country", "England"),
    }
    table = pd.concat([part[COLUMNS].assign(series=name) for name, part in parts.items()])
    return table.dropna(subset=["value"])[["series", *COLUMNS]].reset_index(drop=True)


def results_by_school(history: History, schools: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Return one measure of every school that takes it, years side by side, with what is missing.

    Parameters
    ----------
    schools
        Schools as ``as_at`` gives them.
    measure
        A key of ``alliance.analysis.schools.results.MEASURE``.

    Returns
    -------
    DataFrame
        A row a school with a row in the published results, by name: urn, name, phase, trust_name,
        a column a year named by it (text), missing (the years without a value and why, in words).

    """
    found = results_of_schools(history, schools["urn"].tolist())
    own = found[found["measure"] == measure]
    values = own.set_index(["urn", "year"])["value"].unstack()  # noqa: PD010 -- nothing is summed
    values = values.rename(columns=str)
    lost = own[own["value"].isna()].sort_values("year")
    words = lost["year"].astype("str") + ": " + lost["reason"].astype("str")
    missing = words.groupby(lost["urn"]).agg("; ".join)
    named = schools[["urn", "name", "phase", "trust_name"]]
    table = named.merge(values, left_on="urn", right_index=True)
    return table.assign(missing=table["urn"].map(missing)).sort_values("name", ignore_index=True)


def years_of(table: pd.DataFrame) -> list[str]:
    """Return the years that :func:`results_by_school` found, as they name its columns."""
    return [name for name in table.columns if str(name).isdigit()]
