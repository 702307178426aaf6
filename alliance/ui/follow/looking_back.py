"""Scenes that were shown before, for who follows and wants to look once more; and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alliance.present.meeting.meeting_row import Meeting

FOLLOWS = -1
"""The place of no scene: whoever looks at it sees what the presenter shows by then."""


def place_looked_at(meeting: Meeting, looks_back: int) -> int:
    """Return the scene that a follower sees, from 0: one shown before, else the presenter's."""
    return looks_back if looks_back in _places(meeting) else meeting.position


def ways_to_look(meeting: Meeting, at: int) -> dict[str, int | None]:
    """Return the places, from 0, to which whoever sees the scene ``at`` may go.

    ``earlier`` and ``later``, where there is such a scene among those shown, and ``presented``.
    Empty while no scene is on the screen, or only one has been. ``follow.js`` draws them.
    """
    places = _places(meeting)
    if meeting.state != "running" or meeting.blank or len(places) < 2:
        return {}
    earlier = [place for place in places if place < at]
    later = [place for place in places if place > at]
    return {
        "earlier": earlier[-1] if earlier else None,
        "later": later[0] if later else None,
        "presented": meeting.position,
    }


def _places(meeting: Meeting) -> list[int]:
    """Return the places of the scenes that were shown, in the order of the presentation."""
    scenes = enumerate(meeting.presentation.scenes)
    return [at for at, one in scenes if one.id in meeting.shown or at == meeting.position]
