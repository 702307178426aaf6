"""Which school a page tells of: its URN in the address, or found by name, URN or postcode."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from alliance.analysis.search import LONGEST_QUERY, search
from alliance.ui.frame import nothing_found
from alliance.ui.selection import URN, select, selected_urn
from alliance.ui.table import Column, data_table
from alliance.ui.words import count
from alliance.web.current import current_history

if TYPE_CHECKING:
    import pandas as pd

    from alliance.analysis.filters import Filter
    from alliance.errors import UnknownName

BOX = "urn"
_NEXT = "school to open"
MOST_FOUND = 200
COLUMNS = {
    "name": Column("School"),
    "urn": Column("URN", "Unique reference number of the school", "number"),
    "phase": Column("Phase"),
    "la_name": Column("Local authority"),
    "postcode": Column("Postcode"),
    "opened": Column("Opened", "Empty where before the records", "day"),
    "closed": Column("Closed", "The first day it was no longer open", "day"),
}


def choose_school(urn: int) -> None:
    """Have the page of schools tell of this school when it is drawn next.

    From another page, :func:`alliance.ui.going.go_to_school` goes there too.
    """
    st.session_state[_NEXT] = str(urn)
    select(urn)


def search_box() -> str:
    """Draw the box in which a school is asked for; what it holds stands in the address.

    A school selected on another page is asked for already.
    """
    asked = st.session_state.pop(_NEXT, None)
    if asked is None and BOX not in st.session_state and BOX not in st.query_params:
        urn = selected_urn()
        asked = str(urn) if urn is not None else None
    if asked is not None:
        st.session_state[BOX] = asked
    words: str = st.text_input(
        "Find a school by name, URN or postcode",
        key=BOX,
        max_chars=LONGEST_QUERY,
        placeholder="Outwood Academy, 136633 or WF10 4JQ",
        icon=":material/search:",
        bind="query-params",
        persist_state="session",
        width=480,
    )
    return words.strip()


def school_asked(words: str, chosen: Filter) -> int | None:
    """Give the URN of the one school that the words name; nothing where none or several do."""
    history = current_history()
    if URN.fullmatch(words) and (history.links["predecessor_urn"] == int(words)).any():
        return int(words)
    found = search(history, words, chosen.day, 2)
    whole = found["urn"].astype("str") == words
    if len(found) == 1 or whole.any():
        return int(found.loc[whole, "urn"].iloc[0] if whole.any() else found["urn"].iloc[0])
    return None


def before_the_records(fault: UnknownName, urn: int) -> None:
    """Say that a school closed before the records, and offer what came after it."""
    st.warning(str(fault), icon=":material/search_off:")
    links = current_history().links
    after = links[links["predecessor_urn"] == urn].drop_duplicates("successor_urn")
    with st.container(horizontal=True):
        for name, number in zip(after["successor_name"], after["successor_urn"], strict=True):
            st.button(
                f"{name} (URN {number})",
                on_click=choose_school,
                args=(int(number),),
                icon=":material/arrow_forward:",
            )


def schools_found(words: str, chosen: Filter, schools: pd.DataFrame) -> None:
    """Draw the schools that answer the words or, without words, those of the filter."""
    history = current_history()
    if not words and schools.empty:
        nothing_found(chosen)
        return
    if not words:
        st.header("Or choose one of the schools that pass the filter", anchor=False)
        held = history.schools.set_index("urn")[["opened", "closed"]]
        _table(schools.join(held, on="urn"), chosen, "schools")
        return
    found = search(history, words, chosen.day, MOST_FOUND)
    if found.empty:
        st.warning(
            f"No school of the records answers “{words}”. Names may be cut short (“outw acad”); "
            "a URN has six digits; of a postcode the first part will do.",
            icon=":material/search_off:",
        )
        return
    more = len(found) == MOST_FOUND
    st.header(
        f"{'The best ' if more else ''}{count(len(found))} answers to “{words}”", anchor=False
    )
    st.caption("Of all England and every day of the records, closed schools too.")
    _table(found, chosen, "found")


def _table(schools: pd.DataFrame, chosen: Filter, key: str) -> None:
    data_table(
        schools,
        COLUMNS,
        key=f"{key} to open",
        title="Schools",
        chosen=chosen,
        order="name",
        picks="urn",
        on_pick=choose_school,
    )
