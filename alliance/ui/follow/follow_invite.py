"""How to follow: a code, an address and a QR code; and how many do."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

import segno
import streamlit as st

from alliance.errors import AllianceError
from alliance.present.meeting.codes import spaced
from alliance.present.meeting.live import LIVE
from alliance.text.words import counted
from alliance.ui.parts.public_base import public_base
from alliance.web.following import FOLLOW

if TYPE_CHECKING:
    from alliance.present.meeting.meeting_row import Meeting

EVERY_S = 3
_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")


def draw_invite(meeting: Meeting) -> None:
    """Draw how to follow a meeting."""
    address, picture = follow_address(), qr_code(meeting.code)
    st.html(
        f'<div class="invite"><img class="invite-qr" src="{escape(picture)}" '
        f'alt="QR code that opens {escape(address)} with the code {meeting.code}">'
        f'<div><p class="invite-address">{escape(without_scheme(address))}</p>'
        f'<p class="invite-code" aria-label="Code {" ".join(meeting.code)}">'
        f"{escape(spaced(meeting.code))}</p></div></div>"
    )
    if urlsplit(address).hostname in _THIS_MACHINE:
        st.caption(
            "Other devices cannot reach this address. Open the app at an address that they "
            "can reach, or set ALLIANCE_PUBLIC_ADDRESS."
        )


def draw_following(code: str) -> None:
    """Write how many follow a meeting at present."""
    try:
        here = LIVE.meetings().followers.following(code)
    except AllianceError:
        said = "The number of followers is not available right now"
    else:
        said = (
            f"{counted(here, 'person follows', 'people follow')}" if here else "Nobody follows yet"
        )
    st.html(f'<p class="invite-following" role="status">{said}</p>')


def follow_address() -> str:
    """Return where a presentation is followed."""
    return f"{public_base()}{FOLLOW}"


def without_scheme(address: str) -> str:
    """Return an address as it is typed."""
    return address.removeprefix("https://").removeprefix("http://")


def qr_code(code: str) -> str:
    """Return the QR code that leads to a meeting, as the address of a picture."""
    address = f"{follow_address()}?{urlencode({'code': code})}"
    drawn = segno.make(address, error="m", micro=False)
    return str(drawn.svg_data_uri(scale=8, border=2, dark="#000000", light="#FFFFFF"))
