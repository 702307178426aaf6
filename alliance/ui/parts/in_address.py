"""What a page holds without a widget, written into the address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Sequence

T = TypeVar("T")


def write_in_address(key: str, value: str) -> None:
    """Write a value into the address under a key, or take the key out where there is none."""
    given = st.query_params.get(key, "")
    if value and value != given:
        st.query_params[key] = value
    elif not value and key in st.query_params:
        del st.query_params[key]


def choose_one(label: str, options: Sequence[T], *, default: T, key: str, **look: Any) -> T:
    """Draw buttons of which one is pressed at any time, kept in the address; return which.

    Streamlit takes a key of the address with nothing behind it for none of them, required or not.
    """
    if st.session_state.get(key, default) is None:
        st.session_state[key] = default
    chosen = st.segmented_control(
        label, options, default=default, required=True, key=key, bind="query-params", **look
    )
    return default if chosen is None else chosen
