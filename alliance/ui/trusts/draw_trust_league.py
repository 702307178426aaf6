"""On the page: all trusts of a day in one table, by tier."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from alliance.ui.parts.in_address import choose_one
from alliance.ui.parts.page_frame import nothing_found
from alliance.ui.parts.table import data_table
from alliance.ui.trusts.trust_choice import TABLE, choose
from alliance.views.census_labels import with_census
from alliance.views.inspected_columns import columns_on
from alliance.views.trusts.trust_league import (
    KINDS,
    LEAGUE_COLUMNS,
    notes_on,
    tiers_of,
    trusts_within,
)

if TYPE_CHECKING:
    from alliance.analysis.filters import Filter


def trust_league(chosen: Filter) -> None:
    """Draw the tiers and the league table; a row selected opens the trust's profile."""
    table = trusts_within(chosen)
    if table.empty:
        nothing_found(chosen)
        return
    kind = choose_one(
        "Kind of trust",
        list(KINDS),
        default=next(iter(KINDS)),
        key="trust_kind",
        label_visibility="collapsed",
    )
    own = table[table["kind"].isin(KINDS[kind])]
    st.html(tiers_of(chosen, kind))
    data_table(
        own,
        with_census(columns_on(LEAGUE_COLUMNS, chosen.day), chosen.day),
        key=TABLE,
        title=f"League table: {kind.lower()}" if kind != "All" else "League table: all trusts",
        chosen=chosen,
        searched=("name", "tier_name"),
        order="-academies",
        picks="trust_uid",
        on_pick=choose,
        notes=notes_on(chosen.day),
    )
    st.caption(" ".join(notes_on(chosen.day)))
