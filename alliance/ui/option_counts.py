"""Live counts beside the options of the filter: how many schools each would hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from alliance.analysis.option_counts import option_counts
from alliance.ui.filters import LESS_USED, MEMBERS, MEMBERS_ONLY, PARTS, options
from alliance.web.current import kept, state_on
from alliance.web.pieces import piece_script

if TYPE_CHECKING:
    from alliance.analysis.filters import Filter

# Eighteen hundred trusts would cost more to send than all of a page.
COUNTED = [part for part in [*PARTS, *LESS_USED] if part.key != "trust"]
_write_counts = st.components.v2.component(
    "option_counts",
    js=piece_script("option_counts"),
)


def write_option_counts(chosen: Filter) -> None:
    """Write beside each option how many schools it would hold, the rest of the filter kept."""
    with st.sidebar:
        _write_counts(
            key="option_counts",
            data={
                "lists": {part.label: counts(chosen, part.key, part.field) for part in COUNTED},
                "switches": {MEMBERS: counts(chosen, MEMBERS, MEMBERS_ONLY.field)[0]},
            },
        )


@kept(maxsize=512)
def counts(chosen: Filter, key: str, field: str) -> list[int]:
    """Count the schools of each option of a part, in the order of the options."""
    values = options(key)[MEMBERS_ONLY.label] if key == MEMBERS else options(key).values()
    return option_counts(state_on(chosen.day), chosen, field, list(values))
