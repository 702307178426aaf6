"""Where do the figures come from? Sources, published figures reproduced, limits, rules, words."""

import streamlit as st

from alliance.analysis.filters import narrow
from alliance.ui import provenance
from alliance.ui.filters import sidebar_filter
from alliance.ui.frame import heading, sources_line
from alliance.ui.update_data import update_data
from alliance.ui.words import counted, day_in_words
from alliance.web.current import current_history, state_on

chosen = sidebar_filter()
history = current_history()

heading(
    "Where the figures come from",
    chosen,
    narrow(state_on(chosen.day), chosen),
    f"{counted(len(history.sources), 'published file', 'published files')} · "
    f"{day_in_words(history.first_day)} to {day_in_words(history.last_day)} · "
    f"history {history.version}",
)
if history.beyond:
    st.info(history.beyond, icon=":material/info:")
parts = {
    "Published figures": lambda: provenance.published_figures(chosen),
    "Sources": lambda: provenance.sources(chosen),
    "What it cannot say": provenance.limits,
    "Rules": provenance.rules,
    "Words": provenance.glossary,
    "Bring it up to date": update_data,
}
for tab, draw in zip(
    st.tabs(list(parts), key="data", on_change="rerun"), parts.values(), strict=True
):
    if tab.open:
        with tab:
            draw()
sources_line(chosen)
