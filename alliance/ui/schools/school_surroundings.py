"""On the page: the schools near one, and the schools like one, each of which can be opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from alliance.analysis.filters import Filter
from alliance.analysis.known import count_where
from alliance.analysis.schools.neighbours import RINGS_KM
from alliance.current.known_on_day import known_now
from alliance.text.words import count, counted, day_in_words
from alliance.ui.parts.in_address import choose_one
from alliance.ui.parts.table import data_table
from alliance.ui.schools.draw_school_search import choose_school
from alliance.ui.schools.school_map import school_map
from alliance.views.census_labels import with_census
from alliance.views.grade_column import by_grade_label
from alliance.views.inspected_columns import columns_on
from alliance.views.schools.schools_near import LIKE, NEAR, alike_of, named, near_of

if TYPE_CHECKING:
    from alliance.analysis.schools.school_story import SchoolStory


def near(told: SchoolStory, chosen: Filter) -> None:
    """Draw the schools within a distance that can be chosen, the nearest first."""
    urn, name = int(told.school["urn"]), str(told.school["name"])
    st.header("Nearby schools", anchor=False)
    if pd.isna(told.school["easting_m"]):
        st.info("The location of this school is not known, so nearby schools cannot be listed.")
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        within = choose_one(
            "Within",
            RINGS_KM,
            default=RINGS_KM[0],
            format_func=lambda km: f"{km} km",
            key="within",
        )
        same = st.toggle("Same phase only", key="samephase", bind="query-params")
    found = near_of(chosen.day, urn)
    found = found[found["distance_km"] <= within]
    found = found[found["same_phase"]] if same else found
    in_need = float("nan") if known_now(chosen.day).grades else count_where(found["grade"] >= 3)
    st.markdown(
        f"**{counted(len(found), 'school', 'schools')}** within {within} km on "
        f"{day_in_words(chosen.day)}, **{int(found['same_phase'].sum())}** of its phase, "
        f"**{int(found['same_trust'].sum())}** of its trust, **{count(in_need)}** "
        f"{by_grade_label('less than good', chosen.day)}."
    )
    phases = (str(told.school["phase"]),) if same else ()
    school_map(told.school, found, within, Filter(chosen.day, phases=phases))
    data_table(
        found,
        with_census(columns_on(NEAR, chosen.day), chosen.day),
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
    st.header("Similar schools", anchor=False)
    found = alike_of(chosen.day, urn)
    st.markdown(found.recipe)
    schools = named(found.schools, chosen.day)
    data_table(
        schools.assign(percent_apart=100 * schools["difference"]),
        with_census(columns_on(LIKE, chosen.day), chosen.day),
        key=f"like {urn}",
        title=f"Schools like {told.school['name']}",
        chosen=chosen,
        picks="urn",
        on_pick=choose_school,
        order="percent_apart",
        notes=(found.recipe,),
    )
