"""A row of figures, each with what it is to be held against in small print under it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alliance.views.content import Figure


def figure_row(figures: Sequence[Figure]) -> None:
    """Draw the figures in a row that breaks where the page is narrow."""
    cells = "".join(
        f"<div><dt>{escape(one.label)}</dt>"
        f"<dd>{escape(one.value)}<small>{escape(one.beside)}</small></dd></div>"
        for one in figures
    )
    st.html(f'<dl class="figures">{cells}</dl>')
