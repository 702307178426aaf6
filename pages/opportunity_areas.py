"""How is an Opportunity Area doing? All 12 side by side, or one of them in full."""

import streamlit as st

from alliance.analysis.filters import narrow
from alliance.current.state import state_on
from alliance.ui.areas.draw_area_profile import area_profile
from alliance.ui.areas.draw_opportunity_areas import areas_beside, choose_area
from alliance.ui.filter.filter_form import sidebar_filter
from alliance.ui.parts.page_frame import heading, sources_line
from alliance.views.areas.area_profile import area_sentence, filter_of_area
from alliance.views.areas.areas_beside import areas_sentence, within

chosen = within(sidebar_filter())
top = st.container()
area = choose_area()
if area is None:
    schools = narrow(state_on(chosen.day), chosen)
    schools = schools[schools["opportunity_area"].notna()]
    said = areas_sentence(chosen, len(schools))
    with top:
        heading("Opportunity Areas", chosen, schools, said)
    areas_beside(chosen)
else:
    own = filter_of_area(area, chosen)
    schools = narrow(state_on(own.day), own)
    with top:
        heading(area, own, schools, area_sentence(area, own, schools))
    area_profile(area, own, schools)
sources_line(chosen)
