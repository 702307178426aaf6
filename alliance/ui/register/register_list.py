"""On the page: the supports as a list: its figures, its own filters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from alliance.register.register_vocabulary import ARRANGEMENTS, Origin, Status, Theme
from alliance.text.words import count, counted, day_in_words
from alliance.ui.parts.figure_row import figure_row
from alliance.ui.parts.table import data_table
from alliance.ui.register.register_state import open_support, open_tab
from alliance.views.register.supports import (
    EMPTY,
    EXAMPLE,
    columns_of,
    every_support,
    figures_of_supports,
    given_on,
    notes_on_supports,
)

if TYPE_CHECKING:
    from alliance.analysis.filters import Filter

SEARCHED = (
    "Supporter's name",
    "Recipient",
    "Recipient's trust",
    "Recipient's local authority",
    "Purpose",
    "Notes",
)
# A filter of the list by its key in the address: its label and the column it looks at.
FILTERS = {
    "register_status": ("Status", "Status"),
    "register_theme": ("Theme", "Theme"),
    "register_supporter": ("Supporting organisation", "Supporter's name"),
}
MORE_FILTERS = {
    "register_recipient_trust": ("Supported school’s trust at the start", "Recipient's trust"),
    "register_recipient_authority": (
        "Supported school’s local authority",
        "Recipient's local authority",
    ),
    "register_origin": ("Origin", "Origin"),
}
ORDERED: dict[str, list[str]] = {
    "register_status": [status.value for status in Status],
    "register_theme": [theme.value for theme in Theme],
    "register_origin": [origin.value for origin in Origin],
}
MARKED = "register_marked"
REAL, INVENTED = "Recorded only", "Example data only"
GIVEN_THEN = "register_given_then"
ILLUSTRATE = "python -m alliance register illustrate --seed 1"


def support_figures(table: pd.DataFrame) -> None:
    """Draw what the supports that pass the sidebar's filter add up to."""
    figure_row(figures_of_supports(table))


def support_list(within: pd.DataFrame, chosen: Filter) -> None:
    """Draw the filters of the list and the supports that pass them and the sidebar's."""
    every = every_support()
    if every.empty:
        how_to_begin()
        return
    found = _filtered(within, chosen)
    beside = len(every) - len(within)
    if beside:
        st.caption(
            f"Your filters hide {count(beside)} of {counted(len(every), *ARRANGEMENTS)}. Place, "
            "phase and type are those of the supported school; a trust is the supporting trust or "
            "the supported school’s own. Your grade and size filters do not apply here."
        )
    if found.empty:
        st.warning(
            f"No support arrangements match the filters of this list; {count(len(within))} match "
            "your filters in the sidebar. Remove a filter of the list.",
            icon=":material/filter_alt_off:",
        )
        return
    data_table(
        found,
        columns_of(found),
        key="supports",
        title="Support",
        chosen=chosen,
        searched=SEARCHED,
        order="-Start in words",
        picks="Number",
        on_pick=lambda number: open_support(int(number)),
        notes=notes_on_supports(found),
    )
    st.caption("A downloaded file has the headings of the template and can be imported again.")


def how_to_begin() -> None:
    """Say that the register is empty, and the three ways to fill it."""
    st.info(EMPTY, icon=":material/edit_note:")
    with st.container(horizontal=True):
        st.button(
            "Add a support arrangement",
            icon=":material/add:",
            type="primary",
            on_click=open_tab,
            args=("Add",),
        )
        st.button("Import a file", icon=":material/upload:", on_click=open_tab, args=("Import",))
    st.markdown(f"{EXAMPLE} It is made up, every row says so, and it can be removed in one step:")
    st.code(ILLUSTRATE, language="bash")


def _filtered(table: pd.DataFrame, chosen: Filter) -> pd.DataFrame:
    """Draw the filters of the list; return the supports that pass them."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="register_filters"):
        keep = _choices(table, FILTERS)
        with st.popover("More filters", icon=":material/filter_list:"):
            keep &= _choices(table, MORE_FILTERS)
            marked = st.selectbox(
                "Recorded or example data",
                [REAL, INVENTED],
                index=None,
                placeholder="Both",
                key=MARKED,
                bind="query-params",
            )
            then = st.toggle(
                f"Given on {day_in_words(chosen.day)} only",
                key=GIVEN_THEN,
                bind="query-params",
                help="Active or Completed, started by the day in the sidebar and not ended "
                "before it.",
            )
    if marked:
        keep &= (table["Illustrative"] == "Yes") == (marked == INVENTED)
    if then:
        keep &= given_on(table, pd.Timestamp(chosen.day))
    return table[keep]


def _choices(table: pd.DataFrame, filters: dict[str, tuple[str, str]]) -> pd.Series[bool]:
    keep = pd.Series(data=True, index=table.index)
    every = every_support()
    for key, (label, column) in filters.items():
        held = ORDERED.get(key) or sorted(set(every[column].dropna()))
        values = st.multiselect(
            label,
            held,
            key=key,
            placeholder="All",
            bind="query-params",
            filter_mode="contains",
            select_all=False,
        )
        if values:
            keep &= table[column].isin(values)
    return keep
