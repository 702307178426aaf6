"""What each trust could give: the parts of its capacity, and what the plan asks of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from alliance.ui.grade_column import IN_NEED
from alliance.ui.table import Column, data_table
from alliance.ui.trust_choice import open_trust
from alliance.ui.words import count, counted

if TYPE_CHECKING:
    import pandas as pd

    from alliance.analysis.capacity import Formula
    from alliance.ui.match_answer import Answer

COLUMNS = {
    "name": Column("Trust"),
    "capacity": Column("Capacity", "Schools it could support on these terms", "count"),
    "assigned": Column("Given", "Schools it supports in the plan", "count"),
    "strong": Column("Strong", "Good or Outstanding by an inspection of their own", "count"),
    "from_strong": Column("These give", "Strong schools by how many it takes for one", "number1"),
    "own_in_need": Column("Below Good", f"Its own: {IN_NEED}", "count"),
    "less_need": Column("Less for these", "For its own below Good", "number1"),
    "joined_in_a_year": Column("New", "Academies that joined within a year", "count"),
    "less_growth": Column("Less for new", "For those that joined", "number1"),
    "committed": Column("Supports", "Schools by the register", "count"),
    "academies": Column("Academies", kind="count"),
    "trust_uid": Column("UID", "Of the trust in the register of trusts", "number"),
}


def capacity(answer: Answer) -> None:
    """Draw the formula in words, and its parts for each trust in scope."""
    formula, could = answer.question.formula, answer.match.could
    giving = int((could["assigned"] > 0).sum())
    st.markdown(
        f"**{counted(len(answer.match.loads), 'trust', 'trusts')} of {count(len(could))} could "
        f"give; the plan asks {count(giving)} of them.** {in_words(formula)}"
    )
    data_table(
        _with_parts(could, formula),
        COLUMNS,
        key="capacity of trusts",
        title="What each trust could give",
        chosen=answer.question.chosen,
        searched=("name", "trust_uid"),
        order="-capacity",
        picks="trust_uid",
        on_pick=open_trust,
        notes=(in_words(formula),),
    )


def in_words(formula: Formula) -> str:
    """Say how capacity is reckoned."""
    return (
        f"Capacity is one school for every {formula.strong_for_one:g} strong ones, less "
        f"{formula.own_need:g} for each of its own below Good, less {formula.growth:g} for each "
        f"that joined within a year, rounded down and at most {formula.most}; less the schools it "
        "supports by the register. Change these numbers under Capacity above."
    )


def _with_parts(could: pd.DataFrame, formula: Formula) -> pd.DataFrame:
    return could.assign(
        from_strong=could["strong"] / formula.strong_for_one,
        less_need=-could["own_in_need"] * formula.own_need,
        less_growth=-could["joined_in_a_year"] * formula.growth,
    )
