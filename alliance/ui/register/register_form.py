"""The form in which a support is written or edited, with every rule's word beside it at once."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import streamlit as st

from alliance.analysis.trusts.trust_names import shown_names
from alliance.current.state import current_history, current_register
from alliance.errors import RegisterError, RulesBroken
from alliance.register import Action, Support
from alliance.register.headings import DAYS
from alliance.register.listing import WORDS
from alliance.register.register_vocabulary import Funding, Precision, Status, Theme
from alliance.register.rules import FIRST_DAY, LAST_DAY
from alliance.register.sides_on_day import trusts_of
from alliance.register.support import ChangedMeanwhile
from alliance.text.words import day_in_words, plain
from alliance.ui.app.sign_in import person, right
from alliance.ui.parts.form_faults import (
    NOTHING_SAVED,
    REQUIRED,
    Field,
    draw_broken,
    draw_refusal,
    faults_in_words,
    refuse,
)
from alliance.ui.parts.note import say
from alliance.ui.register.register_draft import (
    LINES,
    MUST,
    NUMBERS,
    PLAIN_FIELDS,
    completed_draft,
    edited,
    empty,
    faults_of_draft,
    field_of,
    form_key,
    lookup_day,
    set_aside,
    status_of_draft,
    take_up,
    typed,
    write,
)
from alliance.ui.register.register_merge import (
    changed_meanwhile,
    choose_meanwhile,
    compare_meanwhile,
    field_to_choose,
    forget_meanwhile,
    merge,
    to_choose,
)
from alliance.ui.register.register_parties import (
    ask_kind,
    ask_recipient,
    ask_supporter,
)
from alliance.ui.register.register_state import (
    INTERNAL,
    LIST,
    open_support,
    open_tab,
)

if TYPE_CHECKING:
    from alliance import errors

HINTS = {
    "supporter_lead": "Executive principal: a role, no name",
    "recipient_lead": "Headteacher: a role, no name",
    "evidence_link": "https://",
    "starts_on": "The first day of support",
    "ended_on": "The last day of support, once it has ended",
}


def add_form() -> None:
    """Draw the form for a new support."""
    _draw(form_key("add"), None)


def edit_form(support: Support) -> None:
    """Draw the form for a support that is there; what is typed outlives a change of page.

    Where somebody else changed the support since the form was opened, the form says so.
    """
    form = form_key(f"edit {support.id}")
    base: Support | None = st.session_state.get(f"{form} base")
    if base is None or (base.version != support.version and not edited(form, base)):
        for name in ("supporter_id", "recipient_urn", *PLAIN_FIELDS):
            write(form, name, support)
        st.session_state[f"{form} base"] = base = support
        forget_meanwhile(form)
    if base.version != support.version:
        merge(form, typed(form), base, support, write)
        st.session_state[f"{form} base"] = base = support
    compare_meanwhile(form)
    _draw(form, base)


def _draw(form: str, base: Support | None) -> None:
    fields, beside = st.columns([5, 3], gap="large")
    with fields:
        day = st.session_state.get(f"{form} starts_on") or lookup_day()
        ask_kind(form)
        giver, taker = st.columns(2)
        with giver:
            ask_supporter(form, day)
        with taker:
            ask_recipient(form, day)
        conflict = st.container()
        theme, funding = st.columns(2)
        with theme:
            _choose("theme", form, list(Theme))
        with funding:
            _choose("funding", form, list(Funding))
        _text(form, "purpose", 80)
        _when(form, base)
        _how_exactly(form)
        _how_much(form)
        for name in LINES:
            st.text_input(
                WORDS[name],
                key=f"{form} {name}",
                placeholder=HINTS[name],
                persist_state="session",
            )
        _text(form, "notes", 110)
    found = completed_draft(form, base)
    with conflict:
        if isinstance(found, Support):
            _conflict(form, found)
    with beside, st.container(key="register_check"):
        _check(form, found, base)


def _when(form: str, base: Support | None) -> None:
    if base is None:
        st.selectbox(
            "Status",
            list(Status),
            key=f"{form} status",
            persist_state="session",
            help="The status now. You can change it later, and each change is recorded.",
        )
    over = status_of_draft(form, base) in (Status.COMPLETED, Status.STOPPED)
    must = {*MUST, *(["ended_on"] if over else [])}
    columns = [*st.columns(3), *st.columns(3)]
    for column, name in zip(columns, DAYS, strict=False):
        column.date_input(
            WORDS[name] + REQUIRED * (name in must),
            value=None,
            key=f"{form} {name}",
            format="DD/MM/YYYY",
            min_value=min(FIRST_DAY, st.session_state.get(f"{form} {name}") or FIRST_DAY),
            max_value=max(LAST_DAY, st.session_state.get(f"{form} {name}") or LAST_DAY),
            help=HINTS.get(name),
            persist_state="session",
        )


def _how_exactly(form: str) -> None:
    """Ask how exactly the start is known; of a month or a year no day is ever shown."""
    st.session_state.setdefault(f"{form} start_known", Precision.DAY)
    st.segmented_control(
        WORDS["start_known"],
        list(Precision),
        key=f"{form} start_known",
        required=True,
        help="Where only the month or the year is known, give any day of it: the register then "
        "shows the month or the year alone.",
        persist_state="session",
    )


def _how_much(form: str) -> None:
    columns = st.columns(3)
    for column, (name, step) in zip(columns, NUMBERS.items(), strict=True):
        column.number_input(
            WORDS[name],
            value=None,
            step=step,
            format="%.10g",
            key=f"{form} {name}",
            persist_state="session",
        )


def _choose(name: str, form: str, words: list[Any]) -> None:
    st.selectbox(
        WORDS[name] + REQUIRED * (name in MUST),
        words,
        index=None,
        key=f"{form} {name}",
        placeholder="Choose one",
        persist_state="session",
    )


def _text(form: str, name: str, height: int, *, must: bool = False) -> None:
    st.text_area(
        WORDS[name] + REQUIRED * must,
        key=f"{form} {name}",
        height=height,
        persist_state="session",
    )


def _conflict(form: str, support: Support) -> None:
    """Ask what was done about a conflict of interest, where there is one and none is declared."""
    if not support.conflict and not support.conflict_answer:
        return
    if support.conflict_answer not in ("", typed(form)["conflict_answer"]):
        st.info(plain(support.conflict_answer), icon=":material/verified:")
        return
    with st.container(border=True, key="register_conflict"):
        if support.conflict:
            st.markdown(
                f"**Conflict of interest.** {plain(support.conflict)} Who decided this, and what "
                "was done so that the decision is fair?"
            )
            if support.internal:
                st.caption(f"A trust may answer once for all its academies, under {INTERNAL}.")
        else:
            st.markdown("No conflict of interest is found now; the earlier answer stays below.")
        _text(form, "conflict_answer", 80, must=bool(support.conflict))


def _check(form: str, found: Support | list[errors.Fault], base: Support | None) -> None:
    """Say what follows from the form and which rules it breaks, and offer to save it."""
    st.header("Check before saving", anchor=False)
    choose_meanwhile(form, write)
    faults, fields = faults_of_draft(form, found, base), partial(_field, form)
    missing = found if isinstance(found, list) else []
    if isinstance(found, Support):
        _follows(found)
    if not draw_refusal(form, fields, to_choose(form) + faults):
        if missing:
            lines = faults_in_words(missing, fields)
            st.info(f"Before you can save:\n\n{lines}", icon=":material/edit:")
        draw_broken([fault for fault in faults if fault not in missing], fields)
    if not faults:
        st.success("No problems found.", icon=":material/check:")
    action = Action.ADD if base is None else Action.CHANGE
    with st.container(horizontal=True):
        st.button(
            "Save",
            key=f"{form} save",
            type="primary",
            icon=":material/save:",
            on_click=_save,
            args=(form, base),
            **right(action, trusts=_whose(found, base)),
        )
        st.button(
            "Clear the form" if base is None else "Discard my changes",
            key=f"{form} empty",
            type="tertiary",
            on_click=_set_aside,
            args=(form, base),
        )


def _whose(found: Support | list[errors.Fault], base: Support | None) -> set[int] | None:
    """Return the trusts whose support it would be; nothing while that is not known."""
    support = found if isinstance(found, Support) else base
    return None if support is None else trusts_of(current_history(), support)


def _field(form: str, name: str) -> Field:
    return field_to_choose(form, name) or field_of(form, name)


def _follows(support: Support) -> None:
    """Say what the history adds to the form."""
    uid = support.recipient_trust_uid
    trust = "no trust" if uid is None else shown_names(current_history()).get(uid, str(uid))
    lines = [
        f"{support.supporter_name} supports {support.recipient_name}",
        f"supported school’s trust on {day_in_words(support.starts_on)}: {trust}",
    ]
    if support.internal:
        lines.append("internal: a trust supports its own academy")
    st.markdown("\n".join(f"- {plain(line)}" for line in lines))


def _set_aside(form: str, base: Support | None) -> None:
    set_aside(form)
    say("The form is cleared." if base is None else "Discarded.", undo=partial(take_up, form))


def _save(form: str, base: Support | None) -> None:
    """Write what the form holds; where that fails, nothing typed is lost."""
    found = completed_draft(form, base)
    # Whose words to keep may not have been asked yet: the click came from what was on the screen.
    if isinstance(found, list) or to_choose(form):
        refuse(form)
        return
    register = current_register()
    try:
        saved = (register.add if base is None else register.change)(found, person())
    except RulesBroken:
        refuse(form)
    except ChangedMeanwhile:
        # The form compares the two versions when it is drawn next.
        refuse(form, words=f"{NOTHING_SAVED} Somebody else changed it first.")
    except RegisterError as fault:
        refuse(form, words=f"{NOTHING_SAVED} {fault}")
    else:
        others = changed_meanwhile(form)
        empty(form)
        open_support(saved.id)
        open_tab(LIST)
        done = f"Saved as number {saved.id}." if base is None else "Your changes are saved."
        say(
            f"{done} While the form was open {others}." if others else done,
            undo=partial(_take_back, saved.id or 0) if base is None else None,
        )


def _take_back(number: int) -> None:
    """Withdraw what was just saved, and go back to the list."""
    current_register().withdraw(number, person())
    open_support(None)
    say(f"Number {number} is withdrawn; it can be restored.")
