"""What if: trusts take more, trusts join, a trust closes; each beside the plan as it is."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from alliance.analysis.filter_codec import DAY
from alliance.analysis.matching.match_changes import beside_what_happened
from alliance.analysis.trusts.trust_names import every_trust, shown_names
from alliance.current.state import current_history, state_on
from alliance.text.words import count, counted, day_in_words
from alliance.ui.matches.ask_trusts import ask_trusts
from alliance.ui.matches.draw_plans_beside import draw_change
from alliance.ui.matches.match_answer import answered
from alliance.ui.matches.match_map import match_map
from alliance.ui.parts.figure_row import figure_row
from alliance.ui.parts.in_address import choose_one
from alliance.ui.parts.table import data_table
from alliance.views.content import Figure
from alliance.views.matches.match_question import FOUNDERS, THERE
from alliance.views.matches.match_tables import HAPPENED_COLUMNS

if TYPE_CHECKING:
    import pandas as pd

    from alliance.views.matches.match_question import Answer

MORE, JOIN, CLOSE = "Trusts take more", "Trusts join", "A trust closes"
WHAT_IF, WHO_TAKE, HOW_MANY, WHO_JOIN, WHO_CLOSES = (
    "what_if",
    "taking_more",
    "how_many_more",
    "joining",
    "closing",
)
EXAMPLE = ("Wakefield City Academies Trust", dt.date(2017, 9, 1))


def what_if(answer: Answer) -> None:
    """Ask what would be otherwise, and draw what that changes."""
    kind = choose_one(
        "What if",
        (MORE, JOIN, CLOSE),
        default=MORE,
        key=WHAT_IF,
        persist_state="session",
        label_visibility="collapsed",
    )
    st.caption("The figures and map above do not change. Results of your test appear below.")
    {MORE: _more, JOIN: _join, CLOSE: _close}[kind](answer)


def _more(answer: Answer) -> None:
    could = answer.match.could.sort_values("name")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        uids = ask_trusts("Trusts to change", WHO_TAKE, could["trust_uid"].tolist())
        more = st.number_input(
            "Extra schools each trust could support",
            min_value=1,
            max_value=10,
            value=2,
            key=HOW_MANY,
            bind="query-params",
            persist_state="session",
            width=290,
        )
    if not uids:
        st.caption("Choose one or more of the supporting trusts.")
        return
    extra = tuple(sorted((uid, int(more or 2)) for uid in uids))
    draw_change(answer, answered(replace(answer.question, extra=extra)))


def _join(answer: Answer) -> None:
    terms = answer.match.terms
    if terms.supporters is None:
        st.info(
            f"Any trust can be a supporting trust already. Choose **{FOUNDERS}** or **{THERE}** "
            "above to see what others would add.",
            icon=":material/info:",
        )
        return
    day, inside = answer.question.chosen.day, set(terms.supporters)
    held = state_on(day)["trust_uid"].value_counts()
    uids = ask_trusts(
        "Trusts to add to the supporting trusts",
        WHO_JOIN,
        [int(uid) for uid in held.index if uid not in inside],
    )
    if not uids:
        st.caption("Choose one or more trusts. The largest come first.")
        return
    draw_change(answer, answered(replace(answer.question, joining=tuple(sorted(uids)))))


def _close(answer: Answer) -> None:
    day = answer.question.chosen.day
    names = {shown_names(current_history())[int(uid)]: int(uid) for uid in _held_on(day).index}
    if st.session_state.get(WHO_CLOSES) not in names:
        st.session_state[WHO_CLOSES] = None
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.selectbox(
            "Trust that closes",
            list(names),
            index=None,
            key=WHO_CLOSES,
            placeholder="A trust",
            filter_mode="contains",
            bind="query-params",
            persist_state="session",
            width=420,
        )
        st.button(
            f"Example: {EXAMPLE[0]}, {day_in_words(EXAMPLE[1])}",
            on_click=_open_example,
            icon=":material/history:",
        )
    if name is None:
        st.caption(
            "Its academies become the schools to match, whatever their grades. It supports no "
            "school."
        )
        return
    closing = names[name]
    then = answered(replace(answer.question, closing=closing))
    _closed(then, beside_what_happened(current_history(), then.match, day, closing), name)


def _held_on(day: dt.date) -> pd.Series:
    state = state_on(day)
    return state.loc[state["trust_kind"] == "MAT", "trust_uid"].value_counts()


def _open_example() -> None:
    name, day = EXAMPLE
    if name in every_trust(current_history()):
        st.session_state.update({WHO_CLOSES: name, DAY: day})


def _closed(then: Answer, table: pd.DataFrame, name: str) -> None:
    """Draw the plan for a closing trust's academies beside where each went."""
    moved, day = table["to_trust"].notna(), then.question.chosen.day
    figure_row(
        [
            Figure("Academies", count(len(table)), f"of {name}"),
            Figure("Matched by the plan", count(then.match.served), "of them"),
            Figure("Moved to another trust", count(int(moved.sum())), f"after {day_in_words(day)}"),
            Figure(
                "Trusts that took them on", count(table["to_trust"].nunique()), "by the records"
            ),
            Figure("Same as the plan", count(int(table["same"].sum())), "academies"),
        ]
    )
    match_map(then, if_so=True)
    data_table(
        table.assign(agrees=table["same"].map({True: "Yes", False: ""})),
        HAPPENED_COLUMNS,
        key="plan and past",
        title=f"If {name} closed on {day_in_words(day)}",
        chosen=then.question.chosen,
        searched=("name", "supporter_name", "to_trust", "la_name"),
        order="name",
    )
    gone = counted(int((~moved).sum()), "academy", "academies")
    st.caption(
        "The plan shows which trust could support each academy, by distance, size and capacity. "
        "Which trust took it on was for the regional schools commissioner to decide. "
        + (f"For {gone} no move is on record." if (~moved).any() else "")
    )
