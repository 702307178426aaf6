"""Need against capacity, place by place: where nobody near could help."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import streamlit as st

from alliance.analysis.cold_spots import cold_spots
from alliance.charts.cold_spots import coldest_places
from alliance.ui.chart import draw_chart, is_dark
from alliance.ui.match_plan import terms_in_words
from alliance.ui.table import Column, data_table
from alliance.ui.words import count, counted, listed
from alliance.web.current import current_history

if TYPE_CHECKING:
    import pandas as pd

    from alliance.analysis.cold_spots import Place
    from alliance.charts.frame import Chart
    from alliance.ui.match_answer import Answer

BY = "cold_by"
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
    "supported": Column("Have support", "By the register", "count"),
    "served": Column("Could have it", "By the plan", "count"),
    "without": Column("Without", "Neither by the register nor by the plan", "count"),
    "percent_without": Column("Share without", "Share of those in need", "percent"),
    "schools": Column("Schools", "State-funded schools of the place, open on the day", "count"),
}


def cold_places(answer: Answer) -> None:
    """Draw need against capacity by authority or Opportunity Area: a chart and its table."""
    by = st.segmented_control(
        "By",
        list(PLACES),
        default="Local authority",
        required=True,
        key=BY,
        bind="query-params",
        persist_state="session",
        label_visibility="collapsed",
    )
    column, plural = PLACES[by or "Local authority"]
    table = _places(answer, column)
    if table.empty:
        st.info(f"None of the schools in need lies in one of the {plural}.")
        return
    st.markdown(_in_words(table, plural))
    draw_chart(_chart(answer, column, plural, dark=is_dark()), "cold spots")
    data_table(
        table,
        COLUMNS,
        key="cold spots table",
        title=f"Need against capacity by {(by or '').lower()}",
        chosen=answer.question.chosen,
        searched=("place",),
        order="-without",
        notes=(terms_in_words(answer),),
    )


@lru_cache(maxsize=16)
def _places(answer: Answer, column: Place) -> pd.DataFrame:
    return cold_spots(current_history(), answer.match, answer.question.chosen.day, column)


@lru_cache(maxsize=16)
def _chart(answer: Answer, column: Place, plural: str, *, dark: bool) -> Chart:
    return coldest_places(_places(answer, column), plural, dark=dark)


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
