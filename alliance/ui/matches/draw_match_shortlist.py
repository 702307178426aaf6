"""On the page: for one school: why it is eligible, who comes in question."""

from __future__ import annotations

from functools import partial
from html import escape
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from alliance.analysis.matching.match_shortlist import shortlist
from alliance.current.state import current_history
from alliance.text.words import plain
from alliance.ui.app.page_navigation import go_to_school
from alliance.ui.matches.draw_hand_changes import change_pair
from alliance.ui.matches.match_opened import open_school, opened
from alliance.ui.parts.table import data_table
from alliance.views.matches.capacity_in_words import formula_of_trust
from alliance.views.matches.match_explained import (
    NUMBER_COLUMNS,
    SHORTLIST_COLUMNS,
    explained_in_words,
    row_of_school,
    shortlist_shown,
    title_of_school,
)

if TYPE_CHECKING:
    from alliance.views.matches.match_question import Answer


_LOOKED_AT = "match supporter looked at"


def one_school(answer: Answer) -> None:
    """Explain the school that was opened: its need, its supporter, and every other it could have.

    A school that is no part of this match is not explained.
    """
    urn = opened()
    row = row_of_school(answer, urn) if urn is not None else None
    if row is None:
        st.info(
            "Select a row of the plan or of those not matched, or click a school on the map, to "
            "see why it was matched to this trust and not another.",
            icon=":material/info:",
        )
        return
    st.header(title_of_school(row), anchor=False)
    st.html(f"<p>{escape(explained_in_words(row))}</p>")
    if pd.notna(row.get("supporter_name")):
        said = formula_of_trust(answer.match, int(row["supporter_uid"]))
        st.caption(f"Capacity: {plain(said)}")
    table = shortlist_shown(
        shortlist(current_history(), answer.question.chosen.day, answer.match, int(row["urn"]))
    )
    urn = int(row["urn"])
    _pair_buttons(answer, urn, row.get("supporter_uid"))
    numbers = st.toggle("Show the numbers behind the order", key="shortlist numbers")
    data_table(
        table,
        NUMBER_COLUMNS if numbers else SHORTLIST_COLUMNS,
        key="shortlist",
        title=f"Who could support {row['name']}",
        chosen=answer.question.chosen,
        picks="supporter_uid",
        on_pick=partial(_look_at, urn),
    )
    with st.container(horizontal=True):
        st.button("Back", on_click=open_school, args=(None,), icon=":material/arrow_back:")
        if st.button("Open the school’s story", icon=":material/school:"):
            go_to_school(int(row["urn"]))


def _look_at(urn: int, uid: int) -> None:
    st.session_state[_LOOKED_AT] = (urn, int(uid))


def _pair_buttons(answer: Answer, urn: int, planned: int | None) -> None:
    """Draw what can be done by hand with the trust selected below, at first that of the plan."""
    looked_at = st.session_state.get(_LOOKED_AT, (None, None))
    uid = looked_at[1] if looked_at[0] == urn else planned
    if pd.notna(uid):
        change_pair(answer, urn, int(uid))
    else:
        st.caption("Select a trust of the table to keep it for this school, or to leave it out.")
