"""Support that articles and moves of academies document: beside the register, not in it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from alliance.analysis.flows.transfers import transfers
from alliance.current.state import current_history, kept
from alliance.register.documented import documented_flows
from alliance.text.words import counted, day_in_words
from alliance.ui.register.register_table import safe_link, word_table
from alliance.views.trusts_at_hand import founding_trusts

WAKEFIELD_CITY = 5195


def documented() -> None:
    """Draw what articles tell of, and the academies that founding trusts took on."""
    st.markdown(
        "These come from published articles. They are **not records of the register of support**, "
        "and no figure on this page counts them."
    )
    st.header("From articles", anchor=False)
    flows = documented_flows()
    shown = flows.assign(announced=[_month(day) for day in flows["announced_on"]])
    word_table(
        ("Supporting organisation", "Supported school", "Announced", "What", "Source"),
        shown[["supporter_name", "recipient_name", "announced", "what", "citation"]].to_numpy(),
    )
    with st.container(horizontal=True):
        for link in flows["link"]:
            if safe_link(link):
                st.link_button("Open the article", link, icon=":material/open_in_new:")
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


def _month(announced: str) -> str:
    """Return a day or a month in words."""
    day = pd.Timestamp(announced)
    return day_in_words(day) if announced.count("-") > 1 else f"{day:%B %Y}"
