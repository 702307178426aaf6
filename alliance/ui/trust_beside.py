"""A trust beside others: neighbours whose footprint overlaps, and up to four to compare with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from alliance.analysis.tiers import tier_rule
from alliance.analysis.trust_places import neighbours_of
from alliance.analysis.trusts import MOST_COMPARED, compared
from alliance.charts.frame import number
from alliance.charts.trusts import trusts_side_by_side
from alliance.ui.chart import draw_chart, is_dark
from alliance.ui.grade_column import IN_NEED
from alliance.ui.table import Column, data_table
from alliance.ui.trust_choice import choose, league_on, prints_on, shown_names
from alliance.ui.words import counted, day_in_words, listed
from alliance.web.current import current_history, kept
from alliance.web.filter_parts import every_trust

if TYPE_CHECKING:
    import datetime as dt

    from alliance.analysis.filters import Filter
    from alliance.charts.frame import Chart

NEIGHBOURS = {
    "name": Column("Trust"),
    "overlap_km2": Column("Overlap, km²", "Of the hulls of their clusters", "number1"),
    "percent_of_footprint": Column("Of the footprint", "Share of this trust's own", "percent"),
    "academies_inside": Column(
        "Academies inside", "Of the other trust, within this one's clusters", "count"
    ),
    "academies": Column("Academies in all", kind="count"),
    "tier": Column("Tier", tier_rule()),
    "percent_good_or_outstanding": Column(
        "Good or Outstanding", "Of its graded academies, grades inherited", "percent"
    ),
    "in_need": Column("In need", IN_NEED, "count"),
}
OTHERS = "compared_with"


def neighbours_of_trust(trust: int, name: str, own: Filter) -> None:
    """Draw the trusts whose footprint overlaps; a row selected opens that trust."""
    st.header("Neighbours whose footprint overlaps", anchor=False)
    table = _neighbours(own.day, trust)
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
        NEIGHBOURS,
        key=f"neighbours {trust}",
        title=f"Trusts whose footprint overlaps that of {name}",
        chosen=own,
        searched=("name", "tier"),
        order="-overlap_km2",
        picks="trust_uid",
        on_pick=choose,
    )


@kept(maxsize=32)
def _neighbours(day: dt.date, trust: int) -> pd.DataFrame:
    return neighbours_of(prints_on(day), league_on(day), trust)


def compare_trust(trust: int, name: str, own: Filter) -> None:
    """Ask for up to four other trusts, and draw all side by side."""
    st.header("Compare with other trusts", anchor=False)
    others = st.multiselect(
        f"Up to {MOST_COMPARED - 1} other trusts",
        [shown for shown in every_trust() if shown != name],
        max_selections=MOST_COMPARED - 1,
        key=OTHERS,
        bind="query-params",
        persist_state="session",
        placeholder="Choose trusts by name",
        filter_mode="contains",
        select_all=False,
    )
    table = league_on(own.day)
    wanted = [trust, *(every_trust()[other] for other in others)]
    held = [uid for uid in wanted if uid in set(table["trust_uid"])]
    absent = [shown_names()[uid] for uid in wanted if uid not in held]
    if absent:
        st.info(f"Without an academy on {day_in_words(own.day)}: {listed(absent, most=5)}.")
    chart = _side_by_side(own.day, tuple(held), dark=is_dark())
    _in_rows(chart.table)
    draw_chart(chart, "compared")


@kept(maxsize=32)
def _side_by_side(day: dt.date, trusts: tuple[int, ...], *, dark: bool) -> Chart:
    figures = compared(current_history(), league_on(day), trusts)
    return trusts_side_by_side(figures, dark=dark)


def trusts_compared() -> tuple[int, ...]:
    """Give the UIDs of the other trusts chosen."""
    return tuple(every_trust()[name] for name in st.session_state.get(OTHERS) or [])


def _in_rows(figures: pd.DataFrame) -> None:
    """Draw the measures in rows, a column a trust."""
    shown = pd.DataFrame(
        {
            str(name): [
                number(value, unit) for value, unit in zip(own["value"], own["unit"], strict=True)
            ]
            for name, own in figures.groupby("trust_name", sort=False)
        },
        index=pd.Index(figures["name"].unique(), name="Measure"),
    )
    st.dataframe(shown, key="compared rows", alt="The trusts side by side")
