"""What a page holds without a widget, written into the address."""

from __future__ import annotations

import streamlit as st


def write_in_address(key: str, value: str) -> None:
    """Write a value into the address under a key, or take the key out where there is none."""
    given = st.query_params.get(key, "")
    if value and value != given:
        st.query_params[key] = value
    elif not value and key in st.query_params:
        del st.query_params[key]
