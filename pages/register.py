"""Who supports whom, as recorded? The list of supports, or one of them in full."""

import streamlit as st

from alliance.analysis.filters import narrow
from alliance.current.state import state_on
from alliance.errors import RegisterError
from alliance.ui.filter.filter_form import sidebar_filter
from alliance.ui.parts.note import draw_note
from alliance.ui.parts.page_frame import heading, sources_line
from alliance.ui.register import register_home, register_record
from alliance.ui.register.register_fault import register_fault
from alliance.ui.register.register_illustrative import illustrative_banner
from alliance.ui.register.register_state import support_asked
from alliance.views.register import support_record, supports
from alliance.views.register.supports import every_support

chosen = sidebar_filter()
schools = narrow(state_on(chosen.day), chosen)
top = st.container()
try:
    every_support()
    support = support_asked()
    with top:
        if support is None:
            said = supports.register_sentence(chosen)
            heading("Register", chosen, schools, said, graded=False)
        else:
            said = support_record.support_sentence(support)
            heading(support_record.support_title(support), chosen, schools, said, graded=False)
    draw_note()
    illustrative_banner()
    if support is None:
        register_home.register_home(chosen)
    else:
        register_record.support_record(support)
except RegisterError as fault:
    register_fault(fault)
sources_line(chosen)
