"""Tabs of which only the open one is worked out and sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def draw_tabs(parts: Mapping[str, Callable[[], None]], key: str) -> None:
    """Draw a tab for each part; the open one is in the address under ``key``."""
    tabs = st.tabs(list(parts), key=key, on_change="rerun", bind="query-params")
    for tab, draw in zip(tabs, parts.values(), strict=True):
        if tab.open:
            with tab:
                draw()
