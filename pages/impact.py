"""Is it working? What followed when schools joined a trust or were helped, against like schools."""

import streamlit as st

from alliance.current.state import state_on
from alliance.ui.filter.filter_form import sidebar_filter
from alliance.ui.impact.draw_impact import answered, draw_answer, draw_sentence
from alliance.ui.impact.impact_controls import ask
from alliance.ui.parts.page_frame import heading, sources_line
from alliance.views.impact.impact_words import question_in_words

chosen = sidebar_filter()
top = st.container()
question = ask()
answer = answered(question)
with top:
    heading("Impact", chosen, state_on(chosen.day), question_in_words(answer), graded=False)
    draw_sentence(answer)
draw_answer(answer, chosen)
sources_line(chosen)
