"""The banner over every screen that holds invented supports, and their removal in one step."""

from __future__ import annotations

import streamlit as st

from alliance.errors import RegisterError
from alliance.register import Action
from alliance.ui.register_state import every_support, open_support, right, say
from alliance.ui.sign_in import person
from alliance.ui.words import count, counted
from alliance.web.current import current_register


def illustrative_banner() -> None:
    """Say that the register holds invented supports, and offer to take them all out."""
    table = every_support()
    invented = int((table["Illustrative"] == "Yes").sum())
    if not invented:
        return
    recorded = len(table) - invented
    said, way_out = st.columns([4, 1], vertical_alignment="center")
    which = (
        f"{counted(invented, 'support', 'supports')} of {count(len(table))} here are"
        if recorded
        else "All that stands here is"
    )
    said.warning(
        f"**Illustrative.** {which} invented, to show how the register works, and "
        f"{'say' if recorded else 'says'} nothing about any trust or school.",
        icon=":material/science:",
    )
    with way_out.popover("Remove them", icon=":material/delete:"):
        st.markdown(
            f"This takes out {counted(invented, 'invented support', 'invented supports')} with "
            "their reviews, at once. What is recorded stays. The same command brings them back."
        )
        st.button(
            f"Remove {counted(invented, 'invented support', 'invented supports')}",
            type="primary",
            on_click=_remove,
            **right(Action.WITHDRAW),
        )


def _remove() -> None:
    try:
        removed = current_register().remove_illustrative(person())
    except RegisterError as fault:
        say(str(fault), fault=True)
    else:
        done = counted(removed, "invented support was", "invented supports were")
        open_support(None)
        say(f"{done} removed.")
