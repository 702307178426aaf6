"""A school's story on one screen: its timeline beside what the register says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from alliance.ui.schools.draw_school_need import school_need
from alliance.ui.schools.draw_school_past import grades_before_and_after, timeline
from alliance.ui.schools.school_identity import identity, line
from alliance.ui.schools.school_report_cards import report_cards

if TYPE_CHECKING:
    import datetime as dt

    from alliance.analysis.schools.school_story import SchoolStory


def story_so_far(told: SchoolStory, day: dt.date) -> None:
    """Draw who ran the school, its grades before and after, its facts and its line."""
    past, facts = st.columns([5, 2], gap="medium")
    with past:
        timeline(told, day)
        report_cards(told, day)
        grades_before_and_after(told)
    with facts:
        st.header("School details (GIAS)", anchor=False)
        identity(told, day)
        line(told)
        school_need(int(told.school["urn"]), day)
