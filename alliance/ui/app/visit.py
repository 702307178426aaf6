"""Work that nobody waits for any longer ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from alliance.budget.apart import meanwhile

if TYPE_CHECKING:
    from contextlib import AbstractContextManager


def ends_with_visit() -> AbstractContextManager[None]:
    """End what is read in a process of its own once the tab is closed, or something else chosen."""
    return meanwhile(_go_on)


def _go_on() -> None:
    # Streamlit ends a run that is over for its visitor when that next asks for the session's state.
    st.session_state.get("visit")
