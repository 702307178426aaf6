"""Who supports whom, as recorded? The list of supports, or one of them in full."""

import streamlit as st

from alliance.analysis.filters import narrow
from alliance.errors import RegisterError
from alliance.ui import register_home, register_record
from alliance.ui.filters import sidebar_filter
from alliance.ui.frame import heading, sources_line
from alliance.ui.register_fault import register_fault
from alliance.ui.register_illustrative import illustrative_banner
from alliance.ui.register_state import every_support, support_asked
from alliance.ui.sign_in import sign_in_line
from alliance.web.current import state_on

chosen = sidebar_filter()
schools = narrow(state_on(chosen.day), chosen)
top = st.container()
try:
    every_support()
    with st.container(horizontal=True, vertical_alignment="center", key="register_line"):
        support = support_asked()
        sign_in_line()
    with top:
        if support is None:
            said = register_home.sentence(chosen)
            heading("Who supports whom, as recorded", chosen, schools, said)
        else:
            said = register_record.sentence(support)
            heading(register_record.title(support), chosen, schools, said)
    register_home.note()
    illustrative_banner()
    if support is None:
        register_home.register_home(chosen)
    else:
        register_record.support_record(support)
except RegisterError as fault:
    register_fault(fault)
sources_line(chosen)
