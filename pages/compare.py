"""How do two to six schools, trusts or places stand? Side by side, and beside England."""

import streamlit as st

from alliance.analysis.filters import only
from alliance.ui.compare.compare_choice import choose_sides, sides_compared
from alliance.ui.compare.draw_compare import draw_compare
from alliance.ui.filter.filter_form import sidebar_filter
from alliance.ui.parts.page_frame import heading, sources_line
from alliance.views.compare.compare_content import (
    HOW_TO_BEGIN,
    compare_sentence,
    left_aside_here,
    schools_compared,
)
from alliance.views.compare.sides import LEAST

filtered = sidebar_filter()
chosen = only(filtered, "school")
top = st.container()
sides = sides_compared()
said = compare_sentence(sides, chosen) if sides else "Nothing is chosen yet"
with top:
    aside = left_aside_here(filtered)
    heading("Compare", chosen, schools_compared(sides, chosen), said, beside=aside)
choose_sides(sides, chosen)
if len(sides) < LEAST:
    st.info(HOW_TO_BEGIN, icon=":material/compare_arrows:")
else:
    draw_compare(sides, chosen)
sources_line(chosen)
