"""What is there to say of this school? Or trust, or area: on one sheet of paper."""

import streamlit as st

from alliance.analysis.filters import Filter
from alliance.current.state import state_on
from alliance.errors import UnknownName
from alliance.ui.app.address import read_by_page
from alliance.ui.briefing.draw_briefing import choose_area, draw_briefing
from alliance.ui.filter.filter_form import sidebar_filter
from alliance.ui.parts.page_frame import heading
from alliance.views.briefing.area_briefing import area_briefing
from alliance.views.briefing.briefing import ABOUT, SCHOOL, scope_of, subject_of
from alliance.views.briefing.school_briefing import school_briefing

read_by_page({ABOUT})
day = sidebar_filter().day
top = st.container()
subject = told = None
asked = st.query_params.get(ABOUT, "")
try:
    if asked:
        subject = subject_of(asked, day)
        told = (
            school_briefing(int(subject.name), day)
            if subject.kind == SCHOOL
            else area_briefing(subject, scope_of(subject, day))
        )
except UnknownName as fault:
    st.warning(str(fault), icon=":material/search_off:")
with top:
    heading(
        "Briefing" if told is None else told.title,
        Filter(day),
        state_on(day),
        "Choose whom it is of" if told is None else told.sentence,
        graded=False,
        beside="Of your filters only the day acts on a briefing.",
    )
    choose_area(day, subject)
if told is not None:
    draw_briefing(told, day)
