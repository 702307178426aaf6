"""What if: trusts take more, trusts join, a trust closes; each beside the plan as it is."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from alliance.analysis.match_changes import GAINS, LOSES, beside_what_happened, changes
from alliance.ui.figure_row import Figure, figure_row
from alliance.ui.filters import DAY
from alliance.ui.match_answer import Answer, answered
from alliance.ui.match_change_map import change_map
from alliance.ui.match_map import match_map
from alliance.ui.table import Column, data_table
from alliance.ui.trust_choice import shown_names
from alliance.ui.words import count, counted, day_in_words
from alliance.web.current import current_history, state_on
from alliance.web.filter_parts import every_trust

if TYPE_CHECKING:
    import pandas as pd

MORE, JOIN, CLOSE = "Trusts take more", "Trusts join", "A trust closes"
WHAT_IF, WHO_TAKE, HOW_MANY, WHO_JOIN, WHO_CLOSES = (
    "what_if",
    "taking_more",
    "how_many_more",
    "joining",
    "closing",
)
MOST_TRUSTS = 10
EXAMPLE = ("Wakefield City Academies Trust", dt.date(2017, 9, 1))
CHANGES = {
    "name": Column("School"),
    "change": Column("Change"),
    "after_name": Column("Supporter then"),
    "before_name": Column("Supporter now"),
    "distance_km": Column("Distance", "To its nearest strong school of the phase", "km"),
    "gravity": Column("Gravity", "Of its need; 1 is the gravest", "number"),
    "why": Column("Why it is in need"),
    "la_name": Column("Local authority"),
    "phase": Column("Phase"),
    "urn": Column("URN", "Unique reference number", "number"),
}
HAPPENED = {
    "name": Column("Academy"),
    "supporter_name": Column("The plan suggests", "The supporter; empty where none could"),
    "distance_km": Column("Distance", "To its nearest strong school of the phase", "km"),
    "to_trust": Column("It went to", "The trust that took it on; empty where no move is on record"),
    "moved_on": Column("On", "The first day in that trust", "day"),
    "agrees": Column("Same", "Whether the plan names the trust it went to"),
    "why": Column("Why it needs help"),
    "reason": Column("Why the plan has none"),
    "phase": Column("Phase"),
    "la_name": Column("Local authority"),
    "urn": Column("URN", "Unique reference number", "number"),
}


def what_if(answer: Answer) -> None:
    """Ask what would be otherwise, and draw what that changes."""
    kind = st.segmented_control(
        "What if",
        (MORE, JOIN, CLOSE),
        default=MORE,
        required=True,
        key=WHAT_IF,
        bind="query-params",
        persist_state="session",
        label_visibility="collapsed",
    )
    st.caption("The figures and the map above stay those of the plan as it is.")
    {MORE: _more, JOIN: _join, CLOSE: _close}[kind or MORE](answer)


def _more(answer: Answer) -> None:
    could = answer.match.could.sort_values("name")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        uids = _trusts("If these trusts", WHO_TAKE, could["trust_uid"].tolist())
        more = st.number_input(
            "took so many more each",
            min_value=1,
            max_value=10,
            value=2,
            key=HOW_MANY,
            bind="query-params",
            persist_state="session",
            width=190,
        )
    if not uids:
        st.caption("Choose one trust or more of those that may help.")
        return
    extra = tuple(sorted((uid, int(more or 2)) for uid in uids))
    _beside(answer, answered(replace(answer.question, extra=extra)))


def _join(answer: Answer) -> None:
    terms = answer.match.terms
    if terms.supporters is None:
        st.info(
            "Any trust may help already. Choose **Founding trusts** or **Trusts there** above to "
            "see what others would add.",
            icon=":material/info:",
        )
        return
    day, inside = answer.question.chosen.day, set(terms.supporters)
    held = state_on(day)["trust_uid"].value_counts()
    uids = _trusts(
        "If these trusts were among the supporters",
        WHO_JOIN,
        [int(uid) for uid in held.index if uid not in inside],
    )
    if not uids:
        st.caption("Choose one trust or more; the largest come first.")
        return
    _beside(answer, answered(replace(answer.question, joining=tuple(sorted(uids)))))


def _trusts(label: str, key: str, uids: list[int]) -> list[int]:
    """Ask for trusts by name, of these UIDs."""
    names = {shown_names()[int(uid)]: int(uid) for uid in uids}
    held = st.session_state.get(key)
    if held is not None:
        st.session_state[key] = [name for name in held if name in names]
    chosen: list[str] = st.multiselect(
        label,
        list(names),
        key=key,
        max_selections=MOST_TRUSTS,
        placeholder="Trusts",
        filter_mode="contains",
        select_all=False,
        bind="query-params",
        persist_state="session",
    )
    return [names[name] for name in chosen]


def _beside(now: Answer, then: Answer) -> None:
    """Draw the figures of both plans, and the schools for which something changes."""
    table = changes(now.match, then.match)
    numbers = table["change"].value_counts()
    figure_row(
        [
            _figure("Could have a supporter", now.match.served, then.match.served),
            _figure("Left without", len(now.match.unmatched), len(then.match.unmatched)),
            _figure(
                "Capacity",
                int(now.match.loads["capacity"].sum()),
                int(then.match.loads["capacity"].sum()),
            ),
            Figure("Gain a supporter", count(numbers.get(GAINS, 0)), "schools"),
            Figure("Lose theirs", count(numbers.get(LOSES, 0)), "schools"),
        ]
    )
    if table.empty:
        st.info("Nothing changes: no school in need that is left lies near them.")
        return
    change_map(now, then)
    data_table(
        table,
        CHANGES,
        key="what changes",
        title="What would change",
        chosen=now.question.chosen,
        searched=("name", "after_name", "before_name", "la_name"),
        order="-gravity" if LOSES in numbers else "gravity",
    )


def _figure(label: str, before: int, after: int) -> Figure:
    more = after - before
    said = "as now" if not more else f"{more:+,} on {count(before)} now".replace("-", "−")
    return Figure(label, count(after), said)


def _close(answer: Answer) -> None:
    day = answer.question.chosen.day
    names = {shown_names()[int(uid)]: int(uid) for uid in _held_on(day).index}
    if st.session_state.get(WHO_CLOSES) not in names:
        st.session_state[WHO_CLOSES] = None
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.selectbox(
            "If this trust closed",
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
        st.caption("Its academies become the need, whatever their grades, and it helps nobody.")
        return
    closing = names[name]
    then = answered(replace(answer.question, closing=closing))
    _closed(then, beside_what_happened(current_history(), then.match, day, closing), name)


def _held_on(day: dt.date) -> pd.Series:
    state = state_on(day)
    return state.loc[state["trust_kind"] == "MAT", "trust_uid"].value_counts()


def _open_example() -> None:
    name, day = EXAMPLE
    if name in every_trust():
        st.session_state.update({WHO_CLOSES: name, DAY: day})


def _closed(then: Answer, table: pd.DataFrame, name: str) -> None:
    """Draw the plan for a closing trust's academies beside where each went."""
    moved, day = table["to_trust"].notna(), then.question.chosen.day
    figure_row(
        [
            Figure("Academies", count(len(table)), f"of {name}"),
            Figure("The plan finds a supporter", count(then.match.served), "of them"),
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
        HAPPENED,
        key="plan and past",
        title=f"If {name} closed on {day_in_words(day)}",
        chosen=then.question.chosen,
        searched=("name", "supporter_name", "to_trust", "la_name"),
        order="name",
    )
    gone = counted(int((~moved).sum()), "academy", "academies")
    st.caption(
        "The plan asks who could support each academy, by distance, size and capacity; who took it "
        "on was for the regional commissioner to decide. "
        + (f"Of {gone} the records tell of no move." if (~moved).any() else "")
    )
