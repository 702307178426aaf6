"""On the page: the schools less than good of an Opportunity Area: who runs them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from alliance.analysis.need.below_good import who_runs
from alliance.current.known_on_day import known_now
from alliance.history import grades_on
from alliance.text.words import day_in_words
from alliance.ui.app.page_navigation import go_to_school
from alliance.ui.parts.table import data_table
from alliance.views.areas.area_need import (
    PAIRS,
    RUN,
    STRONG_SOURCE,
    WEAK,
    left_out_in_words,
    nearest_pairs,
    need_in_words,
    title_of,
    weak_in_words,
    weak_of,
)
from alliance.views.columns import Column
from alliance.views.grade_column import grade_words
from alliance.views.inspected_columns import columns_on

if TYPE_CHECKING:
    import pandas as pd

    from alliance.analysis.filters import Filter


def need_of_area(area: str, scope: Filter, schools: pd.DataFrame) -> None:
    """Draw the schools less than good, who runs them, and the nearest strong schools of each."""
    found, title = weak_of(schools, scope.day), title_of(area, scope.day)
    st.header(title, anchor=False)
    if why := known_now(scope.day).grades:
        st.info(f"{why}, so that none can be listed on {day_in_words(scope.day)}.")
        return
    if found.empty:
        st.info(f"No school was less than good on {day_in_words(scope.day)}.")
        return
    runs, pairs = who_runs(found), nearest_pairs(found, scope.day)
    st.markdown(need_in_words(schools, found, runs, scope.day))
    nearest = pairs.loc[pairs["rank"] == 1, ["urn", "strong_urn", "strong_name", "distance_km"]]
    data_table(
        weak_in_words(found, scope.day).merge(nearest, on="urn", how="left"),
        columns_on(WEAK, scope.day),
        key="in need",
        title=title,
        chosen=scope,
        searched=("name", "run_by", "phase", "urn"),
        order="-grade",
        picks="urn",
        on_pick=go_to_school,
        notes=(STRONG_SOURCE,),
    )
    st.header("Who runs them", anchor=False)
    data_table(
        runs,
        RUN | {"requires_improvement": Column(grades_on(scope.day)[3], kind="count")},
        key="who runs",
        title=f"Who runs the schools less than good in {area}",
        chosen=scope,
        order="-schools",
    )
    st.header("The three nearest good or outstanding schools of each", anchor=False)
    st.caption(left_out_in_words(found, pairs) + STRONG_SOURCE)
    data_table(
        pairs.assign(
            strong_grade=grade_words(
                pairs["strong_grade"], pairs["strong_grade_inherited"], scope.day
            )
        ),
        PAIRS,
        key="nearest strong",
        title=f"Good or outstanding schools near those less than good in {area}",
        chosen=scope,
        searched=("name", "strong_name", "strong_trust_name", "strong_la_name"),
        order="name",
        notes=(STRONG_SOURCE,),
    )
