"""Documented cases of a school or trust, a line each, with their source."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from alliance.ui.register.register_table import safe_link
from alliance.views.flows.documented_case import lines_of_cases

if TYPE_CHECKING:
    import pandas as pd

    from alliance.views.flows.documented_case import CaseLine


def case_lines(cases: pd.DataFrame) -> None:
    """Draw who helped whom and when, how that is known, and the source with its link."""
    rows = "".join(
        f"<div><dt>{escape(one.said)}</dt><dd>{escape(one.known)}.<br><small>{_source(one)}"
        "</small></dd></div>"
        for one in lines_of_cases(cases)
    )
    st.html(f'<dl class="school-facts school-need documented-lines">{rows}</dl>')


def _source(one: CaseLine) -> str:
    """Return the citation as mark-up, a link where its address is one of the web."""
    said = escape(one.cited)
    if not safe_link(one.link):
        return f"Source: {said}"
    return (
        f'Source: <a href="{escape(one.link)}" target="_blank" rel="noopener noreferrer">{said}</a>'
    )
