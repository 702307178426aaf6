"""What each trust could give: the parts of its capacity, and what the plan asks of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from alliance.text.words import count, counted, plain
from alliance.ui.matches.draw_hand_changes import change_capacity
from alliance.ui.parts.table import data_table
from alliance.ui.trusts.trust_choice import open_trust
from alliance.views.matches.capacity_in_words import capacities_in_words, with_phases
from alliance.views.matches.match_tables import CAPACITY_COLUMNS, formula_in_words, with_parts

if TYPE_CHECKING:
    from alliance.views.matches.match_question import Answer


def capacity(answer: Answer) -> None:
    """Draw the formula in words, and its parts for each trust in scope."""
    formula, could = answer.question.formula, answer.match.could
    giving = int((could["assigned"] > 0).sum())
    st.markdown(
        f"**{count(len(answer.match.loads))} of {counted(len(could), 'trust', 'trusts')} have "
        f"capacity to support a school. The plan uses {count(giving)} of them.** "
        f"{formula_in_words(formula)}"
    )
    if said := capacities_in_words(answer.match):
        st.markdown("\n".join(f"- {plain(one)}" for one in said))
    change_capacity(answer)
    data_table(
        with_parts(with_phases(could, answer.match.phases), formula),
        CAPACITY_COLUMNS,
        key="capacity of trusts",
        title="Capacity of each trust",
        chosen=answer.question.chosen,
        searched=("name", "trust_uid"),
        order="-capacity",
        picks="trust_uid",
        on_pick=open_trust,
        notes=(formula_in_words(formula),),
    )
