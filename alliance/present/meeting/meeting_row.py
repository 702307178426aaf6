"""A meeting as its followers may know it, read from its row."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from alliance import clock
from alliance.present.scene_reading import presentation_from

if TYPE_CHECKING:
    from alliance.present.scene import Presentation, Scene

State = Literal["waiting", "running", "closed"]


@dataclass(frozen=True)
class Meeting:
    """A meeting as followers may know it.

    Parameters
    ----------
    id, code
        Its number, and the code by which it is followed.
    revision
        Counts every change of what followers see.
    state
        ``waiting`` until the presenter first moves, then ``running``, at the end ``closed``.
    expired
        Whether it ended by itself: after twelve hours, or four without a move.
    position, blank
        Which scene is shown, from 0, and whether the screen is blanked.
    shown
        Ids of the scenes that were shown so far, which may be looked back at.
    invites
        Whether screens of the room show how to follow.
    counted
        The questions whose votes are counted, and shown.
    month
        The day that a scene which plays has come to.
    presentation
        What is shown, without the notes.
    presentation_id
        Of the presentation it shows; nothing for the one that comes with the app.

    """

    id: int
    code: str
    revision: int
    state: State
    expired: bool
    position: int
    blank: bool
    shown: tuple[str, ...]
    invites: bool
    counted: tuple[str, ...]
    month: dt.date | None
    presentation: Presentation
    presentation_id: int | None

    @property
    def scene(self) -> Scene | None:
        """The scene being shown; none in an empty presentation."""
        scenes = self.presentation.scenes
        return scenes[self.position] if self.position < len(scenes) else None


class Pulse(NamedTuple):
    """As much of a meeting as tells whether followers have something new to see.

    Where the presenter is on the map (``view``, JSON or nothing) is told with it, and is no new
    revision: a map goes there without being drawn anew.
    """

    revision: int
    closed: bool
    view: str = ""


class Running(NamedTuple):
    """A meeting that goes on, as whoever began it may know it."""

    meeting: Meeting
    begun_at: dt.datetime


def follower_name(meeting: int, browser: str) -> str:
    """Return by what name a browser is counted in a meeting; it says nothing of a person."""
    return hashlib.sha256(f"{meeting} {browser}".encode()).hexdigest()[:24]


def meeting_of(row: Any, now: dt.datetime) -> Meeting:
    """Read a meeting from its row."""
    pulse = pulse_of(row, now)
    return Meeting(
        id=row["id"],
        code=row["code"],
        revision=pulse.revision,
        state="closed" if pulse.closed else row["state"],
        expired=pulse.closed and row["state"] != "closed",
        position=row["position"],
        blank=row["blank"],
        shown=tuple(row["shown"]),
        invites=row["invites"],
        counted=tuple(row["counted"]),
        month=row["month"],
        presentation=presentation_from(row["content"]),
        presentation_id=row["presentation_id"],
    )


def pulse_of(row: Any, now: dt.datetime) -> Pulse:
    """Tell of a meeting that ended by itself as of one that was ended: by one more revision."""
    ended = row["state"] == "closed"
    expired = not ended and now >= clock.in_utc(row["expires_at"])
    return Pulse(row["revision"] + expired, ended or expired, row["view"])
