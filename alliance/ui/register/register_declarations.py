"""On the page: what trusts declare once of their internal support; made here, and withdrawn."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import streamlit as st

from alliance.analysis.trusts.trust_names import every_trust
from alliance.current.state import current_history, current_register
from alliance.errors import RegisterError, RulesBroken
from alliance.register import Action, Declaration
from alliance.register.declarations import declaration_faults
from alliance.register.permission import may_declare_for
from alliance.register.rules import FIRST_DAY, LAST_DAY
from alliance.text.words import counted, plain
from alliance.ui.app.sign_in import person, right
from alliance.ui.parts.form_faults import (
    NOTHING_SAVED,
    REQUIRED,
    Field,
    draw_refusal,
    refuse,
)
from alliance.ui.parts.note import say
from alliance.views.register.internal_support import ABOUT, HINT, LABELS, NONE, declaration_line

if TYPE_CHECKING:
    from alliance.errors import Fault

_FORM, _OPENED = "declaration", "declaration opened"
_EARLIEST, _LATEST = FIRST_DAY, LAST_DAY


def draw_declarations() -> None:
    """Draw the declarations there are, and the form for a new one."""
    st.markdown(ABOUT)
    listed, new = st.columns([3, 2], gap="large")
    with listed:
        _draw_list(current_register().declarations.all())
    with new:
        _draw_form(f"{_FORM} {st.session_state.setdefault(_OPENED, 0)}")


def _draw_list(declared: list[Declaration]) -> None:
    st.header("Standing declarations", anchor=False)
    if not declared:
        st.caption(NONE)
    for one in (held for held in declared if not held.withdrawn):
        _draw_one(one)
    if gone := [one for one in declared if one.withdrawn]:
        with st.expander(f"{counted(len(gone), 'declaration', 'declarations')} withdrawn"):
            for one in gone:
                _draw_one(one)


def _draw_one(one: Declaration) -> None:
    number = one.id or 0
    with st.container(border=True):
        st.markdown(f"**{plain(declaration_line(one))}**\n\n{plain(one.statement)}")
        st.button(
            "Restore" if one.withdrawn else "Withdraw",
            key=f"withdraw declaration {number}",
            icon=":material/undo:" if one.withdrawn else ":material/delete:",
            type="tertiary",
            on_click=_restore if one.withdrawn else _withdraw,
            args=(number,),
            **_right_for(one.trust_uid),
        )


def _draw_form(form: str) -> None:
    st.header("Declare for a trust", anchor=False)
    who, trusts = person(), every_trust(current_history())
    st.selectbox(
        LABELS["trust_uid"] + REQUIRED,
        [name for name, uid in trusts.items() if may_declare_for(who, uid)] or list(trusts),
        index=None,
        key=f"{form} trust_uid",
        placeholder="Type part of the name",
        filter_mode="contains",
        persist_state="session",
    )
    st.text_area(
        LABELS["statement"] + REQUIRED,
        key=f"{form} statement",
        placeholder=HINT,
        height=100,
        persist_state="session",
    )
    columns = st.columns(2)
    for column, (name, mark) in zip(
        columns, {"starts_on": REQUIRED, "ends_on": ""}.items(), strict=True
    ):
        column.date_input(
            LABELS[name] + mark,
            value=None,
            key=f"{form} {name}",
            format="DD/MM/YYYY",
            min_value=_EARLIEST,
            max_value=_LATEST,
            persist_state="session",
        )
    draw_refusal(form, lambda name: Field(LABELS[name], f"{form} {name}"), _faults(form))
    st.button(
        "Declare",
        key=f"{form} save",
        type="primary",
        icon=":material/save:",
        on_click=_declare,
        args=(form,),
        **right(Action.DECLARE),
    )


def _given(form: str) -> dict[str, Any]:
    """Return what the form says by field; nothing where it is blank."""
    held = st.session_state
    return {
        "trust_uid": every_trust(current_history()).get(held.get(f"{form} trust_uid") or ""),
        "statement": (held.get(f"{form} statement") or "").strip(),
        "starts_on": held.get(f"{form} starts_on"),
        "ends_on": held.get(f"{form} ends_on"),
    }


def _faults(form: str) -> list[Fault]:
    return declaration_faults(
        current_history(), _given(form), current_register().declarations.all()
    )


def _declare(form: str) -> None:
    """Write what the form holds; where that fails, nothing typed is lost."""
    if _faults(form):
        refuse(form)
        return
    try:
        made = current_register().declarations.add(Declaration(**_given(form)), person())
    except RulesBroken:
        # Somebody else declared first: the form is drawn with what is wrong now.
        refuse(form)
    except RegisterError as fault:
        refuse(form, words=f"{NOTHING_SAVED} {fault}")
    else:
        st.session_state[_OPENED] += 1
        say(f"Declared for {made.trust_name}.", undo=partial(_withdraw, made.id or 0))


def _withdraw(number: int) -> None:
    try:
        current_register().declarations.withdraw(number, person())
    except RegisterError as fault:
        say(str(fault), fault=True)
    else:
        say(f"Declaration {number} is withdrawn.", undo=partial(_restore, number))


def _restore(number: int) -> None:
    try:
        current_register().declarations.restore(number, person())
    except RegisterError as fault:
        say(f"Declaration {number} stays withdrawn. {fault}", fault=True)
    else:
        say(f"Declaration {number} is restored.")


def _right_for(trust_uid: int) -> dict[str, Any]:
    """Return what disables a control of a trust for which this person may not declare."""
    return right(Action.DECLARE, trusts=[trust_uid])
