"""What is compared: held over pages, kept in the address, found by name or number."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from alliance.analysis.schools.search import LONGEST_QUERY
from alliance.text.words import counted, plain
from alliance.ui.app.address import ignore, read_by_page
from alliance.ui.parts.note import draw_status
from alliance.ui.parts.ticks import COMPARED_HERE, held_to_compare
from alliance.views.compare.sides import COMPARED, KINDS, MOST, Side, sides_found, sides_of
from alliance.views.not_found import ukprn_in_words

if TYPE_CHECKING:
    from alliance.analysis.filters import Filter

_FIND = "compare_find"
_WRITTEN = "compared written"


def sides_compared() -> list[Side]:
    """Return what is compared: of the address, where that is new, else what is held."""
    read_by_page([COMPARED])
    given = st.query_params.get_all(COMPARED)
    if given and given != st.session_state.get(_WRITTEN):
        st.session_state[COMPARED_HERE] = given
    sides, unknown = sides_of(held_to_compare())
    for key in unknown:
        ignore("Compared", key.rpartition(":")[2])
    keys = [side.key for side in sides]
    st.session_state[COMPARED_HERE] = st.session_state[_WRITTEN] = keys
    if keys != given:
        if keys:
            st.query_params[COMPARED] = keys
        elif COMPARED in st.query_params:
            del st.query_params[COMPARED]
    return sides


def choose_sides(sides: list[Side], chosen: Filter) -> None:
    """Draw a button for each that is compared, which takes it off, and a search to add more."""
    if sides:
        with st.container(horizontal=True, key="compared_chips"):
            for side in sides:
                st.button(
                    f"Remove {plain(side.name)}",
                    key=f"drop {side.key}",
                    icon=":material/close:",
                    on_click=partial(_drop, side.key),
                )
    if len(sides) == MOST:
        st.caption(f"{MOST} are compared: take one off to add another.")
        return
    words = st.text_input(
        "Add a school, a trust or a place by name or number",
        key=_FIND,
        max_chars=LONGEST_QUERY,
        placeholder="Outwood Grange, Doncaster, North East or 136633",
        icon=":material/search:",
        width=480,
    ).strip()
    if not words:
        return
    found = [side for side in sides_found(words, chosen) if side not in sides]
    draw_status(
        "found to compare",
        f"{counted(len(found), 'match', 'matches')} for “{plain(words)}”."
        if found
        else f"Nothing more found for “{plain(words)}”. "
        + (ukprn_in_words(words) or "Try part of the name, or a number."),
        is_news=True,
    )
    with st.container(horizontal=True, key="compare_found"):
        for side in found:
            st.button(
                f"{plain(side.name)} ({KINDS[side.kind].lower()})",
                key=f"add {side.key}",
                icon=":material/add:",
                on_click=partial(_add, side.key),
            )


def _drop(key: str) -> None:
    _hold([one for one in held_to_compare() if one != key])


def _add(key: str) -> None:
    _hold([*held_to_compare(), key][:MOST])
    st.session_state[_FIND] = ""


def _hold(keys: list[str]) -> None:
    st.session_state[COMPARED_HERE] = keys
    # The address still says what was before: that is not news.
    st.session_state[_WRITTEN] = st.query_params.get_all(COMPARED)
