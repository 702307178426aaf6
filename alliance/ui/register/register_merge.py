"""Two people in one record: what the other changed, and the way to take it over."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import streamlit as st

from alliance import clock
from alliance.current.state import current_register
from alliance.errors import Fault
from alliance.register.listing import WORDS, in_words
from alliance.text.words import day_in_words, listed, plain
from alliance.ui.parts.form_faults import Field
from alliance.ui.register.register_table import word_table

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping

    from alliance.register import Support

    Write = Callable[[str, str, Support], None]

_CHOOSE = "version of "


@dataclass
class Meanwhile:
    """What somebody else changed while a form was open."""

    who: str
    at: dt.datetime
    theirs: Support
    changed: dict[str, tuple[str, str, str]]
    """By field: what it was, what they wrote, what was typed here (or "" where nothing was)."""
    clash: list[str]
    """Fields that both changed, for which the reader has not chosen yet."""
    kept: list[str] = field(default_factory=list)
    """Fields that both changed, for which the reader keeps what was typed here."""


def merge(
    form: str, typed: Mapping[str, Any], base: Support, theirs: Support, write: Write
) -> None:
    """Compare three versions; fields that only the other changed come into the form.

    Where both changed a field, what was typed here stays, and the reader has to choose.
    """
    changed: dict[str, tuple[str, str, str]] = {}
    clash = []
    for name in _fields(typed):
        was, wrote, here = (_value(source, name) for source in (base, theirs, typed))
        if wrote == was:
            continue
        touched = here not in (was, wrote)
        changed[name] = (_told(was), _told(wrote), _told(here) if touched else "")
        if touched:
            clash.append(name)
        else:
            write(form, name, theirs)
    for name in ("status", "withdrawn", "ended_on"):
        if name not in changed and getattr(base, name) != getattr(theirs, name):
            changed[name] = (_told(getattr(base, name)), _told(getattr(theirs, name)), "")
    newest = current_register().audit(theirs.id)[0]
    earlier: Meanwhile | None = st.session_state.get(f"{form} meanwhile")
    if earlier is not None:
        changed = earlier.changed | changed
        clash = list(dict.fromkeys([*earlier.clash, *clash]))
    told = Meanwhile(newest.who, clock.in_london(newest.at), theirs, changed, clash)
    st.session_state[f"{form} meanwhile"] = told


def compare_meanwhile(form: str) -> None:
    """Draw what the other changed beside what was typed here."""
    held = _held(form)
    if held is None:
        return
    word_table(
        ("Field", "It was", f"{held.who} wrote", "You typed", "In the form"),
        [
            (WORDS.get(name, name), *told, _in_form(held, name))
            for name, told in held.changed.items()
        ],
    )


def choose_meanwhile(form: str, write: Write) -> None:
    """Say that another changed the support, and ask whose words stand where both changed it."""
    held = _held(form)
    if held is None:
        return
    fields = [WORDS.get(name, name) for name in held.changed]
    st.warning(
        f"**{plain(held.who)}** changed {plain(listed(fields, most=9))} on "
        f"{day_in_words(held.at)} at {held.at:%H:%M}, while this was open here. Nothing you "
        "typed is lost; the table above the form shows both. "
        + (
            "Choose which version to keep, then save."
            if held.clash
            else "What they changed stands in the form beside what you typed."
        ),
        icon=":material/group:",
    )
    for name in held.clash:
        with st.container(horizontal=True):
            st.button(
                f"Take theirs: {WORDS.get(name, name)}",
                key=f"{form} take {name}",
                on_click=_take,
                args=(form, name, write),
            )
            st.button(
                f"Keep mine: {WORDS.get(name, name)}",
                key=f"{form} keep {name}",
                on_click=_keep,
                args=(form, name),
            )


def to_choose(form: str) -> list[Fault]:
    """Return the fields that both changed and for which the reader has not chosen yet."""
    held = _held(form)
    return [
        Fault(f"{_CHOOSE}{name}", "Choose which version to keep.")
        for name in (held.clash if held else ())
    ]


def field_to_choose(form: str, name: str) -> Field | None:
    """Return the buttons by which a version is chosen, where it is they that a fault names."""
    if not name.startswith(_CHOOSE):
        return None
    name = name.removeprefix(_CHOOSE)
    return Field(WORDS.get(name, name), f"{form} take {name}")


def changed_meanwhile(form: str) -> str:
    """Say who else changed the support while the form was open, and what; or nothing."""
    held = _held(form)
    if held is None:
        return ""
    return f"{held.who} changed {listed([WORDS.get(name, name) for name in held.changed], most=9)}"


def forget_meanwhile(form: str) -> None:
    """Speak no more of what was changed."""
    st.session_state.pop(f"{form} meanwhile", None)


def _held(form: str) -> Meanwhile | None:
    held: Meanwhile | None = st.session_state.get(f"{form} meanwhile")
    return held if held is not None and held.changed else None


def _take(form: str, name: str, write: Write) -> None:
    held: Meanwhile = st.session_state[f"{form} meanwhile"]
    write(form, name, held.theirs)
    held.clash.remove(name)


def _keep(form: str, name: str) -> None:
    held: Meanwhile = st.session_state[f"{form} meanwhile"]
    held.clash.remove(name)
    held.kept.append(name)


def _in_form(held: Meanwhile, name: str) -> str:
    if name in held.clash:
        return "choose"
    return "yours" if name in held.kept else "theirs"


def _fields(typed: Mapping[str, Any]) -> list[str]:
    """Return the fields of the form; kind and identifier of the supporter are one."""
    rest = [name for name in typed if name not in ("supporter_kind", "supporter_id")]
    return ["supporter_id", *rest]


def _value(source: Support | Mapping[str, Any], name: str) -> Any:
    held = source if isinstance(source, dict) else vars(source)
    if name == "supporter_id":
        return f"{held['supporter_kind']} {held['supporter_id']}"
    return held[name]


def _told(value: Any) -> str:
    return in_words(value) or "nothing"
