"""The selected school, held by URN: neither a change of layer nor of filter loses it.

The browser's own selection is a row number, which Python cannot set and which outlives its data.
It is only listened to: the map reports a click, and forgets it (see ``alliance.maps.deck``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

MAP = "live map"
COLLECTING = "collecting"
_SCHOOL = "school"
_SCHOOLS = "schools collected"


def selected_urn() -> int | None:
    """Give the URN of the selected school."""
    urn: int | None = st.session_state.get(_SCHOOL)
    return urn


def select(urn: int | None) -> None:
    """Select a school, or none."""
    st.session_state[_SCHOOL] = urn


def collecting() -> bool:
    """Tell whether a click adds a school to those collected, in place of selecting it alone."""
    return bool(st.session_state.get(COLLECTING))


def collected() -> tuple[int, ...]:
    """Give the URNs of the schools collected, in the order in which they were."""
    urns: tuple[int, ...] = st.session_state.get(_SCHOOLS, ())
    return urns if collecting() else ()


def collect(urns: Iterable[int]) -> None:
    """Collect these schools and no others."""
    st.session_state[_SCHOOLS] = tuple(urns)


def take_from_map() -> None:
    """Select the school that was clicked; a click beside the schools clears the selection."""
    objects: dict[str, list[dict[str, Any]]] = st.session_state[MAP].selection.objects
    clicked = [row for rows in objects.values() for row in rows if row]
    schools = [int(row["urn"]) for row in clicked if "urn" in row]
    if schools and collecting():
        collect(
            [urn for urn in collected() if urn != schools[0]]
            if schools[0] in collected()
            else [*collected(), schools[0]]
        )
    elif schools:
        select(schools[0])
    elif any("polygon" in row and not row.get("name") for row in clicked):
        select(None)


def row_of(schools: pd.DataFrame, urn: int) -> pd.Series[Any] | None:
    """Give the row of a school by URN, from a table sorted by URN; nothing if it is not there."""
    at = int(schools["urn"].searchsorted(urn))
    row = schools.iloc[at] if at < len(schools) else None
    return row if row is not None and row["urn"] == urn else None
