"""A presentation to take away: slides, a page for any browser, paper; each made when asked for.

The maker's browser draws the maps and charts that a file wants (``pictures.js``).
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import streamlit as st

from alliance.errors import TemplateRefused
from alliance.exports import file_name
from alliance.present.files.picture_routes import page_address, pictures_address
from alliance.present.files.pictures import ORDERS
from alliance.present.presentation_store import exported
from alliance.present.scene_content import content_of
from alliance.present.scene_pictures import pictures_of
from alliance.text.words import counted, plain
from alliance.ui.app.sign_in import person
from alliance.ui.app.taken_away import note_taken, taken_away
from alliance.ui.parts.note import draw_status
from alliance.ui.parts.own_script import drawn_by

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from alliance.present import Presentation
    from alliance.present.files.pictures import Order, Wanted
    from alliance.views.content import Content

    Progress = Callable[[int, int], None]

_FORM, _NOTES, _TAKING, _PICTURES = "take away as", "take away notes", "taking away", "pictures"
_pictures = drawn_by("pictures")


class Form(NamedTuple):
    """A kind of file: what it is good for, which pictures it wants, what makes it; with notes."""

    told: str
    wanted: Callable[[Sequence[Content]], list[Wanted]]
    make: Callable[[str, Sequence[Content], Sequence[bytes], Sequence[str] | None, Progress], bytes]
    ending: str = ""
    mime: str = ""
    notes: bool = False


@dataclass(eq=False)
class Taking:
    """A file on its way: of what, so that another is never handed out for it, and its pictures."""

    of: str
    contents: list[Content]
    order: Order
    made: bytes | None = None
    fault: str = ""


def _pictures_of_slides(contents: Sequence[Content]) -> list[Wanted]:
    # What draws slides takes half a second to load, which no visit should wait for.
    from alliance.present.files.slides import pictures_of_slides

    return pictures_of_slides(contents)


def _slides(
    name: str,
    contents: Sequence[Content],
    pictures: Sequence[bytes],
    notes: Sequence[str] | None,
    progress: Progress,
) -> bytes:
    from alliance.present.files.slides import slides

    return slides(name, contents, pictures, notes=notes, progress=progress)


def _pictures_of_page(contents: Sequence[Content], *, alive: bool = False) -> list[Wanted]:
    from alliance.present.files.html_file import pictures_of_page

    return pictures_of_page(contents, alive=alive)


def _html_file(
    name: str,
    contents: Sequence[Content],
    pictures: Sequence[bytes],
    _notes: Sequence[str] | None,
    progress: Progress,
    *,
    alive: bool = False,
) -> bytes:
    from alliance.present.files.html_file import html_file

    return html_file(name, contents, pictures, alive=alive, progress=progress)


FORMS = {
    "PowerPoint": Form(
        "One slide per scene. Most charts and all tables can be edited.",
        _pictures_of_slides,
        _slides,
        ".pptx",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        notes=True,
    ),
    "PDF": Form(
        "Opens your browser’s print, each scene on a sheet of its own. Choose “Save as PDF” there "
        "for a file.",
        _pictures_of_page,
        _html_file,
    ),
    "HTML": Form(
        "One file for any browser. It opens without a network.",
        _pictures_of_page,
        _html_file,
        ".html",
        "text/html",
    ),
    "Live HTML": Form(
        "The same, with charts that show their values to who points at them. About 5 MB larger; "
        "for print take HTML or PDF.",
        partial(_pictures_of_page, alive=True),
        partial(_html_file, alive=True),
        ".html",
        "text/html",
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
        taking: Taking | None = st.session_state.get(_TAKING)
        if taking is None or taking.of != of or taking.fault:
            if taking and taking.of == of:
                st.error(
                    f"The file was not made: {plain(taking.fault)}. Try again.",
                    icon=":material/link_off:",
                )
            if st.button(f"Make the {name} file", type="primary", key="make the file"):
                try:
                    st.session_state[_TAKING] = _begun(presentation, form, of)
                except TemplateRefused as fault:
                    st.error(plain(str(fault)), icon=":material/link_off:")
                    return
                st.rerun()
            return
        if taking.made is None and taking.order.pictures is None:
            _draw_pictures(taking)
            return
        if taking.made is None:
            notes = [scene.notes for scene in presentation.scenes] if with_notes else None
            taking.made = _made(presentation.name, form, taking, notes)
            if not form.ending:
                # What is printed is taken from a page of its own, not by a button of this one.
                note_taken(_file(".pdf", presentation.name), person())
        _hand_over(presentation.name, name, taking.made, taking.order)


def _begun(presentation: Presentation, form: Form, of: str) -> Taking:
    """Work out every scene, with a bar that tells how far it is, and order its pictures."""
    scenes = presentation.scenes
    bar = st.progress(0.0, text="Preparing the scenes…")
    contents = []
    for at, scene in enumerate(scenes, 1):
        contents.append(content_of(scene, redacted=presentation.redacted, theme="light"))
        bar.progress(at / len(scenes), text=f"Scene {at} of {len(scenes)} is ready")
    return Taking(of, contents, ORDERS.begin(form.wanted(contents)))


def _draw_pictures(taking: Taking) -> None:
    """Have the browser draw the pictures, and tell how far it is."""
    order = taking.order
    _pictures(
        key=_PICTURES,
        data={
            "to": pictures_address(order),
            "wanted": [one.told() for one in order.wanted],
            "scenes": len(taking.contents),
        },
        on_came_change=lambda: None,
        on_failed_change=partial(_failed, taking),
    )


def _failed(taking: Taking) -> None:
    taking.fault = str(st.session_state[_PICTURES].get("failed") or "")[:300].rstrip(".")


def _made(name: str, form: Form, taking: Taking, notes: Sequence[str] | None) -> bytes:
    bar = st.progress(0.0, text="Putting the file together…")

    def told(done: int, of: int) -> None:
        words = f"{counted(done, 'page', 'pages')} of {of} ready"
        bar.progress(min(done / max(of, 1), 1.0), text=words)

    made = form.make(name, taking.contents, taking.order.pictures or (), notes, told)
    bar.empty()
    return made


def _hand_over(presentation_name: str, name: str, made: bytes, order: Order) -> None:
    """Offer a file that is made: to keep, or to print."""
    form = FORMS[name]
    draw_status("take away", f"The {name} file is ready.", is_news=True)
    if not form.ending:
        order.page = made
        st.link_button(
            "Print or save as PDF",
            page_address(order),
            type="primary",
            icon=":material/print:",
        )
        return
    ORDERS.end(order)
    file = _file(form.ending, presentation_name)
    st.download_button(
        f"Download the {name} file",
        data=taken_away(file, lambda: made),
        file_name=file,
        mime=form.mime,
        type="primary",
        icon=":material/download:",
        on_click="ignore",
    )


def _file(ending: str, presentation_name: str) -> str:
    return file_name(ending, "Presentation", presentation_name)


def _fingerprint(presentation: Presentation, name: str, *, with_notes: bool) -> str:
    told = json.dumps([presentation.as_json(), name, with_notes], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()


def export_button(presentation: Presentation) -> None:
    """Offer the presentation as a file that another copy of this app can bring in."""
    file = _file(".json", presentation.name)
    st.download_button(
        "Export",
        data=taken_away(file, partial(_exported, presentation)),
        file_name=file,
        mime="application/json",
        icon=":material/download:",
        help="A file to import into another copy of this app. It contains your notes and the "
        "addresses of the views, with schools’ names in them even if you hide names.",
        on_click="ignore",
    )


def _exported(presentation: Presentation) -> str:
    held = exported(presentation, pictures_of(presentation.scenes))
    return json.dumps(held, ensure_ascii=False, indent=1)
