"""The charts beside the map of flows; what is selected in one narrows the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from alliance.analysis.flows.flows_by_kind import active_by_month, by_month
from alliance.charts.case_timeline import cases_timeline
from alliance.charts.flow_sankey import flow_sankey
from alliance.charts.flows import flow_matrix, flow_timeline
from alliance.current.state import kept
from alliance.views.flows.documented_words import with_words
from alliance.views.flows.flow_question import months

if TYPE_CHECKING:
    from alliance.charts.frame import Chart
    from alliance.views.flows.flows_shown import FlowsShown


@kept(maxsize=32)
def sankey_of(shown: FlowsShown) -> Chart:
    """Return who gives and who receives."""
    by, about = shown.choice.by, (shown.title, shown.source)
    return flow_sankey(shown.pairs, by, shown.colours, shown.unit, *about, dark=shown.dark)


@kept(maxsize=32)
def matrix_of(shown: FlowsShown) -> Chart:
    """Draw who gives to whom."""
    return flow_matrix(shown.pairs, shown.unit, shown.title, shown.source, dark=shown.dark)


@kept(maxsize=32)
def timeline_of(shown: FlowsShown) -> Chart:
    """Return what began in each month; of documented cases the time of each."""
    choice = shown.choice
    if choice.kind == "Documented":
        return _cases(shown)
    going_on = None
    if choice.lasts and choice.quantity == "count":
        span = [pd.Timestamp(month) for month in months(choice.start, choice.end)]
        going_on = active_by_month(shown.given, span)
    return flow_timeline(
        by_month(shown.few, choice.quantity, choice.by),
        choice.by,
        shown.colours,
        shown.unit,
        shown.title,
        shown.source,
        going_on=going_on,
        not_drawn=shown.not_drawn_by_month,
        dark=shown.dark,
    )


def _cases(shown: FlowsShown) -> Chart:
    """Draw each documented case over the time in which it lies."""
    level = shown.choice.level
    names = shown.flows.places["name"]
    cases = with_words(shown.few.table)
    cases = cases.assign(
        from_name=cases[f"from_{level}"].map(names), to_name=cases[f"to_{level}"].map(names)
    )
    about = (shown.title, shown.source)
    return cases_timeline(cases, shown.choice.by, shown.colours, *about, dark=shown.dark)
