"""Where do the figures come from? Sources, published figures reproduced, limits, rules, words."""

from alliance.analysis.filters import narrow
from alliance.current.state import current_history, state_on
from alliance.text.words import counted, day_in_words
from alliance.ui.data import draw_provenance
from alliance.ui.data.draw_rights import draw_rights
from alliance.ui.data.update_data import update_data
from alliance.ui.filter.filter_form import sidebar_filter
from alliance.ui.parts.page_frame import heading, sources_line
from alliance.ui.parts.tabs import draw_tabs

chosen = sidebar_filter()
history = current_history()

heading(
    "Data",
    chosen,
    narrow(state_on(chosen.day), chosen),
    f"{counted(len(history.sources), 'published file', 'published files')} · "
    f"{day_in_words(history.first_day)} to {day_in_words(history.last_day)} · "
    f"history {history.version}",
    graded=False,
)
parts = {
    "Published figures": lambda: draw_provenance.published_figures(chosen),
    "Sources": lambda: draw_provenance.sources(chosen),
    "Limitations": draw_provenance.limits,
    "Data checks": lambda: draw_provenance.rules(chosen),
    "Glossary": draw_provenance.glossary,
    "Update data": update_data,
    "Rights": draw_rights,
}
draw_tabs(parts, key="data_tab")
sources_line(chosen)
