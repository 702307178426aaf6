"""The page of those who follow a meeting: what the presenter shows, on one's own phone."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from functools import partial
from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from alliance.errors import AllianceError, Fault, MeetingError
from alliance.present.meeting.codes import tidy
from alliance.present.meeting.followers import SCREEN
from alliance.present.meeting.live import LIVE
from alliance.present.meeting.meeting_row import follower_name
from alliance.present.scene import scene_address
from alliance.text.words import plain
from alliance.ui.app.sign_in import person
from alliance.ui.follow.follow_content import shared_content, title_of
from alliance.ui.follow.follow_vote import draw_ballot, draw_turnout, shared_votes
from alliance.ui.follow.looking_back import FOLLOWS, place_looked_at, ways_to_look
from alliance.ui.follow.room import draw_room_invite
from alliance.ui.parts.chart import is_dark
from alliance.ui.parts.form_faults import (
    REQUIRED,
    Field,
    draw_refusal,
    forget_refusal,
    refuse,
)
from alliance.ui.parts.own_script import drawn_by
from alliance.ui.present.stage import draw_stage
from alliance.views.about import APP
from alliance.web.following import COOKIE

if TYPE_CHECKING:
    from alliance.present.meeting.meeting_row import Meeting

_FOLLOWED, _REFUSED, _CODE = "followed", "follow refused", "follow_code"
_PART, _ALL = "follow_part", "follow_all"
_FORM, _LABEL = "follow form", "Code on the presenter's screen"
_follow = drawn_by("follow")
BLANKED = "The presenter has blanked the screen."


@dataclass
class Followed:
    """The meeting that this visit follows, and the revision it was last told of.

    Parameters
    ----------
    code, number
        Of the meeting.
    follower
        By what name the follower is counted; it says nothing of a person.
    revision
        What was drawn last is of this revision or a later one.
    is_screen
        Whether it is a screen of the room, and nobody's own.
    name
        As the sign-in gives it, which minutes name; empty for who has not signed in.
    looks_back
        The scene that is looked back at, from 0; one that was not shown for the presenter's.

    """

    code: str
    number: int
    follower: str
    revision: int
    is_screen: bool
    name: str
    looks_back: int = FOLLOWS


def follow(*, on_screen: bool = False) -> None:
    """Draw what the presenter shows, or ask for the code.

    Parameters
    ----------
    on_screen
        For a screen that a whole room looks at: how to follow comes first, then nothing but the
        stage.

    """
    with st.container(key="follow"):
        if _entered(st.query_params.get("code", ""), on_screen=on_screen):
            _follow(key=_ALL, data={"all": True}, on_told_change=partial(_told, _ALL))
            st.fragment(_show)()
        else:
            _ask()


def _entered(given: str, *, on_screen: bool) -> bool:
    """Return whether this visit follows the meeting of the code in the address."""
    code = tidy(given)
    followed: Followed | None = st.session_state.get(_FOLLOWED)
    if not code or (followed and (followed.code, followed.is_screen) == (code, on_screen)):
        return bool(code)
    if st.session_state.get(_REFUSED) == code:
        return False
    browser = st.context.cookies.get(COOKIE)
    try:
        meetings = LIVE.meetings()
        meeting = meetings.enter(code, meetings.who(st.context.ip_address, browser))
        follower = _follower(meeting, browser, on_screen=on_screen)
        who = person()
        name = "" if who.shared or not who.known or on_screen else who.name
        meetings.followers.seen(meeting.id, [follower], name=name)
    except AllianceError as fault:
        _refuse(code, str(fault))
        return False
    st.session_state[_FOLLOWED] = Followed(
        code, meeting.id, follower, meeting.revision, on_screen, name
    )
    return True


def _follower(meeting: Meeting, browser: str | None, *, on_screen: bool) -> str:
    """Return by what name a browser is counted: the same one when its page is opened again."""
    name = follower_name(meeting.id, browser or secrets.token_urlsafe(12))
    return (SCREEN if on_screen else "") + name


def _ask() -> None:
    st.set_page_config(page_title=f"Follow · {APP}")
    st.title("Follow a presentation", anchor=False)
    draw_refusal(_FORM, lambda _: Field(_LABEL, _CODE))
    with st.form("follow_form", border=False):
        st.text_input(
            _LABEL + REQUIRED,
            key=_CODE,
            max_chars=20,
            placeholder="ABCD EFGH",
            autocomplete="off",
        )
        st.form_submit_button("Follow", type="primary", width="stretch", on_click=_take_code)


def _take_code() -> None:
    forget_refusal(_FORM)
    st.session_state.pop(_REFUSED, None)
    code = tidy(st.session_state[_CODE])
    if code:
        st.query_params["code"] = code
    else:
        _refuse("", "Enter the code shown on the presenter's screen.")


def _refuse(code: str, why: str) -> None:
    """Say why a code is not followed; it is not tried, and counted, again with every run."""
    st.session_state[_REFUSED] = code
    refuse(_FORM, [Fault("code", why)], words="")


def _show() -> None:
    """Draw the scene on the screen; run anew, alone, when the presenter has moved."""
    followed: Followed = st.session_state[_FOLLOWED]
    # The piece is drawn last, for it takes what is drawn for shown, but keeps its place.
    place = st.container()
    revision, closed, said, beside, ways = 0, False, "", False, {}
    try:
        meeting = LIVE.shown(followed.code, followed.revision)
        followed.revision = revision = meeting.revision
        closed = meeting.state == "closed"
        said = _draw(meeting, followed)
        at = place_looked_at(meeting, followed.looks_back)
        beside = at != meeting.position
        ways = {} if followed.is_screen else ways_to_look(meeting, at)
    except MeetingError as fault:
        del st.session_state[_FOLLOWED]
        _refuse(followed.code, str(fault))
        st.rerun()
    except AllianceError as fault:
        st.error(str(fault), icon=":material/link_off:")
    told = {
        "code": followed.code,
        "follower": followed.follower,
        "revision": revision,
        "closed": closed,
        "said": said,
        "beside": beside,
        "ways": ways,
    }
    with place:
        _follow(key=_PART, data=told, on_told_change=partial(_told, _PART), on_look_change=_look_at)


def _told(key: str) -> None:
    followed: Followed | None = st.session_state.get(_FOLLOWED)
    told = st.session_state.get(key, {}).get("told")
    if followed and isinstance(told, int):
        followed.revision = max(followed.revision, told)


def _look_at() -> None:
    followed: Followed | None = st.session_state.get(_FOLLOWED)
    look = st.session_state.get(_PART, {}).get("look")
    if followed and isinstance(look, int):
        followed.looks_back = look


def _draw(meeting: Meeting, followed: Followed) -> str:
    """Draw what the presenter shows; return what is told of it to those who do not see it."""
    name = meeting.presentation.name
    if meeting.state == "closed":
        _title(name)
        return _draw_end(meeting)
    if followed.is_screen:
        draw_room_invite(meeting)
    if followed.name:
        st.caption(f"You follow as {plain(followed.name)}. The minutes will say that you did.")
    if meeting.state == "waiting" or meeting.scene is None:
        _title(name)
        begins = "The presentation begins in a moment. This page updates automatically."
        if not followed.is_screen:
            st.html(_words(name, begins))
        return begins
    if meeting.blank:
        _title(name)
        blanked = "" if followed.is_screen else f"<p>{BLANKED}</p>"
        st.html(f'<div class="follow-blank">{blanked}</div>')
        return BLANKED
    return _draw_scene(meeting, followed)


def _draw_scene(meeting: Meeting, followed: Followed) -> str:
    at = place_looked_at(meeting, followed.looks_back)
    scene, now = meeting.presentation.scenes[at], at == meeting.position
    content = shared_content(meeting, scene, dark=is_dark())
    _title(content.title)
    votes = shared_votes(meeting, scene)
    open_now = now and scene.answers and votes is None
    ballot = partial(draw_ballot, meeting, scene, followed.follower)
    address = scene_address(scene)
    may_explore = address and not (meeting.presentation.redacted or followed.is_screen)
    draw_stage(
        content,
        key="followed",
        scene=scene.id,
        votes=votes,
        answering=ballot if open_now and not followed.is_screen else None,
        explore=f".{address}" if may_explore else "",
    )
    if open_now and followed.is_screen:
        draw_turnout(meeting, scene)
    begins = "New scene" if now else "Earlier scene"
    return ". ".join(filter(None, (f"{begins}: {content.title}", content.caption)))


def _draw_end(meeting: Meeting) -> str:
    ended = (
        "This presentation has closed automatically, because nothing was shown for a long time."
        if meeting.expired
        else "This presentation has ended. Thank you for following."
    )
    st.html(_words(meeting.presentation.name, ended))
    if meeting.presentation.redacted:
        st.html(
            "<p>There are no links to its scenes, because schools' names are hidden in this "
            "presentation and the pages behind it show them.</p>"
        )
        return ended
    links = "".join(
        f'<li><a href="{escape(f".{address}")}">'
        f"{escape(title_of(meeting, scene, dark=is_dark()) or f'Scene {number}')}</a></li>"
        for number, scene in enumerate(meeting.presentation.scenes, 1)
        if (address := scene_address(scene))
    )
    if links:
        st.html(f"<h2>Explore its scenes yourself</h2><ol class='follow-scenes'>{links}</ol>")
    return ended


def _words(title: str, words: str) -> str:
    return f'<div class="follow-words"><h1>{escape(title)}</h1><p>{escape(words)}</p></div>'


def _title(said: str) -> None:
    st.set_page_config(page_title=f"{said} · {APP}")
