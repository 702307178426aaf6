"""A screen that a whole room looks at: how to follow in large, then nothing but the stage."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliance.present.meeting.codes import spaced
from alliance.ui.follow.follow_invite import follow_address, qr_code, without_scheme
from alliance.ui.parts.own_script import drawn_by

if TYPE_CHECKING:
    from alliance.present.meeting.meeting_row import Meeting

_room = drawn_by("room")


def draw_room_invite(meeting: Meeting) -> None:
    """Draw how to follow: over all while the room waits or is asked to join, else out of sight.

    A key on the screen itself calls it up at any time (``room.js``).
    """
    address, picture = follow_address(), qr_code(meeting.code)
    _room(
        key="room",
        data={
            "open": meeting.state == "waiting" or meeting.invites,
            "waiting": meeting.state == "waiting",
            "name": meeting.presentation.name,
            "picture": picture,
            "alt": f"QR code that opens {address} with the code {meeting.code}",
            "address": without_scheme(address),
            "code": spaced(meeting.code),
        },
    )
