"""On the page: need against capacity, place by place: where nobody near could help."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from alliance.text.words import counted
from alliance.ui.map.draw_map import draw_map
from alliance.ui.matches.match_opened import COLD, open_school
from alliance.ui.parts.chart import draw_chart, is_dark, theme_name
from alliance.ui.parts.in_address import choose_one
from alliance.ui.parts.table import data_table
from alliance.views.maps.map_view import LOW_PX
from alliance.views.matches.cold_spot_views import (
    BY,
    COLD_COLUMNS,
    PLACE,
    PLACE_COLUMNS,
    PLACES,
    chart_of_places,
    cold_spots_in_words,
    schools_of_places,
)
from alliance.views.matches.match_maps import map_of_cold_spots, places_of
from alliance.views.matches.match_tables import terms_in_words

if TYPE_CHECKING:
    import pandas as pd

    from alliance.analysis.matching.cold_spots import Place
    from alliance.views.matches.match_question import Answer

TABLE = "cold spots table"


def cold_places(answer: Answer) -> None:
    """Draw need against capacity by authority or Opportunity Area: map, chart and table.

    A place clicked on the map, chosen by name or picked in the table gives its schools instead.
    """
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kind = choose_one(
            "By",
            list(PLACES),
            default="Local authority",
            key=BY,
            persist_state="session",
            label_visibility="collapsed",
        )
        by, plural = PLACES[kind]
        table = places_of(answer, by)
        place = _choose(table, plural)
    if table.empty:
        st.info(f"None of the eligible schools is in one of the {plural}.")
        return
    st.markdown(cold_spots_in_words(table, plural))
    with st.container(key="cold_side"):
        draw_map(
            map_of_cold_spots(answer, by, theme_name(), place),
            "cold",
            answer.question.chosen,
            height_px=LOW_PX,
            on_place=_open_place,
        )
        chart = chart_of_places(answer, by, plural, dark=is_dark())
        draw_chart(chart, "cold spots", answer.question.chosen)
    if place is None:
        _all_places(answer, table, kind)
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
        COLD_COLUMNS,
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
    """Draw the eligible schools of a place; a row opens the school."""
    rows = schools_of_places(answer, by)
    rows = rows[rows["place"] == place].reset_index(drop=True)
    st.header(f"{place}: {counted(len(rows), 'eligible school', 'eligible schools')}", anchor=False)
    data_table(
        rows,
        PLACE_COLUMNS,
        key=COLD,
        title=f"Eligible schools in {place}",
        chosen=answer.question.chosen,
        searched=("name", "standing", "supporter_name", "reason", "why", "urn"),
        order="gravity",
        picks="urn",
        on_pick=open_school,
        notes=(f"Suggested, not agreed. {terms_in_words(answer)}",),
    )
