"""Where do trusts work, and where is help needed? Schools, areas, trusts and moves on any day."""

from functools import partial

import streamlit as st

from alliance.analysis.filters import narrow
from alliance.current.state import state_on
from alliance.ui.explore.collected_schools import collected_schools
from alliance.ui.explore.footprint_table import footprint_table
from alliance.ui.filter.filter_form import sidebar_filter
from alliance.ui.map.live_map import draw_live_map
from alliance.ui.map.map_tables import map_tables
from alliance.ui.map.takeaway_button import takeaway_of_map
from alliance.ui.parts.figure_row import headline_figures
from alliance.ui.parts.in_view import once_in_view
from alliance.ui.parts.page_frame import heading, nothing_found, sources_line
from alliance.ui.parts.selection import keep_in_address, select
from alliance.ui.parts.table import HEIGHT_PX
from alliance.ui.schools.draw_school_list import draw_school_list

chosen = sidebar_filter()
keep_in_address()
schools = narrow(state_on(chosen.day), chosen)

top = st.container(key="explore_top")
# The map is told first, for it takes the browser longest.
shown = draw_live_map(chosen, schools)
with top:
    heading("Explore", chosen, schools)
    if schools.empty:
        nothing_found(chosen)
    else:
        headline_figures(chosen)
takeaway_of_map("Where the trusts work", shown, schools)
footprint_table(shown)
map_tables(shown)
listed = collected_schools(schools, chosen.day)
if not listed.empty:
    table = partial(draw_school_list, listed, chosen, key="schools", on_pick=select)
    once_in_view("schools", "Show the table", HEIGHT_PX, table)
sources_line(chosen)
