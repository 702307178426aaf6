"""The plan of a match as a table, and who is not matched."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from alliance.ui.matches.match_opened import PLAN, WITHOUT, open_school
from alliance.ui.parts.table import data_table
from alliance.views.matches.match_figures import proof_in_words
from alliance.views.matches.match_question import NAMED
from alliance.views.matches.match_tables import (
    PLAN_COLUMNS,
    WITHOUT_COLUMNS,
    none_eligible,
    reasons_in_words,
    terms_in_words,
)

if TYPE_CHECKING:
    from alliance.views.matches.match_question import Answer


def plan_table(answer: Answer) -> None:
    """Draw the plan; a row opens why the school got its supporter."""
    plan = answer.match.plan
    if not answer.match.asked:
        st.info(none_eligible(answer), icon=":material/info:")
        return
    if answer.question.helped_by == NAMED and not answer.question.named:
        st.info(
            "Name one or more trusts under **Trusts that could help**: your own, say.",
            icon=":material/info:",
        )
        return
    if plan.empty:
        st.info(
            "No school can be matched on these terms: "
            + reasons_in_words(answer)
            + " Widen the limits, or choose more supporting trusts.",
            icon=":material/info:",
        )
        return
    data_table(
        plan,
        PLAN_COLUMNS,
        key=PLAN,
        title="Suggested support",
        chosen=answer.question.chosen,
        searched=("name", "supporter_name", "la_name", "why", "urn"),
        order="gravity",
        picks="urn",
        on_pick=open_school,
        notes=(f"Suggested, not agreed. {terms_in_words(answer)} {proof_in_words(answer)}",),
    )
    with st.expander("How it was proved"):
        st.markdown(proof_in_words(answer))


def not_matched(answer: Answer) -> None:
    """Draw who is not matched and why."""
    left = answer.match.unmatched
    if left.empty:
        if not answer.match.asked:
            st.info(none_eligible(answer), icon=":material/info:")
            return
        st.success(
            "Every eligible school has a supporting trust, by the plan or by the register of "
            "support."
        )
        return
    st.markdown(reasons_in_words(answer))
    data_table(
        left,
        WITHOUT_COLUMNS,
        key=WITHOUT,
        title="Eligible schools not matched",
        chosen=answer.question.chosen,
        searched=("name", "la_name", "reason", "why", "urn"),
        order="gravity",
        picks="urn",
        on_pick=open_school,
        notes=(terms_in_words(answer),),
    )
