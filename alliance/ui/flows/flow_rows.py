"""The rows below the map of flows: the flows, the tangles, and who is not matched."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from alliance.analysis.filters import narrow
from alliance.current.current_flows import matched_on
from alliance.current.state import state_on
from alliance.text.words import counted
from alliance.ui.app.going import go_to_school
from alliance.ui.flows.flow_table import draw_flow_table
from alliance.ui.flows.flow_tangles import draw_tangles
from alliance.ui.parts.table import data_table
from alliance.views.flows.flow_tables import UNMATCHED_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Callable

    from alliance.views.flows.flows_shown import FlowsShown


def flow_rows(shown: FlowsShown) -> dict[str, Callable[[], None]]:
    """Return what is drawn below the map and the charts, by name; what there is for the kind."""
    rows: dict[str, Callable[[], None]] = {}
    if not shown.is_empty:
        rows["Table"] = partial(draw_flow_table, shown)
    rows["Support to check"] = partial(draw_tangles, shown)
    if shown.choice.kind == "Suggestions":
        rows["Not matched"] = partial(draw_not_matched, shown)
    return rows


def draw_not_matched(shown: FlowsShown) -> None:
    """Draw the eligible schools for which the match finds nobody, and why."""
    left = matched_on(shown.start).unmatched
    own = narrow(state_on(shown.start), shown.chosen)
    left = left[left["urn"].isin(own["urn"])].reset_index(drop=True)
    st.markdown(
        f"**{counted(len(left), 'eligible school', 'eligible schools')}** of the alliance region "
        "within your filters: not matched to any of the founding trusts."
    )
    data_table(
        left,
        UNMATCHED_COLUMNS,
        key="left without",
        title=f"Eligible schools not matched, {shown.when}",
        chosen=shown.chosen,
        searched=("name", "la_name", "reason"),
        order="name",
        picks="urn",
        on_pick=go_to_school,
    )
