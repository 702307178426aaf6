"""The terms of a match as the page asks for them: whom to help, who may, how far, what counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from alliance.analysis.capacity import Formula
from alliance.analysis.match_terms import Weights
from alliance.analysis.need_rules import RULES
from alliance.errors import RegisterError
from alliance.history import ALLIANCE_REGION
from alliance.ui.match_answer import HELPED_BY, THERE, Question
from alliance.ui.match_register import given_now
from alliance.ui.register_state import plain
from alliance.web.current import current_history

if TYPE_CHECKING:
    from alliance.analysis.filters import Filter
    from alliance.ui.match_register import Given

SCHOOLS_OF = "schools_of"
ALL_ENGLAND, AS_FILTERED = "England", "As the filter says"
FURTHEST_KM = 100
MOST_SUPPORTERS = 3
WEIGHTS = {
    "distance": ("Distance", "Kilometres to the supporter’s nearest strong school of the phase"),
    "size": ("Size", "How far the school’s roll lies from that strong school’s"),
    "region": ("Region", "Whether the supporter has an academy in the school’s region"),
    "relationship": (
        "Relationship",
        "Whether the supporter has helped in the school’s trust or authority before, by the "
        "register",
    ),
    "load": ("Load", "The share of the supporter’s own academies that are below Good"),
}
FORMULA = {
    "strong_for_one": (
        "Strong schools to support one",
        "Good or Outstanding by an inspection of its own",
        1.0,
        10.0,
        0.5,
    ),
    "own_need": (
        "Less for each of its own below Good",
        "Requires improvement or worse",
        0.0,
        2.0,
        0.05,
    ),
    "growth": ("Less for each that joined within a year", "Academies new to it", 0.0, 2.0, 0.05),
    "most": ("At most", "What it gives already counted in", 1, 50, 1),
}


def draw_terms(chosen: Filter) -> Question:
    """Draw the terms in a row, the less used behind buttons; give what they ask."""
    given = _given()
    with st.container(horizontal=True, vertical_alignment="bottom", key="match_terms"):
        _schools_of()
        helped_by = st.segmented_control(
            "Helped by",
            HELPED_BY,
            default=THERE,
            required=True,
            key="helped_by",
            bind="query-params",
            persist_state="session",
            help="Trusts with an academy in those regions, the five founding trusts of the "
            "alliance, or every trust of England",
        )
        with st.popover("Limits"):
            within_km = _number("Within km", "within_km", 50, 5, FURTHEST_KM, 5)
            per_school = _number(
                "Supporters a school may have", "supporters_a_school", 1, 1, MOST_SUPPORTERS, 1
            )
            rules = _rules()
        with st.popover("Weights"):
            st.caption("How much each criterion counts; each runs from 0, the best, to 1.")
            weights = _weights()
        with st.popover("Capacity"):
            st.caption("How many schools a trust could support.")
            formula = _formula()
    return Question(
        version=current_history().version,
        chosen=chosen,
        helped_by=helped_by or THERE,
        max_distance_km=float(within_km),
        supporters_per_school=int(per_school),
        weights=weights,
        formula=formula,
        rules=rules,
        given=given,
    )


def _given() -> tuple[Given, ...]:
    """Give what the register holds; where it cannot be reached, say so and go on without."""
    try:
        return given_now()
    except RegisterError as fault:
        st.warning(
            f"{plain(str(fault))} What it holds is not counted here.", icon=":material/link_off:"
        )
        return ()


def _schools_of() -> None:
    """Draw the region of the filter once more, for here it is the first thing to choose."""
    regions = list(st.session_state["region"])
    now = regions[0] if len(regions) == 1 else AS_FILTERED if regions else ALL_ENGLAND
    names = [ALLIANCE_REGION, *current_history().schools["region"].cat.categories, ALL_ENGLAND]
    st.session_state[SCHOOLS_OF] = now
    st.selectbox(
        "Schools in need of",
        [*names, *([AS_FILTERED] if now == AS_FILTERED else [])],
        key=SCHOOLS_OF,
        on_change=_take_region,
        width=210,
        help="The region of the filter; its other parts narrow the schools further",
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
    strong_for_one, own_need, growth, most = values
    return Formula(strong_for_one, own_need, growth, int(most))


def _rules() -> tuple[str, ...]:
    names = [rule.name for rule in RULES]
    chosen = st.pills(
        "A school is in need if a rule catches it",
        names,
        selection_mode="multi",
        default=names,
        key="need_rules",
        bind="query-params",
        persist_state="session",
        help="\n".join(
            f"- **{rule.name}**: {rule.in_force}; {plain(rule.source)}" for rule in RULES
        ),
    )
    return tuple(name for name in names if name in chosen) or tuple(names)
