"""Tabs of which only the open one is worked out and sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping


def draw_tabs(
    parts: Mapping[str, Callable[[], None]], key: str, *, on_paper: Collection[str] = ()
) -> None:
    """Draw a tab for each part; the open one is in the address under ``key``.

    Paper has the open one, and those named in ``on_paper``, which are to be read with any other.
    """
    tabs = st.tabs(list(parts), key=key, on_change="rerun", bind="query-params")
    shut = []
    for tab, (name, draw) in zip(tabs, parts.items(), strict=True):
        if tab.open:
            with tab:
                draw()
        elif name in on_paper:
            shut.append(name)
    if shut:
        with st.container(key=f"on paper {key}"):
            for name in shut:
                st.header(name, anchor=False)
                parts[name]()
