"""How is an Opportunity Area doing? All 12 side by side, or one of them in full."""

import streamlit as st

from alliance.analysis.filters import narrow
from alliance.ui import area_profile, opportunity_areas
from alliance.ui.filters import sidebar_filter
from alliance.ui.frame import heading, sources_line
from alliance.web.current import state_on

chosen = opportunity_areas.within(sidebar_filter())
top = st.container()
area = opportunity_areas.choose_area()
if area is None:
    schools = narrow(state_on(chosen.day), chosen)
    schools = schools[schools["opportunity_area"].notna()]
    said = opportunity_areas.sentence(chosen, len(schools))
    with top:
        heading("How the Opportunity Areas are doing", chosen, schools, said)
    opportunity_areas.areas_beside(chosen)
else:
    own = area_profile.narrowed(area, chosen)
    schools = narrow(state_on(own.day), own)
    with top:
        heading(f"How {area} is doing", own, schools, area_profile.sentence(area, own, schools))
    area_profile.area_profile(area, own, schools)
sources_line(chosen)
