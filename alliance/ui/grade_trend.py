"""How the share of Good and Outstanding schools of a scope has moved."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from alliance.analysis.partial_days import grades_known
from alliance.analysis.trend import trend
from alliance.charts.trends import grades_over_time
from alliance.ui.chart import draw_chart, is_dark
from alliance.ui.scope import left_aside, scope_in_words
from alliance.ui.words import day_in_words
from alliance.web.current import current_history, kept

if TYPE_CHECKING:
    from alliance.analysis.filters import Filter
    from alliance.charts.frame import Chart


def grade_trend(chosen: Filter) -> None:
    """Draw the trend from August 2010 over the schools behind it, and say what is missing."""
    history, chart = current_history(), trend_chart(chosen, dark=is_dark())
    if chart is None:
        st.caption("No school of this scope has had a grade since August 2010.")
        return
    draw_chart(chart, "grade trend")
    st.caption(
        f"Before {day_in_words(history.complete_from)} schools that have closed since are missing. "
        f"{grades_known(history)} Until 1 September "
        f"2012 grade 3 was called Satisfactory. {left_aside(chosen)}"
    )


def trend_chart(chosen: Filter, *, dark: bool) -> Chart | None:
    """Give the chart of the trend; nothing where no school of the scope has had a grade."""
    spanning = replace(chosen, day=current_history().default_day, grades=(), tiers=(), members=())
    return _trend(spanning, scope_in_words(chosen), dark=dark)


@kept(maxsize=32)
def _trend(spanning: Filter, words: str, *, dark: bool) -> Chart | None:
    table = trend(current_history(), spanning)
    if table["graded_inherited"].sum() == 0:
        return None
    return grades_over_time(table, words, dark=dark)
