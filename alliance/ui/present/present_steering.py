"""The meeting that this visit steers: begun, taken up, moved, blanked, sent anew and ended."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager
from typing import TYPE_CHECKING

import streamlit as st

from alliance.current.state import current_database
from alliance.errors import AllianceError, MeetingError
from alliance.present.meeting.meetings import Meetings
from alliance.ui.app.sign_in import person
from alliance.ui.parts.note import attempt, say
from alliance.ui.parts.own_script import drawn_by
from alliance.ui.present.present_state import STEERED, STORY, Steered, go, steered

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alliance.present import Presentation
    from alliance.present.meeting.meeting_row import Meeting, Running

OVER = "The meeting has ended. Everyone who followed now sees links to its scenes."
_OVER, _KEPT = "meeting over", "meeting kept"
_piece = drawn_by("steering")
Step = Callable[[Meetings, Steered], object]


def keep_steering() -> None:
    """Have the presenter's browser keep the right to steer, or give it back after a reload."""
    here = steered()
    told = here._asdict() if here else {"over": st.session_state.get(_OVER, "")}
    _piece(key=_KEPT, data=told, on_kept_change=_resume)


def _resume() -> None:
    """Take the meeting up again; what the browser sends is not trusted to be well formed."""
    kept = st.session_state[_KEPT].get("kept")
    code, key = (kept.get(name) if isinstance(kept, dict) else None for name in ("code", "key"))
    if not (isinstance(code, str) and isinstance(key, str)) or steered():
        return
    try:
        meeting = Meetings(current_database()).resume(code, key)
    except AllianceError as fault:
        # Where the database is away, the browser keeps the key for the next time.
        if isinstance(fault, MeetingError):
            _forget(code)
        return
    st.session_state[STEERED] = Steered(meeting.code, key)


def steered_meeting() -> Meeting | None:
    """Return the meeting that this visit steers, as it is now, or say why it cannot be had.

    One that is over, or steered by somebody else, is let go.
    """
    here = steered()
    if here is None:
        return None
    try:
        return Meetings(current_database()).resume(*here)
    except AllianceError as fault:
        say(str(fault), fault=True)
        if isinstance(fault, MeetingError):
            _forget(here.code)
        return None


def shows(meeting: Meeting, number: int | str) -> bool:
    """Return whether a meeting shows the presentation of a number."""
    return (meeting.presentation_id or STORY) == number


def begin_meeting(presentation: Presentation, number: int | None) -> None:
    """Begin a meeting, and steer it from here."""

    def begin() -> None:
        _steer_here(*Meetings(current_database()).begin(presentation, person(), number))

    attempt(begin)


def move_meeting(to: int) -> None:
    """Show the followers the scene at a place, from 1."""
    steer_meeting(lambda meetings, here: meetings.move(*here, to - 1))


def renew_meeting() -> None:
    """Show the followers the presentation as it is kept now."""
    if steer_meeting(lambda meetings, here: meetings.renew(*here)):
        say("The room sees the new version.")


def steers(code: str) -> bool:
    """Return whether this visit steers the meeting of a code."""
    here = steered()
    return here is not None and here.code == code


def take_over(running: Running) -> None:
    """Steer a meeting that was begun in another browser, from the scene it stands at."""

    def take() -> None:
        meeting = running.meeting
        if not steers(meeting.code):
            _steer_here(*Meetings(current_database()).take_over(meeting.code, person()))
        go(meeting.presentation_id or STORY, meeting.position + 1)

    attempt(take)


def end_meeting(code: str) -> None:
    """End a meeting, by its key or as the person who began it, in whatever browser."""
    here, meetings = steered(), Meetings(current_database())
    mine = here is not None and here.code == code
    if attempt(lambda: meetings.close(*here) if mine and here else meetings.end(code, person())):
        say(OVER)
    if mine:
        _forget(code)


def _steer_here(meeting: Meeting, key: str) -> None:
    st.session_state[STEERED] = Steered(meeting.code, key)
    st.session_state[_OVER] = ""


def steer_meeting(act: Step) -> bool:
    """Take a step in the meeting; return whether it was taken."""
    with steering() as steer:
        return steer(act)


@contextmanager
def steering() -> Iterator[Callable[[Step], bool]]:
    """Give a function that takes a step in the meeting, and says whether it was taken.

    Within, nothing of the session is read or written, where the next press could break in; what was
    refused is said afterwards, and a meeting that is not steered from here any more is let go.
    """
    here, refused = steered(), []

    def take(act: Step) -> bool:
        if here is None:
            return False
        try:
            act(Meetings(current_database()), here)
        except AllianceError as fault:
            refused.append(fault)
        return not refused

    yield take
    for fault in refused:
        say(str(fault), fault=True)
        if here and isinstance(fault, MeetingError):
            _forget(here.code)


def _forget(code: str) -> None:
    st.session_state.pop(STEERED, None)
    st.session_state[_OVER] = code
