"""On the page: one Opportunity Area: its figures, its map."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from alliance.analysis.areas.deprivation import deprivation_beside, districts_of
from alliance.analysis.areas.indices import SCORES, SUCCESSORS
from alliance.analysis.areas.opportunity_areas import trusts_at_work
from alliance.analysis.filters import Filter
from alliance.analysis.partial_days import GRADES_END
from alliance.analysis.schools.censuses import near_rolls
from alliance.current.state import current_history
from alliance.text.words import counted, listed
from alliance.ui.areas.area_attainment import attainment_of_area
from alliance.ui.areas.draw_area_need import need_of_area
from alliance.ui.map.profile_map import profile_map
from alliance.ui.map.takeaway_button import takeaway_button
from alliance.ui.parts.chart import draw_chart, is_dark
from alliance.ui.parts.draw_inspections import draw_inspections
from alliance.ui.parts.figure_row import headline_figures
from alliance.ui.parts.table import data_table
from alliance.ui.parts.tabs import draw_tabs
from alliance.ui.trusts.trust_choice import open_trust
from alliance.views.areas.area_profile import (
    DISTRICTS,
    PLACES,
    TRUSTS,
    anywhere,
    grades_of_area,
    hub_in_words,
)
from alliance.views.census_labels import with_census
from alliance.views.inspected_columns import columns_on
from alliance.views.inspections_since import SINCE_TAB

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd


def area_profile(area: str, scope: Filter, schools: pd.DataFrame) -> None:
    """Draw the profile of an area from its schools of the day."""
    if schools.empty:
        st.info("No school in this area matches your phase and type filters on this day.")
        return
    headline_figures(scope)
    st.markdown(hub_in_words(schools))
    by_size = schools["trust_uid"].value_counts()
    trusts = tuple(int(uid) for uid in by_size.index)
    profile_map(scope, schools, trusts, first="Grade", key="area_colour")
    takeaway_button(f"{area}: schools and trusts", scope, schools)
    draw_tabs(
        {
            "Less than good": partial(need_of_area, area, scope, schools),
            "Grades over time": partial(_grades, area, scope.day),
            **(
                {SINCE_TAB: partial(draw_inspections, schools, scope, area)}
                if scope.day > GRADES_END
                else {}
            ),
            "Attainment": partial(attainment_of_area, area, scope, schools),
            "Deprivation": partial(_deprivation, area, scope),
            "Trusts at work": partial(_trusts, area, scope, schools),
        },
        key="area_tab",
    )


def _grades(area: str, day: dt.date) -> None:
    st.header("Grades over time", anchor=False)
    every = Filter(day, opportunity_areas=(area,))
    draw_chart(grades_of_area(area, dark=is_dark()), f"grades {area}", every)
    st.caption(
        "All schools of the area, its region and England, whatever your phase and type "
        "filters. The lines end where overall grades did, in August 2024. Grade 3 was called "
        "Satisfactory until September 2012."
    )


def _deprivation(area: str, scope: Filter) -> None:
    history = current_history()
    st.header("Deprivation", anchor=False)
    data_table(
        deprivation_beside(history, anywhere(scope), area, scope.day),
        with_census(PLACES, scope.day),
        key="places",
        title=f"Deprivation of {area} beside its region and England",
        chosen=scope,
        order="-imd_score",
    )
    st.header("Its districts", anchor=False)
    districts = districts_of(history, area)
    data_table(
        districts,
        DISTRICTS,
        key="districts",
        title=f"Deprivation of the districts of {area}",
        chosen=scope,
        order="rank",
    )
    for year, column in SCORES.items():
        replaced = districts.loc[districts[SUCCESSORS[column]], "name"].tolist()
        if replaced:
            st.caption(
                f"{listed(replaced)}: the indices of {year} give the district that replaced it, "
                "which is larger."
            )
    st.caption(
        "Source: Ministry of Housing, Communities and Local Government, English indices of "
        "deprivation 2019 and English indices of deprivation 2025, by districts of 2017. Each "
        "ranks the places of its own year: a score of one is not to be compared with a score of "
        "the other. Disadvantaged pupils and free school meals: Department for Education."
    )


def _trusts(area: str, scope: Filter, schools: pd.DataFrame) -> None:
    st.header(f"Trusts at work in {area}", anchor=False)
    table = trusts_at_work(near_rolls(anywhere(scope), scope.day), area)
    maintained = int(schools["trust_uid"].isna().sum())
    st.markdown(
        f"{counted(len(table), 'trust runs', 'trusts run')} "
        f"{counted(int(table['academies'].sum()), 'academy', 'academies')} here; "
        f"{counted(maintained, 'school is', 'schools are')} maintained by the local authority "
        "and no trust's."
    )
    data_table(
        table,
        with_census(columns_on(TRUSTS, scope.day), scope.day),
        key="trusts at work",
        title=f"Trusts at work in {area}",
        chosen=scope,
        searched=("name",),
        order="-academies",
        picks="trust_uid",
        on_pick=open_trust,
    )
