"""The rows below the map of flows: the flows, the tangles, and who a match leaves without."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from alliance.analysis.filters import narrow
from alliance.ui.flow_table import draw_flow_table
from alliance.ui.flow_tangles import draw_tangles
from alliance.ui.going import go_to_school
from alliance.ui.table import Column, data_table
from alliance.ui.words import counted
from alliance.web.current import state_on
from alliance.web.flows import matched_on

if TYPE_CHECKING:
    from collections.abc import Callable

    from alliance.ui.flow_shown import FlowsShown

WITHOUT = {
    "name": Column("School in need"),
    "phase": Column("Phase"),
    "la_name": Column("Local authority"),
    "rules": Column("Need"),
    "why": Column("Why"),
    "reason": Column("Why nobody", "The constraint that binds"),
}


def flow_rows(shown: FlowsShown) -> dict[str, Callable[[], None]]:
    """Give what is drawn below the map and the charts, by name; what there is for the kind."""
    rows: dict[str, Callable[[], None]] = {}
    if not shown.is_empty:
        rows["Table"] = partial(draw_flow_table, shown)
    # Whatever kind of flow is looked at, tangles are those of support.
    support = shown.choice.kind == "Support"
    rows["Tangles" if support else "Tangles of support"] = partial(draw_tangles, shown)
    if shown.choice.kind == "Suggestions":
        rows["Left without"] = partial(draw_left_without, shown)
    return rows


def draw_left_without(shown: FlowsShown) -> None:
    """Draw the schools in need for which the match finds nobody, and why."""
    left = matched_on(shown.start).unmatched
    own = narrow(state_on(shown.start), shown.chosen)
    left = left[left["urn"].isin(own["urn"])].reset_index(drop=True)
    st.markdown(
        f"**{counted(len(left), 'school', 'schools')}** in need of the alliance region "
        "and of the filter without a supporter among the founding trusts."
    )
    data_table(
        left,
        WITHOUT,
        key="left without",
        title=f"Schools in need left without a supporter, {shown.when}",
        chosen=shown.chosen,
        searched=("name", "la_name", "reason"),
        order="name",
        picks="urn",
        on_pick=go_to_school,
    )
