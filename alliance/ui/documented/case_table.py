"""Documented cases as a table, with the one that is selected in full below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from alliance.ui.documented.case_card import case_card
from alliance.ui.parts.table import data_table
from alliance.views.flows.flow_tables import FLOW_COLUMNS, FLOW_ORDER

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from alliance.analysis.filters import Filter

_SEARCHED = ("from_school", "name", "to_trust", "publisher", "title")
_OPEN = "documented case"


def case_table(
    rows: pd.DataFrame, chosen: Filter, title: str, *, key: str, notes: Sequence[str] = ()
) -> None:
    """Draw documented cases, and the one whose row is selected.

    Parameters
    ----------
    rows
        As :func:`alliance.views.flows.flow_tables.flow_rows_of` gives them.

    """
    data_table(
        rows,
        FLOW_COLUMNS["Documented"],
        key=key,
        title=title,
        chosen=chosen,
        searched=_SEARCHED,
        order=FLOW_ORDER["Documented"],
        picks="number",
        on_pick=_open,
        notes=notes,
    )
    number: int | None = st.session_state.get(_OPEN)
    if number is not None and number in set(rows["number"]):
        case_card(number)


def _open(number: int) -> None:
    st.session_state[_OPEN] = int(number)
