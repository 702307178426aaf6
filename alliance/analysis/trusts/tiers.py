"""The tiers of trusts: the rule in words, and what the trusts of each tier hold."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from alliance.analysis.trusts.trusts_on_day import TIERS

if TYPE_CHECKING:
    import pandas as pd


def academies_of(name: str) -> str:
    """Return the numbers of academies that make a tier: "1–5", "30 or more"."""
    names = list(TIERS)
    place = names.index(name)
    least = int(TIERS[names[place - 1]]) + 1 if place else 1
    return f"{least} or more" if math.isinf(TIERS[name]) else f"{least}–{TIERS[name]:.0f}"


def tier_rule() -> str:
    """Say how trusts are put into tiers."""
    parts = "; ".join(f"{name} {academies_of(name)}" for name in TIERS)
    return f"{parts} academies on the day, in the usage of 2016–17"


def _sum(numbers: pd.Series) -> float:
    """Add up; not a number where none is known."""
    known = numbers.dropna()
    return float(known.sum()) if len(known) else float("nan")


def by_tier(table: pd.DataFrame) -> pd.DataFrame:
    """Sum the trusts of a league table by tier.

    Returns
    -------
    DataFrame
        A row a tier, the smallest first, those without a trust too: tier, rule (how many academies
        make it), trusts, academies, percent_good_or_outstanding (of all their graded academies),
        median_distance_to_hub_km (the middle one of the trusts' medians); missing where there is
        nothing to count.

    """
    sums = table.groupby("tier", observed=False).agg(
        trusts=("trust_uid", "size"),
        academies=("academies", "sum"),
        good=("good_or_outstanding", _sum),
        graded=("graded", "sum"),
        median_distance_to_hub_km=("median_distance_to_hub_km", "median"),
    )
    graded = sums.pop("graded").astype("float64")
    good = sums.pop("good").astype("float64")
    sums.insert(2, "percent_good_or_outstanding", 100 * good / graded.where(graded > 0))
    sums.insert(0, "rule", [academies_of(str(name)) for name in sums.index])
    return sums.reset_index()
