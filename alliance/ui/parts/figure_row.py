"""A row of figures, each with what it is to be held against in small print under it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from alliance.analysis.filters import ENGLAND_RULE, england_narrowed
from alliance.views.beside_england import beside_england

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alliance.analysis.filters import Filter
    from alliance.views.content import Figure


def headline_figures(chosen: Filter) -> None:
    """Draw the headline figures, England's under each, and how England is narrowed if it is."""
    figure_row(beside_england(chosen))
    if england_narrowed(chosen):
        st.caption(ENGLAND_RULE)


def figure_row(figures: Sequence[Figure]) -> None:
    """Draw the figures in a row that breaks where the page is narrow."""
    cells = "".join(
        f"<div><dt>{escape(one.label)}</dt>"
        f"<dd>{escape(one.value)}<small>{escape(one.beside)}</small></dd></div>"
        for one in figures
    )
    st.html(f'<dl class="figures">{cells}</dl>')
