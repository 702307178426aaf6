"""The presenter's view: the scene in large type, and beneath it what only the presenter needs."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from alliance.present.scene_content import content_of
from alliance.text.words import plain
from alliance.ui.parts.chart import is_dark
from alliance.ui.parts.note import draw_note
from alliance.ui.parts.own_script import drawn_by
from alliance.ui.present.present_decisions import draw_decisions
from alliance.ui.present.present_meeting import begin_or_invite, blank_meeting, move_meeting
from alliance.ui.present.present_state import STORY, go
from alliance.ui.present.stage import draw_stage
from alliance.views.about import APP

if TYPE_CHECKING:
    from alliance.present import Presentation, Stored
    from alliance.views.content import Content

_BLANK, _PANEL, _BEGUN = "present blank", "present panel", "present begun"
_KEYS = "present_keys"
_keys = drawn_by(_KEYS)


def show(presentation: Presentation, found: Stored | None, at: int) -> None:
    """Draw the scene at a place, from 1; beyond the last stands the last."""
    scenes = presentation.scenes
    at = min(max(at, 1), len(scenes))
    number: int | str = STORY if found is None else found.id
    if st.session_state.get(_BEGUN, (None, 0.0))[0] != number:
        st.session_state[_BEGUN] = (number, time.time())
    content = _content(presentation, at)
    st.set_page_config(page_title=f"{content.title} · {APP}")
    panel = bool(st.session_state.get(_PANEL, True))
    with st.container(key="presenting"):
        # What the map shows is told first; the room waits for nothing else.
        if st.session_state.get(_BLANK):
            st.html('<div class="present-blank" role="img" aria-label="The screen is blank"></div>')
        else:
            draw_stage(content, key="presented")
        _bar(presentation, number, at)
        draw_note()
        if panel:
            _panel(presentation, found, at, content)
    _work_ahead(presentation, at)


def _content(presentation: Presentation, at: int) -> Content:
    theme = "dark" if is_dark() else "light"
    return content_of(presentation.scenes[at - 1], redacted=presentation.redacted, theme=theme)


def _bar(presentation: Presentation, number: int | str, at: int) -> None:
    """Draw the buttons; the keys do the same."""
    last = len(presentation.scenes)
    with st.container(horizontal=True, vertical_alignment="center", key="present_buttons"):
        st.button(
            "Previous",
            icon=":material/arrow_back:",
            disabled=at == 1,
            on_click=_move,
            args=(number, at - 1, last),
        )
        names = [f"{n}. {_title(presentation, n)}" for n in range(1, last + 1)]
        st.session_state["present_jump"] = names[at - 1]
        st.selectbox(
            "Scene",
            names,
            key="present_jump",
            label_visibility="collapsed",
            on_change=lambda: _move(
                number, names.index(st.session_state["present_jump"]) + 1, last
            ),
            width=320,
        )
        st.button(
            "Next",
            icon=":material/arrow_forward:",
            icon_position="right",
            type="primary",
            disabled=at == last,
            on_click=_move,
            args=(number, at + 1, last),
        )
        st.button("Blank", icon=":material/visibility_off:", on_click=_blank)
        st.button("Notes", icon=":material/speaker_notes:", on_click=_toggle_panel)
        _keys(
            key=_KEYS,
            data={"begun": st.session_state[_BEGUN][1], "clock": True},
            on_pressed_change=partial(_pressed, number, at, last),
            width="content",
        )
        st.button("End", icon=":material/close:", type="tertiary", on_click=_end, args=(number,))


def _title(presentation: Presentation, at: int) -> str:
    """Return a scene's title without working the scene out, where that can be."""
    title = presentation.scenes[at - 1].title
    return title if title and "{" not in title else _content(presentation, at).title


def _panel(presentation: Presentation, found: Stored | None, at: int, content: Content) -> None:
    """Draw what is for the presenter only: notes, what comes next, who follows, decisions."""
    with st.container(key="present_panel"):
        notes, after, room = st.columns([5, 4, 4], gap="medium")
        with notes:
            st.header("Notes", anchor=False)
            st.markdown(plain(presentation.scenes[at - 1].notes) or "None for this scene.")
            for fault in (*content.faults, *content.slips):
                st.warning(plain(fault), icon=":material/link_off:")
        with after:
            st.header("Next", anchor=False)
            if at < len(presentation.scenes):
                coming = _content(presentation, at + 1)
                st.markdown(f"**{plain(coming.title)}**  \n{plain(coming.caption)}")
            else:
                st.markdown("This is the last scene.")
        with room:
            st.header("The room", anchor=False)
            begin_or_invite(presentation, found, at)
        draw_decisions(found.id if found else None, presentation.scenes[at - 1], content)


def _move(number: int | str, to: int, last: int) -> None:
    to = min(max(to, 1), last)
    st.session_state[_BLANK] = False
    go(number, to)
    move_meeting(to)


def _pressed(number: int | str, at: int, last: int) -> None:
    told = st.session_state[_KEYS].get("pressed")
    what = str(told or "").split(" ")
    moves = {"next": at + 1, "previous": at - 1, "first": 1, "last": last}
    if what[0] in moves:
        _move(number, moves[what[0]], last)
    elif what[0] == "scene" and len(what) > 1 and what[1].isdecimal():
        _move(number, int(what[1]), last)
    elif what[0] == "blank":
        _blank()
    elif what[0] == "panel":
        _toggle_panel()


def _blank() -> None:
    st.session_state[_BLANK] = not st.session_state.get(_BLANK)
    blank_meeting(bool(st.session_state[_BLANK]))


def _toggle_panel() -> None:
    st.session_state[_PANEL] = not st.session_state.get(_PANEL, True)


def _end(number: int | str) -> None:
    for key in (_BLANK, _BEGUN):
        st.session_state.pop(key, None)
    go(number)


def _work_ahead(presentation: Presentation, at: int) -> None:
    """Work out the next scene before it is asked for."""
    if at < len(presentation.scenes):
        _content(presentation, at + 1)
