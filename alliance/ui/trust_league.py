"""All trusts of a day in one table, by tier."""

from __future__ import annotations

from functools import lru_cache
from html import escape

import pandas as pd
import streamlit as st

from alliance.analysis.filters import Filter, narrow
from alliance.ui.frame import nothing_found
from alliance.ui.table import Column, data_table
from alliance.ui.trust_choice import TABLE, academies_of, choose, league_on, tier_rule
from alliance.ui.words import MISSING, count, counted, percent
from alliance.web.current import state_on

KINDS = {"Multi-academy trusts": ("MAT",), "Single-academy trusts": ("SAT",), "All": ("MAT", "SAT")}
TIER_SOURCE = (
    f"Tiers go by the number of academies on the day, in the usage of 2016–17: {tier_rule()}."
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
    "tier": Column("Tier", TIER_SOURCE),
    "academies": Column("Academies", "All academies of the trust on the day", "count"),
    "here": Column("In the filter", "Its academies that pass the filter", "count"),
    "growth": Column("Growth in a year", "Academies more than a year earlier", "count"),
    "percent_good_or_outstanding": Column(
        "Good or Outstanding", "Share of its graded academies, grades inherited", "percent"
    ),
    "in_need": Column("In need", "Requires improvement or Inadequate", "count"),
    "primary": Column("Primary", kind="count"),
    "secondary": Column("Secondary", "All-through included", "count"),
    "other": Column("Other", "Special, alternative provision, 16 to 19, nursery", "count"),
    "pupils": Column("Pupils", kind="count"),
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


@lru_cache(maxsize=48)
def trusts_within(chosen: Filter) -> pd.DataFrame:
    """Give the league table of the trusts with an academy that passes the filter."""
    here = narrow(state_on(chosen.day), chosen)["trust_uid"].value_counts()
    table = league_on(chosen.day)
    numbers = table["trust_uid"].map(here).fillna(0).astype("int32")
    return table.assign(here=numbers)[numbers > 0].reset_index(drop=True)


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
    _tiers(own)
    data_table(
        own,
        COLUMNS,
        key=TABLE,
        title=f"League table: {kind.lower()}" if kind != "All" else "League table: all trusts",
        chosen=chosen,
        searched=("name", "tier"),
        order="-academies",
        picks="trust_uid",
        on_pick=choose,
        notes=NOTES,
    )
    st.caption(" ".join(NOTES))


def _tiers(table: pd.DataFrame) -> None:
    """Draw the tier rule with how many trusts and academies each tier has."""
    by_tier = table.groupby("tier", observed=False)
    numbers = by_tier.agg(
        trusts=("trust_uid", "size"),
        academies=("academies", "sum"),
        good=("good_or_outstanding", "sum"),
        graded=("graded", "sum"),
        distance_km=("median_distance_to_hub_km", "median"),
    )
    rows = "".join(
        f"<tr><th scope='row'>{escape(str(row['tier']))}</th>"
        f"<td>{academies_of(str(row['tier']))}</td>"
        f"<td>{count(row['trusts'])}</td><td>{count(row['academies'])}</td>"
        f"<td>{_share(row['good'], row['graded'])}</td><td>{_km(row['distance_km'])}</td></tr>"
        for row in numbers.reset_index().to_dict("records")
    )
    heads = "".join(
        f"<th scope='col'>{head}</th>"
        for head in (
            "Tier",
            "Academies of a trust",
            "Trusts",
            "Academies",
            "Good or Outstanding",
            "Median distance to hub, middle trust",
        )
    )
    st.html(f"<div class='numbers'><table><tr>{heads}</tr>{rows}</table></div>")


def _share(part: float, whole: float) -> str:
    return percent(100 * float(part) / float(whole)) if whole else MISSING


def _km(distance_km: float) -> str:
    return MISSING if pd.isna(distance_km) else f"{distance_km:.1f} km"


def trusts_in_words(chosen: Filter) -> str:
    """Say how many trusts the filter leaves."""
    return counted(len(trusts_within(chosen)), "trust", "trusts")
