"""A presentation to take away: slides, a page for any browser, a PDF; each made when asked for."""

from __future__ import annotations

import hashlib
import json
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import streamlit as st

from alliance.present.presentation_store import exported
from alliance.present.scene_content import content_of
from alliance.text.words import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from alliance.present import Presentation
    from alliance.views.content import Content

    Progress = Callable[[int, int], None]

_FORM, _NOTES, _MADE = "take away as", "take away notes", "taken away"


class Form(NamedTuple):
    """A kind of file: its ending, its type, what it is good for, what makes it, and with notes."""

    ending: str
    mime: str
    told: str
    make: Callable[[str, Sequence[Content], Sequence[str] | None, Progress], bytes]
    notes: bool = False


class Made(NamedTuple):
    """A file that was made, and of what, so that another is never handed out for it."""

    of: str
    content: bytes


def _slides(
    name: str, contents: Sequence[Content], notes: Sequence[str] | None, progress: Progress
) -> bytes:
    # What draws slides takes half a second to load, which no visit should wait for.
    from alliance.present.files.slides import slides

    return slides(name, contents, notes=notes, progress=progress)


def _pdf(
    name: str, contents: Sequence[Content], _notes: Sequence[str] | None, progress: Progress
) -> bytes:
    from alliance.present.files.pdf import pdf

    return pdf(name, contents, progress=progress)


def _html_file(
    name: str, contents: Sequence[Content], _notes: Sequence[str] | None, progress: Progress
) -> bytes:
    from alliance.present.files.html_file import html_file

    return html_file(name, contents, progress=progress)


FORMS = {
    "PowerPoint": Form(
        ".pptx",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "One slide per scene. Charts and tables can be edited.",
        _slides,
        notes=True,
    ),
    "PDF": Form(".pdf", "application/pdf", "One page per scene, to print or send.", _pdf),
    "HTML": Form(
        ".html", "text/html", "One file for any browser. It opens without a network.", _html_file
    ),
}


def take_away(presentation: Presentation) -> None:
    """Offer the files. Schools' names are in none of them where the presentation hides them."""
    box = st.popover(
        "Take away",
        icon=":material/download:",
        key="take away",
        on_change="rerun",
        disabled=not presentation.scenes,
    )
    if not box.open:
        return
    with box:
        name = st.radio("As", list(FORMS), key=_FORM, horizontal=True)
        form = FORMS[name]
        st.caption(form.told)
        with_notes = form.notes and st.toggle("With my notes", key=_NOTES)
        if presentation.redacted:
            st.caption(
                "Schools’ names are hidden in what the app writes. Your own words stay as you "
                "wrote them."
            )
        of = _fingerprint(presentation, name, with_notes=with_notes)
        made: Made | None = st.session_state.get(_MADE)
        if made is None or made.of != of:
            if st.button(f"Make the {name} file", type="primary", key="make the file"):
                st.session_state[_MADE] = Made(of, _made(presentation, form, with_notes=with_notes))
                st.rerun()
            return
        st.download_button(
            f"Download the {name} file",
            data=made.content,
            file_name=file_name(presentation.name, form.ending),
            mime=form.mime,
            type="primary",
            icon=":material/download:",
            on_click="ignore",
        )


def _made(presentation: Presentation, form: Form, *, with_notes: bool) -> bytes:
    """Work out every scene and make the file, with a bar that tells how far it is."""
    scenes = presentation.scenes
    bar = st.progress(0.0, text="Preparing the scenes…")
    contents = []
    for at, scene in enumerate(scenes, 1):
        contents.append(content_of(scene, redacted=presentation.redacted, theme="light"))
        bar.progress(at / (2 * len(scenes)), text=f"Scene {at} of {len(scenes)} is ready")

    def told(done: int, of: int) -> None:
        words = f"{counted(done, 'page', 'pages')} of {of} drawn"
        bar.progress(min(0.5 + done / (2 * max(of, 1)), 1.0), text=words)

    notes = [scene.notes for scene in scenes] if with_notes else None
    return form.make(presentation.name, contents, notes, told)


def _fingerprint(presentation: Presentation, name: str, *, with_notes: bool) -> str:
    told = json.dumps([presentation.as_json(), name, with_notes], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()


def export_button(presentation: Presentation) -> None:
    """Offer the presentation as a file that another copy of this app can bring in."""
    st.download_button(
        "Export",
        data=partial(_exported, presentation),
        file_name=file_name(presentation.name, ".json"),
        mime="application/json",
        icon=":material/download:",
        help="A file to import into another copy of this app. It contains your notes and the "
        "addresses of the views, with schools’ names in them even if you hide names.",
        on_click="ignore",
    )


def _exported(presentation: Presentation) -> str:
    return json.dumps(exported(presentation), ensure_ascii=False, indent=1)


def file_name(name: str, ending: str) -> str:
    """Return the name of a file for what has this name."""
    kept = "".join(letter if letter.isalnum() else "-" for letter in name.lower())
    return ("-".join(part for part in kept.split("-") if part)[:80] or "presentation") + ending
