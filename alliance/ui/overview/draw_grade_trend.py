"""On the page: how the share of Good and Outstanding schools of a scope has moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from alliance.current.state import current_history
from alliance.text.words import day_in_words
from alliance.ui.parts.chart import draw_chart, is_dark
from alliance.views.overview.grade_trend import over_the_years, trend_chart, trend_in_words
from alliance.views.scope import left_aside

if TYPE_CHECKING:
    from alliance.analysis.filters import Filter


def grade_trend(chosen: Filter) -> None:
    """Draw the trend from August 2010 over the schools behind it, and say what is missing."""
    history, chart = current_history(), trend_chart(chosen, dark=is_dark())
    if chart is None:
        st.caption("No school of this scope has had a grade since August 2010.")
        return
    draw_chart(chart, "grade trend", over_the_years(chosen))
    st.caption(
        f"Before {day_in_words(history.complete_from)} not every inspection of schools that have "
        f"closed since is included. {trend_in_words(history)} Until 1 September 2012 grade 3 was "
        f"called Satisfactory. {left_aside(chosen)}"
    )
