"""The banner over every screen that holds invented supports, and their removal in one step."""

from __future__ import annotations

import streamlit as st

from alliance.current.state import current_register
from alliance.errors import RegisterError
from alliance.register import Action
from alliance.register.register_vocabulary import ARRANGEMENTS
from alliance.text.words import count, counted
from alliance.ui.app.sign_in import person, right
from alliance.ui.parts.note import say
from alliance.ui.register.register_state import open_support
from alliance.views.register.supports import every_support


def illustrative_banner() -> None:
    """Say that the register holds invented supports, and offer to take them all out."""
    table = every_support()
    invented = int((table["Illustrative"] == "Yes").sum())
    if not invented:
        return
    recorded = len(table) - invented
    said, way_out = st.columns([4, 1], vertical_alignment="center")
    which = (
        f"{counted(invented, *ARRANGEMENTS)} of {count(len(table))} here are"
        if recorded
        else "Everything here is"
    )
    said.warning(
        f"**Example data.** {which} made up, to show how the register works, and "
        f"{'say' if recorded else 'says'} nothing about any trust or school.",
        icon=":material/science:",
    )
    with way_out.popover("Remove them", icon=":material/delete:"):
        st.markdown(
            f"This removes the example data: {counted(invented, *ARRANGEMENTS)} with their "
            "reviews. What is recorded stays. The same command loads the example data again."
        )
        st.button(
            "Remove the example data",
            type="primary",
            on_click=_remove,
            **right(Action.CLEAR),
        )


def _remove() -> None:
    try:
        removed = current_register().remove_illustrative(person())
    except RegisterError as fault:
        say(str(fault), fault=True)
    else:
        done = counted(removed, *ARRANGEMENTS)
        open_support(None)
        say(f"Example data removed: {done}.")
