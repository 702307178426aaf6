"""The filter in the sidebar, bound to the address, and the chips that take its parts off."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import streamlit as st

from alliance.analysis.filters import Filter
from alliance.history import ALLIANCE_REGION, PHASES
from alliance.maps.palette import GRADE_NAMES
from alliance.web.current import current_history

if TYPE_CHECKING:
    from collections.abc import Sequence

DEFAULT_REGIONS = [ALLIANCE_REGION]
_GRADES = {name: grade for grade, name in GRADE_NAMES.items()}


class Part(NamedTuple):
    """A part of the filter: its key in the address, its label, and what it holds now."""

    key: str
    label: str
    held: list[str]


@lru_cache(maxsize=1)
def trust_options() -> dict[str, int]:
    """Give every multi-academy trust of the history by the name shown; UID where two share one."""
    trusts = current_history().trusts
    trusts = trusts[trusts["kind"] == "MAT"].sort_values(["name", "trust_uid"])
    often = Counter(trusts["name"])
    return {
        name if often[name] == 1 else f"{name} ({uid})": int(uid)
        for name, uid in zip(trusts["name"], trusts["trust_uid"], strict=True)
    }


def sidebar_filter() -> Filter:
    """Draw the filter and give what it says."""
    history = current_history()
    with st.sidebar:
        day = st.date_input(
            "Day",
            value=history.default_day,
            min_value=history.first_day,
            max_value=history.last_day,
            format="DD/MM/YYYY",
            key="day",
            bind="query-params",
        )
        regions = _choose("Region", "region", [ALLIANCE_REGION, *_regions()], DEFAULT_REGIONS)
        areas = _choose("Opportunity Area", "area", _opportunity_areas())
        trusts = _choose("Trust", "trust", list(trust_options()))
        phases = _choose("Phase", "phase", PHASES)
        grades = _choose("Ofsted grade", "grade", list(_GRADES))
        st.button(
            "Reset the filter", on_click=_reset, type="tertiary", icon=":material/restart_alt:"
        )
    return Filter(
        day=day,
        regions=tuple(regions),
        opportunity_areas=tuple(areas),
        trusts=tuple(trust_options()[name] for name in trusts),
        phases=tuple(phases),
        grades=tuple(_GRADES[name] for name in grades),
    )


def parts_in_use() -> list[Part]:
    """Give the parts of the filter that narrow something, as the sidebar holds them."""
    labels = {
        "region": "Region",
        "area": "Opportunity Area",
        "trust": "Trust",
        "phase": "Phase",
        "grade": "Ofsted grade",
    }
    parts = [
        Part(key, label, list(st.session_state.get(key) or [])) for key, label in labels.items()
    ]
    return [part for part in parts if part.held]


def chips() -> None:
    """Draw a button for each value of the filter that takes it off."""
    parts = parts_in_use()
    if not parts:
        return
    with st.container(horizontal=True, gap="xsmall", key="chips"):
        for part in parts:
            for value in part.held:
                st.button(
                    value,
                    key=f"chip {part.key} {value}",
                    icon=":material/close:",
                    help=f"Take off: {part.label} {value}",
                    on_click=_take_off,
                    args=(part.key, value),
                )


def _choose(
    label: str, key: str, options: Sequence[str], default: list[str] | None = None
) -> list[str]:
    return st.multiselect(
        label,
        options,
        default=default or [],
        key=key,
        placeholder="All",
        bind="query-params",
        filter_mode="contains",
        select_all=False,
    )


def _regions() -> list[str]:
    return list(current_history().schools["region"].cat.categories)


def _opportunity_areas() -> list[str]:
    return list(current_history().schools["opportunity_area"].cat.categories)


def _take_off(key: str, value: str) -> None:
    st.session_state[key] = [kept for kept in st.session_state[key] if kept != value]


def _reset() -> None:
    for key in ("area", "trust", "phase", "grade"):
        st.session_state[key] = []
    st.session_state["region"] = DEFAULT_REGIONS
    st.session_state["day"] = current_history().default_day
