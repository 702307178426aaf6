"""The presenter's view: the scene in large type, and beneath it what only the presenter needs.

While a room follows, what it sees is the truth: the scene, its words and whether the screen is
blank are those of the meeting, so that presenter and room never look at different things.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from alliance.errors import AllianceError
from alliance.present.playing import on_month
from alliance.present.scene import place_kept
from alliance.present.scene_content import content_of
from alliance.present.story import story
from alliance.ui.follow.follow_vote import shared_votes
from alliance.ui.parts.chart import is_dark
from alliance.ui.parts.note import draw_note
from alliance.ui.present.present_keys import draw_keys
from alliance.ui.present.present_meeting import (
    invite_room,
    offer_new_version,
    watch_meeting,
)
from alliance.ui.present.present_panel import draw_meeting, draw_panel
from alliance.ui.present.present_playing import month_shown, toggle_playing
from alliance.ui.present.present_state import STORY, go, held, scene_shown
from alliance.ui.present.present_steering import (
    move_meeting,
    shows,
    steered_meeting,
    steering,
)
from alliance.ui.present.present_view import share_map
from alliance.ui.present.stage import draw_stage
from alliance.views.about import APP

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from alliance.present import Presentation, Scene, Stored
    from alliance.present.meeting.meeting_row import Meeting
    from alliance.views.content import Content

_BLANK, _PANEL, _BEGUN, _AT = "present blank", "present panel", "present begun", "present at"


@dataclass
class _Place:
    """Where a presentation stands: its number, its scene from 1, and that which a press asked for.

    The next press may break in before the address says so; what was asked for lasts until it does.
    """

    number: int | str | None = None
    at: int = 1
    asked: int | None = None


def _place() -> _Place:
    place: _Place = st.session_state.setdefault(_AT, _Place())
    return place


def present_from(number: int | str, presentation: Presentation, at: int) -> None:
    """Present from a scene at a place, from 1; a room that follows already sees it too."""
    room = _room(number)
    if room and room.state == "running":
        at = place_kept(presentation.scenes, at - 1, room.presentation.scenes) + 1
        move_meeting(at)
    go(number, at)


def show(presentation: Presentation, found: Stored | None, at: int) -> None:
    """Draw the scene at a place, from 1; beyond the last stands the last."""
    number: int | str = STORY if found is None else found.id
    if st.session_state.get(_BEGUN, (None, 0.0))[0] != number:
        st.session_state[_BEGUN] = (number, time.time())
    place = _place()
    if place.number == number and place.asked:
        at = place.asked
    meeting = steered_meeting()
    room = meeting if meeting and shows(meeting, number) else None
    if meeting and room:
        presentation = _with_notes(meeting.presentation, presentation)
        st.session_state[_BLANK] = meeting.blank
        if meeting.state == "running":
            at = meeting.position + 1
    at = min(max(at, 1), len(presentation.scenes))
    place.number, place.at = number, at
    if at != scene_shown():
        go(number, at)
    place.asked = None
    scene, with_panel = presentation.scenes[at - 1], st.session_state.get(_PANEL, True)
    content = _content(presentation, at, month_shown(scene, room))
    st.set_page_config(page_title=f"{content.title} · {APP}")
    with st.container(key="presenting"):
        # What the map shows is told first; the room waits for nothing else.
        if st.session_state.get(_BLANK):
            st.html('<div class="present-blank" role="img" aria-label="The screen is blank"></div>')
        else:
            votes = _votes(room, scene)
            draw_stage(content, key="presented", scene=scene.id, votes=votes)
        _bar(presentation, number, at)
        draw_note()
        if meeting:
            watch_meeting(meeting, found)
        if with_panel:
            last = at == len(presentation.scenes)
            coming = None if last else _content(presentation, at + 1)
            draw_panel(presentation, found, at, (content, coming), meeting)
            draw_meeting(presentation, found, at, content, meeting)
        else:
            share_map(scene, None, room)
            if meeting:
                offer_new_version(meeting, found)
    _work_ahead(presentation, at)


def _votes(meeting: Meeting | None, scene: Scene) -> tuple[int, ...] | None:
    try:
        return shared_votes(meeting, scene) if meeting else None
    except AllianceError:
        # The meeting was there a moment ago; the next look says what is the matter.
        return None


def _with_notes(shown: Presentation, kept: Presentation) -> Presentation:
    """Return what a room sees, with the presenter's notes on it."""
    notes = {scene.id: scene.notes for scene in kept.scenes}
    scenes = tuple(replace(scene, notes=notes.get(scene.id, "")) for scene in shown.scenes)
    return replace(shown, scenes=scenes)


def _content(presentation: Presentation, at: int, month: dt.date | None = None) -> Content:
    theme, scene = "dark" if is_dark() else "light", presentation.scenes[at - 1]
    scene = on_month(scene, month) if month else scene
    return content_of(scene, redacted=presentation.redacted, theme=theme)


def _bar(presentation: Presentation, number: int | str, at: int) -> None:
    """Draw the buttons; the keys do the same."""
    last = len(presentation.scenes)
    with st.container(horizontal=True, vertical_alignment="center", key="present_buttons"):
        st.button(
            "Previous",
            icon=":material/arrow_back:",
            disabled=at == 1,
            on_click=_step,
            args=(number, -1, last),
        )
        st.button(
            "Next",
            icon=":material/arrow_forward:",
            icon_position="right",
            type="primary",
            disabled=at == last,
            on_click=_step,
            args=(number, 1, last),
        )
        st.button("Blank", icon=":material/visibility_off:", on_click=_blank, args=(number,))
        st.button("Notes", icon=":material/speaker_notes:", on_click=_toggle_panel)
        titles = [_title(presentation, place) for place in range(1, last + 1)]
        draw_keys(st.session_state[_BEGUN][1], titles, at, partial(_pressed, number, last))
        st.button("End", icon=":material/close:", type="tertiary", on_click=_end, args=(number,))


def _title(presentation: Presentation, at: int) -> str:
    """Return a scene's title without working the scene out, where that can be."""
    title = presentation.scenes[at - 1].title
    return title if title and "{" not in title else _content(presentation, at).title


def _room(number: int | str) -> Meeting | None:
    """Return the meeting steered from here, where it shows the presentation of a number."""
    meeting = steered_meeting()
    return meeting if meeting and shows(meeting, number) else None


def _nothing() -> None:
    """Stand for what is called when a press is done, where no key was pressed."""


def _step(number: int | str, by: int, last: int, done: Callable[[], None] = _nothing) -> None:
    """Move so many scenes on from where the presentation stands now, whatever was drawn last."""
    room = _room(number)
    if room and room.state == "running":
        now = room.position + 1
    else:
        # The browser's address is that of before, where one press follows the other at once.
        place = _place()
        now = place.at if place.number == number else scene_shown() or 1
    _move(number, min(max(now, 1), last) + by, last, done)


def _move(number: int | str, to: int, last: int, done: Callable[[], None] = _nothing) -> None:
    to = min(max(to, 1), last)
    room, place = _room(number), _place()
    with steering() as steer:
        place.number, place.at, place.asked = number, to, to
        if room:
            steer(lambda meetings, here: meetings.move(*here, to - 1))
        done()
    st.session_state[_BLANK] = False
    go(number, to)


def _pressed(number: int | str, last: int, what: str, done: Callable[[], None]) -> None:
    """Do what a key is for."""
    name, _, place = what.partition(" ")
    if name in ("next", "previous"):
        _step(number, 1 if name == "next" else -1, last, done)
    elif name in ("first", "last"):
        _move(number, 1 if name == "first" else last, last, done)
    elif name == "scene" and place.isascii() and place.isdecimal():
        _move(number, int(place), last, done)
    elif name == "blank":
        _blank(number, done)
    elif name == "invite":
        room = _room(number)
        if room and room.state == "running":
            invite_room(not room.invites)
        done()
    elif name == "play":
        _play(number)
        done()
    elif name == "panel":
        _toggle_panel()
        done()
    elif _place().number == number:
        # The browser may not know yet in its address where the last press led.
        _place().asked = _place().at


def _blank(number: int | str, done: Callable[[], None] = _nothing) -> None:
    on, room = not st.session_state.get(_BLANK), _room(number)
    with steering() as steer:
        if room:
            steer(lambda meetings, here: meetings.blank(*here, on))
        done()
    st.session_state[_BLANK] = on


def _play(number: int | str) -> None:
    """Play the scene that is shown, or pause it."""
    room = _room(number)
    found = held(number) if isinstance(number, int) else None
    presentation = room.presentation if room else found.presentation if found else story()
    at = room.position if room and room.state == "running" else _place().at - 1
    if at < len(presentation.scenes):
        toggle_playing(presentation.scenes[at], room)


def _toggle_panel() -> None:
    st.session_state[_PANEL] = not st.session_state.get(_PANEL, True)


def _end(number: int | str) -> None:
    _place().asked = None
    for key in (_BLANK, _BEGUN):
        st.session_state.pop(key, None)
    go(number)


def _work_ahead(presentation: Presentation, at: int) -> None:
    """Work out the next scene before it is asked for."""
    if at < len(presentation.scenes):
        _content(presentation, at + 1)
