"""The table of flows, a row a flow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from alliance.ui.going import go_to, go_to_school
from alliance.ui.register_state import SUPPORT, open_support
from alliance.ui.table import Column, data_table
from alliance.ui.words import counted

if TYPE_CHECKING:
    import pandas as pd

    from alliance.analysis.flows import Kind
    from alliance.ui.flow_shown import FlowsShown

PLACES = {
    "from_authority": Column("From authority"),
    "to_authority": Column("To authority"),
    "from_region": Column("From region"),
    "to_region": Column("To region"),
}
COLUMNS: dict[Kind, dict[str, Column]] = {
    "Transfers": {
        "start": Column("Date", "The day the academy joined its new trust", "day"),
        "name": Column("Academy"),
        "from_trust": Column("From"),
        "to_trust": Column("To"),
        "move": Column("Kind of move"),
        "phase": Column("Phase"),
        **PLACES,
        "urn_before": Column("URN before", "", "number"),
        "urn": Column("URN", "Another than before where the school reopened", "number"),
    },
    "Support": {
        "number": Column("Number", "Of the support in the register", "number"),
        "invented": Column("Illustrative", "Invented to show how the register works"),
        "from_school": Column("Supporter"),
        "name": Column("School"),
        "to_trust": Column("Its trust", "As at the start; of a maintained school its authority"),
        "theme": Column("Theme"),
        "status": Column("Status"),
        "start": Column("Start", kind="day"),
        "end": Column("End", "As planned where it has not ended", "day"),
        "days": Column("Days planned", kind="count"),
        "days_delivered": Column("Days delivered", kind="count"),
        "pounds": Column("Pounds", kind="count"),
        "supporter_kind": Column("Kind of supporter"),
        "phase": Column("Phase"),
        **PLACES,
    },
    "Suggestions": {
        "from_trust": Column("Supporter"),
        "name": Column("School in need"),
        "to_trust": Column("Run by", "Its trust, or the authority of a maintained school"),
        "need": Column("Need", "The gravest rule that caught it"),
        "why": Column("Why"),
        "distance_km": Column("Distance", "To the nearest strong school named", "km"),
        "nearest_name": Column("Nearest strong school", "Of the supporter, of the same phase"),
        "phase": Column("Phase"),
        **PLACES,
    },
}
ORDER: dict[Kind, str] = {"Transfers": "-start", "Support": "-start", "Suggestions": "from_trust"}
INVENTED = "Illustrative rows are invented; they say nothing about any trust or school."


def draw_flow_table(shown: FlowsShown) -> None:
    """Draw every flow that the map, the Sankey and the matrix add up."""
    table = flow_rows_of(shown)
    kind = shown.choice.kind
    searched = [name for name in ("name", "from_school", "from_trust", "to_trust") if name in table]
    st.markdown(f"**{shown.unit.words(shown.total)}** in {counted(len(table), 'row', 'rows')}.")
    data_table(
        table,
        COLUMNS[kind],
        key=f"flows {kind}",
        title=shown.title,
        chosen=shown.chosen,
        searched=[name for name in searched if name in COLUMNS[kind]],
        order=ORDER[kind],
        picks="number" if kind == "Support" else "urn",
        on_pick=go_to_support if kind == "Support" else go_to_school,
        notes=[f"Period: {shown.when}. Source: {shown.source}."]
        + [INVENTED] * bool(shown.illustrative),
    )


def go_to_support(number: int) -> None:
    """Go to the register and open a support."""
    open_support(int(number))
    go_to("register", **{SUPPORT: str(int(number))})


def flow_rows_of(shown: FlowsShown) -> pd.DataFrame:
    """Give the flows with the names of their places, a row a flow."""
    table = shown.flows.named().drop(columns=["count"])
    return table.assign(invented=table["illustrative"].astype("bool").map({True: "Yes", False: ""}))
