"""On the page: which school a page tells of: its URN in the address, or found by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from alliance.analysis.schools.school_story import school_name
from alliance.analysis.schools.search import LONGEST_QUERY, search
from alliance.analysis.trusts.trust_names import shown_names
from alliance.analysis.trusts.trust_search import search_trusts
from alliance.current.state import current_history
from alliance.text.words import count, plain
from alliance.ui.app.going import go_to
from alliance.ui.parts.page_frame import nothing_found
from alliance.ui.parts.selection import select, selected_urn
from alliance.ui.parts.table import data_table
from alliance.ui.schools.draw_school_list import draw_school_list
from alliance.views.not_found import no_school
from alliance.views.schools.school_search import (
    BOX,
    FOUND_COLUMNS,
    of_trusts_in_words,
)

if TYPE_CHECKING:
    import pandas as pd

    from alliance.analysis.filters import Filter
    from alliance.errors import UnknownName

_NEXT = "school to open"
MOST_FOUND = 200
MOST_TRUSTS = 3


def choose_school(urn: int) -> None:
    """Have the page of schools tell of this school when it is drawn next.

    From another page, :func:`alliance.ui.app.page_navigation.go_to_school` goes there too.
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
        "Find a school by name, number or postcode",
        key=BOX,
        max_chars=LONGEST_QUERY,
        placeholder="Outwood Academy, 136633, 371/4000 or WF10 4JQ",
        icon=":material/search:",
        bind="query-params",
        persist_state="session",
        width=480,
    )
    return words.strip()


def before_the_records(fault: UnknownName, urn: int) -> None:
    """Say that a school is not in the records, and offer those that came after or before it."""
    st.warning(str(fault), icon=":material/search_off:")
    history = current_history()
    links, held = history.links, history.schools["urn"]
    after = links.loc[links["predecessor_urn"] == urn, "successor_urn"]
    before = links.loc[links["successor_urn"] == urn, "predecessor_urn"]
    with st.container(horizontal=True):
        for numbers, way in ((after, "forward"), (before, "back")):
            for number in numbers[numbers.isin(held)].drop_duplicates():
                st.button(
                    f"{school_name(history, number)} (URN {number})",
                    on_click=choose_school,
                    args=(int(number),),
                    icon=f":material/arrow_{way}:",
                )


def _trusts_called(words: str) -> None:
    """Offer the trusts that are, or were, called so."""
    found = search_trusts(current_history(), words, MOST_TRUSTS)
    if found.empty:
        return
    st.markdown("A trust is called so:" if len(found) == 1 else "Trusts are called so:")
    names = shown_names(current_history())
    with st.container(horizontal=True):
        for uid in found["trust_uid"]:
            if st.button(names[uid], icon=":material/hub:", key=f"trust called {uid}"):
                go_to("trusts", trust_profile=names[uid])


def schools_found(words: str, chosen: Filter, schools: pd.DataFrame) -> None:
    """Draw the schools that answer the words or, without words, those of the filter."""
    history = current_history()
    if not words and schools.empty:
        nothing_found(chosen)
        return
    if not words:
        st.header("Or choose one of the schools that match your filters", anchor=False)
        draw_school_list(schools, chosen, key="schools to open", on_pick=choose_school)
        return
    found = search(history, words, chosen.day, MOST_FOUND)
    if found.empty:
        st.warning(
            no_school(words, asked=plain(words)),
            icon=":material/search_off:",
        )
        _trusts_called(words)
        return
    more = len(found) == MOST_FOUND
    with st.container(key="note schools found"):
        st.header(
            f"{'The best ' if more else ''}{count(len(found))} schools found for “{plain(words)}”",
            anchor=False,
        )
    st.caption(
        "Searches all of England on every day of the records, including schools that have closed."
    )
    if said := of_trusts_in_words(words, chosen.day):
        st.caption(said)
    data_table(
        found,
        FOUND_COLUMNS,
        key="found to open",
        title="Schools",
        chosen=chosen,
        order="name",
        picks="urn",
        on_pick=choose_school,
    )
