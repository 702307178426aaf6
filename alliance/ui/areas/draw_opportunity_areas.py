"""On the page: the 12 Opportunity Areas side by side, and the choice of one of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from alliance.analysis.areas.opportunity_areas import ENGLAND
from alliance.analysis.partial_days import GRADES_END
from alliance.current.state import current_history
from alliance.ui.filter.filter_form import narrow_to_area
from alliance.ui.parts.chart import draw_chart, is_dark
from alliance.ui.parts.figure_row import figure_row
from alliance.ui.parts.table import data_table
from alliance.views.areas.areas_beside import (
    NOTES,
    chosen_areas,
    columns_of,
    england,
    exams_in_words,
    figures_of_areas,
    panels,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alliance.analysis.filters import Filter

_BOX = "area looked at"
TABLE = "all areas"
TABLE_TAB, PANELS_TAB = "Table", "Over time"


def choose_area(held: Sequence[str]) -> str | None:
    """Ask for one area, or all of them side by side; what is chosen is the filter's own area.

    ``held`` are the areas of the filter.
    """
    areas = list(current_history().schools["opportunity_area"].cat.categories)
    # The box says what the filter holds, wherever that was chosen.
    st.session_state[_BOX] = held[0] if len(held) == 1 else None
    asked = "All 12 side by side" if not held else f"{len(held)} side by side"
    with st.container(horizontal=True, key="choose"):
        chosen: str | None = st.selectbox(
            "Opportunity Area to look at",
            areas,
            index=None,
            placeholder=f"{asked}; choose one to see it in full",
            key=_BOX,
            on_change=_choose,
            label_visibility="collapsed",
            width=460,
        )
        if chosen is not None:
            st.button(
                "All 12 side by side", on_click=_back, icon=":material/arrow_back:", type="tertiary"
            )
    return chosen


def _choose() -> None:
    narrow_to_area(st.session_state[_BOX])


def _back() -> None:
    narrow_to_area(None)
    st.session_state.pop(f"{TABLE} picked", None)


def areas_beside(scope: Filter, areas: Sequence[str]) -> None:
    """Draw the areas named, or all 12, beside England: figures, table, and a small chart each."""
    table = chosen_areas(scope, areas)
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
                pd.concat([table, england(scope)], ignore_index=True),
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
            draw_chart(panels(lasting, tuple(areas), dark=is_dark()), "areas", scope)


def _open(area: str) -> None:
    if area != ENGLAND:
        narrow_to_area(area)
