"""How the share of Good and Outstanding schools of a scope has moved."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from alliance.analysis.figures.trend import trend
from alliance.analysis.partial_days import grades_ended, grades_known
from alliance.charts.trends import grades_over_time
from alliance.current.state import current_history, kept
from alliance.text.words import day_in_words
from alliance.views.scope import scope_in_words

if TYPE_CHECKING:
    from alliance.analysis.filters import Filter
    from alliance.charts.frame import Chart
    from alliance.history import History


def trend_in_words(history: History) -> str:
    """Say on which day the lines end, and why."""
    if not grades_ended(history):
        return grades_known(history)
    last = day_in_words(history.grades_to)
    return f"The lines end on {last}: Ofsted ended overall grades in September 2024."


def trend_chart(chosen: Filter, *, dark: bool) -> Chart | None:
    """Return the chart of the trend; nothing where no school of the scope has had a grade."""
    spanning = replace(chosen, day=current_history().default_day, grades=(), tiers=(), members=())
    return trend_of(spanning, scope_in_words(chosen), dark=dark)


@kept(maxsize=32)
def trend_of(spanning: Filter, words: str, *, dark: bool) -> Chart | None:
    """Draw grades over time; nothing where no school has a grade."""
    table = trend(current_history(), spanning)
    if table["graded_inherited"].sum() == 0:
        return None
    return grades_over_time(table, words, dark=dark)
