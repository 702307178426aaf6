"""On the page: one support: what it says, where it stands, and how it is moved or withdrawn."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import streamlit as st

from alliance.analysis.trusts.trust_names import shown_names
from alliance.current.state import current_history, current_register
from alliance.errors import RegisterError, RulesBroken
from alliance.register import Action, Support
from alliance.register.listing import WORDS, trail
from alliance.register.register_vocabulary import MOVES, Status, SupporterKind
from alliance.register.sides_on_day import trusts_of
from alliance.register.support import ChangedMeanwhile
from alliance.ui.app.page_navigation import go_to_school
from alliance.ui.app.sign_in import person, right, sees_names
from alliance.ui.parts.form_faults import Field, draw_refusal, refuse
from alliance.ui.parts.note import say
from alliance.ui.parts.tabs import draw_tabs
from alliance.ui.register.register_audit import change_table
from alliance.ui.register.register_draft import is_open
from alliance.ui.register.register_form import edit_form
from alliance.ui.register.register_reviews import reviews_of
from alliance.ui.register.register_state import FACTS, RECORD_TAB, open_support
from alliance.ui.register.register_table import fact_list
from alliance.ui.trusts.trust_choice import open_trust
from alliance.views.register.support_record import NOTED, facts_of_support

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# What a status is called as something to do, and which day it notes.
MOVE_WORDS = {
    Status.PROPOSED: "Propose again",
    Status.AGREED: "Agree",
    Status.ACTIVE: "Start or resume",
    Status.PAUSED: "Pause",
    Status.COMPLETED: "Complete",
    Status.STOPPED: "Stop",
    Status.DECLINED: "Decline",
}


def support_record(support: Support) -> None:
    """Draw one support in full; its notes, and who changed it, for who may read them."""
    number = support.id or 0
    if not sees_names():
        support = replace(support, notes="")
    if support.withdrawn:
        _withdrawn(support)
    parts: dict[str, Callable[[], None]] = {FACTS: partial(_facts, support)}
    if not support.withdrawn:
        parts |= {
            "Edit": partial(edit_form, support),
            "Reviews": partial(reviews_of, support),
        }
    if sees_names():
        parts["Changes"] = partial(_changes, number)
    draw_tabs(parts, RECORD_TAB)


def _withdrawn(support: Support) -> None:
    st.warning(
        "This support arrangement is withdrawn and left out of every list and figure. You can "
        "restore it."
        + (" What you typed in its form is kept." if is_open(f"edit {support.id}") else ""),
        icon=":material/delete:",
    )
    st.button(
        "Restore it",
        icon=":material/undo:",
        type="primary",
        on_click=restore,
        args=(support.id,),
        **_right(Action.RESTORE, support),
    )


def _right(action: Action, support: Support) -> dict[str, Any]:
    return right(action, trusts=trusts_of(current_history(), support))


def _facts(support: Support) -> None:
    said, move = st.columns([3, 2], gap="large")
    with said:
        fact_list(facts_of_support(support))
        _ways_on(support)
    with move:
        if not support.withdrawn:
            _move(support)
            _withdraw(support)


def _ways_on(support: Support) -> None:
    with st.container(horizontal=True):
        if st.button("The supported school’s story", icon=":material/school:"):
            go_to_school(support.recipient_urn)
        _to_supporter(support.supporter_kind, support.supporter_id)


def _to_supporter(kind: SupporterKind, identity: str) -> None:
    if not identity.isdecimal():
        return
    if kind is SupporterKind.TRUST and int(identity) in shown_names(current_history()):
        if st.button("The supporting trust’s profile", icon=":material/hub:"):
            open_trust(int(identity))
    elif kind is SupporterKind.SCHOOL and st.button(
        "The supporting school’s story", icon=":material/school:"
    ):
        go_to_school(int(identity))


def _move(support: Support) -> None:
    """Offer the statuses that may follow, with the day where the status notes one."""
    st.header(f"Status: {support.status}", anchor=False)
    allowed = MOVES[support.status]
    if not allowed:
        st.caption(f"{support.status} is the last status: no other follows it.")
        _way_back(support)
        return
    form = _move_form(support)
    if any(to in NOTED for to in allowed):
        st.date_input(
            _day_asked(support.status) + _needed_for(allowed),
            value=None,
            format="DD/MM/YYYY",
            min_value=support.proposed_on or dt.date(2000, 1, 1),
            max_value=dt.date(2100, 1, 1),
            key=f"{form} day",
            persist_state="session",
        )
    draw_refusal(form, partial(_move_field, form, support.status))
    with st.container(horizontal=True):
        for to in allowed:
            st.button(
                MOVE_WORDS[to],
                key=f"{form} {to}",
                on_click=_moved,
                args=(support, to),
                **_right(Action.MOVE, support),
            )
    _way_back(support)


def _move_form(support: Support) -> str:
    return f"move {support.id} {support.version}"


def _day_asked(status: Status) -> str:
    noted = [to.lower() for to in MOVES[status] if to in NOTED]
    return f"Day it was {' or '.join(noted)}"


def _needed_for(allowed: Sequence[Status]) -> str:
    """Say which of the statuses that may follow cannot do without their day."""
    needs = [MOVE_WORDS[to].lower() for to in allowed if to in (Status.COMPLETED, Status.STOPPED)]
    return f" (required to {' or '.join(needs)} it)" if needs else ""


def _move_field(form: str, status: Status, name: str) -> Field:
    if name in ("agreed_on", "ended_on"):
        return Field(_day_asked(status), f"{form} day")
    return Field(WORDS.get(name, name))


def _way_back(support: Support) -> None:
    """Offer to take the latest move back, where nothing was changed since."""
    number = support.id or 0
    if move := current_register().latest_move(number):
        st.button(
            f"Return the status to {move.before['status']}",
            icon=":material/undo:",
            type="tertiary",
            key=f"move back {number} {support.version}",
            on_click=_undo_move,
            args=(number, support.version),
            **_right(Action.UNDO_MOVE, support),
        )


def _undo_move(number: int, version: int) -> None:
    try:
        support = current_register().undo_move(number, person(), version=version)
    except ChangedMeanwhile:
        say(
            "The status was not changed: somebody changed this support arrangement since.",
            fault=True,
        )
    except RulesBroken as broken:
        told = " ".join(fault.message for fault in broken.faults)
        say(f"The status was not changed. {told}", fault=True)
    except RegisterError as fault:
        say(str(fault), fault=True)
    else:
        say(f"Number {number} is {support.status} again.")


def _moved(support: Support, to: Status) -> None:
    number = support.id or 0
    form = _move_form(support)
    on = st.session_state.get(f"{form} day") if to in NOTED else None
    try:
        current_register().move(number, to, person(), version=support.version, on=on)
    except RulesBroken as broken:
        refuse(form, broken.faults, f"The status was not changed to {to}.")
    except ChangedMeanwhile as changed:
        say(
            "The status was not changed: somebody else changed this support arrangement first. It "
            f"is {changed.theirs.status} now. Check it, and change the status again if that is "
            "still right.",
            fault=True,
        )
    except RegisterError as fault:
        say(str(fault), fault=True)
    else:
        say(
            f"Number {number} is {to} now.",
            undo=partial(_undo_move, number, support.version + 1),
        )


def _withdraw(support: Support) -> None:
    st.button(
        "Withdraw it",
        icon=":material/delete:",
        on_click=withdraw,
        args=(support.id,),
        type="tertiary",
        **(
            {"help": "Removes it from every list. You can restore it."}
            | _right(Action.WITHDRAW, support)
        ),
    )


def withdraw(number: int) -> None:
    """Withdraw a support and go back to the list, with the way to undo it."""
    try:
        current_register().withdraw(number, person())
    except RegisterError as fault:
        say(str(fault), fault=True)
    else:
        open_support(None)
        say(f"Number {number} is withdrawn.", undo=partial(restore, number))


def restore(number: int) -> None:
    """Bring a withdrawn support back and show it."""
    try:
        current_register().restore(number, person())
    except RegisterError as fault:
        say(f"Number {number} stays withdrawn. {fault}", fault=True)
    else:
        open_support(number)
        say(f"Number {number} is restored.")


def _changes(number: int) -> None:
    change_table(trail(current_register().audit(number)))
