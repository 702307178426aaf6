"""Decisions of a meeting: noted against the scene on the screen, and taken away as minutes."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import streamlit as st

from alliance.current.state import current_database
from alliance.errors import AllianceError, DecisionFaults
from alliance.present.meeting.decision import (
    LABELS,
    MOST_LETTERS,
    DecisionChanged,
    Words,
    decision_day,
)
from alliance.present.meeting.decisions import DecisionLog
from alliance.register import Action
from alliance.text.words import day_in_words, plain
from alliance.ui.app.sign_in import person, right
from alliance.ui.parts.form_faults import (
    NOTHING_SAVED,
    REQUIRED,
    Field,
    draw_refusal,
    forget_refusal,
    refuse,
)
from alliance.ui.parts.note import attempt, say
from alliance.ui.present.present_draft import keep_draft
from alliance.ui.present.present_state import steering_key

if TYPE_CHECKING:
    from alliance.present import Scene
    from alliance.present.meeting.decision import Decision
    from alliance.views.content import Content

_HINTS = {
    "proposal": "What is proposed to the meeting",
    "decision": "Leave empty until there is one",
    "owner": "Who will do it",
    "dissent": "Who disagreed, and why",
}


def draw_decisions(presentation_id: int | None, scene: Scene, content: Content) -> None:
    """Draw the form for a decision against a scene, and what was noted so far.

    Parameters
    ----------
    presentation_id
        Of the presentation shown; nothing for one that is not kept.
    scene, content
        On the screen, the content as the room reads it.

    """
    if presentation_id is None:
        st.caption("To note decisions, duplicate this presentation and show the copy.")
        return
    try:
        noted = decision_log().all(presentation_id)
    except AllianceError as fault:
        st.error(plain(str(fault)), icon=":material/link_off:")
        return
    form = _form_of(presentation_id, scene)
    is_new = st.session_state.get(f"{form} id") is None
    asked, held = st.columns([8, 5], gap="medium")
    with asked:
        st.header("Note a decision" if is_new else "Change a decision", anchor=False)
        _ask(form, presentation_id, scene, content)
    with held:
        st.header("Decisions", anchor=False)
        if not noted:
            st.markdown("None yet.")
        # The latest is the one that is looked for.
        for decision in reversed(noted):
            _draw(decision, form)


def decision_log() -> DecisionLog:
    """Return the decisions that are kept, as this visit may use them."""
    return DecisionLog(current_database(), steering_key())


def _form_of(presentation_id: int, scene: Scene) -> str:
    """Return the key of the form: each scene has its own, and keeps what was typed in it."""
    told = json.dumps(scene.as_json(), sort_keys=True)
    return f"decision {presentation_id} {hashlib.sha256(told.encode()).hexdigest()[:12]}"


def _ask(form: str, presentation_id: int, scene: Scene, content: Content) -> None:
    proposal, decision = st.columns(2)
    with proposal:
        _text_area(form, "proposal", mark=REQUIRED)
    with decision:
        _text_area(form, "decision")
    owner, due, dissent = st.columns([2, 2, 4])
    owner.text_input(
        LABELS["owner"],
        key=f"{form} owner",
        max_chars=MOST_LETTERS["owner"],
        placeholder=_HINTS["owner"],
        persist_state="session",
    )
    due.date_input(
        LABELS["due_on"],
        value=None,
        key=f"{form} due_on",
        format="DD/MM/YYYY",
        persist_state="session",
    )
    with dissent:
        _text_area(form, "dissent")
    draw_refusal(form, lambda name: Field(LABELS[name], f"{form} {name}"))
    with st.container(horizontal=True):
        st.button(
            "Save decision" if st.session_state.get(f"{form} id") is None else "Save the change",
            key=f"{form} save",
            type="primary",
            icon=":material/edit_note:",
            on_click=_save,
            args=(form, presentation_id, scene, content),
            **right(Action.PRESENT),
        )
        if st.session_state.get(f"{form} id") is not None:
            st.button("Cancel", key=f"{form} leave", on_click=_fill, args=(form, None))
        keep_draft(form)


def _text_area(form: str, name: str, *, mark: str = "") -> None:
    st.text_area(
        LABELS[name] + mark,
        key=f"{form} {name}",
        max_chars=MOST_LETTERS[name],
        height=68,
        placeholder=_HINTS[name],
        persist_state="session",
    )


def _save(form: str, presentation_id: int, scene: Scene, content: Content) -> None:
    """Write what the form holds; where that is refused, nothing typed is lost."""
    held = {name: st.session_state.get(f"{form} {name}") for name in LABELS}
    due_on = held.pop("due_on")
    words = Words(**{name: text or "" for name, text in held.items()}, due_on=due_on)
    number = st.session_state.get(f"{form} id")
    try:
        if number is None:
            decision_log().note(presentation_id, words, scene, content, person())
        else:
            version = st.session_state[f"{form} version"]
            decision_log().change(number, words, person(), version=version)
    except DecisionFaults as broken:
        refuse(form, broken.faults)
    except DecisionChanged as other:
        # It is listed below as it is now; who saves again has had the chance to read it.
        st.session_state[f"{form} version"] = other.theirs.version
        refuse(form, words=str(other))
        if other.theirs.withdrawn:
            st.session_state[f"{form} id"] = None
    except AllianceError as fault:
        refuse(form, words=f"{NOTHING_SAVED} {fault}")
    else:
        _fill(form, None)
        say("Saved." if number is None else "The change is saved.")


def _fill(form: str, decision: Decision | None) -> None:
    """Put a decision into the form to be changed, or empty the form."""
    forget_refusal(form)
    words = Words("") if decision is None else decision.words
    for name in LABELS:
        st.session_state[f"{form} {name}"] = getattr(words, name)
    st.session_state[f"{form} id"] = None if decision is None else decision.id
    st.session_state[f"{form} version"] = 0 if decision is None else decision.version


def _draw(decision: Decision, form: str) -> None:
    """Draw a decision with what was on the screen, and what can be done with it."""
    words = decision.words
    with st.container(border=True, key=f"noted decision {decision.id}"):
        st.markdown(f"**{plain(words.proposal)}**  \n{plain(words.decision) or 'Not decided yet'}")
        told = [
            f"Owner: {plain(words.owner)}" if words.owner else "",
            f"Due: {day_in_words(words.due_on)}" if words.due_on else "",
            f"Dissent: {plain(words.dissent)}" if words.dissent else "",
            f"On the screen: {plain(decision.screen.title)}",
            f"{day_in_words(decision_day(decision))}, {plain(decision.noted_by)}",
        ]
        st.caption(" · ".join(part for part in told if part))
        with st.container(horizontal=True):
            st.button(
                "Change",
                key=f"change decision {decision.id}",
                icon=":material/edit:",
                on_click=_fill,
                args=(form, decision),
                **right(Action.PRESENT),
            )
            st.button(
                "Withdraw",
                key=f"withdraw decision {decision.id}",
                icon=":material/delete:",
                type="tertiary",
                on_click=_withdraw,
                args=(decision.id,),
                **right(Action.PRESENT),
            )


def _withdraw(number: int) -> None:
    who = person()
    if attempt(lambda: decision_log().withdraw(number, who)):
        say("The decision is withdrawn.", undo=lambda: decision_log().restore(number, who))
