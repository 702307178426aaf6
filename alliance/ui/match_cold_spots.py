"""Need against capacity, place by place: where nobody near could help."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from alliance.analysis.cold_spots import schools_by_place
from alliance.charts.cold_spots import coldest_places
from alliance.ui.chart import draw_chart, is_dark
from alliance.ui.match_cold_map import cold_map, places_of
from alliance.ui.match_opened import COLD, open_school
from alliance.ui.match_plan import terms_in_words
from alliance.ui.table import Column, data_table
from alliance.ui.words import count, counted, listed
from alliance.web.current import current_history, kept

if TYPE_CHECKING:
    import pandas as pd

    from alliance.analysis.cold_spots import Place
    from alliance.charts.frame import Chart
    from alliance.ui.match_answer import Answer

BY, PLACE = "cold_by", "cold_place"
TABLE = "cold spots table"
PLACES: dict[str, tuple[Place, str]] = {
    "Local authority": ("la_name", "authorities"),
    "Opportunity Area": ("opportunity_area", "Opportunity Areas"),
}
COLUMNS = {
    "place": Column("Place"),
    "in_need": Column("In need", "Schools that a rule of need catches", "count"),
    "gravest": Column("Gravest", "Of these, by the gravest rules", "count"),
    "capacity": Column(
        "Capacity there",
        "Each trust’s capacity spread over its strong schools, and those of the place added up",
        "number1",
    ),
    "percent_covered": Column(
        "Covered", "Capacity there as a share of the schools in need", "percent"
    ),
    "supported": Column("Have support", "By the register", "count"),
    "served": Column("Could have it", "By the plan", "count"),
    "without": Column("Without", "Neither by the register nor by the plan", "count"),
    "percent_without": Column("Share without", "Share of those in need", "percent"),
    "schools": Column("Schools", "State-funded schools of the place, open on the day", "count"),
}
SCHOOLS = {
    "name": Column("School"),
    "standing": Column("Standing", "By the plan and the register"),
    "gravity": Column("Gravity", "Of its need; 1 is the gravest", "number"),
    "supporter_name": Column("Supporter", "By the plan"),
    "reason": Column("Why it is left", "The constraint that binds"),
    "why": Column("Why it is in need", "Every rule that caught it"),
    "phase": Column("Phase"),
    "urn": Column("URN", "Unique reference number", "number"),
}


def cold_places(answer: Answer) -> None:
    """Draw need against capacity by authority or Opportunity Area: map, chart and table.

    A place clicked on the map, chosen by name or picked in the table gives its schools instead.
    """
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kind = st.segmented_control(
            "By",
            list(PLACES),
            default="Local authority",
            required=True,
            key=BY,
            bind="query-params",
            persist_state="session",
            label_visibility="collapsed",
        )
        by, plural = PLACES[kind or "Local authority"]
        table = places_of(answer, by)
        place = _choose(table, plural)
    if table.empty:
        st.info(f"None of the schools in need lies in one of the {plural}.")
        return
    st.markdown(_in_words(table, plural))
    with st.container(key="cold_side"):
        cold_map(answer, by, place, _open_place)
        draw_chart(chart_of_places(answer, by, plural, dark=is_dark()), "cold spots")
    if place is None:
        _all_places(answer, table, kind or "")
    else:
        _one_place(answer, by, place)


def _choose(table: pd.DataFrame, plural: str) -> str | None:
    """Ask for a place, or all of them."""
    names = sorted(table["place"])
    if st.session_state.get(PLACE) not in names:
        st.session_state[PLACE] = None
    place: str | None = st.selectbox(
        "Place to open",
        names,
        index=None,
        key=PLACE,
        placeholder=f"All {plural}; choose one here or on the map",
        filter_mode="contains",
        bind="query-params",
        persist_state="session",
        label_visibility="collapsed",
        width=380,
    )
    if place is not None:
        st.button(
            f"All {plural}", on_click=_open_place, icon=":material/arrow_back:", type="tertiary"
        )
    return place


def _open_place(place: str | None = None) -> None:
    """Open a place when the page is drawn next, or none; what was picked before is forgotten."""
    st.session_state[PLACE] = place
    st.session_state.pop(f"{TABLE} picked", None)


def _all_places(answer: Answer, table: pd.DataFrame, kind: str) -> None:
    data_table(
        table,
        COLUMNS,
        key=TABLE,
        title=f"Need against capacity by {kind.lower()}",
        chosen=answer.question.chosen,
        searched=("place",),
        order="-without",
        picks="place",
        on_pick=_open_place,
        notes=(terms_in_words(answer),),
    )


def _one_place(answer: Answer, by: Place, place: str) -> None:
    """Draw the schools in need of a place; a row opens the school."""
    rows = _schools(answer, by)
    rows = rows[rows["place"] == place].reset_index(drop=True)
    st.subheader(f"{place}: {counted(len(rows), 'school', 'schools')} in need", anchor=False)
    data_table(
        rows,
        SCHOOLS,
        key=COLD,
        title=f"Schools in need in {place}",
        chosen=answer.question.chosen,
        searched=("name", "standing", "supporter_name", "reason", "why", "urn"),
        order="gravity",
        picks="urn",
        on_pick=open_school,
        notes=(f"Suggested, not agreed. {terms_in_words(answer)}",),
    )


@kept(maxsize=8)
def _schools(answer: Answer, by: Place) -> pd.DataFrame:
    return schools_by_place(current_history(), answer.match, answer.question.chosen.day, by)


@kept(maxsize=16)
def chart_of_places(answer: Answer, column: Place, plural: str, *, dark: bool) -> Chart:
    """Give the places with the most schools left without."""
    return coldest_places(places_of(answer, column), plural, dark=dark)


def _in_words(table: pd.DataFrame, plural: str) -> str:
    cold = table[table["without"] > 0]
    none = table[(table["capacity"] == 0) & (table["in_need"] > 0)]
    said = (
        f"**{counted(int(table['without'].sum()), 'school', 'schools')} in need left without, in "
        f"{count(len(cold))} {plural}.**"
    )
    if none.empty:
        return said
    return f"{said} No capacity at all is rooted in {listed(list(none['place']), most=5)}."
