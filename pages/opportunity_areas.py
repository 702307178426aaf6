"""How is an Opportunity Area doing? All 12 side by side, those of the filter, or one in full."""

from dataclasses import replace

import streamlit as st

from alliance.analysis.filters import narrow
from alliance.current.state import state_on
from alliance.ui.areas.draw_area_profile import area_profile
from alliance.ui.areas.draw_opportunity_areas import areas_beside, choose_area
from alliance.ui.filter.filter_form import sidebar_filter
from alliance.ui.parts.page_frame import heading, sources_line
from alliance.ui.parts.watch_this import watched_by
from alliance.views.areas.area_profile import area_sentence, filter_of_area
from alliance.views.areas.areas_beside import areas_sentence, left_out_here, within
from alliance.views.briefing.briefing import Subject

filtered = sidebar_filter()
chosen, areas = within(filtered), filtered.opportunity_areas
top = st.container()
area = choose_area(areas)
if area is None:
    schools = narrow(state_on(chosen.day), chosen)
    named = schools["opportunity_area"]
    schools = schools[named.isin(list(areas)) if areas else named.notna()]
    said = areas_sentence(chosen, len(schools), areas)
    with top:
        watched = watched_by(replace(chosen, opportunity_areas=areas))
        beside = left_out_here(filtered)
        heading("Opportunity Areas", chosen, schools, said, beside=beside, watched=watched)
    areas_beside(chosen, areas)
else:
    own = filter_of_area(area, chosen)
    schools = narrow(state_on(own.day), own)
    said = area_sentence(area, own, schools)
    with top:
        beside, briefing = left_out_here(filtered), Subject("area", area)
        watched = watched_by(replace(own, regions=()))
        heading(area, own, schools, said, beside=beside, briefing=briefing, watched=watched)
    area_profile(area, own, schools)
sources_line(chosen)
