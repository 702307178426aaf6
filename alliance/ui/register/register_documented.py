"""Support that articles and moves of academies document: beside the register, not in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from alliance.analysis.flows.transfers import transfers
from alliance.current.state import current_history, kept
from alliance.text.words import counted, day_in_words
from alliance.ui.documented.case_table import case_table
from alliance.ui.register.register_table import word_table
from alliance.views.flows.documented_case import BESIDE
from alliance.views.flows.flow_tables import documented_rows
from alliance.views.trusts_at_hand import founding_trusts

if TYPE_CHECKING:
    import pandas as pd

    from alliance.analysis.filters import Filter

WAKEFIELD_CITY = 5195


def documented(chosen: Filter) -> None:
    """Draw what articles tell of, and the academies that founding trusts took on."""
    st.markdown(BESIDE)
    st.header("From articles and reports", anchor=False)
    rows = documented_rows(chosen)
    st.markdown(
        f"**{counted(len(rows), 'documented case', 'documented cases')}** of schools or trusts "
        "within your filters, of whatever day."
    )
    case_table(rows, chosen, "Support documented in articles and reports", key="documented")
    st.header("Academies of Wakefield City Academies Trust", anchor=False)
    taken = _taken_on()
    st.markdown(
        f"{counted(len(taken), 'academy', 'academies')} joined founding trusts of the Northern "
        "Alliance when the trust gave up its schools; from the dated lists of academies (see the "
        "Data page)."
    )
    word_table(
        ("Academy", "To", "From", "Day"),
        taken[["name", "to_trust", "from_trust", "day"]].to_numpy(),
    )


@kept(maxsize=1)
def _taken_on() -> pd.DataFrame:
    history = current_history()
    moves = transfers(history, history.first_day, history.last_day, from_trust=WAKEFIELD_CITY)
    moves = moves[moves["to_uid"].isin(founding_trusts())]
    return moves.assign(day=[day_in_words(day) for day in moves["date"]])
