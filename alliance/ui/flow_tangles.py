"""The tangles of support, each named with its number, and the rows of the one looked at."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from alliance.analysis.filters import narrow
from alliance.analysis.flows import Flows, narrowed
from alliance.ui.flow_table import COLUMNS, INVENTED, go_to_support
from alliance.ui.going import go_to_school
from alliance.ui.table import Column, data_table
from alliance.ui.words import count, day_in_words
from alliance.web.current import current_history, state_on
from alliance.web.flows import support_known, tangles_on

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd

    from alliance.analysis.filters import Filter
    from alliance.analysis.tangles import Tangle
    from alliance.ui.flow_shown import FlowsShown

TOLD = {"group": Column("Who", "What belongs together"), "why": Column("Why")}
SCHOOLS = {
    "name": Column("School in need"),
    "group": Column("Run by", "Its trust, or the authority of a maintained school"),
    "phase": Column("Phase"),
    "la_name": Column("Local authority"),
    "rules": Column("Need"),
    "why": Column("Why"),
}


def draw_tangles(shown: FlowsShown) -> None:
    """Draw the tangles as at the last day shown, within the filter."""
    history = current_history()
    day = min(max(shown.end, history.first_day), history.last_day)
    found = [_within(tangle, shown.chosen, day) for tangle in tangles_on(day)]
    st.caption(
        f"As at {day_in_words(day)}, the last day shown that the records know, in the filter. A "
        "tangle is no fault: it is something to ask about."
    )
    by_key = {tangle.key: tangle for tangle in found}
    held = st.pills(
        "Tangles",
        list(by_key),
        format_func=lambda key: f"{by_key[key].name} ({count(len(by_key[key].rows))})",
        default=next((tangle.key for tangle in found if len(tangle.rows)), found[0].key),
        key="flow_tangle",
        label_visibility="collapsed",
        required=True,
        wrap=True,
    )
    _rows_of(by_key[held], shown, day)


def _within(tangle: Tangle, chosen: Filter, day: dt.date) -> Tangle:
    """Keep the rows that touch the filter."""
    if tangle.key == "nobody":
        own = narrow(state_on(day), replace(chosen, day=day))
        return replace(tangle, rows=tangle.rows[tangle.rows["urn"].isin(own["urn"])])
    flows = support_known(day)
    return replace(tangle, rows=narrowed(replace(flows, table=tangle.rows), chosen).table)


def _rows_of(tangle: Tangle, shown: FlowsShown, day: dt.date) -> None:
    st.header(tangle.name, anchor=False)
    st.markdown(tangle.text)
    if tangle.rows.empty:
        st.caption("None.")
        return
    schools = tangle.key == "nobody"
    rows = tangle.rows if schools else _told(tangle.rows, day)
    data_table(
        rows,
        SCHOOLS if schools else {**TOLD, **COLUMNS["Support"]},
        key=f"tangle {tangle.key}",
        title=f"{tangle.name}, {day_in_words(day)}",
        chosen=replace(shown.chosen, day=day),
        searched=("group", "name"),
        order="name" if schools else "group",
        picks="urn" if schools else "number",
        on_pick=go_to_school if schools else go_to_support,
        notes=[tangle.text, *([INVENTED] if not schools and rows["invented"].any() else [])],
    )


def _told(rows: pd.DataFrame, day: dt.date) -> pd.DataFrame:
    table = Flows("Support", rows, support_known(day).places).named()
    invented = table["illustrative"].astype("bool").map({True: "Yes", False: ""})
    return table.assign(invented=invented)
