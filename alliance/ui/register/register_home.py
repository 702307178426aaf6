"""The register as a whole: its list, what is due, what may be added, and what was done."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from alliance import clock
from alliance.current.state import current_history, current_register
from alliance.register.listing import listing
from alliance.ui.app.sign_in import sees_names
from alliance.ui.parts.table import data_table
from alliance.ui.parts.tabs import draw_tabs
from alliance.ui.register.register_audit import every_change
from alliance.ui.register.register_declarations import draw_declarations
from alliance.ui.register.register_documented import documented
from alliance.ui.register.register_form import add_form
from alliance.ui.register.register_import import import_supports
from alliance.ui.register.register_list import support_figures, support_list
from alliance.ui.register.register_reviews import reviews_due
from alliance.ui.register.register_state import INTERNAL, LIST, TAB, open_support, tab_asked
from alliance.views.register.supports import SUPPORT_COLUMNS, every_support, of_recipients

if TYPE_CHECKING:
    from alliance.analysis.filters import Filter


def register_home(chosen: Filter) -> None:
    """Draw the register."""
    within = of_recipients(every_support(), chosen)
    if not sees_names():
        within = within.assign(Notes="")
    if not every_support().empty:
        support_figures(within)
    tab_asked()
    draw_tabs(
        {
            LIST: partial(support_list, within, chosen),
            "Reviews due": partial(reviews_due, within, chosen),
            "Add": add_form,
            "Import": import_supports,
            INTERNAL: draw_declarations,
            "Withdrawn": partial(_withdrawn, chosen),
            **({"Changes": partial(every_change, chosen)} if sees_names() else {}),
            "From articles": partial(documented, chosen),
        },
        TAB,
    )


def _withdrawn(chosen: Filter) -> None:
    """Draw the supports that were withdrawn; each can be opened and restored."""
    register = current_register()
    gone = [one for one in register.supports(withdrawn=True) if one.withdrawn]
    if not gone:
        st.info("No support arrangements have been withdrawn.", icon=":material/delete:")
        return
    table = listing(current_history(), gone, {}, clock.today())
    if not sees_names():
        table = table.assign(Notes="")
    st.caption("These are left out of every list and figure. Select one to open it and restore it.")
    data_table(
        table,
        {name: SUPPORT_COLUMNS[name] for name in [*list(SUPPORT_COLUMNS)[:6], "Illustrative"]},
        key="withdrawn",
        title="Withdrawn support arrangements",
        chosen=chosen,
        order="Number",
        picks="Number",
        on_pick=lambda number: open_support(int(number)),
    )
