"""Rows of a table ticked to be compared; they lead to the page Compare."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import streamlit as st

from alliance.text.words import counted
from alliance.ui.app.going import set_out
from alliance.views.compare.sides import COMPARED, LEAST, MOST

if TYPE_CHECKING:
    from collections.abc import Sequence


class Ticks(NamedTuple):
    """What a row of a table is, and the column that tells which."""

    kind: str
    column: str


_BY_COLUMN = {
    "urn": Ticks("school", "urn"),
    "trust_uid": Ticks("trust", "trust_uid"),
    "opportunity_area": Ticks("area", "opportunity_area"),
}


def ticks_of(picks: str | None) -> Ticks | None:
    """Return what a row is that opens a school, a trust or an area; nothing for any other."""
    return _BY_COLUMN.get(picks or "")


def ask_to_tick(key: str) -> bool:
    """Ask whether rows are ticked to be compared, in place of opened."""
    return st.toggle(
        "Tick to compare",
        key=f"{key} tick",
        help=f"Tick {LEAST} to {MOST} rows, of this table or of several, to set them side by side",
    )


def held_to_compare() -> list[str]:
    """Return the keys of what is held to be compared, from whatever table or page."""
    return list(st.session_state.get(COMPARED_HERE, ()))


COMPARED_HERE = "compared"


def ticked(ticks: Ticks, values: Sequence[Any], key: str) -> None:
    """Offer to compare the rows that are ticked with what is held already."""
    new = [f"{ticks.kind}:{value}" for value in values]
    before = [one for one in held_to_compare() if one not in new]
    every = [*before, *new]
    also = f" with the {counted(len(before), 'other', 'others')} chosen" if before else ""
    if len(every) > MOST:
        st.caption(f"At most {MOST} can be compared: untick {len(every) - MOST}.")
    if len(every) < LEAST:
        st.caption(f"Tick at least {LEAST} rows to compare them.")
    with st.container(horizontal=True):
        if st.button(
            f"Compare {counted(len(new), 'row', 'rows')}{also}",
            key=f"{key} compare",
            type="primary",
            icon=":material/compare_arrows:",
            disabled=not new or not LEAST <= len(every) <= MOST,
        ):
            st.session_state[COMPARED_HERE] = every
            set_out("compare", {COMPARED: every})
            st.rerun()
        if before and st.button("Forget the others", key=f"{key} forget", type="tertiary"):
            st.session_state[COMPARED_HERE] = []
            st.rerun(scope="fragment")
