"""Which presentation and which scene are looked at, and what was just done to them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import streamlit as st

from alliance.current.state import current_database
from alliance.errors import UnknownPresentation
from alliance.present import PresentationStore, Stored
from alliance.present.in_meeting import IN_USE
from alliance.register import Action, may
from alliance.ui.app.sign_in import person
from alliance.ui.parts.note import attempt, say

if TYPE_CHECKING:
    from alliance.present import Presentation

STORY = "story"
"""Stands in the address for the presentation that the app comes with."""
ASKED, SHOWN = "presentation", "scene"
STEERED = "meeting steered"


class Steered(NamedTuple):
    """The meeting this visit steers; the key is known to the presenter's window and nobody else."""

    code: str
    key: str


def steered() -> Steered | None:
    """Return the meeting that this visit steers, if any."""
    found: Steered | None = st.session_state.get(STEERED)
    return found


def steering_key() -> str | None:
    """Return the key of the meeting that this visit steers, if any."""
    here = steered()
    return here.key if here else None


def presentation_store() -> PresentationStore:
    """Return the presentations that are kept, as this visit may use them."""
    return PresentationStore(current_database(), steering_key())


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
    """Return a presentation that is kept, and may be opened; else say why there is none.

    Notes are for presenters: who may not present gets it without them.
    """
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
    if found.in_use:
        say(IN_USE, fault=True)
        return None
    if not may(person(), Action.PRESENT):
        bare = tuple(replace(scene, notes="") for scene in found.presentation.scenes)
        return replace(found, presentation=replace(found.presentation, scenes=bare))
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
