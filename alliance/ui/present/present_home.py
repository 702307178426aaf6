"""The page of presentations: those kept and the one shipped, and what is done with each."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import streamlit as st

from alliance import clock
from alliance.current.state import current_database
from alliance.errors import AllianceError, Fault, PresentationFaults
from alliance.present import Presentation
from alliance.present.in_meeting import IN_USE
from alliance.present.presentation_store import imported, pictures_in
from alliance.present.scene import MOST_LETTERS
from alliance.present.scene_pictures import ScenePictures
from alliance.present.story import story
from alliance.register import Action
from alliance.text.words import counted, day_in_words, plain
from alliance.ui.app.draw_about import about
from alliance.ui.app.sign_in import person, right, sees_names, sign_in_line
from alliance.ui.app.uploaded import upload_box
from alliance.ui.parts.form_faults import REQUIRED, Field, draw_refusal, forget_refusal, refuse
from alliance.ui.parts.note import attempt, draw_note, say
from alliance.ui.present.present_edit import edit
from alliance.ui.present.present_running import draw_running
from alliance.ui.present.present_show import present_from, show
from alliance.ui.present.present_state import (
    STORY,
    go,
    held,
    opened,
    presentation_store,
    scene_shown,
)
from alliance.ui.present.present_steering import keep_steering
from alliance.views.about import APP

if TYPE_CHECKING:
    from alliance.present import Stored

_FORM = "new presentation"
_FIELDS = {
    "name": Field("Name", "presentation name"),
    "file": Field("File exported from this app", "presentation file"),
}
_MOST_TOLD = 12


def present() -> None:
    """Draw the presentation that is shown, the one that is looked at, or all."""
    keep_steering()
    number = opened()
    found = held(number) if isinstance(number, int) else None
    presentation = story() if number == STORY else found.presentation if found else None
    at = scene_shown()
    if presentation is not None and presentation.scenes and at is not None:
        show(presentation, found, at)
        return
    st.set_page_config(page_title=f"Present · {APP}")
    draw_note()
    if presentation is not None:
        edit(presentation, found)
    else:
        _all()


def _all() -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="heading"):
        st.title("Present", anchor=False)
        _make()
        sign_in_line()
        about()
    st.markdown(
        "A presentation is made of live views. Press **Add to presentation** on any page, then "
        "show it here: people in the room can follow on their phones and download it afterwards."
    )
    draw_running()
    try:
        kept = presentation_store().all()
    except AllianceError as fault:
        st.error(plain(str(fault)), icon=":material/link_off:")
        kept = []
    shipped = story()
    with st.container(border=True, key="presentation story"):
        _line(shipped, f"{_scenes(shipped)} · comes with the app", STORY)
    if not kept:
        st.info("You have no presentations yet. Start with an empty one or a copy of the story.")
    for one in kept:
        when = day_in_words(clock.in_london(one.changed_at).date())
        by = f" by {one.changed_by}" if sees_names() else ""
        told = f"{_scenes(one.presentation)} · changed {when}{by}"
        with st.container(border=True, key=f"presentation {one.id}"):
            _line(one.presentation, told, one.id, one)


def _scenes(presentation: Presentation) -> str:
    hidden = " · schools’ names hidden" if presentation.redacted else ""
    return counted(len(presentation.scenes), "scene", "scenes") + hidden


def _line(
    presentation: Presentation, told: str, number: int | str, kept: Stored | None = None
) -> None:
    others: dict[str, Any] = {"disabled": True, "help": IN_USE} if kept and kept.in_use else {}
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{plain(presentation.name)}**  \n{plain(told)}", width="stretch")
        key = str(number)
        st.button(
            "Present",
            key=f"present {key}",
            type="primary",
            icon=":material/play_arrow:",
            on_click=present_from,
            args=(number, presentation, 1),
            **(others or {"disabled": not presentation.scenes}),
        )
        st.button(
            "Open",
            key=f"open {key}",
            icon=":material/edit:",
            on_click=go,
            args=(number,),
            **others,
        )
        st.button(
            "Duplicate",
            key=f"duplicate {key}",
            icon=":material/content_copy:",
            on_click=partial(_duplicate, presentation),
            **(others or right(Action.PRESENT)),
        )
        if kept is not None:
            st.button(
                "Delete",
                key=f"delete {key}",
                icon=":material/delete:",
                type="tertiary",
                on_click=partial(_delete, kept),
                **(others or right(Action.PRESENT, made_by=kept.made_by_id)),
            )


def _make() -> None:
    """Offer a new presentation, or one from a file."""
    with st.popover("New presentation", icon=":material/add:", type="primary"):
        # The box covers what the page says: what is wrong is said in here.
        draw_refusal(_FORM, _FIELDS.__getitem__)
        name, file = _FIELDS.values()
        st.text_input(
            name.label + REQUIRED,
            key=name.key,
            max_chars=MOST_LETTERS["name"],
            placeholder="Alliance board, March",
        )
        st.button("Create", on_click=_begin, **right(Action.PRESENT))
        upload_box(
            f"Or import one: {file.label}{REQUIRED}",
            type="json",
            megabytes=30,
            key=file.key,
            right=right(Action.PRESENT),
        )
        st.button("Import", on_click=_import, **right(Action.PRESENT))


def _begin() -> None:
    if name := st.session_state[_FIELDS["name"].key].strip():
        _add(Presentation(name), "name")
    else:
        refuse(_FORM, [Fault("name", "Give the presentation a name.")], words="")


def _import() -> None:
    file = st.session_state[_FIELDS["file"].key]
    if file is None:
        refuse(_FORM, [Fault("file", "Choose a file.")], words="")
        return
    try:
        given = json.loads(file.getvalue())
        read = _with_pictures(imported(given), given)
    except (ValueError, RecursionError):
        told = [f"{file.name} is not a JSON file. Choose a file exported from this app."]
    except PresentationFaults as fault:
        told = [f"{file.name} cannot be read. {one}" for one in fault.faults[:_MOST_TOLD]]
    except AllianceError as fault:
        told = [f"{file.name} cannot be brought in. {fault}"]
    else:
        _add(read, "file")
        return
    refuse(_FORM, [Fault("file", one) for one in told], words="")


def _with_pictures(read: Presentation, given: dict[str, Any]) -> Presentation:
    """Keep the pictures of a file, and return its presentation with them by their names here."""
    pictures, who = ScenePictures(current_database()), person()
    wanted = {scene.picture for scene in read.scenes if scene.picture}
    names = {
        digest: pictures.add(content, who)
        for digest, content in pictures_in(given).items()
        if digest in wanted
    }
    scenes = [replace(one, picture=names.get(one.picture, "")) for one in read.scenes]
    return replace(read, scenes=tuple(scenes))


def _add(presentation: Presentation, field: str) -> None:
    """Keep a new presentation and go to it; what refuses it is said in the box."""
    forget_refusal(_FORM)
    try:
        go(presentation_store().add(presentation, person()).id)
    except AllianceError as fault:
        refuse(_FORM, [Fault(field, str(fault))], words="")


def _duplicate(presentation: Presentation) -> None:
    copy = Presentation(
        f"{presentation.name} (copy)"[:200], presentation.scenes, presentation.redacted
    )
    attempt(lambda: go(presentation_store().add(copy, person()).id))


def _delete(kept: Stored) -> None:
    if attempt(lambda: presentation_store().delete(kept.id, person())):
        say(
            f"“{kept.presentation.name}” is deleted.",
            undo=lambda: presentation_store().restore(kept.id, person()),
        )
