"""“Add to presentation”, on every page: the view as it is, kept as a scene."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from alliance.analysis.filter_codec import FIRST, in_words
from alliance.analysis.filters import PART
from alliance.analysis.trusts.trust_names import every_trust
from alliance.current.state import current_history
from alliance.errors import AllianceError, Fault
from alliance.present import Fit, Presentation, Scene
from alliance.present.scene import MOST_LETTERS, PAGES
from alliance.present.scene_content import content_of, slips_of
from alliance.register import Action
from alliance.text.words import plain
from alliance.ui.app.sign_in import person, right
from alliance.ui.filter.filter_form import sidebar_filter
from alliance.ui.parts.form_faults import (
    Field,
    draw_refusal,
    faults_in_words,
    forget_refusal,
    refuse,
)
from alliance.ui.parts.own_script import drawn_by
from alliance.ui.parts.selection import collected, selected_urn
from alliance.ui.present.present_state import presentation_store
from alliance.views.maps.fit import bounds_in_words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from alliance.present.scene import Page
    from alliance.views.content import Content

_OPEN, _TO, _NEW = "add to presentation", "add to", "add to a new one"
_TITLE, _CAPTION, _NOTES, _FIT = "scene title", "scene caption", "scene notes", "scene fit"
_ADDED = "scene added"
_FORM = "scene"
_SEEN = "map seen"
_seen = drawn_by("map_seen")
_FIELDS = {
    "to": Field("Presentation", _TO),
    "title": Field("Title", _TITLE),
    "caption": Field("Caption", _CAPTION),
}
A_NEW_ONE = "A new presentation"
_FIRST_NAME = "My presentation"


def add_to_presentation(page: str) -> None:
    """Draw the button; what it opens is made when it is opened."""
    box = st.popover(
        "Add to presentation",
        icon=":material/add_to_photos:",
        key=_OPEN,
        on_change="rerun",
        type="tertiary",
    )
    if added := st.session_state.pop(_ADDED, None):
        st.toast(plain(added), icon=":material/check:")
    if box.open:
        with box:
            _ask(page)


def _ask(page: str) -> None:
    try:
        kept = presentation_store().all()
    except AllianceError as fault:
        st.error(plain(str(fault)), icon=":material/link_off:")
        return
    names = {one.presentation.name: one.id for one in kept if not one.in_use}
    to = st.selectbox(_FIELDS["to"].label, [*names, A_NEW_ONE], key=_TO)
    if to == A_NEW_ONE:
        st.text_input("Its name", key=_NEW, max_chars=MOST_LETTERS["name"], placeholder=_FIRST_NAME)
    scene = scene_of(page)
    content = content_of(scene, redacted=False, theme="light")
    st.text_input(
        _FIELDS["title"].label,
        key=_TITLE,
        max_chars=MOST_LETTERS["title"],
        placeholder=content.title,
    )
    st.text_area(
        _FIELDS["caption"].label,
        key=_CAPTION,
        max_chars=MOST_LETTERS["caption"],
        placeholder="What people should see. Figures in braces stay up to date: {schools} schools",
        help="Figures of this screen: "
        + ", ".join(f"`{{{name}}}` {plain(value)}" for name, value in content.facts.items()),
    )
    st.text_area(
        "Notes, for the presenter only", key=_NOTES, max_chars=MOST_LETTERS["notes"], height=68
    )
    fit = scene.fit
    if content.map is not None:
        fits = fits_of(scene) | _fit_to_view()
        fit = fits[st.radio("Fit the map to", list(fits), key=_FIT, horizontal=True)]
    for amiss in content.faults:
        st.warning(plain(amiss), icon=":material/link_off:")
    typed = {name: st.session_state[_FIELDS[name].key] for name in ("title", "caption")}
    draw_slips(typed, content.facts, _FIELDS.__getitem__)
    draw_refusal(_FORM, _FIELDS.__getitem__)
    st.button(
        "Add",
        type="primary",
        key="scene add",
        on_click=_add,
        args=(replace(scene, fit=fit), names.get(to)),
        **(right(Action.PRESENT) | ({} if _shows(content) else {"disabled": True})),
    )


def draw_slips(
    typed: Mapping[str, str], facts: Mapping[str, str], field_of: Callable[[str], Field]
) -> None:
    """Say which figures title and caption name that their screen has not; it is no fault."""
    slips = [
        Fault(name, slip) for name, words in typed.items() for slip in slips_of("", words, facts)
    ]
    if slips:
        st.warning(faults_in_words(slips, field_of), icon=":material/link_off:")


def _shows(content: Content) -> bool:
    """Return whether there is anything for a room to see."""
    return bool(content.map or content.charts or content.tables or content.figures)


def _add(scene: Scene, number: int | None) -> None:
    """Keep the scene, and close the box; what was written stays where that is refused."""
    words = {
        "title": st.session_state[_TITLE].strip(),
        "caption": st.session_state[_CAPTION].strip(),
        "notes": st.session_state[_NOTES].strip(),
    }
    scene = replace(scene, **words)
    try:
        if number is None:
            name = st.session_state[_NEW].strip() or _FIRST_NAME
            kept = presentation_store().add(Presentation(name, (scene,)), person())
        else:
            held = presentation_store().get(number)
            more = replace(held.presentation, scenes=(*held.presentation.scenes, scene))
            kept = presentation_store().change(number, more, person(), version=held.version)
    except AllianceError as fault:
        refuse(_FORM, [Fault("to", str(fault))])
        return
    forget_refusal(_FORM)
    scenes = len(kept.presentation.scenes)
    st.session_state[_ADDED] = f"Scene {scenes} of “{kept.presentation.name}” is saved."
    for key in (_TITLE, _CAPTION, _NOTES):
        st.session_state[key] = ""
    st.session_state[_OPEN] = False


def scene_of(page: str) -> Scene:
    """Return the view as it is: the address with all of the filter, and the schools selected."""
    own = [key for key in st.query_params if key not in ("school", "map", *PART)]
    query: dict[str, tuple[str, ...]] = {key: tuple(st.query_params.get_all(key)) for key in own}
    # A part that is not named would hold what it does when the app opens.
    query |= dict.fromkeys(FIRST, ())
    held = in_words(current_history(), sidebar_filter())
    query |= {key: tuple(values) for key, values in held.items()}
    one = selected_urn()
    urns = collected() or (() if one is None else (one,))
    known: dict[str, Page] = {one: one for one in PAGES}
    return Scene(known[page], query, tuple(urns))


def _fit_to_view() -> dict[str, Fit]:
    """Return the fit to what the page's map shows now, which the browser says."""
    _seen(key=_SEEN, data={"map": True}, on_seen_change=lambda: None)
    words = bounds_in_words(st.session_state[_SEEN].get("seen"))
    return {"What the map shows now": Fit("view", words)} if words else {}


def fits_of(scene: Scene) -> dict[str, Fit]:
    """Return what the scene's map may be fitted to, in words; what is looked at comes first."""
    fits: dict[str, Fit] = {}
    query = scene.query
    if scene.page == "opportunity_areas" and len(area := query.get("area", ())) == 1:
        fits[area[0]] = Fit("area", area[0])
    if scene.page == "trusts" and (trust := query.get("trust_profile")):
        fits[trust[-1]] = Fit("trust", str(every_trust(current_history()).get(trust[-1], "")))
    fits["Your filters"] = Fit()
    for key in ("area", "authority", "region"):
        for name in query.get(key, ()):
            fits.setdefault(name, Fit("area", name))
    for name in query.get("trust", ()):
        fits.setdefault(name, Fit("trust", str(every_trust(current_history()).get(name, ""))))
    if scene.selected:
        fits["The selected schools"] = Fit("selection")
    return fits
