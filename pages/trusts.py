"""Where does a trust work, and how far does it stretch? All trusts, or one of them in full."""

import streamlit as st

from alliance.analysis.filters import narrow
from alliance.ui import trust_profile
from alliance.ui.filters import sidebar_filter
from alliance.ui.frame import heading, sources_line
from alliance.ui.trust_choice import choose_trust, shown_names
from alliance.ui.trust_league import trust_league
from alliance.web.current import state_on

chosen = sidebar_filter()
top = st.container()
trust = choose_trust()
if trust is None:
    with top:
        heading("How far the trusts stretch", chosen, narrow(state_on(chosen.day), chosen))
    trust_league(chosen)
else:
    own = trust_profile.narrowed(trust, chosen.day)
    schools = narrow(state_on(own.day), own)
    with top:
        said = trust_profile.sentence(trust, own, schools)
        heading(shown_names()[trust], own, schools, said)
    trust_profile.trust_profile(trust, own, schools)
sources_line(chosen)
