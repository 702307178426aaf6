"""All trusts of a day in one table, by tier."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from alliance.analysis.filters import Filter, narrow
from alliance.analysis.tiers import by_tier, tier_rule
from alliance.ui.frame import nothing_found
from alliance.ui.grade_column import IN_NEED
from alliance.ui.table import Column, data_table
from alliance.ui.trust_choice import TABLE, choose, league_on
from alliance.ui.words import MISSING, count, percent
from alliance.web.current import kept, state_on

KINDS = {"Multi-academy trusts": ("MAT",), "Single-academy trusts": ("SAT",), "All": ("MAT", "SAT")}
TIER_SOURCE = f"Tiers: {tier_rule()}."
TIER_HEADS = (
    "Tier",
    "Academies of a trust",
    "Trusts",
    "Academies",
    "Good or Outstanding",
    "Distance to hub, middle trust",
)
NOTES = (
    "A trust stands here if an academy of it passes the filter; its figures are those of all its "
    "academies.",
    TIER_SOURCE,
    "A cluster joins academies of a trust no more than 25 km apart; its hub is the one with the "
    "least total distance to the others. Distances are straight lines.",
)
COLUMNS = {
    "name": Column("Trust"),
    "academies": Column("Academies", "All academies of the trust on the day", "count"),
    "tier_name": Column("Tier", TIER_SOURCE),
    "here": Column("In the filter", "Its academies that pass the filter", "count"),
    "growth": Column("Growth in a year", "Academies more than a year earlier", "count"),
    "percent_good_or_outstanding": Column(
        "Good or Outstanding", "Share of its graded academies, grades inherited", "percent"
    ),
    "in_need": Column("In need", IN_NEED, "count"),
    "primary": Column("Primary", kind="count"),
    "secondary": Column("Secondary", "All-through included", "count"),
    "other": Column("Other", "Special, alternative provision, 16 to 19, nursery", "count"),
    "pupils": Column("Pupils", "On the rolls that are known", "count"),
    "pupils_known_in": Column(
        "Rolls known", "Academies whose pupils are counted, of all its academies", "count"
    ),
    "local_authorities": Column("Authorities", "Local authorities it works in", "count"),
    "regions": Column("Regions", "Regions it works in", "count"),
    "clusters": Column("Clusters", "Groups of academies no more than 25 km apart", "count"),
    "outliers": Column("Standing alone", "Academies further than 25 km from any other", "count"),
    "median_distance_to_hub_km": Column("Median to hub", "Straight line", "km"),
    "greatest_distance_to_hub_km": Column("Greatest to hub", "Straight line", "km"),
    "percent_good_own": Column(
        "Good, own grades", "Good or Outstanding, of academies with a grade of their own", "percent"
    ),
}


@kept(maxsize=48)
def trusts_within(chosen: Filter) -> pd.DataFrame:
    """Give the league table of the trusts with an academy that passes the filter."""
    here = narrow(state_on(chosen.day), chosen)["trust_uid"].value_counts()
    table = league_on(chosen.day)
    numbers = table["trust_uid"].map(here).fillna(0).astype("int32")
    words = table["tier"].astype("str")
    return table.assign(here=numbers, tier_name=words)[numbers > 0].reset_index(drop=True)


def trust_league(chosen: Filter) -> None:
    """Draw the tiers and the league table; a row selected opens the trust's profile."""
    table = trusts_within(chosen)
    if table.empty:
        nothing_found(chosen)
        return
    kind = st.segmented_control(
        "Kind of trust",
        list(KINDS),
        default=next(iter(KINDS)),
        required=True,
        key="trust_kind",
        bind="query-params",
        label_visibility="collapsed",
    )
    own = table[table["kind"].isin(KINDS[kind])]
    st.html(_tiers(chosen, kind))
    data_table(
        own,
        COLUMNS,
        key=TABLE,
        title=f"League table: {kind.lower()}" if kind != "All" else "League table: all trusts",
        chosen=chosen,
        searched=("name", "tier_name"),
        order="-academies",
        picks="trust_uid",
        on_pick=choose,
        notes=NOTES,
    )
    st.caption(" ".join(NOTES))


@kept(maxsize=48)
def _tiers(chosen: Filter, kind: str) -> str:
    """Write the tier rule with what the trusts of each tier hold."""
    table = trusts_within(chosen)
    rows = "".join(
        f"<tr><th scope='row'>{escape(str(row['tier']))}</th><td>{escape(row['rule'])}</td>"
        f"<td>{count(row['trusts'])}</td><td>{count(row['academies'])}</td>"
        f"<td>{percent(row['percent_good_or_outstanding'])}</td>"
        f"<td>{_km(row['median_distance_to_hub_km'])}</td></tr>"
        for row in by_tier(table[table["kind"].isin(KINDS[kind])]).to_dict("records")
    )
    heads = "".join(f"<th scope='col'>{head}</th>" for head in TIER_HEADS)
    return f"<div class='numbers'><table><tr>{heads}</tr>{rows}</table></div>"


def _km(distance_km: float) -> str:
    return MISSING if pd.isna(distance_km) else f"{distance_km:.1f} km"
