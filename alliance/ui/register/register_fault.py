"""The page shown in place of the register where its database does not answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from alliance.text.words import plain
from alliance.web.faults import said

if TYPE_CHECKING:
    from alliance.errors import RegisterError


def register_fault(fault: RegisterError) -> None:
    """Say that the register cannot be reached, what still works, and what to do."""
    st.title("The register cannot be reached", anchor=False)
    st.error(plain(said(fault)), icon=":material/link_off:")
    st.markdown(
        "Nothing that was confirmed is lost. The other pages work: they need the history only. "
        "What you typed here is kept while this window stays open."
    )
    st.button("Try again", icon=":material/refresh:", type="primary")
