"""A small table behind a button, made when it is opened and not with every change of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd


def table_on_demand(
    key: str, words: str, table: Callable[[], pd.DataFrame], label: str = "The same as a table"
) -> None:
    """Draw a button that opens a small table, under a line of words.

    Not for a fragment: of two boxes of different fragments, one closed by opening the other,
    Streamlit would tell the server of one only.
    """
    box = st.popover(label, icon=":material/table:", key=f"open table of {key}", on_change="rerun")
    if box.open:
        with box:
            st.caption(words)
            st.dataframe(table(), hide_index=True, key=f"table of {key}")
