"""On the page: what inspections gave the schools looked at, each scale by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from alliance.analysis.schools.inspection_counts import report_cards
from alliance.text.words import day_in_words
from alliance.ui.parts.chart import draw_chart, is_dark
from alliance.ui.parts.table import data_table
from alliance.views.inspections_since import (
    CARDS,
    RULE,
    TITLE,
    charts_of,
    inspected,
    safeguarding_in_words,
)
from alliance.views.scope import scope_in_words

if TYPE_CHECKING:
    import pandas as pd

    from alliance.analysis.filters import Filter


def draw_inspections(schools: pd.DataFrame, chosen: Filter, scope: str = "") -> None:
    """Draw how the schools were inspected since overall grades ended, scale by scale.

    Parameters
    ----------
    schools
        Those of the filter's day.
    scope
        What they are of, where it is not what the filter says.

    """
    scope = scope or scope_in_words(chosen)
    st.header(TITLE, anchor=False)
    charts = charts_of(schools, scope, chosen.day, dark=is_dark())
    if not charts:
        st.caption(f"Nothing but overall grades was given by {day_in_words(chosen.day)}.")
        return
    st.caption(f"{RULE} {safeguarding_in_words(schools, chosen.day)}".strip())
    for pair in (charts[place : place + 2] for place in range(0, len(charts), 2)):
        for column, chart in zip(st.columns(2, gap="medium"), pair, strict=False):
            with column:
                draw_chart(chart, f"inspections {chart.title}", chosen)
    cards = report_cards(inspected(schools, chosen.day))
    if not cards.empty:
        data_table(
            cards,
            CARDS,
            key="report cards by area",
            title=f"Report cards by area: schools of {scope}",
            chosen=chosen,
            order="percent_expected",
            notes=(RULE,),
        )
