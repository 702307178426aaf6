"""The audit trail: who changed what, when, from what to what."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from alliance.current.state import current_register
from alliance.register.listing import trail
from alliance.text.words import day_in_words
from alliance.ui.parts.table import data_table
from alliance.ui.register.register_table import word_table
from alliance.views.columns import Column

if TYPE_CHECKING:
    import pandas as pd

    from alliance.analysis.filters import Filter

MOST_LINES = 400
COLUMNS = {
    "Day": Column("Day", "In London", "day"),
    "Time": Column("Time", "In London"),
    "Who": Column("Who"),
    "Number": Column("Number", "Of the support arrangement", "number"),
    "What": Column("What"),
    "Field": Column("Field"),
    "Before": Column("Before"),
    "After": Column("After"),
}


def change_table(lines: pd.DataFrame) -> None:
    """Draw the changes of one support, newest first, to be read to the end."""
    st.caption("Nothing here can be changed or deleted. Times are those of London.")
    lines = lines.head(MOST_LINES)
    whole = ["When", "Who", "What"]
    when = [f"{day_in_words(at)}, {at:%H:%M:%S}" for at in lines["When"]]
    shown = lines.assign(When=when)[[*whole, "Field", "Before", "After"]]
    # What one change has in common is said in its first line.
    again = shown[whole].eq(shown[whole].shift()).all(axis=1) & lines["When"].eq(
        lines["When"].shift()
    )
    shown.loc[again, whole] = ""
    word_table(tuple(shown.columns), shown.to_numpy())


def every_change(chosen: Filter) -> None:
    """Draw all changes of the register in a table that is searched and taken away."""
    lines = trail(current_register().audit())
    if lines.empty:
        st.info("Nothing has been written to the register yet.", icon=":material/history:")
        return
    times = lines["When"].dt.strftime("%H:%M:%S")
    data_table(
        lines.assign(Day=lines["When"].dt.normalize(), Time=times),
        COLUMNS,
        key="changes_of_register",
        title="Changes to the register of support",
        chosen=chosen,
        searched=("Who", "What", "Field", "Before", "After"),
        order="-Day",
    )
