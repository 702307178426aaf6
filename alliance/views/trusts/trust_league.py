"""All trusts of a day in one table, by tier."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import pandas as pd

from alliance.analysis.figures.overview import year_before
from alliance.analysis.filters import Filter, narrow
from alliance.analysis.partial_days import membership_differs
from alliance.analysis.trusts.tiers import by_tier, tier_rule
from alliance.current.known_on_day import known_now
from alliance.current.state import current_history, kept, state_on
from alliance.text.words import MISSING, count, percent
from alliance.views.columns import Column
from alliance.views.grade_column import IN_NEED, LESS_THAN_GOOD
from alliance.views.inspected_columns import INSPECTED
from alliance.views.trusts.footprint_words import cluster_rule
from alliance.views.trusts_at_hand import league_on

if TYPE_CHECKING:
    import datetime as dt


KINDS = {"Multi-academy trusts": ("MAT",), "Single-academy trusts": ("SAT",), "All": ("MAT", "SAT")}


TIER_SOURCE = f"Tiers: {tier_rule()}."


TIER_HEADS = (
    "Tier",
    "Academies of a trust",
    "Trusts",
    "Academies",
    "Good or outstanding",
    "Distance to hub, middle trust",
)


NOTES = (
    "Lists trusts with at least one academy that matches your filters. Figures cover all of the "
    "trust’s academies.",
    TIER_SOURCE,
    cluster_rule(),
)


LEAGUE_COLUMNS = {
    "name": Column("Trust"),
    "academies": Column("Academies", "All academies of the trust on the day", "count"),
    "tier_name": Column("Tier", TIER_SOURCE),
    "here": Column("Match your filters", "Its academies that match your filters", "count"),
    "growth": Column("Growth in a year", "Academies more than a year earlier", "count"),
    "percent_good_or_outstanding": Column(
        "Good or outstanding",
        "Share of its graded academies, counting the predecessor school’s grade",
        "percent",
    ),
    "in_need": Column(LESS_THAN_GOOD, IN_NEED, "count"),
    **INSPECTED,
    "primary": Column("Primary", kind="count"),
    "secondary": Column("Secondary", "All-through included", "count"),
    "other": Column("Other", "Special, alternative provision, 16 to 19, nursery", "count"),
    "pupils": Column("Pupils", "On the rolls that are known", "count"),
    "pupils_known_in": Column(
        "Rolls known", "Academies whose pupils are counted, of all its academies", "count"
    ),
    "local_authorities": Column("Local authorities", "Local authorities it works in", "count"),
    "regions": Column("Regions", "Regions it works in", "count"),
    "clusters": Column("Clusters", "Groups of academies; the note says how near", "count"),
    "outliers": Column(
        "Outside every cluster", "Academies too far from the trust’s others", "count"
    ),
    "median_distance_to_hub_km": Column("Median to hub", "Straight line", "km"),
    "greatest_distance_to_hub_km": Column("Greatest to hub", "Straight line", "km"),
    "percent_good_own": Column(
        "Good or outstanding, inspected since opening",
        "Of the academies inspected since they opened",
        "percent",
    ),
}


@kept(maxsize=48)
def trusts_within(chosen: Filter) -> pd.DataFrame:
    """Return the league table of the trusts with an academy that passes the filter."""
    here = narrow(state_on(chosen.day), chosen)["trust_uid"].value_counts()
    table = league_on(chosen.day)
    numbers = table["trust_uid"].map(here).fillna(0).astype("int32")
    words = table["tier"].astype("str")
    return table.assign(here=numbers, tier_name=words)[numbers > 0].reset_index(drop=True)


def notes_on(day: dt.date) -> tuple[str, ...]:
    """Return the notes of the table, and why a column by grade, or growth, is missing on a day."""
    known, history = known_now(day), current_history()
    why = known.grades or known.good
    growth = membership_differs(history, year_before(day), day)
    return (*NOTES, *([f"{why}."] if why else []), *([growth] if growth else []))


@kept(maxsize=48)
def tiers_of(chosen: Filter, kind: str) -> str:
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
    return f"<div class='numbers' tabindex='0'><table><tr>{heads}</tr>{rows}</table></div>"


def _km(distance_km: float) -> str:
    return MISSING if pd.isna(distance_km) else f"{distance_km:.1f} km"
