"""What the presenter does on the map, shared with the room, and kept for the scene when asked."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from alliance.present import Fit
from alliance.register import Action, may
from alliance.ui.app.sign_in import person
from alliance.ui.parts.own_script import drawn_by
from alliance.ui.present.present_order import put_scene
from alliance.ui.present.present_state import steered
from alliance.views.maps.fit import bounds_in_words

if TYPE_CHECKING:
    from alliance.present import Scene, Stored
    from alliance.present.meeting.meeting_row import Meeting

_SEEN = "present view"
_piece = drawn_by("present_view")


def share_map(scene: Scene, found: Stored | None, room: Meeting | None) -> None:
    """Share the map of the scene that is shown; offer to keep what it shows where that may be."""
    here = steered()
    data: dict[str, object] = {"fits": found is not None and may(person(), Action.PRESENT)}
    if here and room and room.state == "running":
        data |= {"code": here.code, "key": here.key}
    _piece(key=_SEEN, data=data, on_seen_change=partial(_keep, scene, found))


def _keep(scene: Scene, found: Stored | None) -> None:
    """Fit the scene's map to what it shows; what the browser sends is not trusted."""
    words = bounds_in_words(st.session_state[_SEEN].get("seen"))
    if found is None or not words:
        return
    for at, kept in enumerate(found.presentation.scenes):
        if kept.id == scene.id:
            put_scene(found.presentation, found, at, replace(kept, fit=Fit("view", words)))
