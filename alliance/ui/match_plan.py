"""The plan of a match as a table, and who is left without."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from alliance.ui.match_opened import PLAN, WITHOUT, open_school
from alliance.ui.table import Column, data_table
from alliance.ui.words import count, counted

if TYPE_CHECKING:
    from alliance.ui.match_answer import Answer

_FIRST = {
    "name": Column("School"),
    "gravity": Column("Gravity", "Of its need; 1 is the gravest", "number"),
}
_LAST = {
    "why": Column("Why it is in need", "Every rule that caught it"),
    "phase": Column("Phase"),
    "la_name": Column("Local authority"),
    "urn": Column("URN", "Unique reference number", "number"),
}
PLAN_COLUMNS = {
    **_FIRST,
    "supporter_name": Column("Supporter"),
    "distance_km": Column(
        "Distance", "Straight line to the supporter’s nearest strong school of the phase", "km"
    ),
    "nearest_name": Column("From", "The supporter’s nearest strong school of the phase"),
    "cost_shown": Column("Cost", "The weighted sum of its criteria; that of all is the least"),
    **_LAST,
}
WITHOUT_COLUMNS = {
    **_FIRST,
    "reason": Column("Why it is left", "The constraint that binds"),
    **_LAST,
}


def plan_table(answer: Answer) -> None:
    """Draw the plan; a row opens why the school got its supporter."""
    plan = answer.match.plan
    if plan.empty:
        st.info(
            "Nobody can be matched on these terms: "
            + _most_common(answer)
            + " Widen the limits, or let other trusts help.",
            icon=":material/info:",
        )
        return
    data_table(
        plan.assign(cost_shown=plan["cost"].map("{:.2f}".format)),
        PLAN_COLUMNS,
        key=PLAN,
        title="Suggested support",
        chosen=answer.question.chosen,
        searched=("name", "supporter_name", "la_name", "why", "urn"),
        order="gravity",
        picks="urn",
        on_pick=open_school,
        notes=(f"Suggested, not agreed. {terms_in_words(answer)}",),
    )


def left_without(answer: Answer) -> None:
    """Draw who is left without and why."""
    left = answer.match.unmatched
    if left.empty:
        st.success("Every school in need has a supporter, by the plan or by the register.")
        return
    st.markdown(_most_common(answer))
    data_table(
        left,
        WITHOUT_COLUMNS,
        key=WITHOUT,
        title="Schools in need left without a supporter",
        chosen=answer.question.chosen,
        searched=("name", "la_name", "reason", "why", "urn"),
        order="gravity",
        picks="urn",
        on_pick=open_school,
        notes=(terms_in_words(answer),),
    )


def _most_common(answer: Answer) -> str:
    numbers = answer.match.unmatched["reason"].value_counts()
    parts = [f"**{count(int(n))}**: {reason}" for reason, n in numbers.items()]
    return "; ".join(parts) + "." if parts else ""


def terms_in_words(answer: Answer) -> str:
    """Say on what terms the match was made."""
    asked, found = answer.question, answer.match
    weights = ", ".join(f"{name} {weight:g}" for name, weight in vars(asked.weights).items())
    formula = ", ".join(f"{name} {value:g}" for name, value in vars(asked.formula).items())
    return (
        f"Helped by: {asked.helped_by}. Within {asked.max_distance_km:g} km; at most "
        f"{counted(asked.supporters_per_school, 'supporter', 'supporters')} a school. Weights: "
        f"{weights}. Capacity: {formula}. Rules of need: {', '.join(asked.rules)}. Served "
        f"{count(found.served)} of {count(found.asked)} at a total cost of {found.total:.4f}; no "
        f"plan that serves these needs costs less than {found.bound:.4f}."
    )
