"""The selected school, held by URN: neither a change of layer nor of filter loses it.

The browser keeps a selection of its own by row, which Python cannot set. It is therefore only
listened to; when it no longer agrees with ours, the layers get a new name and it forgets.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

if TYPE_CHECKING:
    import pandas as pd

MAP = "live map"
_SCHOOL = "school"
_ROUND = "selection round"


def selected_urn() -> int | None:
    """Give the URN of the selected school."""
    urn: int | None = st.session_state.get(_SCHOOL)
    return urn


def selection_round() -> int:
    """Give a number that changes whenever the browser should forget its own selection."""
    number: int = st.session_state.get(_ROUND, 0)
    return number


def select(urn: int | None) -> None:
    """Select a school by other means than the map, or none."""
    st.session_state[_SCHOOL] = urn
    st.session_state[_ROUND] = selection_round() + 1


def take_from_map() -> None:
    """Take over what was clicked: a school, or the empty map, which clears the selection."""
    objects: dict[str, list[dict[str, Any]]] = st.session_state[MAP].selection.objects
    picked = [row for rows in objects.values() for row in rows if row and "urn" in row]
    if picked:
        st.session_state[_SCHOOL] = int(picked[0]["urn"])
    elif not objects:
        st.session_state[_SCHOOL] = None


def row_of(schools: pd.DataFrame, urn: int) -> pd.Series[Any] | None:
    """Give the row of a school by URN, from a table sorted by URN; nothing if it is not there."""
    at = int(schools["urn"].searchsorted(urn))
    row = schools.iloc[at] if at < len(schools) else None
    return row if row is not None and row["urn"] == urn else None
