"""From a documented case to the register: the form filled in with its citation, to be checked."""

from __future__ import annotations

from functools import partial
from typing import Any

import streamlit as st

from alliance.errors import RegisterError
from alliance.register import Action
from alliance.register.register_vocabulary import Status
from alliance.ui.app.going import go_to
from alliance.ui.app.sign_in import right
from alliance.ui.parts.note import say
from alliance.ui.register.register_draft import form_key, set_aside, take_up
from alliance.ui.register.register_parties import write_supporter
from alliance.ui.register.register_state import SUPPORT, open_support, open_tab
from alliance.views.flows.documented_case import copies_of, draft_of_case


def copy_button(case: Any) -> None:
    """Draw the button that fills in the register's form from a case; nothing is saved by it.

    Where the register has it already, the record can be opened instead.
    """
    try:
        numbers = copies_of(case)
    except RegisterError:
        return
    for number in numbers:
        if st.button(
            f"In the register: number {number}", icon=":material/handshake:", key=f"copy {number}"
        ):
            open_support(number)
            go_to("register", **{SUPPORT: str(number)})
    if numbers:
        return
    if st.button(
        "Copy into the register",
        icon=":material/playlist_add:",
        key="copy case",
        **({"help": _HELP} | right(Action.ADD)),
    ):
        _fill_in(case)
        go_to("register")


_HELP = "Fills in the form with what the source tells and its citation. You check it and save."


def _fill_in(case: Any) -> None:
    """Put a case into a new form; the one that was open is set aside and can be taken up again."""
    before = form_key("add")
    set_aside(before)
    form, draft = form_key("add"), draft_of_case(case)
    write_supporter(form, draft.pop("supporter_kind"), draft.pop("supporter_id"))
    urn = draft.pop("recipient_urn")
    st.session_state[f"{form} recipient words"] = "" if urn is None else str(urn)
    status = draft["status"]
    for name, value in draft.items():
        st.session_state[f"{form} {name}"] = value
    open_support(None)
    open_tab("Add")
    todo = [
        *(["choose the school of the trust that was helped"] if urn is None else []),
        *(["say when it ended"] if draft["ended_on"] is None else []),
        *(["or, if it still goes on, leave it Active"] if status is Status.ACTIVE else []),
    ]
    more = f" Then {', '.join(todo)}." if todo else ""
    say(
        f"The form is filled in from the documented case; nothing is saved yet. Check it.{more}",
        undo=partial(_go_back, before),
    )


def _go_back(form: str) -> None:
    """Go on with the form that was open before."""
    take_up(form)
    open_tab("Add")
