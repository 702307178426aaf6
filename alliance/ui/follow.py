"""The page of those who follow a meeting."""

from __future__ import annotations

import streamlit as st


def follow() -> None:
    """Draw what the presenter shows."""
    st.title("Follow a presentation", anchor=False)
