"""What a meeting shows at a revision, worked out once for all who follow it in this process."""

from __future__ import annotations

import threading
from functools import lru_cache
from typing import TYPE_CHECKING

from alliance.current.state import current_history
from alliance.present.playing import on_month
from alliance.present.scene_content import content_of

if TYPE_CHECKING:
    from alliance.present.meeting.meeting_row import Meeting
    from alliance.present.scene import Scene
    from alliance.views.content import Content

MOST_HELD = 64
_held: dict[tuple[str, int, str, bool, str], Content] = {}
_seen_on_dark: set[bool] = {False}
"""Whether followers in this process look at light pages, at dark ones, or at both."""


def shared_content(meeting: Meeting, scene: Scene, *, dark: bool) -> Content:
    """Return what a scene shows; while one follower's is worked out, the others wait for it.

    They wait for no other scene: the one that comes after is worked out meanwhile.
    """
    _seen_on_dark.add(dark)
    asked = (meeting.code, meeting.revision, scene.id, dark, current_history().version)
    if found := _held.get(asked):
        return found
    with _working_on(scene.id, dark):
        found = _held.get(asked) or _worked_out(meeting, scene, dark=dark)
        _held[asked] = found
        while len(_held) > MOST_HELD:
            del _held[next(iter(_held))]
    return found


def title_of(meeting: Meeting, scene: Scene, *, dark: bool) -> str:
    """Return a scene's title as the room reads it, with the figures that it names."""
    plain = scene.title and "{" not in scene.title
    return scene.title if plain else _worked_out(meeting, scene, dark=dark).title


def prepare(meeting: Meeting) -> None:
    """Work out what followers are about to be told of."""
    if meeting.state == "running" and meeting.scene and not meeting.blank:
        for dark in tuple(_seen_on_dark):
            shared_content(meeting, meeting.scene, dark=dark)


def work_ahead(meeting: Meeting, after: int) -> None:
    """Work out the scene that comes after so many others; the last is followed by the first."""
    scenes = meeting.presentation.scenes
    first = meeting.position + (meeting.state == "running")
    if meeting.state != "closed" and scenes:
        for dark in tuple(_seen_on_dark):
            scene = scenes[(first + after) % len(scenes)]
            with _working_on(scene.id, dark):
                _worked_out(meeting, scene, dark=dark)


@lru_cache(maxsize=MOST_HELD)
def _working_on(_scene: str, _dark: bool) -> threading.Lock:
    """Return the lock of a scene; one that is forgotten lets a scene be worked out twice."""
    return threading.Lock()


def _worked_out(meeting: Meeting, scene: Scene, *, dark: bool) -> Content:
    theme = "dark" if dark else "light"
    if meeting.month and meeting.scene and scene.id == meeting.scene.id:
        scene = on_month(scene, meeting.month)
    return content_of(scene, redacted=meeting.presentation.redacted, theme=theme)
