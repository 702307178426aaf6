"""The kinds of support to check, each with its number, and the rows of the one looked at."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from alliance.current.current_flows import support_checks_on
from alliance.current.state import current_history
from alliance.text.words import count, day_in_words
from alliance.ui.app.page_navigation import go_to_school
from alliance.ui.flows.flow_table import go_to_support
from alliance.ui.parts.table import data_table
from alliance.views.flows.flow_tables import (
    FLOW_COLUMNS,
    INVENTED,
    TANGLE_COLUMNS,
    TANGLED_SCHOOL_COLUMNS,
    check_within,
    rows_to_check,
)

if TYPE_CHECKING:
    import datetime as dt

    from alliance.analysis.flows.support_checks import SupportCheck
    from alliance.views.flows.flows_shown import FlowsShown


def draw_support_checks(shown: FlowsShown) -> None:
    """Draw what there is to check as at the last day shown, within the filter."""
    history = current_history()
    day = min(max(shown.end, history.first_day), history.last_day)
    found = [check_within(check, shown.chosen, day) for check in support_checks_on(day)]
    st.caption(
        f"As at {day_in_words(day)}, the last day shown that is in the records, within your "
        "filters. None of these is a fault: each is something to ask about."
    )
    by_key = {check.key: check for check in found}
    held = st.pills(
        "Support to check",
        list(by_key),
        format_func=lambda key: f"{by_key[key].name} ({count(len(by_key[key].rows))})",
        default=next((check.key for check in found if len(check.rows)), found[0].key),
        key="flow_tangle",
        label_visibility="collapsed",
        required=True,
        wrap=True,
    )
    _rows_of(by_key[held], shown, day)


def _rows_of(check: SupportCheck, shown: FlowsShown, day: dt.date) -> None:
    st.header(check.name, anchor=False)
    st.markdown(check.text)
    if check.rows.empty:
        st.caption("None.")
        return
    schools = check.key == "nobody"
    rows = check.rows if schools else rows_to_check(check.rows, day)
    data_table(
        rows,
        TANGLED_SCHOOL_COLUMNS if schools else {**TANGLE_COLUMNS, **FLOW_COLUMNS["Support"]},
        key=f"check {check.key}",
        title=f"{check.name}, {day_in_words(day)}",
        chosen=replace(shown.chosen, day=day),
        searched=("group", "name"),
        order="name" if schools else "group",
        picks="urn" if schools else "number",
        on_pick=go_to_school if schools else go_to_support,
        notes=[check.text, *([INVENTED] if not schools and rows["invented"].any() else [])],
    )
