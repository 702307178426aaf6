"""One support: what it says, where it stands, and how it is moved or withdrawn."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from alliance import clock
from alliance.errors import ChangedMeanwhile, RegisterError, RulesBroken
from alliance.register import Action, Support
from alliance.register.listing import WORDS, in_words, review_due_on, trail
from alliance.register.vocabulary import MOVES, OVER, Status, SupporterKind
from alliance.ui.going import go_to_school
from alliance.ui.register_audit import change_table
from alliance.ui.register_draft import is_open
from alliance.ui.register_form import edit_form
from alliance.ui.register_reviews import reviews_of
from alliance.ui.register_state import (
    FACTS,
    RECORD_TAB,
    open_support,
    plain,
    right,
    say,
)
from alliance.ui.register_table import fact_list
from alliance.ui.sign_in import person
from alliance.ui.tabs import draw_tabs
from alliance.ui.trust_choice import open_trust, shown_names
from alliance.ui.words import MISSING, count, day_in_words
from alliance.web.current import current_register

if TYPE_CHECKING:
    from collections.abc import Callable

# Statuses that note a day.
NOTED = (Status.AGREED, *OVER)
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


def title(support: Support) -> str:
    """Say who supports whom."""
    return plain(f"{support.supporter_name} supports {support.recipient_name}")


def sentence(support: Support) -> str:
    """Say what is looked at."""
    marks = {
        "illustrative: invented": support.illustrative,
        "internal to the trust": support.internal,
        "withdrawn": support.withdrawn,
    }
    return " · ".join(
        [
            f"Number {support.id}",
            support.theme,
            support.status,
            f"from {day_in_words(support.starts_on)}",
            *(words for words, held in marks.items() if held),
        ]
    )


def support_record(support: Support) -> None:
    """Draw one support in full."""
    number = support.id or 0
    if support.withdrawn:
        _withdrawn(support)
    parts: dict[str, Callable[[], None]] = {FACTS: partial(_facts, support)}
    if not support.withdrawn:
        parts |= {
            "Edit": partial(edit_form, support),
            "Reviews": partial(reviews_of, support),
        }
    draw_tabs(parts | {"Changes": partial(_changes, number)}, RECORD_TAB)


def _withdrawn(support: Support) -> None:
    st.warning(
        "This support is withdrawn: no list and no figure holds it. It can be brought back."
        + (" What you typed in its form is kept." if is_open(f"edit {support.id}") else ""),
        icon=":material/delete:",
    )
    st.button(
        "Restore it",
        icon=":material/undo:",
        type="primary",
        on_click=restore,
        args=(support.id,),
        **right(Action.RESTORE),
    )


def _facts(support: Support) -> None:
    said, move = st.columns([3, 2], gap="large")
    with said:
        fact_list(_told(support))
        _ways_on(support)
    with move:
        if not support.withdrawn:
            _move(support)
            _withdraw(support)


def _told(support: Support) -> dict[str, str]:
    """Give every field that is filled in, in the order of the form."""
    trust = support.recipient_trust_uid
    days = f"{in_words(support.days_delivered) or MISSING} of {in_words(support.days_planned)}"
    due = review_due_on(support, current_register().reviews(support.id or 0))
    late = " (overdue)" if due and due < clock.today() else ""
    return {
        "Supporter": f"{support.supporter_name} ({support.supporter_kind}"
        + (")" if support.supporter_kind is SupporterKind.OTHER else f" {support.supporter_id})"),
        "Recipient": f"{support.recipient_name} (URN {support.recipient_urn})",
        "Recipient’s trust at the start": "None"
        if trust is None
        else f"{shown_names().get(trust, '')} ({trust})",
        "Theme": support.theme,
        "Purpose": support.purpose,
        **{
            WORDS[name]: in_words(getattr(support, name))
            for name in ("proposed_on", "agreed_on", "starts_on", "planned_end_on", "ended_on")
        },
        "Review due": in_words(due) + late if due else "",
        "Days delivered of those planned": days
        if support.days_delivered is not None or support.days_planned is not None
        else "",
        "Cost": "" if support.cost_pounds is None else f"£{count(support.cost_pounds)}",
        "Funding": support.funding or "",
        "Supporter’s lead": support.supporter_lead,
        "Recipient’s lead": support.recipient_lead,
        "Evidence": support.evidence_link,
        "Notes": support.notes,
        "Conflict of interest": support.conflict,
        "What was done about it": support.conflict_answer if support.conflict else "",
        "Origin": support.origin,
        "Reasons": support.reasons,
    }


def _ways_on(support: Support) -> None:
    with st.container(horizontal=True):
        if st.button("The school’s story", icon=":material/school:"):
            go_to_school(support.recipient_urn)
        _to_supporter(support.supporter_kind, support.supporter_id)


def _to_supporter(kind: SupporterKind, identity: str) -> None:
    if not identity.isdecimal():
        return
    if kind is SupporterKind.TRUST and int(identity) in shown_names():
        if st.button("The supporter’s profile", icon=":material/hub:"):
            open_trust(int(identity))
    elif kind is SupporterKind.SCHOOL and st.button(
        "The supporter’s story", icon=":material/school:"
    ):
        go_to_school(int(identity))


def _move(support: Support) -> None:
    """Offer the statuses that may follow, with the day where the status notes one."""
    st.header(f"Status: {support.status}", anchor=False)
    allowed = MOVES[support.status]
    if not allowed:
        st.caption(f"{support.status} is the end: no status follows it.")
        return
    stamp = f"{support.id} {support.version}"
    if noted := [to.lower() for to in allowed if to in NOTED]:
        st.date_input(
            f"Day it was {' or '.join(noted)}",
            value=None,
            format="DD/MM/YYYY",
            min_value=support.proposed_on or dt.date(2000, 1, 1),
            max_value=dt.date(2100, 1, 1),
            key=f"move day {stamp}",
            persist_state="session",
        )
    with st.container(horizontal=True):
        for to in allowed:
            st.button(
                MOVE_WORDS[to],
                key=f"move {stamp} {to}",
                on_click=_moved,
                args=(support, to),
                **right(Action.MOVE),
            )


def _moved(support: Support, to: Status) -> None:
    number = support.id or 0
    day = st.session_state.get(f"move day {number} {support.version}")
    on = day if to in NOTED else None
    try:
        current_register().move(number, to, person(), version=support.version, on=on)
    except RulesBroken as broken:
        told = " ".join(fault.message for fault in broken.faults)
        say(f"Not moved to {to}. {told}", fault=True)
    except ChangedMeanwhile as changed:
        say(
            f"Not moved: somebody else changed this support first. It is {changed.theirs.status} "
            "now. Look at it, and move it again if that is still right.",
            fault=True,
        )
    except RegisterError as fault:
        say(str(fault), fault=True)
    else:
        say(f"Number {number} is {to} now.")


def _withdraw(support: Support) -> None:
    st.button(
        "Withdraw it",
        icon=":material/delete:",
        on_click=withdraw,
        args=(support.id,),
        type="tertiary",
        **(
            {"help": "Takes it out of every list; it can be brought back."} | right(Action.WITHDRAW)
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
        say(f"Number {number} is back.")


def _changes(number: int) -> None:
    change_table(trail(current_register().audit(number)))
