"""How the share of Good and Outstanding schools of a scope has moved."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from alliance.analysis.figures.trend import trend
from alliance.analysis.partial_days import grades_ended, grades_known
from alliance.charts.day_shown import until_day
from alliance.charts.trends import grades_over_time
from alliance.current.state import current_history, kept
from alliance.text.words import day_in_words
from alliance.views.scope import scope_in_words

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd

    from alliance.analysis.filters import Filter
    from alliance.charts.frame import Chart
    from alliance.history import History


def trend_in_words(history: History) -> str:
    """Say on which day the lines end, and why."""
    if not grades_ended(history):
        return grades_known(history)
    last = day_in_words(history.grades_to)
    return f"The lines end on {last}: Ofsted ended overall grades in September 2024."


def over_the_years(chosen: Filter) -> Filter:
    """Return what of the filter acts on the trend."""
    return replace(chosen, grades=(), tiers=(), members=())


def trend_chart(chosen: Filter, *, dark: bool, to_the_day: bool = False) -> Chart | None:
    """Return the chart of the trend; nothing where no school of the scope has had a grade.

    Where it goes ``to_the_day`` that is shown, as in a scene, it knows nothing later.
    """
    spanning = replace(over_the_years(chosen), day=current_history().default_day)
    table = _trend_of(spanning)
    if to_the_day:
        table = until_day(table, chosen.day)
    if table["graded_inherited"].sum() == 0:
        return None
    return _trend_chart(
        spanning, scope_in_words(chosen), chosen.day, dark=dark, to_the_day=to_the_day
    )


@kept(maxsize=32)
def _trend_of(spanning: Filter) -> pd.DataFrame:
    """Return grades over time; shared by all visitors, whatever the day they look at."""
    return trend(current_history(), spanning)


@kept(maxsize=32)
def _trend_chart(
    spanning: Filter, words: str, shown: dt.date, *, dark: bool, to_the_day: bool
) -> Chart:
    table = _trend_of(spanning)
    table = until_day(table, shown) if to_the_day else table
    return grades_over_time(table, words, shown, dark=dark)
