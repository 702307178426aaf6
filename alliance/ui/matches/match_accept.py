"""From suggestion to register: rows of the plan become proposed supports, and can be taken back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import streamlit as st

from alliance.current.state import current_history
from alliance.errors import Fault, RegisterError, RulesBroken
from alliance.register import Action
from alliance.register.register_vocabulary import ARRANGEMENTS, Theme
from alliance.text.words import count, counted, listed, plain
from alliance.ui.app.going import go_to
from alliance.ui.app.sign_in import person, right, sign_in_line
from alliance.ui.matches.match_opened import opened
from alliance.ui.parts.form_faults import (
    REQUIRED,
    Field,
    draw_refusal,
    forget_refusal,
    refuse,
)
from alliance.views.matches.match_proposals import propose, take_back

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd

    from alliance.views.matches.match_question import Answer

ROWS, EVERY, THEME, FIRST_DAY = "match_rows", "match_every", "match_theme", "match_first_day"
MOST_LISTED = 400
"""Of a longer plan, rows are chosen by opening their schools: the list would be long to send."""

PROPOSING = "match proposing"
_FORM, _NOTHING_ADDED = "match proposals", "Nothing was added."
_ROWS_LABEL, _DAY_LABEL = "Rows of the plan", "Start date"
_DONE, _SEEN, _CLOSES = "match done", "match school proposed", "match popover closes"

Pair = tuple[int, int]
"""A school's URN and its supporter's UID."""


class Done(NamedTuple):
    """What was just done, for a word on it: the numbers of the supports, and whether undone."""

    words: str
    numbers: tuple[int, ...] = ()
    fault: bool = False


def accept(answer: Answer) -> None:
    """Draw what makes rows of the plan proposed supports of the register, by one button.

    The word on what came of it stands below the button, where the eye is.
    """
    _propose(answer)
    _what_was_done()


def _propose(answer: Answer) -> None:
    plan = answer.match.plan
    names = {
        (int(row["urn"]), int(row["supporter_uid"])): (
            f"{row['name']} ({row['urn']}) – {row['supporter_name']}"
        )
        for row in plan[["urn", "supporter_uid", "name", "supporter_name"]].to_dict("records")
    }
    if not names:
        return
    if st.session_state.pop(_CLOSES, False):
        st.session_state[PROPOSING] = False
    with st.popover(
        "Propose in the register",
        icon=":material/playlist_add:",
        type="primary",
        key=PROPOSING,
        on_change="rerun",
    ):
        st.caption(
            "Each row you choose is added to the register of support as “Proposed”, with the "
            "reasons for the match. It then counts against capacity here."
        )
        chosen = _choose(names)
        theme = st.selectbox(
            "Theme" + REQUIRED,
            list(Theme),
            index=list(Theme).index(Theme.SCHOOL_TO_SCHOOL),
            key=THEME,
        )
        first_day = _first_day(answer.question.chosen.day)
        draw_refusal(_FORM, partial(_field, answer.question.chosen.day))
        if st.button(
            f"Add {count(len(chosen))} as Proposed",
            key="match accept",
            type="primary",
            **right(Action.ADD),
        ):
            st.session_state[_CLOSES] = _add(
                answer, plan, chosen, theme or Theme.SCHOOL_TO_SCHOOL, first_day
            )
            st.rerun()
        sign_in_line()


def _field(day: dt.date, name: str) -> Field:
    """Return the field of the form that a fault names; all but theme and day is of the rows."""
    if name == "starts_on":
        return Field(_DAY_LABEL, f"{FIRST_DAY} {day}")
    return Field(_ROWS_LABEL, EVERY if st.session_state.get(EVERY) else ROWS)


def _choose(names: dict[Pair, str]) -> list[Pair]:
    """Ask for one row, some or all; the school that is looked at is chosen at first."""
    if st.toggle(f"All {counted(len(names), 'row', 'rows')} of the plan", key=EVERY):
        return list(names)
    urn = opened()
    if st.session_state.get(_SEEN) != urn:
        st.session_state[_SEEN] = urn
        kept = [pair for pair in st.session_state.get(ROWS, []) if pair in names]
        new = [pair for pair in names if pair[0] == urn and pair not in kept]
        st.session_state[ROWS] = [*kept, *new]
    elif ROWS in st.session_state:
        st.session_state[ROWS] = [pair for pair in st.session_state[ROWS] if pair in names]
    options = list(names)
    if len(options) > MOST_LISTED:
        options = list(st.session_state.get(ROWS, []))
    return st.multiselect(
        _ROWS_LABEL + REQUIRED,
        options,
        format_func=names.__getitem__,
        key=ROWS,
        placeholder="Schools and their supporting trusts"
        if len(names) <= MOST_LISTED
        else "Open a school of the plan to add its row",
        filter_mode="contains",
        select_all=False,
        persist_state="session",
        help="A school you open from the map or a table is added to these",
    )


def _first_day(day: dt.date) -> dt.date | None:
    chosen: dt.date | None = st.date_input(
        _DAY_LABEL + REQUIRED,
        value=day,
        min_value=current_history().first_day,
        format="DD/MM/YYYY",
        key=f"{FIRST_DAY} {day}",
        help="The trust and the school must both be open on this day",
    )
    return chosen


def _add(
    answer: Answer, plan: pd.DataFrame, chosen: list[Pair], theme: Theme, first_day: dt.date | None
) -> bool:
    """Write the rows chosen, all or none, and keep a word on it; return whether that was done."""
    missing = _missing(chosen, first_day)
    if missing or first_day is None:
        refuse(_FORM, missing, _NOTHING_ADDED)
        return False
    wanted = set(chosen)
    pairs = zip(plan["urn"].tolist(), plan["supporter_uid"].tolist(), strict=True)
    rows = plan[[pair in wanted for pair in pairs]]
    try:
        with st.spinner("Writing to the register…"):
            added, there = propose(answer, rows, theme, first_day, person())
    except RulesBroken as broken:
        refuse(_FORM, broken.faults, _NOTHING_ADDED)
        return False
    except RegisterError as fault:
        refuse(_FORM, words=f"{_NOTHING_ADDED} {fault}")
        return False
    forget_refusal(_FORM)
    st.session_state.pop(ROWS, None)
    st.session_state.pop(EVERY, None)
    numbers = tuple(support.id for support in added if support.id is not None)
    words = f"Added {counted(len(added), *ARRANGEMENTS)} as Proposed"
    if numbers:
        words += f", number {listed([str(number) for number in numbers], most=6)}"
    if there:
        words += f"; {count(there)} left out because they are in the register already"
    _say(Done(f"{words}.", numbers))
    return True


def _missing(chosen: list[Pair], first_day: dt.date | None) -> list[Fault]:
    rows = [] if chosen else [Fault("rows", "Choose one row or more.")]
    return rows + ([] if first_day else [Fault("starts_on", "Enter the start date.")])


def _say(done: Done) -> None:
    st.session_state[_DONE] = done


def _what_was_done() -> None:
    """Draw the word on what was just done, with the button that takes it back."""
    done: Done | None = st.session_state.get(_DONE)
    with st.container(key="note match done"):
        if done is None:
            return
        (st.error if done.fault else st.success)(done.words)
        with st.container(horizontal=True):
            if done.numbers:
                st.button(
                    "Undo",
                    key="match undo",
                    on_click=_undo,
                    args=(done.numbers,),
                    icon=":material/undo:",
                    **right(Action.WITHDRAW),
                )
                if st.button("Open the register", icon=":material/handshake:"):
                    go_to("register")
            st.button("Close this note", type="tertiary", on_click=_forget)


def _undo(numbers: tuple[int, ...]) -> None:
    try:
        take_back(numbers, person())
    except RegisterError as fault:
        _say(Done(plain(str(fault)), numbers, fault=True))
    else:
        _say(Done(f"Withdrawn: {counted(len(numbers), *ARRANGEMENTS)}."))


def _forget() -> None:
    st.session_state.pop(_DONE, None)
