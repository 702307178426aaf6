"""Support after which the supporter's trust took the school over, below the map of flows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from alliance.ui.app.page_navigation import go_to_school
from alliance.ui.parts.table import data_table
from alliance.views.flows.joined_after import (
    JOINED_COLUMNS,
    joined_after,
    joined_in_a_sentence,
    rows_of_joined,
)

if TYPE_CHECKING:
    from alliance.views.flows.flows_shown import FlowsShown


def draw_joined(shown: FlowsShown) -> None:
    """Draw how much of the support shown was followed by joining, and the list of it."""
    documented = shown.choice.kind == "Documented"
    table = joined_after(shown)
    st.markdown(joined_in_a_sentence(table, documented))
    rows = rows_of_joined(table)
    if rows.empty:
        return
    columns = {
        name: column for name, column in JOINED_COLUMNS.items() if documented or name != "agrees"
    }
    data_table(
        rows[[*columns, "urn"]],
        columns,
        key=f"joined {shown.choice.kind}",
        title=f"Support that led to joining: {shown.title}",
        chosen=shown.chosen,
        searched=("from_school", "name", "trust"),
        order="when",
        picks="urn",
        on_pick=go_to_school,
        notes=[
            "Joining after support does not say that the support was the cause.",
            f"Source: {shown.source}; memberships by the history.",
        ],
    )
    st.caption(
        "The day of joining is of the school or, where it reopened, of its successor; of a trust "
        "that was helped, of the first of its academies. Joining after support does not say that "
        "the support was the cause."
    )
