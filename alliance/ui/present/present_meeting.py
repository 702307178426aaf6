"""The room, on the presenter's screen: how to follow, who does, and what they do not see yet."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from alliance.current.state import current_database
from alliance.errors import AllianceError
from alliance.present.meeting.codes import spaced
from alliance.present.meeting.meetings import Meetings
from alliance.register import Action
from alliance.text.words import plain
from alliance.ui.app.sign_in import person, right
from alliance.ui.follow.follow_invite import EVERY_S, draw_invite
from alliance.ui.parts.public_base import public_base
from alliance.ui.present.present_state import STORY, go, presentation_store, steered
from alliance.ui.present.present_steering import (
    begin_meeting,
    end_meeting,
    move_meeting,
    renew_meeting,
    shows,
    steer_meeting,
)

if TYPE_CHECKING:
    from alliance.present import Presentation, Stored
    from alliance.present.meeting.meeting_row import Meeting

ENDING = "Everyone following will see the closing screen. The code will stop working."


def begin_or_invite(
    presentation: Presentation, found: Stored | None, at: int, meeting: Meeting | None
) -> None:
    """Draw how a meeting is followed, and what else may be done with it."""
    if meeting is None and steered():
        st.markdown("The meeting goes on, but cannot be reached just now. Reload to try again.")
        return
    if meeting is None:
        st.markdown("People in the room can follow on their phones, with a code or a QR code.")
        return
    if not shows(meeting, found.id if found else STORY):
        st.markdown(f"The room follows **{plain(meeting.presentation.name)}**, not this.")
        st.button(
            "Go back to what the room sees",
            icon=":material/cast:",
            type="primary",
            on_click=go,
            args=(meeting.presentation_id or STORY, meeting.position + 1),
        )
        _offer_the_end(meeting)
        return
    draw_invite(meeting)
    st.link_button(
        "Open a screen for the room",
        f"./room?code={meeting.code}",
        icon=":material/open_in_new:",
        help="A window for the projector: how to follow while the room waits, then nothing but the "
        "scenes, without your notes. Press F there to fill the screen.",
    )
    st.button(
        "Hide how to follow" if meeting.invites else "Show how to follow",
        icon=":material/qr_code_2:",
        on_click=invite_room,
        args=(not meeting.invites,),
        help="On the screens of the room, over the scene. The key Q does the same.",
        disabled=meeting.state == "waiting",
    )
    _offer_the_key(meeting)
    _offer_the_end(meeting)


def draw_start(
    presentation: Presentation, found: Stored | None, at: int, meeting: Meeting | None
) -> None:
    """Offer the next step of a meeting: to begin it, then to show the first scene."""
    if meeting is None and not steered():
        st.button(
            "Start following",
            icon=":material/sensors:",
            type="primary",
            on_click=begin_meeting,
            args=(presentation, found.id if found else None),
            **right(Action.PRESENT),
        )
    elif meeting and shows(meeting, found.id if found else STORY):
        st.html(f'<p class="present-code">Code <b>{escape(spaced(meeting.code))}</b></p>')
        if meeting.state == "waiting":
            st.button(
                "Show them this scene",
                icon=":material/cast:",
                type="primary",
                on_click=move_meeting,
                args=(at,),
            )


def invite_room(on: bool) -> None:
    """Show on the screens of the room how to follow, or the scene again."""
    steer_meeting(lambda meetings, here: meetings.invite(*here, on))


def _offer_the_key(meeting: Meeting) -> None:
    """Offer the address that steers the meeting, where no sign-in says who may."""
    here = steered()
    if here is None or not person().shared:
        return
    box = st.popover("Control it from another device", icon=":material/key:", on_change="rerun")
    if box.open:
        with box:
            st.markdown(
                "Open this address there. Whoever has it controls the meeting and reads your "
                "notes, so do not show it to the room."
            )
            st.code(f"{public_base()}/present#steer={meeting.code}.{here.key}", wrap_lines=True)


def _offer_the_end(meeting: Meeting) -> None:
    with st.popover("End the meeting", icon=":material/stop_circle:"):
        st.markdown(ENDING)
        st.button("End it for all", type="primary", on_click=end_meeting, args=(meeting.code,))


def is_behind(meeting: Meeting, found: Stored | None) -> bool:
    """Return whether the room does not see a presentation as it is kept now."""
    if found is None or not shows(meeting, found.id):
        return False
    return meeting.presentation.as_json(notes=False) != found.presentation.as_json(notes=False)


def offer_new_version(meeting: Meeting, found: Stored | None) -> None:
    """Ask whether to send the room what was changed since; names are hidden without asking."""
    if not is_behind(meeting, found):
        return
    with st.container(horizontal=True, vertical_alignment="center", key="new_version"):
        st.warning(
            "This presentation has changed. The room still sees the version before.",
            icon=":material/sync_problem:",
        )
        st.button(
            "Send the new version", icon=":material/send:", type="primary", on_click=renew_meeting
        )


def watch_meeting(meeting: Meeting, found: Stored | None) -> None:
    """Draw the page anew once the meeting was moved, or its presentation changed, elsewhere."""
    drawn = (meeting.revision, found.version if found else None)
    st.fragment(run_every=EVERY_S)(_look)(meeting.id, found.id if found else None, drawn)


def _look(number: int, presentation_id: int | None, drawn: tuple[int, int | None]) -> None:
    try:
        pulse = Meetings(current_database()).pulse(number)
        stored = None if presentation_id is None else presentation_store().get(presentation_id)
    except AllianceError:
        # Asked again in a moment; what is on the screen stays.
        return
    if pulse is None or (pulse.revision, stored.version if stored else None) != drawn:
        st.rerun()
