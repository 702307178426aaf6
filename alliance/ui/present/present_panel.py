"""What only the presenter sees beside a scene: who follows, votes, notes, what comes next."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from alliance import clock
from alliance.current.state import current_database
from alliance.errors import AllianceError
from alliance.present.meeting.votes import Votes
from alliance.register import Action, may
from alliance.text.words import count, plain
from alliance.ui.app.sign_in import person
from alliance.ui.follow.follow_invite import EVERY_S, draw_following
from alliance.ui.parts.own_script import drawn_by
from alliance.ui.present.present_decisions import draw_decisions
from alliance.ui.present.present_meeting import begin_or_invite, draw_start, offer_new_version
from alliance.ui.present.present_playing import draw_player
from alliance.ui.present.present_state import STORY
from alliance.ui.present.present_steering import shows
from alliance.ui.present.present_view import share_map
from alliance.ui.present.present_votes import draw_votes
from alliance.ui.present.stage import draw_stage, share
from alliance.views.content import Figure

if TYPE_CHECKING:
    from alliance.present import Presentation, Scene, Stored
    from alliance.present.meeting.meeting_row import Meeting
    from alliance.views.content import Content


_small = drawn_by("present_next")


def draw_panel(
    presentation: Presentation,
    found: Stored | None,
    at: int,
    contents: tuple[Content, Content | None],
    meeting: Meeting | None,
) -> None:
    """Draw what the presenter keeps an eye on, beside the scene.

    Parameters
    ----------
    at
        The place of the scene shown, from 1.
    contents
        What it shows, and what the next does.
    meeting
        The meeting that is steered from here, if any.

    """
    scene, (content, coming) = presentation.scenes[at - 1], contents
    room = meeting if meeting and shows(meeting, found.id if found else STORY) else None
    with st.container(key="present_panel"):
        draw_start(presentation, found, at, meeting)
        if meeting:
            offer_new_version(meeting, found)
        if room:
            st.fragment(run_every=EVERY_S)(draw_following)(room.code)
        draw_player(scene, room)
        share_map(scene, found if content.map else None, room)
        draw_votes(room, scene)
        st.header("Notes", anchor=False)
        with st.container(key="present_notes"):
            st.markdown(plain(scene.notes) or "None for this scene.")
            for fault in (*content.faults, *content.slips):
                st.warning(plain(fault), icon=":material/link_off:")
        st.header("Next", anchor=False)
        if coming is None:
            st.markdown("This is the last scene.")
            return
        st.markdown(f"**{plain(coming.title)}**")
        # In small, and out of reach: it is there to be looked at.
        with st.container(key="present_next"):
            _small(key="present next", data={"title": coming.title})
            draw_stage(coming, key="next", level=3)


def draw_meeting(
    presentation: Presentation,
    found: Stored | None,
    at: int,
    content: Content,
    meeting: Meeting | None,
) -> None:
    """Draw, below the scene, how the room follows and what was decided."""
    scene = presentation.scenes[at - 1]
    with st.container(key="present_more"):
        room, decisions = st.columns([4, 9], gap="medium")
        with room:
            st.header("The room", anchor=False)
            begin_or_invite(presentation, found, at, meeting)
        with decisions:
            if may(person(), Action.PRESENT):
                noted = _with_votes(content, meeting, scene)
                draw_decisions(found.id if found else None, scene, noted)


def _with_votes(content: Content, meeting: Meeting | None, scene: Scene) -> Content:
    """Return what a decision is noted against: of a question, with its votes as they stand."""
    if not scene.answers or meeting is None:
        return content
    try:
        votes = Votes(current_database()).counts(meeting.id, scene)
    except AllianceError:
        return content
    now = f"{clock.in_london(clock.now()):%H:%M}"
    figures = [
        Figure(f"Votes for “{answer}”", count(many), f"{share(many, sum(votes))} at {now}".strip())
        for answer, many in zip(scene.answers, votes, strict=True)
    ]
    return replace(content, figures=(*content.figures, *figures))
