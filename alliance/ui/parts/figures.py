"""On the page: the headline figures of what is looked at, each beside England's on the same day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from alliance.analysis.filters import ENGLAND_RULE, england_narrowed
from alliance.ui.parts.figure_row import figure_row
from alliance.views.beside_england import beside_england

if TYPE_CHECKING:
    from alliance.analysis.filters import Filter


def headline_figures(chosen: Filter) -> None:
    """Draw the figures in a row, England's under each, and how England is narrowed if it is."""
    figure_row(beside_england(chosen))
    if england_narrowed(chosen):
        st.caption(ENGLAND_RULE)
