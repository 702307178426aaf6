"""The selected school, held by URN: neither a change of layer nor of filter loses it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from alliance.text.words import is_urn
from alliance.ui.parts.in_address import write_in_address
from alliance.views.content import row_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

MAP = "live map"
COLLECTING = "collecting"
IN_ADDRESS = "school"
_SCHOOL = "school"
_SCHOOLS = "schools collected"


def selected_urn() -> int | None:
    """Return the URN of the selected school."""
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
        select(int(given) if is_urn(given) else None)
    urn = selected_urn()
    write_in_address(IN_ADDRESS, "" if urn is None else str(urn))


def collecting() -> bool:
    """Return whether a click adds a school to those collected, in place of selecting it alone."""
    return bool(st.session_state.get(COLLECTING))


def collected() -> tuple[int, ...]:
    """Return the URNs of the schools collected, in the order in which they were."""
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
    """Return row of the selected school, from a table sorted by URN; nothing if none is there."""
    urn = selected_urn()
    return row_of(schools, urn) if urn is not None else None
