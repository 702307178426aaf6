"""Which presentation and which scene are looked at, and what was just done to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from alliance.current.state import current_database
from alliance.errors import UnknownPresentation
from alliance.present import PresentationStore, Stored
from alliance.ui.app.sign_in import person
from alliance.ui.parts.note import attempt, say

if TYPE_CHECKING:
    from alliance.present import Presentation

STORY = "story"
"""Stands in the address for the presentation that the app comes with."""
ASKED, SHOWN = "presentation", "scene"


def presentation_store() -> PresentationStore:
    """Return the presentations that are kept."""
    return PresentationStore(current_database())


def opened() -> int | str | None:
    """Return the number of the presentation in the address, or that it is the one shipped."""
    given = st.query_params.get(ASKED, "")
    if given == STORY:
        return STORY
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 10 else None


def scene_shown() -> int | None:
    """Return the place, from 1, of the scene that is presented; nothing while none is."""
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
    """Return a presentation that is kept and was not taken away; else say that there is none."""
    try:
        found = presentation_store().get(number)
    except UnknownPresentation as fault:
        say(str(fault), fault=True)
        return None
    if found.deleted:
        say(
            f"“{found.presentation.name}” was deleted by somebody.",
            fault=True,
            undo=lambda: presentation_store().restore(number, person()),
        )
        return None
    return found


def change(found: Stored, to: Presentation, words: str = "") -> None:
    """Keep a presentation as changed; with a word on it, it can be undone."""

    def back() -> None:
        now = presentation_store().get(found.id)
        presentation_store().change(found.id, found.presentation, person(), version=now.version)

    if (
        attempt(lambda: presentation_store().change(found.id, to, person(), version=found.version))
        and words
    ):
        say(words, undo=back)
