"""Which presentation and which scene are looked at, and what was just done to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import streamlit as st

from alliance.errors import AllianceError, UnknownPresentation
from alliance.present import Shelf, Stored
from alliance.ui.register_state import plain
from alliance.ui.sign_in import person
from alliance.web.current import current_database

if TYPE_CHECKING:
    from collections.abc import Callable

    from alliance.present import Presentation

STORY = "story"
"""Stands in the address for the presentation that the app comes with."""
ASKED, SHOWN = "presentation", "scene"
_NOTE = "presentation note"


class Note(NamedTuple):
    """A word on what was done, or was not, with what undoes it."""

    words: str
    fault: bool = False
    undo: Callable[[], object] | None = None


def shelf() -> Shelf:
    """Give the presentations that are kept."""
    return Shelf(current_database())


def opened() -> int | str | None:
    """Give the number of the presentation in the address, or that it is the one shipped."""
    given = st.query_params.get(ASKED, "")
    if given == STORY:
        return STORY
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 10 else None


def scene_shown() -> int | None:
    """Give the place, from 1, of the scene that is presented; nothing while none is."""
    given = st.query_params.get(SHOWN, "")
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 4 else None


def go(presentation: int | str | None, scene: int | None = None) -> None:
    """Look at a presentation, or at all; with a scene, present it from there."""
    for key, value in ((ASKED, presentation), (SHOWN, scene)):
        if value is None:
            st.query_params.pop(key, None)
        else:
            st.query_params[key] = str(value)


def held(number: int) -> Stored | None:
    """Give a presentation that is kept and was not taken away; else say that there is none."""
    try:
        found = shelf().get(number)
    except UnknownPresentation as fault:
        say(str(fault), fault=True)
        return None
    if found.deleted:
        say(
            f"“{found.presentation.name}” was taken away.",
            fault=True,
            undo=lambda: shelf().restore(number, person()),
        )
        return None
    return found


def change(found: Stored, to: Presentation, words: str = "") -> None:
    """Keep a presentation as changed; with a word on it, it can be undone."""

    def back() -> None:
        now = shelf().get(found.id)
        shelf().change(found.id, found.presentation, person(), version=now.version)

    if attempt(lambda: shelf().change(found.id, to, person(), version=found.version)) and words:
        say(words, undo=back)


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


def draw_note() -> None:
    """Say what was just done, or why it was not, with the way to undo it."""
    note: Note | None = st.session_state.pop(_NOTE, None)
    if note is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="present_note"):
        (st.error if note.fault else st.success)(
            plain(note.words), icon=":material/error:" if note.fault else ":material/check:"
        )
        if note.undo is not None:
            st.button("Undo", icon=":material/undo:", on_click=_undo, args=(note.undo,))


def _undo(undo: Callable[[], object]) -> None:
    attempt(undo)
