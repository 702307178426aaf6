"""On the page: links to pages of publishers, marked as leaving the app."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alliance.views.links_out import LinkOut


def draw_links_out(links: Sequence[LinkOut]) -> None:
    """Draw links; nothing is fetched from their hosts unless one is followed."""
    said = " · ".join(f"[{link.label} ↗]({link.address})" for link in links)
    st.caption(f"On other websites, which leave this app: {said}")
