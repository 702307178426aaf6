"""The rows below the map of flows: the flows, what to check, and who is not matched."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from alliance.text.words import counted
from alliance.ui.app.page_navigation import go_to_school
from alliance.ui.flows.flow_joined import draw_joined
from alliance.ui.flows.flow_support_checks import draw_support_checks
from alliance.ui.flows.flow_table import draw_flow_table
from alliance.ui.parts.table import data_table
from alliance.ui.register.register_table import word_table
from alliance.views.flows.documented_case import cases_not_found
from alliance.views.flows.flow_tables import UNMATCHED_COLUMNS
from alliance.views.flows.flows_shown import plan_of

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from alliance.views.flows.flows_shown import FlowsShown


def flow_rows(shown: FlowsShown) -> dict[str, Callable[[], None]]:
    """Return what is drawn below the map and the charts, by name; what there is for the kind."""
    rows: dict[str, Callable[[], None]] = {}
    if not shown.is_empty:
        rows["Table"] = partial(draw_flow_table, shown)
    if shown.choice.kind in ("Support", "Documented") and not shown.flows.table.empty:
        rows["Led to joining"] = partial(draw_joined, shown)
    if shown.choice.kind == "Documented" and len(lost := cases_not_found()):
        rows["Not found"] = partial(draw_not_found, lost)
    rows["Support to check"] = partial(draw_support_checks, shown)
    if shown.choice.kind == "Suggestions":
        rows["Not matched"] = partial(draw_not_matched, shown)
    return rows


def draw_not_found(lost: pd.DataFrame) -> None:
    """Draw the documented cases of which an end is not in the records, and why: none is guessed."""
    st.markdown(
        f"**{counted(len(lost), 'documented case', 'documented cases')}** of all: an end is not in "
        "the records on the day, so no arrow is drawn for it."
    )
    word_table([str(name) for name in lost], lost.to_numpy())


def draw_not_matched(shown: FlowsShown) -> None:
    """Draw the eligible schools for which the plan has nobody, and why."""
    left = plan_of(shown.choice).match.unmatched
    st.markdown(
        f"**{counted(len(left), 'eligible school', 'eligible schools')}** within your filters: not "
        "matched on the terms of Matches."
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
