"""Which page of the app is shown, by its name in the menu."""

from __future__ import annotations

import streamlit as st

_PAGE = "page shown"


def show_page(title: str) -> None:
    """Note the page that is about to be drawn."""
    st.session_state[_PAGE] = title


def page_shown() -> str:
    """Return the title of the page that is drawn; blank before the first."""
    return str(st.session_state.get(_PAGE, ""))
