"""What the register's screens share: which support is looked at, what was just done, the rights."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, NamedTuple

import streamlit as st

from alliance import clock
from alliance.errors import UnknownSupport
from alliance.register import Action, Register, Support, may
from alliance.register.listing import WORDS, listing
from alliance.ui.sign_in import person
from alliance.web.current import current_register, kept

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pandas as pd

    from alliance.register.rules import Fault

SUPPORT = "support"
TAB = "register_tab"
RECORD_TAB = "support_tab"
FACTS = "What it says"
LARGEST = 2**31 - 1  # of the numbers that the database knows
_NEXT = "support to open"
_NEXT_TAB = "register tab to open"
_NOTE = "register note"


def every_support() -> pd.DataFrame:
    """Give the list of all supports that are not withdrawn; shared: never write to it."""
    register = current_register()
    return _listing(register, register.revision(), clock.today())


@kept(maxsize=2)
def _listing(register: Register, _revision: int, day: dt.date) -> pd.DataFrame:
    return listing(register.history, register.supports(), register.all_reviews(), day)


def support_asked() -> Support | None:
    """Draw the box in which a support is asked for by its number, and give that support.

    The number stands in the address; one that is not there is said so.
    """
    if _NEXT in st.session_state:
        st.session_state[SUPPORT], tab = st.session_state.pop(_NEXT)
        st.session_state[RECORD_TAB] = tab
    words: str = st.text_input(
        "Open a support by its number",
        key=SUPPORT,
        max_chars=12,
        placeholder="Open by number",
        label_visibility="collapsed",
        bind="query-params",
        persist_state="session",
        width=150,
    ).strip()
    if not words:
        return None
    st.button(
        "All supports",
        on_click=open_support,
        args=(None,),
        icon=":material/arrow_back:",
        type="tertiary",
    )
    number = int(words) if words.isascii() and words.isdecimal() else 0
    try:
        return current_register().get(min(number, LARGEST))
    except UnknownSupport:
        say(
            f"The register holds no support number {words}. If it was illustrative it may have "
            "been removed: the changes tell.",
            fault=True,
        )
        return None


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


class Note(NamedTuple):
    """A word on what was done, or was not, with what undoes it."""

    words: str
    fault: bool = False
    undo: Callable[[], None] | None = None


def say(words: str, *, fault: bool = False, undo: Callable[[], None] | None = None) -> None:
    """Keep a word on what was done, for the next time the page is drawn."""
    st.session_state[_NOTE] = Note(words, fault, undo)


def said() -> Note | None:
    """Give the word on what was just done, once."""
    note: Note | None = st.session_state.pop(_NOTE, None)
    return note


def right(action: Action) -> dict[str, Any]:
    """Give what disables a control that this person may not use, with the reason."""
    if may(person(), action):
        return {}
    return {"disabled": True, "help": "Sign in to do this: without, you may read only."}


def plain(text: str) -> str:
    """Give text from data so that Markdown shows it as it is."""
    return "".join("\\" + letter if letter in "\\`*_{}[]<>$:#|~!" else letter for letter in text)


def faults_in_words(faults: Sequence[Fault]) -> str:
    """Give broken rules as a list for Markdown, a line each with its field."""
    return "\n".join(
        f"- **{WORDS.get(fault.field, fault.field)}**: {plain(fault.message)}" for fault in faults
    )
