"""Scenes of words: an agenda, a section, a question to the room, a picture, thanks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from alliance.current.state import current_database
from alliance.errors import AllianceError, Fault
from alliance.present import Scene
from alliance.present.scene import MOST_ANSWERS, MOST_LETTERS, WORDS
from alliance.present.scene_pictures import KINDS, MOST_BYTES, ScenePictures
from alliance.register import Action
from alliance.ui.app.sign_in import person, right
from alliance.ui.app.uploaded import upload_box
from alliance.ui.parts.form_faults import REQUIRED, Field, draw_refusal, forget_refusal, refuse

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_LABELS = {
    "title": "Title",
    "caption": "Line under the title",
    "text": "Words",
    "picture": "Picture",
    "alt": "What the picture shows",
    "answers": "Answers the room may vote for",
}
_AN_AGENDA = "1. Where we are\n2. Who needs support\n3. What we decide today"


def draw_words_form(scene: Scene, key: str, save: Callable[[Scene], object], button: str) -> None:
    """Draw the form of a scene of words; what is saved goes to ``save``, faults stay in the form.

    Parameters
    ----------
    scene
        As it is; for a new one, an empty scene.
    key
        Keeps the form from others.
    save
        Keeps the scene that was written.
    button
        What the button says.

    """
    form = f"words {key}"
    fields = {name: Field(label, f"{form} {name}") for name, label in _LABELS.items()}
    with st.form(form, border=False):
        draw_refusal(form, fields.__getitem__)
        st.text_input(
            _LABELS["title"] + REQUIRED,
            scene.title,
            key=fields["title"].key,
            max_chars=MOST_LETTERS["title"],
        )
        st.text_input(
            _LABELS["caption"],
            scene.caption,
            key=fields["caption"].key,
            max_chars=MOST_LETTERS["caption"],
        )
        st.text_area(
            _LABELS["text"],
            scene.text,
            key=fields["text"].key,
            max_chars=MOST_LETTERS["text"],
            height=150,
            placeholder=_AN_AGENDA,
            help="Write `1.` or `-` before a line for a list, `**` around a word to stress it, "
            "`##` before a heading, `[words](https://…)` for a link.",
        )
        st.text_area(
            _LABELS["answers"],
            "\n".join(scene.answers),
            key=fields["answers"].key,
            height=110,
            placeholder="Yes\nNo\nNot yet",
            help=f"One on a line, up to {MOST_ANSWERS}. The title or the words ask the question. "
            "Those who follow vote on their own screens; leave it empty where nothing is asked.",
        )
        upload_box(
            "Another picture" if scene.picture else _LABELS["picture"],
            type=list(KINDS),
            megabytes=MOST_BYTES // 1_000_000,
            key=fields["picture"].key,
            right=right(Action.PRESENT),
        )
        if scene.picture:
            st.checkbox("Without the picture it has", key=f"{form} without")
        st.text_input(
            _LABELS["alt"],
            scene.alt,
            key=fields["alt"].key,
            max_chars=MOST_LETTERS["alt"],
            help="For those who cannot see it. Leave it empty where the picture only decorates.",
        )
        st.text_area(
            "Notes, for the presenter only",
            scene.notes,
            key=f"{form} notes",
            max_chars=MOST_LETTERS["notes"],
            height=68,
        )
        st.form_submit_button(
            button,
            type="primary",
            on_click=_take,
            args=(form, scene, save),
            **right(Action.PRESENT),
        )


def _take(form: str, scene: Scene, save: Callable[[Scene], object]) -> None:
    typed = {name: st.session_state[f"{form} {name}"] for name in (*_LABELS, "notes")}
    answers = tuple(line.strip() for line in typed["answers"].splitlines() if line.strip())
    file = typed["picture"]
    picture = "" if st.session_state.get(f"{form} without") else scene.picture
    faults = _faults(typed, answers)
    if file is not None and not faults:
        try:
            picture = ScenePictures(current_database()).add(file.getvalue(), person())
        except AllianceError as fault:
            faults = [Fault("picture", str(fault))]
    if faults:
        refuse(form, faults)
        return
    written = replace(
        scene,
        page=WORDS,
        **{name: typed[name].strip() for name in ("title", "caption", "text", "alt", "notes")},
        picture=picture,
        answers=answers,
    )
    forget_refusal(form)
    save(written)


def _faults(typed: Mapping[str, str], answers: tuple[str, ...]) -> list[Fault]:
    found = []
    if not typed["title"].strip():
        found.append(Fault("title", "Enter a title: it names the scene in every list."))
    if len(answers) == 1 or len(answers) > MOST_ANSWERS:
        found.append(
            Fault("answers", f"Expected 2 to {MOST_ANSWERS} answers; found {len(answers)}.")
        )
    if len(set(answers)) < len(answers):
        found.append(Fault("answers", "Two answers are the same. Word them differently."))
    most = MOST_LETTERS["answer"]
    found += [
        Fault("answers", f"“{one[:30]}…” has {len(one)} letters; an answer has at most {most}.")
        for one in answers
        if len(one) > most
    ]
    return found


def new_words() -> Scene:
    """Return a scene of words with nothing in it."""
    return Scene(WORDS)
