"""The page of presentations: those kept, and what each holds."""

from __future__ import annotations

import streamlit as st


def present() -> None:
    """Draw the presentations."""
    st.title("Present", anchor=False)
