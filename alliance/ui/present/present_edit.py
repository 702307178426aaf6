"""One presentation: its scenes in order, their words, and what is done with the whole."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import streamlit as st

from alliance.current.state import current_history
from alliance.present import Fit
from alliance.present.playing import PLAYED
from alliance.present.scene import MOST_LETTERS, MOST_SCENES, WORDS, scene_address
from alliance.present.scene_content import content_of
from alliance.register import Action, may
from alliance.text.words import plain
from alliance.ui.app.draw_about import about
from alliance.ui.app.sign_in import person, right
from alliance.ui.parts.chart import is_dark
from alliance.ui.parts.form_faults import Field
from alliance.ui.present.present_add import draw_slips
from alliance.ui.present.present_meeting import offer_new_version
from alliance.ui.present.present_minutes import draw_minutes
from alliance.ui.present.present_order import (
    add_scene,
    draw_order,
    draw_order_buttons,
    put_scene,
)
from alliance.ui.present.present_show import present_from
from alliance.ui.present.present_state import STORY, change, go
from alliance.ui.present.present_steering import steered_meeting
from alliance.ui.present.present_take_away import export_button, take_away
from alliance.ui.present.present_words import draw_words_form, new_words
from alliance.ui.present.stage import draw_stage
from alliance.views.page_address import PageAddress

if TYPE_CHECKING:
    from alliance.present import Presentation, Scene, Stored
    from alliance.views.content import Content

A_MOMENT_S = 0.4
HIDES = (
    "On every screen of this presentation and in every file made from it, a school is called by "
    "its phase, its local authority and a number, and maps draw it near its place. A room that "
    "follows sees it so at once. Your own titles, captions and notes stay as you wrote them. "
    "Someone who knows the place, the trust or the day of an inspection may still recognise the "
    "school."
)
FITS = {
    "filter": "Your filters",
    "area": "An area",
    "trust": "A trust",
    "selection": "The selected schools",
    "view": "What the map showed",
}


def edit(presentation: Presentation, found: Stored | None) -> None:
    """Draw a presentation; the one that is shipped can be looked at, shown and copied only."""
    number: int | str = STORY if found is None else found.id
    presents = may(person(), Action.PRESENT)
    st.button(
        "All presentations",
        icon=":material/arrow_back:",
        type="tertiary",
        on_click=go,
        args=(None,),
    )
    with st.container(horizontal=True, vertical_alignment="center", key="heading"):
        st.title(plain(presentation.name), anchor=False)
        st.button(
            "Present",
            type="primary",
            icon=":material/play_arrow:",
            on_click=present_from,
            args=(number, presentation, 1),
            disabled=not presentation.scenes,
        )
        take_away(presentation)
        if presents or found is None:
            export_button(presentation)
        if found is not None and presents:
            box = st.popover("Minutes", icon=":material/gavel:", key="minutes", on_change="rerun")
            if box.open:
                with box:
                    draw_minutes(found.id, presentation.name)
        about()
    if meeting := steered_meeting():
        offer_new_version(meeting, found)
    if found is not None:
        _whole(presentation, found)
    else:
        st.caption("This presentation comes with the app. To change it, go back and duplicate it.")
    if not presentation.scenes:
        st.info(
            "No scenes yet. Go to any page, set it up as you want it shown, and press **Add to "
            "presentation** beside its title. Words and questions are added here.",
            icon=":material/add_to_photos:",
        )
    contents = _worked_out(presentation)
    if found is not None and not _right(found):
        _add_words(presentation, found)
        if len(contents) > 1:
            draw_order(presentation, found, contents)
    for at, scene in enumerate(presentation.scenes):
        _scene(presentation, found, at, scene, contents[at])


def _add_words(presentation: Presentation, found: Stored) -> None:
    """Offer a scene of words, with a picture or a question where it is to have one."""
    key = f"new words {found.id} {found.version}"
    if len(presentation.scenes) >= MOST_SCENES:
        st.caption(f"A presentation has at most {MOST_SCENES} scenes.")
        return
    box = st.expander(
        "Add words, a picture or a question",
        icon=":material/post_add:",
        key=key,
        on_change="rerun",
    )
    if box.open:
        with box:
            draw_words_form(new_words(), key, partial(add_scene, presentation, found), "Add")


def _right(found: Stored) -> dict[str, Any]:
    """Return what disables a control that changes what this person may not."""
    return right(Action.PRESENT, made_by=found.made_by_id)


def _whole(presentation: Presentation, found: Stored) -> None:
    """Draw what holds for all scenes: the name, and whether schools are named."""
    key = f"{found.id} {found.version}"
    with st.container(horizontal=True, vertical_alignment="bottom", key="presentation_whole"):
        name = st.text_input(
            "Name",
            presentation.name,
            key=f"name {key}",
            max_chars=MOST_LETTERS["name"],
            required=True,
            **_right(found),
        )
        redacted = st.toggle(
            "Hide schools’ names",
            presentation.redacted,
            key=f"redacted {key}",
            **{"help": HIDES} | _right(found),
        )
    # The browser lets no name be left out, and need not be believed.
    wanted = replace(presentation, name=name.strip() or presentation.name, redacted=redacted)
    if wanted != presentation:
        change(found, wanted)
        st.rerun()


def _scene(
    presentation: Presentation, found: Stored | None, at: int, scene: Scene, content: Content
) -> None:
    key = f"{at} {found.id} {found.version}" if found else f"{at} story"
    with st.container(border=True, key=f"scene {key}"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(
                f"**{at + 1}. {plain(content.title)}**  \n{plain(content.sentence)}",
                width="stretch",
            )
            st.button(
                "Show",
                key=f"show {key}",
                icon=":material/play_arrow:",
                on_click=present_from,
                args=(found.id if found else STORY, presentation, at + 1),
            )
            if found is not None:
                draw_order_buttons(presentation, found, at, key)
        words = None
        told = st.container()
        if content.caption:
            st.markdown(plain(content.caption))
        if found is not None and not _right(found):
            label = "Words and map" if content.map else "Words"
            words = st.expander(label, key=f"words {key}", on_change="rerun")
            if words.open:
                with words:
                    _words(presentation, found, at, scene, content, key)
        # Where the words are open to be changed, what is amiss in them stands beside them.
        slips = () if words and words.open else content.slips
        for fault in (*content.faults, *slips):
            told.warning(plain(fault), icon=":material/link_off:")
        look = st.expander("Preview", key=f"look {key}", on_change="rerun")
        if look.open:
            with look:
                draw_stage(content, key=f"look {key}", height_px=360, level=2)


def _worked_out(presentation: Presentation) -> list[Content]:
    """Work out all scenes, with a bar where that takes more than a moment."""
    theme, begun, contents = "dark" if is_dark() else "light", time.monotonic(), []
    room, scenes = st.empty(), presentation.scenes
    for at, scene in enumerate(scenes, 1):
        contents.append(content_of(scene, redacted=presentation.redacted, theme=theme))
        if at < len(scenes) and time.monotonic() - begun > A_MOMENT_S:
            room.progress(at / len(scenes), text=f"Scene {at} of {len(scenes)} is ready")
    room.empty()
    return contents


def _words(
    presentation: Presentation,
    found: Stored,
    at: int,
    scene: Scene,
    content: Content,
    key: str,
) -> None:
    """Ask for the scene's words, and what its map is fitted to."""
    if scene.page == WORDS:
        draw_words_form(scene, key, partial(put_scene, presentation, found, at), "Save")
        return
    with st.form(f"form {key}", border=False):
        draw_slips(
            {"title": scene.title, "caption": scene.caption},
            content.facts,
            lambda name: Field(name.capitalize(), f"{name} {key}"),
        )
        title = st.text_input(
            "Title",
            scene.title,
            key=f"title {key}",
            max_chars=MOST_LETTERS["title"],
            placeholder=content.title,
        )
        caption = st.text_area(
            "Caption", scene.caption, key=f"caption {key}", max_chars=MOST_LETTERS["caption"]
        )
        st.caption(
            "You can put figures of this screen in the caption; they stay up to date: "
            + ", ".join(f"`{{{name}}}` {plain(value)}" for name, value in content.facts.items())
        )
        notes = st.text_area(
            "Notes, for the presenter only", scene.notes, max_chars=MOST_LETTERS["notes"]
        )
        fit = _fit(scene) if content.map else scene.fit
        plays_from = _plays_from(scene)
        if st.form_submit_button("Save", type="primary", **_right(found)):
            new = replace(
                scene,
                title=title.strip(),
                caption=caption.strip(),
                notes=notes,
                fit=fit,
                plays_from=plays_from,
            )
            put_scene(presentation, found, at, new)
            st.rerun()
    st.link_button("Open its page", f".{scene_address(scene)}", icon=":material/open_in_new:")


def _plays_from(scene: Scene) -> str:
    """Ask from which day a scene plays through the months to its own; blank where it does not."""
    if scene.page not in PLAYED:
        return ""
    history = current_history()
    held = PageAddress({"from": (scene.plays_from,)}).day("from", history.default_day, "From")
    day = st.date_input(
        "Play month by month from",
        held if scene.plays_from else None,
        min_value=history.complete_from,
        max_value=history.last_day,
        format="DD/MM/YYYY",
        help="While you present, Play goes through the months from this day to the scene’s own, "
        "on every screen. Leave it empty for a scene that does not play.",
    )
    return day.isoformat() if isinstance(day, dt.date) else ""


def _fit(scene: Scene) -> Fit:
    known: dict[str, Any] = {
        words: Fit(to) if to != scene.fit.to else scene.fit  # type: ignore[arg-type]
        for to, words in FITS.items()
        if to in ("filter", scene.fit.to) or (to == "selection" and scene.selected)
    }
    labels = {
        words: f"{words}: {fit.name}" if fit.name and fit.to != "view" else words
        for words, fit in known.items()
    }
    held = FITS[scene.fit.to]
    words = st.radio(
        "Fit the map to",
        list(known),
        index=list(known).index(held),
        format_func=labels.__getitem__,
        horizontal=True,
    )
    chosen: Fit = known[words]
    return chosen
