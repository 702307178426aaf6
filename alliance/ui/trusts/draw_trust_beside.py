"""On the page: A trust beside others: neighbours whose footprint overlaps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from alliance.analysis.trusts.trust_names import every_trust, shown_names
from alliance.analysis.trusts.trusts_on_day import MOST_COMPARED
from alliance.current.state import current_history
from alliance.text.words import counted, day_in_words, listed
from alliance.ui.parts.chart import draw_chart, is_dark
from alliance.ui.parts.plain_table import plain_rows
from alliance.ui.parts.table import data_table
from alliance.ui.trusts.trust_choice import choose
from alliance.views.columns import columns_in
from alliance.views.inspected_columns import columns_on
from alliance.views.trusts.trust_beside import NEIGHBOURS, chart_beside, neighbours_on
from alliance.views.trusts_at_hand import league_on

if TYPE_CHECKING:
    from alliance.analysis.filters import Filter

OTHERS = "compared_with"


def neighbours_of_trust(trust: int, name: str, own: Filter, join_km: float) -> None:
    """Draw the trusts whose footprint overlaps; a row selected opens that trust."""
    st.header("Neighbours whose footprint overlaps", anchor=False)
    table = neighbours_on(own.day, trust, join_km)
    if table.empty:
        st.info("No other trust's footprint overlaps this one.")
        return
    first = table.iloc[0]
    st.markdown(
        f"**{counted(len(table), 'trust', 'trusts')}**; most overlap with {first['name']}, which "
        f"has {counted(int(first['academies_inside']), 'academy', 'academies')} inside it."
    )
    data_table(
        table,
        columns_on(NEIGHBOURS, own.day),
        key=f"neighbours {trust}",
        title=f"Trusts whose footprint overlaps that of {name}",
        chosen=own,
        searched=("name", "tier"),
        order="-overlap_km2",
        picks="trust_uid",
        on_pick=choose,
    )


def compare_trust(trust: int, name: str, own: Filter) -> None:
    """Ask for up to four other trusts, and draw all side by side."""
    st.header("Compare with other trusts", anchor=False)
    others = st.multiselect(
        f"Up to {MOST_COMPARED - 1} other trusts",
        [shown for shown in every_trust(current_history()) if shown != name],
        max_selections=MOST_COMPARED - 1,
        key=OTHERS,
        bind="query-params",
        persist_state="session",
        placeholder="Choose trusts by name",
        filter_mode="contains",
        select_all=False,
    )
    table = league_on(own.day)
    wanted = [trust, *(every_trust(current_history())[other] for other in others)]
    held = [uid for uid in wanted if uid in set(table["trust_uid"])]
    absent = [shown_names(current_history())[uid] for uid in wanted if uid not in held]
    if absent:
        st.info(f"Without an academy on {day_in_words(own.day)}: {listed(absent, most=5)}.")
    chart = chart_beside(own.day, tuple(held), dark=is_dark())
    _in_rows(chart.table)
    draw_chart(chart, "compared", own)


def trusts_compared() -> tuple[int, ...]:
    """Return the UIDs of the other trusts chosen."""
    known = every_trust(current_history())
    return tuple(known[name] for name in st.session_state.get(OTHERS) or [])


def _in_rows(facts: pd.DataFrame) -> None:
    """Draw the measures in rows, a column a trust."""
    shown = pd.DataFrame({"Measure": facts["Measure"].unique()})
    for trust, own in facts.groupby("Trust", sort=False):
        shown[str(trust)] = own["Value"].to_numpy()
    plain_rows(shown, columns_in(shown), "The trusts side by side")
