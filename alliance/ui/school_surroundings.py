"""The schools near one, and the schools like one, each of which can be opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from alliance.analysis.filters import Filter
from alliance.analysis.neighbours import RINGS_KM, Alike, alike, neighbours
from alliance.ui.census import with_census
from alliance.ui.grade_column import GRADE, grade_words
from alliance.ui.school_map import school_map
from alliance.ui.school_search import choose_school
from alliance.ui.table import Column, data_table
from alliance.ui.words import counted, day_in_words
from alliance.web.current import current_history, kept, state_on

if TYPE_CHECKING:
    import datetime as dt

    from alliance.analysis.school_story import SchoolStory

NAME = {"name": Column("School")}
WHOSE = {
    "grade_name": GRADE,
    "trust_name": Column("Trust", "Empty where in no trust"),
    "la_name": Column("Local authority"),
    "pupils": Column("Pupils", "Of the census nearest the day", "count"),
    "percent_disadvantaged": Column("Disadvantaged", "Percent of pupils", "percent"),
}
NEAR = {
    **NAME,
    "distance_km": Column("Distance", "In a straight line", "km"),
    "phase": Column("Phase"),
    **WHOSE,
}
LIKE = {
    **NAME,
    "percent_apart": Column(
        "Apart", "0% the same; 100% as far apart as any two schools of the phase", "percent"
    ),
    **WHOSE,
    "imd_score": Column(
        "Deprivation", "Index of multiple deprivation of its district; higher is more", "number1"
    ),
}


@kept(maxsize=64)
def _near(day: dt.date, urn: int) -> pd.DataFrame:
    return _named(neighbours(state_on(day), urn), day)


@kept(maxsize=64)
def _alike(day: dt.date, urn: int) -> Alike:
    return alike(current_history(), state_on(day), urn)


def near(told: SchoolStory, chosen: Filter) -> None:
    """Draw the schools within a distance that can be chosen, the nearest first."""
    urn, name = int(told.school["urn"]), str(told.school["name"])
    st.header("Schools near it", anchor=False)
    if pd.isna(told.school["easting_m"]):
        st.info("Where this school stood is not known, so neither is what stood near it.")
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        within = st.segmented_control(
            "Within",
            RINGS_KM,
            default=RINGS_KM[0],
            required=True,
            format_func=lambda km: f"{km} km",
            key="within",
            bind="query-params",
        )
        same = st.toggle("Same phase only", key="samephase", bind="query-params")
    found = _near(chosen.day, urn)
    found = found[found["distance_km"] <= within]
    found = found[found["same_phase"]] if same else found
    in_need = int((found["grade"] >= 3).sum())
    st.markdown(
        f"**{counted(len(found), 'school', 'schools')}** within {within} km on "
        f"{day_in_words(chosen.day)}, **{int(found['same_phase'].sum())}** of its phase, "
        f"**{int(found['same_trust'].sum())}** of its trust, **{in_need}** in need."
    )
    phases = (str(told.school["phase"]),) if same else ()
    school_map(told.school, found, within, Filter(chosen.day, phases=phases))
    data_table(
        found,
        with_census(NEAR, chosen.day),
        key=f"near {urn}",
        title=f"Schools within {within} km of {name}",
        chosen=chosen,
        searched=("name", "la_name", "trust_name"),
        order="distance_km",
        picks="urn",
        on_pick=choose_school,
    )


def like(told: SchoolStory, chosen: Filter) -> None:
    """Draw the schools most like this one, and how they were found."""
    urn = int(told.school["urn"])
    st.header("Schools like it", anchor=False)
    found = _alike(chosen.day, urn)
    st.markdown(found.recipe)
    schools = _named(found.schools, chosen.day)
    data_table(
        schools.assign(percent_apart=100 * schools["difference"]),
        with_census(LIKE, chosen.day),
        key=f"like {urn}",
        title=f"Schools like {told.school['name']}",
        chosen=chosen,
        picks="urn",
        on_pick=choose_school,
        order="percent_apart",
        notes=(found.recipe,),
    )


def _named(schools: pd.DataFrame, day: dt.date) -> pd.DataFrame:
    return schools.assign(grade_name=grade_words(schools["grade"], day))
