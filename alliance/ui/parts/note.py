"""A note on what was just done, or why it was not, with what undoes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import streamlit as st

from alliance.errors import AllianceError
from alliance.text.words import plain

if TYPE_CHECKING:
    from collections.abc import Callable


_NOTE = "note"


class Note(NamedTuple):
    """A word on what was done, or was not, with what undoes it."""

    words: str
    fault: bool = False
    undo: Callable[[], object] | None = None


def attempt(act: Callable[[], object]) -> bool:
    """Do something that may be refused; a refusal is kept as a word. Tell whether it was done."""
    try:
        act()
    except AllianceError as fault:
        say(str(fault), fault=True)
        return False
    return True


def say(words: str, *, fault: bool = False, undo: Callable[[], object] | None = None) -> None:
    """Keep a word on what was done, for the next time the page is drawn."""
    st.session_state[_NOTE] = Note(words, fault, undo)


def draw_status(name: str, words: str, *, is_news: bool = False) -> None:
    """Write how things stand, told aloud when it changes and, if it is news, when it comes.

    Parameters
    ----------
    name
        Of the place where it stands.
    words
        As Markdown.

    """
    with st.container(key=f"{'note' if is_news else 'status'} {name}"):
        (st.markdown if is_news else st.caption)(words)


def draw_note() -> None:
    """Say what was just done, or why it was not, with the way to undo it."""
    note: Note | None = st.session_state.pop(_NOTE, None)
    if note is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="note"):
        (st.error if note.fault else st.success)(
            plain(note.words), icon=":material/error:" if note.fault else ":material/check:"
        )
        if note.undo is not None:
            st.button("Undo", icon=":material/undo:", on_click=_undo, args=(note.undo,))


def _undo(undo: Callable[[], object]) -> None:
    attempt(undo)
