"""The filter in the sidebar, and the chips that take its parts off: what they say, and are told.

Both are drawn in the browser by one small script (``pieces/filter.js``), for six of Streamlit's
lists cost half of what a change may take. The script keeps the address, and fetches the options of
a list, with their counts, when it is opened. What the filter holds stands in the session under the
keys of its parts, so it outlives a change of page.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import streamlit as st

from alliance.analysis.filters import Filter
from alliance.web.current import current_history
from alliance.web.filter_parts import (
    DEFAULT_REGIONS,
    EVERY_PART,
    LESS_USED,
    MEMBERS,
    MEMBERS_ONLY,
    PARTS,
    Part,
    called,
    lists_address,
    options,
)
from alliance.web.pieces import piece_script

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = [
    "DAY", "DEFAULT_REGIONS", "EVERY_PART", "LESS_USED", "MEMBERS", "MEMBERS_ONLY", "PARTS", "Part",
    "chips", "day_here", "draw_filter", "keep_filter", "known_names", "options", "parts_in_use",
    "sidebar_filter", "take_address", "take_change",
]  # fmt: skip

DAY = "day"
DAY_HERE = "day_here"
HELP = {
    "tier": "By the academies a trust has in all of England: Starter 1–5, Established 6–15, "
    "National 16–29, System leader 30 and more.",
    "commissioner": "The eight regions of regional schools commissioners, 2014 to 2022.",
    MEMBERS: "Keeps the academies of the five trusts that founded the alliance.",
}
_FIELDS, _CHIPS = "filter", "chips"
_CHANGE = "filter change"
_piece = st.components.v2.component("filter", js=piece_script("filter"), isolate_styles=False)


def draw_filter(page: str) -> None:
    """Draw the filter; the page reads what it says with :func:`sidebar_filter`.

    ``page`` is its path, for the address is kept as long as it is that of this page.
    """
    for part in EVERY_PART:
        _hold(part.key, st.session_state.get(part.key, _first(part.key)))
    with st.sidebar:
        _choose_day("Day", DAY, value=current_history().default_day, bind="query-params")
        # On the day just drawn grade 3 may have another name.
        _hold("grade", st.session_state["grade"])
        fields = [
            {"key": part.key, "label": part.label, "help": HELP.get(part.key, "")}
            for part in EVERY_PART
            if options(part.key)
        ]
        _piece(
            key=_FIELDS,
            data={
                **_told(),
                "fields": fields,
                "shown": len(PARTS),
                "page": page,
                "default": {"region": DEFAULT_REGIONS},
                "lists": lists_address(sidebar_filter()),
            },
            on_changed_change=partial(take_change, _FIELDS),
        )


def chips() -> None:
    """Draw a button for each value of the filter that takes it off."""
    labels = {part.key: part.label for part in parts_in_use()}
    data = {**_told(), "labels": labels}
    _piece(key=_CHIPS, data=data, on_changed_change=partial(take_change, _CHIPS))


def take_address(given: Mapping[str, Iterable[str]]) -> None:
    """Take from the address what the filter holds; call it before it is drawn first.

    Where nothing that a key says is known, its part is as at first.
    """
    for part in EVERY_PART:
        if part.key not in given:
            continue
        values = [value for value in given[part.key] if value]
        if part.key == MEMBERS:
            values = [MEMBERS_ONLY.label] if values and values[-1].lower() == "true" else []
        if not values or known_names(part.key, values):
            _hold(part.key, values)


def take_change(name: str) -> None:
    """Take what was chosen in the browser, which is not trusted to be well formed."""
    told = st.session_state[name].get("changed")
    if not isinstance(told, dict) or not isinstance(told.get("change"), int):
        return
    st.session_state[_CHANGE] = told["change"]
    held = told.get("held")
    if told.get("reset"):
        _reset()
    elif isinstance(held, dict):
        for part in EVERY_PART:
            values = held.get(part.key)
            _hold(part.key, values if isinstance(values, list) else [])


def keep_filter() -> None:
    """Keep the day where the filter is not drawn; else it would be as at first afterwards."""
    if DAY in st.session_state:
        st.session_state[DAY] = st.session_state[DAY]


def sidebar_filter() -> Filter:
    """Give what the filter in the sidebar says."""
    values: dict[str, tuple[Any, ...]] = {
        part.field: tuple(options(part.key)[name] for name in part.held) for part in parts_in_use()
    }
    if "members" in values:
        values["members"] = options(MEMBERS)[MEMBERS_ONLY.label]
    return Filter(day=st.session_state[DAY], **values)


def parts_in_use() -> list[Part]:
    """Give the parts of the filter that narrow something, as the sidebar holds them."""
    parts = [part._replace(held=st.session_state.get(part.key) or []) for part in EVERY_PART]
    return [part for part in parts if part.held]


def day_here() -> None:
    """Draw the day once more, for phones, where the sidebar is closed.

    The style sheet hides it on a wide screen; a browser that says it is none is spared it.
    """
    if "Mobi" not in st.context.headers.get("User-Agent", "Mobi"):
        return
    st.session_state[DAY_HERE] = st.session_state[DAY]
    with st.container(key="day_for_phones"):
        _choose_day("Day", DAY_HERE, on_change=_take_day_from_here, label_visibility="collapsed")


def _first(key: str) -> list[str]:
    return DEFAULT_REGIONS if key == "region" else []


def _hold(key: str, values: Iterable[str]) -> None:
    st.session_state[key] = known_names(key, values)


def known_names(key: str, values: Iterable[Any]) -> list[str]:
    """Give the options of a part that values name, as they are called on the filter's day."""
    day = st.session_state.get(DAY, current_history().default_day)
    return called(key, map(str, values), day)


def _told() -> dict[str, Any]:
    """Give what the browser is told with each change: the filter, and which change it answers."""
    held = {part.key: part.held for part in parts_in_use()}
    return {"change": st.session_state.get(_CHANGE, 0), "held": held}


def _choose_day(label: str, key: str, **more: Any) -> None:
    history = current_history()
    st.date_input(
        label,
        min_value=history.first_day,
        max_value=history.last_day,
        format="DD/MM/YYYY",
        key=key,
        **more,
    )


def _take_day_from_here() -> None:
    st.session_state[DAY] = st.session_state[DAY_HERE]


def _reset() -> None:
    for part in EVERY_PART:
        _hold(part.key, _first(part.key))
    st.session_state[DAY] = current_history().default_day
