"""The scenes of a presentation in another order: moved, duplicated, removed, each with its undo."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from alliance.register import Action
from alliance.ui.app.sign_in import right
from alliance.ui.parts.own_script import drawn_by
from alliance.ui.present.present_state import change

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alliance.present import Presentation, Scene, Stored
    from alliance.views.content import Content

_LIST = "order of scenes"
_piece = drawn_by("reorder")


def draw_order(presentation: Presentation, found: Stored, contents: Sequence[Content]) -> None:
    """Draw the list of scenes that is dragged into another order."""
    box = st.expander("Order of the scenes", key=f"order {found.id}", on_change="rerun")
    if box.open:
        with box:
            st.caption("Drag a scene to its place, or press Alt and an arrow on it.")
            _piece(
                key=_LIST,
                data={"titles": [one.title for one in contents]},
                on_moved_change=partial(_dragged, presentation, found),
            )


def _dragged(presentation: Presentation, found: Stored) -> None:
    """Move what was dragged; what the browser sends is not trusted to be well formed."""
    moved, last = st.session_state[_LIST].get("moved"), len(presentation.scenes) - 1
    if (
        isinstance(moved, list)
        and len(moved) == 2
        and all(type(place) is int and 0 <= place <= last for place in moved)
    ):
        _move(presentation, found, *moved)


def draw_order_buttons(presentation: Presentation, found: Stored, at: int, key: str) -> None:
    """Draw what one scene's place is changed with."""
    last, may = len(presentation.scenes) - 1, right(Action.PRESENT, made_by=found.made_by_id)
    for label, icon, to in (
        ("Move up", ":material/arrow_upward:", at - 1),
        ("Move down", ":material/arrow_downward:", at + 1),
    ):
        st.button(
            label,
            key=f"{label} {key}",
            icon=icon,
            type="tertiary",
            on_click=partial(_move, presentation, found, at, to),
            **(may | ({} if 0 <= to <= last else {"disabled": True})),
        )
    for label, icon, act in (
        ("Duplicate", ":material/content_copy:", _duplicate),
        ("Remove", ":material/delete:", _remove),
    ):
        st.button(
            label,
            key=f"{label} {key}",
            icon=icon,
            type="tertiary",
            on_click=partial(act, presentation, found, at),
            **may,
        )


def add_scene(presentation: Presentation, found: Stored, scene: Scene) -> None:
    """Put a scene behind the others."""
    scenes = (*presentation.scenes, scene)
    change(found, replace(presentation, scenes=scenes), f"Scene {len(scenes)} is added.")


def put_scene(presentation: Presentation, found: Stored, at: int, scene: Scene) -> None:
    """Put a scene in the place of the one at a place, from 0."""
    scenes = (*presentation.scenes[:at], scene, *presentation.scenes[at + 1 :])
    change(found, replace(presentation, scenes=scenes), f"Scene {at + 1} is saved.")


def _move(presentation: Presentation, found: Stored, at: int, to: int) -> None:
    scenes = list(presentation.scenes)
    scenes.insert(to, scenes.pop(at))
    said = f"Scene {at + 1} is now scene {to + 1}."
    change(found, replace(presentation, scenes=tuple(scenes)), said)


def _duplicate(presentation: Presentation, found: Stored, at: int) -> None:
    copy = replace(presentation.scenes[at], id="")
    scenes = (*presentation.scenes[: at + 1], copy, *presentation.scenes[at + 1 :])
    said = f"Scene {at + 1} is duplicated: the copy is scene {at + 2}."
    change(found, replace(presentation, scenes=scenes), said)


def _remove(presentation: Presentation, found: Stored, at: int) -> None:
    scenes = presentation.scenes[:at] + presentation.scenes[at + 1 :]
    change(found, replace(presentation, scenes=scenes), f"Scene {at + 1} is removed.")
