"""Attainment of an Opportunity Area by year, and which schools' results are missing and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from alliance.analysis.areas.area_results import results_by_school, years_of
from alliance.analysis.areas.opportunity_areas import region_of
from alliance.analysis.schools.results import MEASURE, RESULTS
from alliance.charts.attainment import attainment_by_year
from alliance.current.state import current_history
from alliance.text.words import count
from alliance.ui.parts.chart import draw_chart, is_dark
from alliance.ui.parts.table import data_table
from alliance.views.areas.area_tables import KINDS, WEIGHTED, results_of_area
from alliance.views.columns import Column

if TYPE_CHECKING:
    import pandas as pd

    from alliance.analysis.filters import Filter


def attainment_of_area(area: str, scope: Filter, schools: pd.DataFrame) -> None:
    """Draw a measure of key stage 2 or 4 by year, and each school's own."""
    st.header("Attainment", anchor=False)
    measure = st.selectbox(
        "Measure",
        [measure.key for measure in RESULTS],
        format_func=lambda key: f"{MEASURE[key].stage}: {MEASURE[key].name}",
        key="area_measure",
        bind="query-params",
        width=480,
    )
    table = results_of_area(area)
    own = table[table["measure"] == measure]
    if own.empty:
        st.info("No result of this measure is on record for the area, its region or England.")
    else:
        about = f"{area}, {region_of(current_history(), area)} and England"
        chart = attainment_by_year(own, measure, about, dark=is_dark())
        draw_chart(chart, f"results {measure}", scope)
        st.caption(WEIGHTED)
    _by_school(area, scope, schools, measure)


def _by_school(area: str, scope: Filter, schools: pd.DataFrame, measure: str) -> None:
    st.header("School by school", anchor=False)
    table = results_by_school(current_history(), schools, measure)
    if table.empty:
        st.info("No school of the area has a row in the published results of this measure.")
        return
    years = years_of(table)
    kind = KINDS.get(MEASURE[measure].unit, "number1")
    table[years] = table[years].round(2)
    missing = table["missing"].notna()
    st.caption(
        f"{count(int(missing.sum()))} of {count(len(table))} schools have no result for at least "
        "one year; the last column says why, where the source does. Results are listed under the "
        "URN the school had at the time."
    )
    data_table(
        table,
        {
            "name": Column("School"),
            "phase": Column("Phase"),
            "trust_name": Column("Trust", "Empty for a maintained school"),
            **{year: Column(year, MEASURE[measure].name, kind) for year in years},
            "missing": Column("Why a value is missing"),
        },
        key="results",
        title=f"{MEASURE[measure].name} in {area}",
        chosen=scope,
        searched=("name", "trust_name", "missing"),
        order=f"-{years[-1]}",
        notes=(WEIGHTED,),
    )
