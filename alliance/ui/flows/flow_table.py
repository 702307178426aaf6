"""The table of flows, a row a flow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from alliance.text.words import counted
from alliance.ui.app.going import go_to
from alliance.ui.app.page_navigation import go_to_school
from alliance.ui.documented.case_table import case_table
from alliance.ui.parts.table import data_table
from alliance.ui.register.register_state import SUPPORT, open_support
from alliance.views.flows.documented_case import BESIDE
from alliance.views.flows.flow_tables import FLOW_COLUMNS, FLOW_ORDER, INVENTED, flow_rows_of

if TYPE_CHECKING:
    from alliance.views.flows.flows_shown import FlowsShown


def draw_flow_table(shown: FlowsShown) -> None:
    """Draw every flow that the map, the Sankey and the matrix add up."""
    table = flow_rows_of(shown)
    kind = shown.choice.kind
    searched = [name for name in ("name", "from_school", "from_trust", "to_trust") if name in table]
    st.markdown(f"**{shown.unit.words(shown.total)}** in {counted(len(table), 'row', 'rows')}.")
    notes = [f"Period: {shown.when}. Source: {shown.source}."]
    if kind == "Documented":
        case_table(table, shown.chosen, shown.title, key="flows Documented", notes=[*notes, BESIDE])
        return
    data_table(
        table,
        FLOW_COLUMNS[kind],
        key=f"flows {kind}",
        title=shown.title,
        chosen=shown.chosen,
        searched=[name for name in searched if name in FLOW_COLUMNS[kind]],
        order=FLOW_ORDER[kind],
        picks="number" if kind == "Support" else "urn",
        on_pick=go_to_support if kind == "Support" else go_to_school,
        notes=notes + [INVENTED] * bool(shown.illustrative),
    )


def go_to_support(number: int) -> None:
    """Go to the register and open a support."""
    open_support(int(number))
    go_to("register", **{SUPPORT: str(int(number))})
