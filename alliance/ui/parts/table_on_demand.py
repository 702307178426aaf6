"""A table behind a button, made when it is opened and not with every change of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from alliance.ui.parts.table import AS_IT_COMES, data_table
from alliance.views.columns import columns_in

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from alliance.analysis.filters import Filter


def table_on_demand(
    key: str,
    title: str,
    words: str,
    table: Callable[[], pd.DataFrame],
    chosen: Filter,
    label: str = "The same as a table",
) -> None:
    """Draw a button that opens a table, under a line of words.

    Not for a fragment: of two boxes of different fragments, one closed by opening the other,
    Streamlit would tell the server of one only.
    """
    box = st.popover(label, icon=":material/table:", key=f"open table of {key}", on_change="rerun")
    if box.open:
        with box:
            st.caption(words)
            rows = table()
            data_table(
                rows,
                columns_in(rows),
                key=f"table of {key}",
                title=title,
                chosen=chosen,
                order=AS_IT_COMES,
            )
