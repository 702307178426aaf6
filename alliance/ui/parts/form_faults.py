"""What is wrong in a form: every fault at once, by its field's label, each leading to its field.

A form that was sent and refused says so in one place until its faults are mended. The browser moves
the focus there, and marks the fields that are wrong (``workarounds.js``).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import streamlit as st

from alliance.text.words import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from alliance.errors import Fault

REQUIRED = " (required)"
"""Behind the label of a field that has to be filled in."""
NOTHING_SAVED = "Nothing is saved."
_COUNT = "forms refused"
_NOT_IN_CLASS = re.compile(r"[^a-zA-Z0-9_-]")


class Field(NamedTuple):
    """A field of a form: what it is called, and the key of its widget, blank if it is elsewhere."""

    label: str
    key: str = ""


class _Refusal(NamedTuple):
    number: int
    words: str
    faults: Sequence[Fault]


def refuse(form: str, faults: Sequence[Fault] = (), words: str = NOTHING_SAVED) -> None:
    """Note that a form was sent and not taken; :func:`draw_refusal` says so.

    Parameters
    ----------
    form
        Its key.
    faults
        Why, where the form does not work out anew what is wrong in it.
    words
        What came of it.

    """
    number = st.session_state[_COUNT] = st.session_state.get(_COUNT, 0) + 1
    st.session_state[_place(form)] = _Refusal(number, words, faults)


def forget_refusal(form: str) -> None:
    """Say no more of a form that it was refused."""
    st.session_state.pop(_place(form), None)


def draw_refusal(
    form: str, field_of: Callable[[str], Field], now: Sequence[Fault] | None = None
) -> bool:
    """Say what is wrong in a form that was refused; return whether anything is said.

    Parameters
    ----------
    form
        Its key.
    field_of
        Returns a field of the form by the name that a fault has for it.
    now
        What is wrong now, where the form works that out anew; once nothing is, nothing is said.

    """
    held: _Refusal | None = st.session_state.get(_place(form))
    if held is None:
        return False
    faults = held.faults if now is None else now
    if not faults:
        # What no field is to blame for is said once.
        forget_refusal(form)
        if held.words in ("", NOTHING_SAVED):
            return False
    draw_problem(str(held.number), faults, field_of, held.words)
    return True


def draw_problem(
    name: str, faults: Sequence[Fault], field_of: Callable[[str], Field], words: str = ""
) -> None:
    """Say what is wrong in what was just handed in; the focus goes there once for each ``name``."""
    problem = " ".join(filter(None, ("There is a problem." if faults else "", plain(words))))
    with st.container(key=f"refused {name}"):
        st.error(f"{problem}\n\n{faults_in_words(faults, field_of)}", icon=":material/error:")


def draw_broken(faults: Sequence[Fault], field_of: Callable[[str], Field]) -> None:
    """Say which rules a form breaks while it is filled in; the focus stays in it."""
    if faults:
        lines = faults_in_words(faults, field_of)
        st.error(f"There is a problem:\n\n{lines}", icon=":material/error:")


def faults_in_words(faults: Sequence[Fault], field_of: Callable[[str], Field]) -> str:
    """Return faults as a list for Markdown, a line each with its field, which it leads to."""
    return "\n".join(
        f"- **{_leading_to(field_of(fault.field))}**: {plain(fault.message)}" for fault in faults
    )


def _leading_to(field: Field) -> str:
    """Return a label as Markdown that leads to its field: Streamlit makes a class of a key.

    >>> _leading_to(Field("Starts on", "add 0 starts_on"))
    '[Starts on](#st-key-add-0-starts_on)'
    """
    if not field.key:
        return plain(field.label)
    return f"[{plain(field.label)}](#st-key-{_NOT_IN_CLASS.sub('-', field.key.strip())})"


def _place(form: str) -> str:
    return f"{form} refused"
