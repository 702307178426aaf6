"""The selected school, held by URN: neither a change of layer nor of filter loses it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

MAP = "live map"
COLLECTING = "collecting"
IN_ADDRESS = "school"
URN = re.compile(r"[0-9]{5,7}")
_SCHOOL = "school"
_SCHOOLS = "schools collected"


def selected_urn() -> int | None:
    """Give the URN of the selected school."""
    urn: int | None = st.session_state.get(_SCHOOL)
    return urn


def select(urn: int | None) -> None:
    """Select a school, or none."""
    st.session_state[_SCHOOL] = urn


def keep_in_address() -> None:
    """Take the selected school from the address when a visit opens with one; then write it there.

    Call it before the selection is read.
    """
    given = st.query_params.get(IN_ADDRESS, "")
    if _SCHOOL not in st.session_state:
        select(int(given) if URN.fullmatch(given) else None)
    urn = selected_urn()
    if urn is not None and given != str(urn):
        st.query_params[IN_ADDRESS] = str(urn)
    elif urn is None and given:
        del st.query_params[IN_ADDRESS]


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


def take_from_map(urn: int | None) -> None:
    """Select the school that was clicked; a click beside the schools clears the selection."""
    if urn is None or not collecting():
        select(urn)
    elif urn in collected():
        collect([other for other in collected() if other != urn])
    else:
        collect([*collected(), urn])


def selected_school(schools: pd.DataFrame) -> pd.Series[Any] | None:
    """Give the row of the selected school, from a table sorted by URN; nothing if none is there."""
    urn = selected_urn()
    return row_of(schools, urn) if urn is not None else None


def row_of(schools: pd.DataFrame, urn: int) -> pd.Series[Any] | None:
    """Give the row of a school by URN, from a table sorted by URN; nothing if it is not there."""
    at = int(schools["urn"].searchsorted(urn))
    row = schools.iloc[at] if at < len(schools) else None
    return row if row is not None and row["urn"] == urn else None
