"""The terms of a match as the page asks for them: whom to help, who may, how far, what counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from alliance.analysis.matching.capacity import Formula
from alliance.analysis.matching.match_terms import Weights
from alliance.analysis.need.need_rules import rules_on
from alliance.current.state import current_history, state_on
from alliance.errors import RegisterError
from alliance.history import ALLIANCE_REGION
from alliance.text.words import plain
from alliance.ui.matches.ask_trusts import ask_trusts
from alliance.ui.matches.hand_state import by_hand
from alliance.ui.parts.in_address import choose_one
from alliance.views.matches.match_question import (
    FORMULA,
    FURTHEST_KM,
    HELPED_BY,
    HELPING,
    MOST_SUPPORTERS,
    NAMED,
    THERE,
    WEIGHTS,
    Question,
)
from alliance.views.matches.match_words import (
    COUNT_INHERITED,
    NO_ABLE_TRUST,
    RUN_BY_WORDS,
    TRUST_IN_NEED,
    WHOSE_INSPECTION,
)
from alliance.views.matches.register_ties import given_now

if TYPE_CHECKING:
    import datetime as dt

    from alliance.analysis.filters import Filter
    from alliance.analysis.matching.run_by_choice import RunBy
    from alliance.views.matches.register_ties import Given

SCHOOLS_OF = "schools_of"
ALL_ENGLAND, AS_FILTERED = "England", "As in your filters"
RULES_CHOSEN = "need_rules"


def draw_terms(chosen: Filter) -> Question:
    """Draw the terms in a row, the less used behind buttons; return what they ask."""
    given = _read_register()
    with st.container(horizontal=True, vertical_alignment="bottom", key="match_terms"):
        _schools_of()
        helped_by = choose_one(
            "Supporting trusts",
            HELPED_BY,
            default=THERE,
            key="helped_by",
            persist_state="session",
            help="Trusts with an academy in the regions of your filter, the five founding trusts "
            "of the Northern Alliance, every trust of England, or those you name: your own, say",
        )
        run_by = _run_by()
    with st.container(horizontal=True):
        with st.popover("Limits"):
            within_km = _number("Furthest distance, km", "within_km", 50, 5, FURTHEST_KM, 5)
            per_school = _number(
                "Most supporting trusts for a school",
                "supporters_a_school",
                1,
                1,
                MOST_SUPPORTERS,
                1,
            )
            count_inherited = st.toggle(
                COUNT_INHERITED,
                key="count_inherited",
                bind="query-params",
                persist_state="session",
                help=WHOSE_INSPECTION,
            )
            rules = _rules(chosen.day)
        with st.popover("Weights"):
            st.caption("How much each factor counts. Each factor runs from 0 (best) to 1 (worst).")
            weights = _weights()
        with st.popover("Capacity"):
            st.caption("How many schools a trust could support.")
            formula = _formula()
    named = _named(chosen.day) if helped_by == NAMED else ()
    return Question(
        version=current_history().version,
        chosen=chosen,
        helped_by=helped_by,
        max_distance_km=float(within_km),
        supporters_per_school=int(per_school),
        weights=weights,
        formula=formula,
        rules=rules,
        named=named,
        given=given,
        count_inherited=count_inherited,
        run_by=run_by,
        hand=by_hand(),
    )


def _run_by() -> RunBy:
    words = st.selectbox(
        "Run by",
        list(RUN_BY_WORDS),
        key="run_by",
        bind="query-params",
        persist_state="session",
        width=220,
        help=f"Who runs the eligible schools: the first to call. {TRUST_IN_NEED} {NO_ABLE_TRUST}",
    )
    return RUN_BY_WORDS[words]


def _read_register() -> tuple[Given, ...]:
    """Return what the register holds; where it cannot be reached, say so and go on without."""
    try:
        return given_now()
    except RegisterError as fault:
        st.warning(
            f"{plain(str(fault))} Support recorded there is not counted here.",
            icon=":material/link_off:",
        )
        return ()


def _named(day: dt.date) -> tuple[int, ...]:
    """Ask which trusts may support; the largest stand first."""
    held = state_on(day)["trust_uid"].value_counts()
    return tuple(sorted(ask_trusts("Trusts that could help", HELPING, held.index.tolist())))


def _schools_of() -> None:
    """Draw the region of the filter once more, for here it is the first thing to choose."""
    regions = list(st.session_state["region"])
    now = regions[0] if len(regions) == 1 else AS_FILTERED if regions else ALL_ENGLAND
    names = [ALLIANCE_REGION, *current_history().schools["region"].cat.categories, ALL_ENGLAND]
    st.session_state[SCHOOLS_OF] = now
    st.selectbox(
        "Eligible schools of",
        [*names, *([AS_FILTERED] if now == AS_FILTERED else [])],
        key=SCHOOLS_OF,
        on_change=_take_region,
        width=210,
        help="The same as Region in your filters; your other filters narrow the schools further",
    )


def _take_region() -> None:
    name = st.session_state[SCHOOLS_OF]
    if name != AS_FILTERED:
        st.session_state["region"] = [] if name == ALL_ENGLAND else [name]


def _number(
    label: str, key: str, value: float, low: float, high: float, step: float, told: str = ""
) -> float:
    kind = float if isinstance(step, float) else int
    number = st.number_input(
        label,
        min_value=kind(low),
        max_value=kind(high),
        value=kind(value),
        step=kind(step),
        key=key,
        bind="query-params",
        persist_state="session",
        help=told or None,
    )
    return kind(value) if number is None else number


def _weights() -> Weights:
    first = Weights()
    return Weights(
        **{
            name: _number(label, f"weight_{name}", getattr(first, name), 0.0, 5.0, 0.25, told)
            for name, (label, told) in WEIGHTS.items()
        }
    )


def _formula() -> Formula:
    first = Formula()
    values = [
        _number(label, name, getattr(first, name), low, high, step, told)
        for name, (label, told, low, high, step) in FORMULA.items()
    ]
    strong_for_one, own_need, growth, most, at_a_time, times_its_roll = values
    return Formula(strong_for_one, own_need, growth, int(most), int(at_a_time), times_its_roll)


def _rules(day: dt.date) -> tuple[str, ...]:
    """Ask which criteria count; only those are offered that can hold on the day."""
    history = current_history()
    rules = rules_on(history, day)
    names = [rule.name for rule in rules]
    if RULES_CHOSEN in st.session_state:
        held = st.session_state[RULES_CHOSEN] or []
        st.session_state[RULES_CHOSEN] = [name for name in held if name in names] or names
    chosen = st.pills(
        "List schools that meet at least one of",
        names,
        selection_mode="multi",
        default=names,
        key=RULES_CHOSEN,
        bind="query-params",
        persist_state="session",
        help="\n".join(
            f"- **{rule.name}**: {rule.in_force(history)}; {plain(rule.source)}" for rule in rules
        ),
    )
    return tuple(name for name in names if name in chosen) or tuple(names)
