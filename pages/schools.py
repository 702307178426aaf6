"""What is this school's story? Who ran it, how it was graded, what stands near it and like it."""

from functools import partial

import streamlit as st

from alliance.analysis.filters import narrow
from alliance.errors import UnknownName
from alliance.ui import school_identity
from alliance.ui.filters import sidebar_filter
from alliance.ui.frame import heading, sources_line
from alliance.ui.school_past import results
from alliance.ui.school_profile import story_so_far
from alliance.ui.school_search import before_the_records, school_asked, schools_found, search_box
from alliance.ui.school_surroundings import like, near
from alliance.ui.selection import row_of
from alliance.ui.tabs import draw_tabs
from alliance.web.current import state_on

chosen = sidebar_filter()
schools = narrow(state_on(chosen.day), chosen)
top = st.container()
words = search_box()
urn = school_asked(words, chosen) if words else None
told = None
try:
    told = school_identity.story_of(urn) if urn is not None else None
except UnknownName as fault:
    before_the_records(fault, urn)
if told is None:
    with top:
        heading("Schools", chosen, schools)
    schools_found(words if urn is None else "", chosen, schools)
else:
    with top:
        said = school_identity.in_a_sentence(told, chosen.day)
        heading(told.school["name"], chosen, schools, said)
    parts = {"Story": partial(story_so_far, told, chosen.day), "Results": partial(results, told)}
    if row_of(state_on(chosen.day), int(told.school["urn"])) is None:
        school_identity.not_open(told, chosen.day)
    else:
        school_identity.school_figures(told, chosen.day)
        parts |= {"Near it": partial(near, told, chosen), "Like it": partial(like, told, chosen)}
    draw_tabs(parts, "part")
sources_line(chosen)
