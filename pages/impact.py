"""Is it working? What followed when schools joined a trust or were helped, against like schools."""

import streamlit as st

from alliance.analysis.filters import Filter
from alliance.current.state import state_on
from alliance.ui.filter.filter_form import all_of_england
from alliance.ui.impact.draw_impact import answered, draw_answer, draw_sentence
from alliance.ui.impact.impact_controls import ask
from alliance.ui.parts.page_frame import heading, sources_line
from alliance.views.impact.impact_answer import shared_impact
from alliance.views.impact.impact_words import question_in_words

chosen = all_of_england()
top = st.container()
question = ask()
shared = shared_impact(question)
with top:
    heading(
        "Impact",
        chosen,
        state_on(chosen.day),
        question_in_words(question, len(shared.schools())),
        graded=False,
        filtered=False,
    )
    verdict = st.container()
answer = answered(shared)
with verdict:
    draw_sentence(answer)
draw_answer(answer, Filter(chosen.day))
sources_line(chosen)
