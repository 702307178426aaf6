"""What is this school's story? Who ran it, how it was graded, what stands near it and like it."""

from functools import partial

import streamlit as st

from alliance.analysis.filters import narrow
from alliance.current.state import state_on
from alliance.errors import UnknownName
from alliance.ui.filter.filter_form import sidebar_filter
from alliance.ui.parts.page_frame import heading, sources_line
from alliance.ui.parts.tabs import draw_tabs
from alliance.ui.parts.watch_this import watched_by
from alliance.ui.schools import school_identity
from alliance.ui.schools.draw_school_past import results
from alliance.ui.schools.draw_school_search import before_the_records, schools_found, search_box
from alliance.ui.schools.school_profile import story_so_far
from alliance.ui.schools.school_surroundings import like, near
from alliance.views.briefing.briefing import SCHOOL, Subject
from alliance.views.content import row_of
from alliance.views.schools import school_sentences
from alliance.views.schools.school_search import school_asked

chosen = sidebar_filter()
schools = narrow(state_on(chosen.day), chosen)
top = st.container()
words = search_box()
urn = school_asked(words, chosen) if words else None
told = None
try:
    told = school_sentences.story_of(urn) if urn is not None else None
except UnknownName as fault:
    before_the_records(fault, urn)
if told is None:
    with top:
        heading("Schools", chosen, schools, graded=False, watched=watched_by(chosen))
    schools_found(words if urn is None else "", chosen, schools)
else:
    with top:
        said = school_sentences.in_a_sentence(told, chosen.day)
        urn = int(told.school["urn"])
        briefing, watched = Subject(SCHOOL, str(urn)), {"urn": [urn]}
        heading(told.school["name"], chosen, schools, said, briefing=briefing, watched=watched)
    day = chosen.day
    parts = {"Story": partial(story_so_far, told, day), "Results": partial(results, told, day)}
    if row_of(state_on(chosen.day), int(told.school["urn"])) is None:
        school_identity.not_open(told, chosen.day)
    else:
        school_identity.school_figures(told, chosen.day)
        parts |= {
            "Nearby schools": partial(near, told, chosen),
            "Similar schools": partial(like, told, chosen),
        }
    draw_tabs(parts, "part")
sources_line(chosen)
