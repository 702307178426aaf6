"""The question, asked piece by piece; each piece is in the address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from alliance.analysis.trusts.trusts_on_day import TIERS
from alliance.current.state import current_history
from alliance.views.impact import impact_question as asked
from alliance.views.page_address import PageAddress

if TYPE_CHECKING:
    from alliance.analysis.impact.question import Question

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
        kind = asked.KIND_NAMES[_one("Schools that", list(asked.KIND_NAMES), asked.WHAT, 200)]
        _which(kind)
        if kind != "area":
            years = list(range(asked.FIRST_YEAR, asked.LAST_YEAR + 1))
            _one("From", years, asked.SINCE, 96, asked.SINCE_FIRST)
            _one("To", years, asked.UNTIL, 96, asked.UNTIL_FIRST)
        _one("Outcome", list(asked.OUTCOME_NAMES), asked.OUTCOME, 280)
        with st.popover("Settings", icon=":material/tune:"):
            _settings()
    held = {key: _words(st.session_state.get(key)) for key in KEYS if key in st.session_state}
    return asked.question_at(PageAddress(held))


def _which(kind: str) -> None:
    history = current_history()
    names = asked.trusts_offered(history)
    if kind == "joined":
        _many("Trust", names, asked.TRUST, [asked.FOUNDERS])
        _one("Size of the trust", [ANY_SIZE, *TIERS], asked.TIER, 150)
    elif kind == "moved":
        own = [name for name in names if name != asked.ANY_TRUST]
        _many("From trust", own, asked.LEFT, [])
        _many("To trust", own, asked.MOVED_TO, [])
    elif kind == "area":
        areas = list(history.schools["opportunity_area"].cat.categories)
        _many("Opportunity Area", areas, asked.AREA, [])
    else:
        _one("Known from", list(asked.SOURCES), asked.SOURCE, 240)


def _settings() -> None:
    st.slider(
        "Years after that count",
        1,
        8,
        asked.YEARS_FIRST,
        key=asked.YEARS,
        bind="query-params",
        help="Of “Time until Good”: years since the last inspection.",
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


def _one(label: str, options: list[Any], key: str, width: int, first: Any = None) -> Any:
    return st.selectbox(
        label,
        options,
        index=options.index(first) if first is not None else 0,
        key=key,
        bind="query-params",
        width=width,
    )


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
