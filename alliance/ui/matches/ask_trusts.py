"""Trusts chosen by name, kept in the address."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from alliance.analysis.trusts.trust_names import shown_names
from alliance.current.state import current_history

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_TRUSTS = 10


def ask_trusts(label: str, key: str, uids: Sequence[int], *, told: str | None = None) -> list[int]:
    """Ask for trusts by name, of these UIDs; one that is not among them any more is dropped."""
    names = {shown_names(current_history())[int(uid)]: int(uid) for uid in uids}
    held = st.session_state.get(key)
    if held is not None:
        st.session_state[key] = [name for name in held if name in names]
    chosen: list[str] = st.multiselect(
        label,
        list(names),
        key=key,
        max_selections=MOST_TRUSTS,
        placeholder="Trusts",
        filter_mode="contains",
        select_all=False,
        bind="query-params",
        persist_state="session",
        help=told,
    )
    return [names[name] for name in chosen]
