"""The question, asked piece by piece; each piece is in the address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from alliance.analysis.impact import question_names as asked
from alliance.analysis.impact.outcomes import OUTCOMES
from alliance.analysis.trusts.trusts_on_day import TIERS
from alliance.current.state import current_history
from alliance.views.impact.impact_question import question_at, trusts_offered
from alliance.views.page_address import PageAddress

if TYPE_CHECKING:
    from alliance.analysis.impact.question import Kind, Question

ANY_SIZE = "Any size"
KEYS = (
    asked.WHAT,
    asked.TRUST,
    asked.MOVED_TO,
    asked.LEFT,
    asked.TIER,
    asked.AREA,
    asked.SOURCE,
    asked.OUTCOME,
    asked.SINCE,
    asked.UNTIL,
    asked.YEARS,
    asked.LIKE,
    asked.CALIPER,
)


def ask() -> Question:
    """Draw the controls and return the question they ask."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="impact_controls"):
        kinds = list(asked.KIND_NAMES)
        kind = asked.KIND_NAMES[_one("Schools that", kinds, asked.WHAT, 200, anew=True)]
        _which(kind)
        if kind != "area":
            years = list(range(asked.FIRST_YEAR, asked.LAST_YEAR + 1))
            _one(asked.LABELS[asked.SINCE], years, asked.SINCE, 96, asked.SINCE_FIRST)
            _one(asked.LABELS[asked.UNTIL], years, asked.UNTIL, 96, asked.UNTIL_FIRST)
        named = _one("Outcome", list(asked.OUTCOME_NAMES), asked.OUTCOME, 280, anew=True)
        with st.popover("Settings", icon=":material/tune:"):
            _settings(kind, asked.OUTCOME_NAMES[named])
    held = {key: _words(st.session_state.get(key)) for key in KEYS if key in st.session_state}
    return question_at(PageAddress(held))


def _which(kind: str) -> None:
    history = current_history()
    names = trusts_offered(history)
    if kind == "joined":
        _many(asked.LABELS[asked.TRUST], names, asked.TRUST, [asked.FOUNDERS])
        _one(asked.LABELS[asked.TIER], [ANY_SIZE, *TIERS], asked.TIER, 150)
    elif kind == "moved":
        own = [name for name in names if name != asked.ANY_TRUST]
        _many(asked.LABELS[asked.LEFT], own, asked.LEFT, [])
        _many(asked.LABELS[asked.MOVED_TO], own, asked.MOVED_TO, [])
    elif kind == "area":
        areas = list(history.schools["opportunity_area"].cat.categories)
        _many(asked.LABELS[asked.AREA], areas, asked.AREA, [])
    else:
        _one(asked.LABELS[asked.SOURCE], list(asked.SOURCES), asked.SOURCE, 240)


def _settings(kind: Kind, outcome: str) -> None:
    if OUTCOMES[outcome].way != "inspection":
        until = outcome == "until_good"
        st.slider(
            "Years since the last inspection" if until else "Years after that count",
            1,
            asked.LONGEST_YEARS,
            asked.years_first(kind, outcome),
            key=asked.YEARS,
            bind="query-params",
        )
    st.slider("Like schools for each", 1, 10, asked.LIKE_FIRST, key=asked.LIKE, bind="query-params")
    st.slider(
        "How far the prior results of like schools may lie apart",
        0.05,
        1.0,
        asked.CALIPER_FIRST,
        0.05,
        key=asked.CALIPER,
        bind="query-params",
        help="In standard deviations among all schools of the phase (the caliper).",
    )


def _one(
    label: str, options: list[Any], key: str, width: int, first: Any = None, *, anew: bool = False
) -> Any:
    """Draw a list; of another choice in one with ``anew`` the years are those it begins with."""
    return st.selectbox(
        label,
        options,
        index=options.index(first) if first is not None else 0,
        key=key,
        bind="query-params",
        width=width,
        on_change=_years_anew if anew else None,
    )


def _years_anew() -> None:
    st.session_state.pop(asked.YEARS, None)


def _many(label: str, options: list[str], key: str, first: list[str]) -> None:
    st.multiselect(
        label,
        options,
        default=first,
        key=key,
        bind="query-params",
        max_selections=10,
        placeholder="All of them",
        filter_mode="contains",
        select_all=False,
        width=330,
    )


def _words(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [str(one) for one in values if one not in (None, ANY_SIZE)]
