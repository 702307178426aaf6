"""Search by name, number or postcode that moves the map to what it finds, each time it is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from alliance.analysis.schools.search import LONGEST_QUERY, search
from alliance.current.state import current_history
from alliance.errors import Fault
from alliance.text.words import counted
from alliance.ui.parts.form_faults import (
    REQUIRED,
    Field,
    draw_refusal,
    forget_refusal,
    refuse,
)
from alliance.ui.parts.note import draw_status
from alliance.ui.parts.selection import select
from alliance.views.content import row_of
from alliance.views.not_found import ukprn_in_words

if TYPE_CHECKING:
    import datetime as dt

Bounds = tuple[float, float, float, float]
Spot = tuple[float, float, float, int]
"""Longitude, latitude, zoom, and how often the map was asked to move."""

ZOOM = 12.5
MOST_FOUND = 8
_POPOVER = "find"
_SPOT = "spot on the map"
_FOUND, _HOW_MANY = "found on the map", "how many were found"
_FIELD = Field("Name, number or postcode", "place")


def find_on_map(day: dt.date, bounds: Bounds) -> None:
    """Draw the search box; what is found is selected, and the map moves there."""
    popover = st.popover("Find a school", icon=":material/search:", key=_POPOVER, on_change="rerun")
    if not popover.open:
        return
    with popover:
        draw_refusal(_FIELD.key, lambda _: _FIELD)
        with st.form("find_on_map", border=False):
            st.text_input(
                _FIELD.label + REQUIRED,
                key=_FIELD.key,
                max_chars=LONGEST_QUERY,
                placeholder="Dyke House, 139405 or TS24 8NQ",
            )
            st.form_submit_button("Find", on_click=_find, args=(day, bounds))
        _others(bounds)


def spot_within(bounds: Bounds) -> Spot | None:
    """Return where the map was last asked to move; nothing once the filter looks elsewhere."""
    held = st.session_state.get(_SPOT)
    if held is None or held[0] != bounds:
        return None
    spot: Spot = held[1]
    return spot


def _find(day: dt.date, bounds: Bounds) -> None:
    history, words = current_history(), st.session_state[_FIELD.key].strip()
    if not words:
        refuse(_FIELD.key, [Fault("words", "Type some of it.")], words="")
        return
    forget_refusal(_FIELD.key)
    found = search(history, words, day, len(history.schools))
    found = found[found["open"]]
    st.session_state[_HOW_MANY] = len(found)
    found = found.head(MOST_FOUND)
    st.session_state[_FOUND] = dict(zip(found["urn"].tolist(), found["name"].tolist(), strict=True))
    if len(found) == 1:
        _go(int(found["urn"].iloc[0]), bounds)
    elif len(found):
        _move(int(found["urn"].iloc[0]), bounds)


def _go(urn: int, bounds: Bounds) -> None:
    """Move the map to the one school meant, and lay it open: the list would cover its card."""
    _move(urn, bounds)
    st.session_state[_POPOVER] = False


def _move(urn: int, bounds: Bounds) -> None:
    """Select a school and move the map there, as often as it is asked."""
    select(urn)
    school = row_of(current_history().schools, urn)
    if school is None or pd.isna(school["lon"]):
        return
    times = st.session_state[_SPOT][1][3] if _SPOT in st.session_state else 0
    spot = (float(school["lon"]), float(school["lat"]), ZOOM, times + 1)
    st.session_state[_SPOT] = (bounds, spot)


def _others(bounds: Bounds) -> None:
    """Offer the other schools found, or say that there is none."""
    found: dict[int, str] | None = st.session_state.get(_FOUND)
    if found is None:
        return
    draw_status("found on the map", _found_in_words(len(found)), is_news=True)
    with st.container(gap="xsmall"):
        for urn, name in found.items():
            st.button(
                f"{name} ({urn})",
                key=f"found {urn}",
                type="tertiary",
                on_click=_go,
                args=(urn, bounds),
            )


def _found_in_words(here: int) -> str:
    """Say how many schools were found, of which so many stand here."""
    if not here:
        return (
            ukprn_in_words(st.session_state.get(_FIELD.key) or "")
            or "No school open on this day has that name, number or postcode."
        )
    whole = counted(st.session_state[_HOW_MANY], "school", "schools")
    if st.session_state[_HOW_MANY] > here:
        return f"{whole} found, the best {here} of them here; the first is selected."
    return f"{whole} found; the best answer is selected."
