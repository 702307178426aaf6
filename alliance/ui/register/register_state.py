"""What the register's screens share: which support is looked at, what was just done, the rights."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from alliance.current.state import current_register
from alliance.errors import Fault, UnknownSupport
from alliance.ui.app.sign_in import sign_in_line
from alliance.ui.parts.form_faults import Field, draw_problem

if TYPE_CHECKING:
    from alliance.register import Support

SUPPORT = "support"
_BY_NUMBER = Field("Open a support arrangement by its number", SUPPORT)
TAB = "register_tab"
LIST = "Support arrangements"
"""The tab of the list."""
INTERNAL = "Internal support"
"""The tab of what trusts declare of it."""

RECORD_TAB = "support_tab"
FACTS = "What it says"
LARGEST = 2**31 - 1  # of the numbers that the database knows
_NEXT = "support to open"
_NEXT_TAB = "register tab to open"


def support_asked() -> Support | None:
    """Draw the line in which a support is asked for by its number, and give that support.

    The number stands in the address; one that is not there is said so.
    """
    if _NEXT in st.session_state:
        st.session_state[SUPPORT], tab = st.session_state.pop(_NEXT)
        st.session_state[RECORD_TAB] = tab
    with st.container(horizontal=True, vertical_alignment="center", key="register_line"):
        words = _ask_number()
        sign_in_line()
    if not words:
        return None
    number = int(words) if words.isascii() and words.isdecimal() else 0
    try:
        return current_register().get(min(number, LARGEST))
    except UnknownSupport:
        why = (
            f"No support arrangement has the number {words}. If it was example data, it may have "
            "been removed: see Changes."
        )
        draw_problem(f"number {words}", [Fault(SUPPORT, why)], lambda _: _BY_NUMBER)
        return None


def _ask_number() -> str:
    words: str = st.text_input(
        _BY_NUMBER.label,
        key=_BY_NUMBER.key,
        max_chars=12,
        placeholder="Open by number",
        label_visibility="collapsed",
        bind="query-params",
        persist_state="session",
        width=150,
    ).strip()
    if words:
        st.button(
            "All support arrangements",
            on_click=open_support,
            args=(None,),
            icon=":material/arrow_back:",
            type="tertiary",
        )
    return words


def open_support(number: int | None, tab: str = FACTS) -> None:
    """Have the page show one support at a tab, or the list, when it is drawn next."""
    st.session_state[_NEXT] = ("" if number is None else str(number), tab)


def open_tab(name: str) -> None:
    """Have the page show a tab of the list, when it is drawn next."""
    st.session_state[_NEXT_TAB] = name


def tab_asked() -> None:
    """Open the tab of the list that was asked for; call it before the tabs are drawn."""
    if _NEXT_TAB in st.session_state:
        st.session_state[TAB] = st.session_state.pop(_NEXT_TAB)
