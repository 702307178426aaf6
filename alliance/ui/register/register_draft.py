"""What a form of the register holds while it is filled in, before it is a support."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import streamlit as st

from alliance import clock
from alliance.current.state import current_history, current_register
from alliance.errors import Fault
from alliance.register import Support, rules
from alliance.register.declarations import honoured
from alliance.register.headings import DAYS
from alliance.register.listing import WORDS
from alliance.register.register_vocabulary import (
    Funding,
    Precision,
    Status,
    SupporterKind,
    Theme,
)
from alliance.ui.parts.form_faults import Field
from alliance.ui.register.register_parties import (
    SUPPORTER_LABELS,
    box_of_recipient,
    box_of_supporter,
    recipient,
    supporter,
    write_recipient,
    write_supporter,
)

NUMBERS = {"days_planned": 1.0, "days_delivered": 1.0, "cost_pounds": 100.0}
LINES = ("supporter_lead", "recipient_lead", "evidence_link")
TEXTS = ("purpose", "notes", "conflict_answer")
PLAIN_FIELDS = ("theme", *DAYS, "start_known", *NUMBERS, "funding", *LINES, *TEXTS)
MUST = {
    "supporter_id": "Choose the supporting {kind}.",
    "recipient_urn": "Choose the supported school.",
    "theme": "Choose a theme.",
    "starts_on": "Enter the day it starts on.",
}


def write(form: str, name: str, support: Support) -> None:
    """Put one field of a support into the form."""
    if name == "supporter_id":
        write_supporter(form, support.supporter_kind, support.supporter_id)
    elif name == "recipient_urn":
        write_recipient(form, support)
    else:
        st.session_state[f"{form} {name}"] = getattr(support, name)


def typed(form: str) -> dict[str, Any]:
    """Return what the form holds, by field; nothing where a field is blank."""
    held: dict[str, Any] = st.session_state  # type: ignore[assignment]
    values: dict[str, Any] = {name: held.get(f"{form} {name}") for name in PLAIN_FIELDS}
    values |= {name: (values[name] or "").strip() for name in (*LINES, *TEXTS)}
    values["theme"] = Theme(values["theme"]) if values["theme"] else None
    values["funding"] = Funding(values["funding"]) if values["funding"] else None
    values["start_known"] = Precision(values["start_known"] or Precision.DAY)
    day = values["starts_on"] or lookup_day()
    kind, identity = supporter(form, day)
    return values | {
        "supporter_kind": kind,
        "supporter_id": identity,
        "recipient_urn": recipient(form, day),
    }


def form_key(name: str) -> str:
    """Return the key of a form; each time it is emptied it is another one."""
    return f"{name} {st.session_state.setdefault(f'{name} opened', 0)}"


def set_aside(form: str) -> None:
    """Have the form drawn blank, or as the register has it, next; :func:`take_up` undoes it."""
    name, number = form.rsplit(" ", 1)
    st.session_state[f"{name} opened"] = int(number) + 1


def take_up(form: str) -> None:
    """Go on with a form that was set aside."""
    name, number = form.rsplit(" ", 1)
    st.session_state[f"{name} opened"] = int(number)


def empty(form: str) -> None:
    """Forget what was typed in a form; it is drawn blank, or as the register has it, next."""
    set_aside(form)
    for key in [key for key in st.session_state if str(key).startswith(f"{form} ")]:
        del st.session_state[key]


def is_open(name: str) -> bool:
    """Return whether a form holds something other than what it was opened with."""
    form = form_key(name)
    base: Support | None = st.session_state.get(f"{form} base")
    return base is not None and edited(form, base)


def lookup_day() -> dt.date:
    """Return the day on which schools are looked up while no first day is given."""
    return min(clock.today(), current_history().last_day)


def edited(form: str, base: Support) -> bool:
    """Return whether anything in the form differs from the support it was opened with."""
    return any(value != getattr(base, name) for name, value in typed(form).items())


def faults_of_draft(form: str, found: Support | list[Fault], base: Support | None) -> list[Fault]:
    """Return all that is wrong in the form, as far as it is filled in.

    ``found`` is what :func:`completed_draft` gave: the support, or what is missing of it.
    """
    if isinstance(found, list):
        return found + rules.own_faults(typed(form), status_of_draft(form, base))
    others = current_register().supports(recipients=[found.recipient_urn])
    return rules.faults(current_history(), found, others)


def status_of_draft(form: str, base: Support | None) -> Status:
    """Return the status that the form describes, or that the support it changes has."""
    if base is not None:
        return base.status
    return Status(st.session_state.get(f"{form} status") or Status.PROPOSED)


def field_of(form: str, name: str) -> Field:
    """Return the field of the form in which a field of a support is given."""
    if name == "supporter_id":
        kind = SupporterKind(st.session_state[f"{form} kind"])
        return Field(SUPPORTER_LABELS[kind], box_of_supporter(form, kind))
    if name == "recipient_urn":
        return Field(WORDS[name], box_of_recipient(form))
    return Field(WORDS.get(name, name), f"{form} {name}")


def completed_draft(form: str, base: Support | None) -> Support | list[Fault]:
    """Return the support that the form describes, or what is still to do, a word a field."""
    values = typed(form)
    kind = values["supporter_kind"].lower().removeprefix("other ")
    if missing := [
        Fault(name, words.format(kind=kind)) for name, words in MUST.items() if not values[name]
    ]:
        return missing
    if base is None:
        given = Support(**values, status=status_of_draft(form, base))
    else:
        given = replace(base, **values)
    declared = current_register().declarations.all()
    return honoured(rules.completed(current_history(), given), declared)
