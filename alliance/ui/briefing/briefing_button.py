"""The button that leads from a school, trust or area to its briefing of one page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from alliance.ui.app.going import go_to
from alliance.views.briefing.briefing import ABOUT

if TYPE_CHECKING:
    from alliance.views.briefing.briefing import Subject


def briefing_button(subject: Subject) -> None:
    """Draw the button; it opens a page that prints, or saves as PDF, on one sheet."""
    if st.button("Briefing", icon=":material/description:", key="briefing", type="tertiary"):
        go_to("briefing", **{ABOUT: subject.address})
