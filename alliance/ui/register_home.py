"""The register as a whole: its list, what is due, what may be added, and what was done."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from alliance import clock
from alliance.register.listing import listing
from alliance.ui.register_audit import every_change
from alliance.ui.register_documented import documented
from alliance.ui.register_form import add_form
from alliance.ui.register_import import import_supports
from alliance.ui.register_list import COLUMNS, of_recipients, support_figures, support_list
from alliance.ui.register_reviews import reviews_due
from alliance.ui.register_state import (
    TAB,
    every_support,
    open_support,
    plain,
    said,
    tab_asked,
)
from alliance.ui.scope import scope_in_words
from alliance.ui.table import data_table
from alliance.ui.tabs import draw_tabs
from alliance.ui.words import counted, day_in_words
from alliance.web.current import current_history, current_register

if TYPE_CHECKING:
    from alliance.analysis.filters import Filter


def sentence(chosen: Filter) -> str:
    """Say what is looked at."""
    scope = scope_in_words(chosen)
    return (
        f"{scope[0].upper()}{scope[1:]} · as recorded by {day_in_words(clock.today())} · "
        f"{counted(len(of_recipients(every_support(), chosen)), 'support', 'supports')}"
    )


def register_home(chosen: Filter) -> None:
    """Draw the register."""
    within = of_recipients(every_support(), chosen)
    if not every_support().empty:
        support_figures(within)
    tab_asked()
    draw_tabs(
        {
            "Supports": partial(support_list, within, chosen),
            "Reviews due": partial(reviews_due, within, chosen),
            "Add": add_form,
            "Import": import_supports,
            "Withdrawn": partial(_withdrawn, chosen),
            "Changes": partial(every_change, chosen),
            "From articles": documented,
        },
        TAB,
    )


def note() -> None:
    """Say what was just done, or why it was not, with the way to undo it."""
    told = said()
    if told is None:
        return
    if told.fault:
        st.error(plain(told.words), icon=":material/error:")
        return
    with st.container(horizontal=True, vertical_alignment="center", key="register_note"):
        st.success(plain(told.words), icon=":material/check:")
        if told.undo is not None:
            st.button("Undo", icon=":material/undo:", on_click=told.undo)


def _withdrawn(chosen: Filter) -> None:
    """Draw the supports that were withdrawn; each can be opened and restored."""
    register = current_register()
    gone = [one for one in register.supports(withdrawn=True) if one.withdrawn]
    if not gone:
        st.info("No support is withdrawn.", icon=":material/delete:")
        return
    st.caption("No list and no figure holds these. Select one to open it and bring it back.")
    data_table(
        listing(current_history(), gone, {}, clock.today()),
        {name: COLUMNS[name] for name in [*list(COLUMNS)[:6], "Illustrative"]},
        key="withdrawn",
        title="Withdrawn support",
        chosen=chosen,
        order="Number",
        picks="Number",
        on_pick=lambda number: open_support(int(number)),
    )
