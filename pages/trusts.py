"""Where does a trust work, and how far does it stretch? All trusts, or one of them in full."""

import streamlit as st

from alliance.analysis.filters import narrow
from alliance.analysis.trusts.trust_names import shown_names
from alliance.current.state import current_history, state_on
from alliance.ui.filter.filter_form import sidebar_filter
from alliance.ui.parts.draw_links_out import draw_links_out
from alliance.ui.parts.page_frame import heading, sources_line
from alliance.ui.parts.watch_this import watched_by
from alliance.ui.trusts.draw_trust_league import trust_league
from alliance.ui.trusts.draw_trust_profile import trust_profile
from alliance.ui.trusts.trust_choice import choose_trust
from alliance.views.briefing.briefing import TRUST, Subject
from alliance.views.links_out import links_of_trust
from alliance.views.trusts.trust_profile import filter_of_trust, trust_sentence

chosen = sidebar_filter()
top = st.container()
trust = choose_trust()
if trust is None:
    with top:
        schools = narrow(state_on(chosen.day), chosen)
        heading("Trusts", chosen, schools, watched=watched_by(chosen))
    trust_league(chosen)
else:
    own = filter_of_trust(trust, chosen.day)
    schools = narrow(state_on(own.day), own)
    with top:
        said = trust_sentence(trust, own, schools)
        name, briefing = shown_names(current_history())[trust], Subject(TRUST, str(trust))
        heading(name, own, schools, said, briefing=briefing, watched=watched_by(own))
    draw_links_out(links_of_trust(trust))
    trust_profile(trust, own, schools)
sources_line(chosen)
