"""On the page: the 12 Opportunity Areas side by side, and the choice of one of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from alliance.analysis.partial_days import GRADES_END
from alliance.current.state import current_history
from alliance.ui.parts.chart import draw_chart, is_dark
from alliance.ui.parts.figure_row import figure_row
from alliance.ui.parts.table import data_table
from alliance.views.areas.areas_beside import (
    AREA,
    NOTES,
    all_areas,
    columns_of,
    exams_in_words,
    figures_of_areas,
    panels,
)

if TYPE_CHECKING:
    from alliance.analysis.filters import Filter

TABLE = "all areas"
TABLE_TAB, PANELS_TAB = "Table", "Over time"


def choose_area() -> str | None:
    """Ask for one area, or all of them side by side."""
    areas = list(current_history().schools["opportunity_area"].cat.categories)
    with st.container(horizontal=True, key="choose"):
        chosen: str | None = st.selectbox(
            "Opportunity Area to look at",
            areas,
            index=None,
            placeholder="All 12 side by side; choose one to see it in full",
            key=AREA,
            bind="query-params",
            persist_state="session",
            label_visibility="collapsed",
            width=460,
        )
        if chosen is not None:
            st.button(
                "All 12 side by side", on_click=_back, icon=":material/arrow_back:", type="tertiary"
            )
    return chosen


def _back() -> None:
    st.session_state[AREA] = None
    st.session_state.pop(f"{TABLE} picked", None)


def areas_beside(scope: Filter) -> None:
    """Draw the 12 areas: figures, table, and a small chart each."""
    table = all_areas(scope)
    if table.empty:
        st.info("No school in an Opportunity Area matches your phase and type filters.")
        return
    figure_row(figures_of_areas(table, scope.day))
    table_tab, panels_tab = st.tabs(
        [TABLE_TAB, PANELS_TAB], key="areas_tab", on_change="rerun", bind="query-params"
    )
    if table_tab.open:
        with table_tab:
            data_table(
                table,
                columns_of(scope.day),
                key=TABLE,
                title="Opportunity Areas side by side",
                chosen=scope,
                order="percent_good_inherited" if scope.day <= GRADES_END else "-stuck",
                picks="opportunity_area",
                on_pick=_open,
                notes=NOTES,
            )
            st.caption(f"{exams_in_words(table, scope.day)} {' '.join(NOTES)}")
    if panels_tab.open:
        with panels_tab:
            lasting = replace(scope, day=current_history().default_day)
            draw_chart(panels(lasting, dark=is_dark()), "areas")


def _open(area: str) -> None:
    st.session_state[AREA] = area
