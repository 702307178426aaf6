"""On the page: for one school: why it is eligible, who comes in question."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from alliance.analysis.matching.match_pairs import CRITERIA
from alliance.analysis.matching.match_shortlist import shortlist
from alliance.current.state import current_history
from alliance.ui.app.going import go_to_school
from alliance.ui.matches.match_opened import open_school, opened
from alliance.ui.parts.table import data_table
from alliance.views.matches.match_explained import (
    SHORTLIST_COLUMNS,
    explained_in_words,
    row_of_school,
    title_of_school,
)

if TYPE_CHECKING:
    from alliance.views.matches.match_question import Answer


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
        st.caption("It is among the rows chosen under Propose in the register.")
    table = shortlist(current_history(), answer.question.chosen.day, answer.match, int(row["urn"]))
    table.insert(0, "rank", range(1, len(table) + 1))
    table[CRITERIA] *= 100
    table["cost_shown"] = table["cost"].map("{:.2f}".format).where(table["cost"].notna(), "")
    data_table(
        table,
        SHORTLIST_COLUMNS,
        key="shortlist",
        title=f"Who could support {row['name']}",
        chosen=answer.question.chosen,
    )
    with st.container(horizontal=True):
        st.button("Back", on_click=open_school, args=(None,), icon=":material/arrow_back:")
        if st.button("Open the school’s story", icon=":material/school:"):
            go_to_school(int(row["urn"]))
