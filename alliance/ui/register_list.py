"""The supports as a list: its figures, its own filters, and what to do while it is empty."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from alliance.analysis.filters import Filter, lasting, narrow
from alliance.register.listing import UNDER_WAY
from alliance.register.vocabulary import Origin, Status, Theme
from alliance.ui.figure_row import Figure, figure_row
from alliance.ui.register_state import every_support, open_support, open_tab
from alliance.ui.table import Column, data_table
from alliance.ui.words import count, counted, day_in_words
from alliance.web.current import current_history

COLUMNS = {
    "Number": Column("Number", "The support's number in the register", "number"),
    "Supporter's name": Column("Supporter"),
    "Recipient": Column("Recipient", "The school that is helped"),
    "Theme": Column("Theme"),
    "Status": Column("Status"),
    "Starts on": Column("Starts on", kind="day"),
    "Planned end": Column("Planned end", kind="day"),
    "Days planned": Column("Days planned", kind="number1"),
    "Cost in pounds": Column("Cost, £", "In all, in pounds", "count"),
    "Recipient's trust": Column("Recipient’s trust", "As at the first day"),
    "Recipient's local authority": Column("Recipient’s authority"),
    "Rating": Column("Last review", "Red, amber or green", "rank"),
    "Review due": Column("Review due", "The day the last review named, or a term later", "day"),
    "Origin": Column("Origin", "Entered, imported, matched or illustrative"),
    "Illustrative": Column("Illustrative", "Yes: invented, to show how the register works"),
}
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
    "register_supporter": ("Supporter", "Supporter's name"),
}
MORE_FILTERS = {
    "register_recipient_trust": ("Recipient’s trust at the start", "Recipient's trust"),
    "register_recipient_authority": ("Recipient’s local authority", "Recipient's local authority"),
    "register_origin": ("Origin", "Origin"),
}
ORDERED: dict[str, list[str]] = {
    "register_status": [status.value for status in Status],
    "register_theme": [theme.value for theme in Theme],
    "register_origin": [origin.value for origin in Origin],
}
MARKED = "register_marked"
REAL, INVENTED = "Recorded only", "Illustrative only"
GIVEN_THEN = "register_given_then"
ILLUSTRATE = "python -m alliance register illustrate --seed 1"


def of_recipients(table: pd.DataFrame, chosen: Filter) -> pd.DataFrame:
    """Keep the supports that the filter in the sidebar keeps.

    Place, phase and type are the recipient's; a trust is the supporter or the recipient's own as
    at the start. Grade and size hold for one day only and are left aside.
    """
    schools = narrow(current_history().schools, lasting(chosen))
    keep = table["Recipient URN"].isin(schools["urn"])
    trusts = [*chosen.trusts, *chosen.members]
    if trusts:
        gives = (table["Supporter kind"] == "Trust") & table["Supporter"].isin(map(str, trusts))
        keep &= gives | table["Recipient's trust (UID)"].isin(trusts).fillna(value=False)
    return table[keep]


def support_figures(table: pd.DataFrame) -> None:
    """Draw what the supports that pass the sidebar's filter add up to."""
    figure_row(figures_of_supports(table))


def figures_of_supports(table: pd.DataFrame) -> list[Figure]:
    """Give what supports add up to."""
    invented = int((table["Illustrative"] == "Yes").sum())
    under_way = table[table["Status"].isin(UNDER_WAY)]
    overdue = int((table["Review overdue"] == "Yes").sum())
    return [
        Figure(
            "Supports", count(len(table)), f"{count(invented)} illustrative" if invented else ""
        ),
        Figure("Under way", count(len(under_way)), "active or paused"),
        Figure("Schools supported", count(under_way["Recipient URN"].nunique()), "under way"),
        Figure(
            "Supporters",
            count(len(under_way[["Supporter kind", "Supporter"]].drop_duplicates())),
            "under way",
        ),
        Figure("Days planned", count(under_way["Days planned"].sum()), "under way"),
        Figure("Reviews overdue", count(overdue), "of those under way"),
    ]


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
            f"{counted(beside, 'support', 'supports')} of {count(len(every))} do not pass the "
            "filter in the sidebar: place, phase and type are the recipient’s; a trust is the "
            "supporter or the recipient’s own. Its grade and size are left aside here."
        )
    if found.empty:
        st.warning(
            f"None of {counted(len(within), 'support', 'supports')} within the sidebar’s filter "
            "passes the filters of the list. Take one off.",
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
        order="-Starts on",
        picks="Number",
        on_pick=lambda number: open_support(int(number)),
        notes=_notes(found),
    )
    st.caption("What is downloaded has the headings of the template and can be imported again.")


def columns_of(table: pd.DataFrame) -> dict[str, Column]:
    """Give the columns shown; where a row is invented, its mark comes first."""
    first = ["Illustrative"] if (table["Illustrative"] == "Yes").any() else []
    return {name: COLUMNS[name] for name in dict.fromkeys([*first, *COLUMNS])}


def how_to_begin() -> None:
    """Say that the register is empty, and the three ways to fill it."""
    st.info(
        "The register is empty. No public record says who supports whom, so it holds only what is "
        "written here.",
        icon=":material/edit_note:",
    )
    with st.container(horizontal=True):
        st.button(
            "Add a support", icon=":material/add:", type="primary", on_click=open_tab, args=("Add",)
        )
        st.button("Import a file", icon=":material/upload:", on_click=open_tab, args=("Import",))
    st.markdown(
        "To see how a full one works, load an invented register, marked illustrative in every row; "
        "it can be removed in one step:"
    )
    st.code(ILLUSTRATE, language="bash")


def _filtered(table: pd.DataFrame, chosen: Filter) -> pd.DataFrame:
    """Draw the filters of the list; give the supports that pass them."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="register_filters"):
        keep = _choices(table, FILTERS)
        with st.popover("More filters", icon=":material/filter_list:"):
            keep &= _choices(table, MORE_FILTERS)
            marked = st.selectbox(
                "Recorded or illustrative",
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
                help="Started by the day in the sidebar, and not over before it.",
            )
    if marked:
        keep &= (table["Illustrative"] == "Yes") == (marked == INVENTED)
    if then:
        keep &= _given_on(table, pd.Timestamp(chosen.day))
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


def _given_on(table: pd.DataFrame, day: pd.Timestamp) -> pd.Series[bool]:
    ends = table["Ended on"].fillna(table["Planned end"])
    agreed = ~table["Status"].isin([Status.PROPOSED, Status.DECLINED])
    return agreed & (table["Starts on"] <= day) & ~(ends < day)


def _notes(table: pd.DataFrame) -> tuple[str, ...]:
    invented = int((table["Illustrative"] == "Yes").sum())
    if not invented:
        return ("As written in the register of support; no public record holds it.",)
    return (
        f"{counted(invented, 'row is', 'rows are')} illustrative: invented, to show how the "
        "register works.",
    )
