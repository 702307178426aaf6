"""A trust beside others: neighbours whose footprint overlaps, and up to four to compare with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliance.analysis.trusts.footprints import JOIN_KM
from alliance.analysis.trusts.tiers import tier_rule
from alliance.analysis.trusts.trust_places import neighbours_of
from alliance.analysis.trusts.trusts_on_day import compared
from alliance.charts.trusts import trusts_side_by_side
from alliance.current.state import current_history, kept
from alliance.views.columns import Column
from alliance.views.grade_column import IN_NEED, LESS_THAN_GOOD
from alliance.views.inspected_columns import INSPECTED
from alliance.views.trusts_at_hand import league_on, prints_on

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd

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
        "Good or outstanding",
        "Of its graded academies, counting the predecessor school’s grade",
        "percent",
    ),
    "in_need": Column(LESS_THAN_GOOD, IN_NEED, "count"),
    **INSPECTED,
}


@kept(maxsize=32)
def neighbours_on(day: dt.date, trust: int, join_km: float = JOIN_KM) -> pd.DataFrame:
    """Return the trusts whose footprint overlaps; shared, never to be written to."""
    return neighbours_of(prints_on(day, join_km), league_on(day), trust)


@kept(maxsize=32)
def chart_beside(day: dt.date, trusts: tuple[int, ...], *, dark: bool) -> Chart:
    """Draw trusts side by side."""
    figures = compared(current_history(), league_on(day), trusts)
    return trusts_side_by_side(figures, dark=dark)
