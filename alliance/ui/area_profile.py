"""One Opportunity Area: its figures, its map, and how it stands beside its region and England."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from alliance.analysis.deprivation import deprivation_beside, districts_of
from alliance.analysis.filters import Filter, narrow
from alliance.analysis.opportunity_areas import beside, region_of, trusts_at_work
from alliance.analysis.trend import trends
from alliance.charts.beside import grades_beside
from alliance.ui.area_attainment import attainment_of_area
from alliance.ui.area_need import need_of_area
from alliance.ui.census import with_census
from alliance.ui.chart import draw_chart, is_dark
from alliance.ui.figures import headline_figures
from alliance.ui.grade_column import IN_NEED
from alliance.ui.opportunity_areas import within
from alliance.ui.profile_map import profile_map
from alliance.ui.school_card import school_card
from alliance.ui.table import Column, data_table
from alliance.ui.tabs import draw_tabs
from alliance.ui.takeaway import takeaway_button
from alliance.ui.trust_choice import open_trust
from alliance.ui.words import counted, day_in_words, listed
from alliance.web.current import current_history, kept, state_on

if TYPE_CHECKING:
    import pandas as pd

    from alliance.charts.frame import Chart

TRUSTS = {
    "name": Column("Trust"),
    "academies": Column("Academies here", "In this Opportunity Area", "count"),
    "academies_in_all": Column("Academies in all", "Anywhere, of the same phases", "count"),
    "percent_of_academies": Column(
        "Of its academies", "Share of the trust's academies that are in this area", "percent"
    ),
    "primary": Column("Primary", "Here", "count"),
    "secondary": Column("Secondary", "Here; all-through included", "count"),
    "percent_good_or_outstanding": Column(
        "Good or Outstanding", "Of its graded academies here, grades inherited", "percent"
    ),
    "in_need": Column("In need", f"Here: {IN_NEED}", "count"),
    "pupils": Column("Pupils", "Here, on the rolls that are known", "count"),
}
PLACES = {
    "place": Column("Place"),
    "schools": Column("Schools", kind="count"),
    "pupils": Column("Pupils", "On the rolls that are known", "count"),
    "percent_disadvantaged": Column("Disadvantaged pupils", "Weighted by pupils", "percent"),
    "imd_score": Column(
        "Deprivation score", "Index of multiple deprivation 2019, weighted by pupils", "number1"
    ),
}
DISTRICTS = {
    "name": Column("District"),
    "imd_score": Column("Deprivation score", "Average score; higher is more deprived", "number1"),
    "rank": Column("Rank", "1 is England's most deprived district by score", "number"),
    "districts": Column("Of districts", "How many are ranked", "count"),
    "percent_most_deprived": Column(
        "Most deprived tenth",
        "Share of its neighbourhoods that are among England's most deprived tenth",
        "percent",
    ),
}


def narrowed(area: str, scope: Filter) -> Filter:
    """Give the filter for one area: the page's own, this area and its region."""
    return Filter(
        scope.day,
        regions=(region_of(current_history(), area),),
        opportunity_areas=(area,),
        phases=scope.phases,
        types=scope.types,
    )


def sentence(area: str, scope: Filter, schools: pd.DataFrame) -> str:
    """Say what is looked at."""
    trusts = int(schools["trust_uid"].nunique())
    parts = [
        f"Opportunity Area in {region_of(current_history(), area)}",
        day_in_words(scope.day),
        counted(len(schools), "school", "schools"),
        counted(trusts, "trust", "trusts"),
        *([listed(scope.phases)] if scope.phases else []),
    ]
    return " · ".join(parts)


def area_profile(area: str, scope: Filter, schools: pd.DataFrame) -> None:
    """Draw the profile of an area from its schools of the day."""
    if schools.empty:
        st.info("No school of this area passes the phases and types of the filter on this day.")
        return
    headline_figures(schools, scope)
    by_size = schools["trust_uid"].value_counts()
    trusts = tuple(int(uid) for uid in by_size.index)
    profile_map(scope, schools, trusts, first="Grade", key="area_colour")
    school_card(scope, schools)
    takeaway_button(f"{area}: schools and trusts", scope, schools)
    draw_tabs(
        {
            "Schools in need": partial(need_of_area, area, scope, schools),
            "Grades over time": partial(_grades, area),
            "Attainment": partial(attainment_of_area, area, scope, schools),
            "Deprivation": partial(_deprivation, area, scope),
            "Trusts at work": partial(_trusts, area, scope, schools),
        },
        key="area_tab",
    )


def _grades(area: str) -> None:
    st.header("Grades over time", anchor=False)
    draw_chart(grades_of_area(area, dark=is_dark()), f"grades {area}")
    st.caption(
        "All schools of the area, its region and England, whatever the phases and types of the "
        "filter. Grade 3 was called Satisfactory until September 2012."
    )


@kept(maxsize=24)
def grades_of_area(area: str, *, dark: bool) -> Chart:
    """Give the grades of an area over time, beside its region and England."""
    history = current_history()
    return grades_beside(trends(history, beside(history, area, history.default_day)), dark=dark)


def _deprivation(area: str, scope: Filter) -> None:
    history = current_history()
    st.header("Deprivation", anchor=False)
    data_table(
        deprivation_beside(history, _anywhere(scope), area),
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
    replaced = districts.loc[districts["from_successor"], "name"].tolist()
    if replaced:
        st.caption(
            f"{listed(replaced)}: the indices of 2019 give the district that replaced it, which "
            "is larger."
        )
    st.caption(
        "Source: Ministry of Housing, Communities and Local Government, English indices of "
        "deprivation 2019; districts of 2017. Disadvantaged pupils: Department for Education."
    )


def _anywhere(scope: Filter) -> pd.DataFrame:
    """Give the schools of England of the same day, phases and types."""
    return narrow(state_on(scope.day), within(scope))


def _trusts(area: str, scope: Filter, schools: pd.DataFrame) -> None:
    st.header(f"Trusts at work in {area}", anchor=False)
    table = trusts_at_work(_anywhere(scope), area)
    maintained = int(schools["trust_uid"].isna().sum())
    st.markdown(
        f"{counted(len(table), 'trust runs', 'trusts run')} "
        f"{counted(int(table['academies'].sum()), 'academy', 'academies')} here; "
        f"{counted(maintained, 'school is', 'schools are')} maintained by the local authority "
        "and no trust's."
    )
    data_table(
        table,
        TRUSTS,
        key="trusts at work",
        title=f"Trusts at work in {area}",
        chosen=scope,
        searched=("name",),
        order="-academies",
        picks="trust_uid",
        on_pick=open_trust,
    )
