"""The meeting that a presenter steers: begun, moved, blanked and ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import streamlit as st

from alliance.current.state import current_database
from alliance.errors import AllianceError, MeetingOver, NotYourMeeting
from alliance.present.meeting.meetings import Meetings
from alliance.register import Action
from alliance.ui.app.sign_in import person, right
from alliance.ui.parts.note import attempt, say
from alliance.ui.parts.own_script import drawn_by
from alliance.ui.present.follow_invite import draw_invite
from alliance.ui.present.present_state import STORY, go

if TYPE_CHECKING:
    from collections.abc import Callable

    from alliance.present import Presentation, Stored
    from alliance.present.meeting.meeting_row import Running

OVER = "The meeting has ended. Everyone who followed now sees links to its scenes."
ENDING = "Everyone following will see the closing screen. The code will stop working."
_STEERED, _OVER, _KEPT = "meeting steered", "meeting over", "meeting kept"
_piece = drawn_by("steering")


class Steered(NamedTuple):
    """The meeting this visit steers; the key is known to the presenter's window and nobody else."""

    code: str
    key: str


def begin_or_invite(presentation: Presentation, found: Stored | None, at: int) -> None:
    """Offer to begin a meeting; once begun, draw how to follow it, and how many do."""
    steered = _steered()
    _keep(steered)
    if steered is None:
        st.markdown("People in the room can follow on their phones, with a code or a QR code.")
        st.button(
            "Start following",
            icon=":material/sensors:",
            type="primary",
            on_click=_begin,
            args=(presentation, found.id if found else None),
            **right(Action.PRESENT),
        )
        return
    try:
        meeting = Meetings(current_database()).now(steered.code)
    except AllianceError as fault:
        _forget()
        st.error(str(fault), icon=":material/error:")
        return
    draw_invite(meeting)
    if meeting.state == "waiting":
        st.button("Show them this scene", icon=":material/cast:", on_click=move_meeting, args=(at,))
    st.link_button(
        "Open a screen for the room",
        f"/follow?code={meeting.code}",
        icon=":material/open_in_new:",
        help="A window for the projector. It shows what followers see, without your notes.",
    )
    with st.popover("End the meeting", icon=":material/stop_circle:"):
        st.markdown(ENDING)
        st.button("End it for all", type="primary", on_click=_close)


def _keep(steered: Steered | None) -> None:
    """Have the presenter's window keep the right to steer, or give it back after a reload."""
    over = bool(st.session_state.get(_OVER))
    told = steered._asdict() if steered else {"over": over}
    _piece(key=_KEPT, data=told, on_kept_change=_resume)


def _resume() -> None:
    """Take the meeting up again; what the browser sends is not trusted to be well formed."""
    kept = st.session_state[_KEPT].get("kept")
    code, key = (kept.get(name) if isinstance(kept, dict) else None for name in ("code", "key"))
    if not (isinstance(code, str) and isinstance(key, str)) or _steered():
        return
    try:
        meeting = Meetings(current_database()).resume(code, key)
    except AllianceError:
        _forget()
        return
    st.session_state[_STEERED] = Steered(meeting.code, key)


def move_meeting(to: int) -> None:
    """Show the followers the scene at a place, from 1."""
    if steered := _steered():
        _steer(lambda: Meetings(current_database()).move(steered.code, steered.key, to - 1))


def blank_meeting(on: bool) -> None:
    """Blank the followers' screens, or show the scene again."""
    if steered := _steered():
        _steer(lambda: Meetings(current_database()).blank(steered.code, steered.key, on))


def steers(code: str) -> bool:
    """Return whether this visit steers the meeting of a code."""
    steered = _steered()
    return steered is not None and steered.code == code


def take_over(running: Running) -> None:
    """Steer a meeting that was begun in another browser, from the scene it stands at."""

    def take() -> None:
        if not steers(running.meeting.code):
            begun = Meetings(current_database()).take_over(running.meeting.code, person())
            st.session_state[_STEERED] = Steered(begun.meeting.code, begun.key)
            st.session_state[_OVER] = False
        go(running.presentation_id or STORY, running.meeting.position + 1)

    attempt(take)


def end_meeting(code: str) -> None:
    """End a meeting that this person began, in whatever browser."""
    if attempt(lambda: Meetings(current_database()).end(code, person())):
        say(OVER)
        if steers(code):
            _forget()


def _steer(act: Callable[[], object]) -> None:
    """Take a step in the meeting; one that is not steered from here any more is let go."""

    def step() -> None:
        try:
            act()
        except (MeetingOver, NotYourMeeting):
            _forget()
            raise

    attempt(step)


def _begin(presentation: Presentation, number: int | None) -> None:
    def begin() -> None:
        begun = Meetings(current_database()).begin(presentation, person(), number)
        st.session_state[_STEERED] = Steered(begun.meeting.code, begun.key)
        st.session_state[_OVER] = False

    attempt(begin)


def _close() -> None:
    steered = _steered()
    if steered and attempt(lambda: Meetings(current_database()).close(steered.code, steered.key)):
        say(OVER)
    _forget()


def _steered() -> Steered | None:
    steered: Steered | None = st.session_state.get(_STEERED)
    return steered


def _forget() -> None:
    st.session_state.pop(_STEERED, None)
    st.session_state[_OVER] = True
