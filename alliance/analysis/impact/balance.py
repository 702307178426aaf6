"""How alike treated schools and those matched to them are, before matching and after."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pandas as pd

from alliance.analysis.impact.pairs import MEASURED

if TYPE_CHECKING:
    from alliance.analysis.impact.pairs import Matched

NAMES = {
    "prior": "Result before, less that of all schools",
    "trend": "Change a year before",
    "free_meals": "Pupils eligible for free school meals (%)",
    "log_roll": "Pupils on roll (geometric mean)",
    "deprivation": "Deprivation of its neighbourhood (score)",
    "years_since_inspection": "Years since its last graded inspection",
    "grade": "Latest overall grade",
    "below_twice": "Second inspection running below Good",
    "north": "In the North of England",
    "london": "In London",
}
ALIKE = 0.1
"""Standardised differences under this are commonly taken as balanced (Austin 2009)."""


def balance_of(matched: Matched) -> pd.DataFrame:
    """Return the balance before and after matching.

    Returns
    -------
    DataFrame
        A row a covariate: name, treated (mean of the matched treated), untreated (mean of all
        untreated schools of their phases), like (mean of those matched to them), before and after
        (the standardised differences: the difference from the treated over the standard deviation
        among untreated schools). What is known of no like school, or the same of all,
        is left out.

    """
    members = matched.members.astype({"below_twice": "float64", "grade": "float64"})
    treated, like = members[members["treated"]], members[~members["treated"]]
    schools = matched.pool["schools"]
    rows = []
    for key in MEASURED:
        if like[key].isna().all() or matched.pool[key].isna().all():
            continue
        own = treated[key].mean()
        theirs = (like[key] * like["weight"]).sum() / like["weight"].where(like[key].notna()).sum()
        known = schools.where(matched.pool[key].notna())
        everybody = (matched.pool[key] * schools).sum() / known.sum()
        spread = (matched.pool[f"{key}_spread"] * schools).sum() / known.sum()
        if not spread > 0:
            continue
        rows.append(
            {
                "key": key,
                "name": NAMES[key],
                "treated": _as_known(key, own),
                "untreated": _as_known(key, everybody),
                "like": _as_known(key, theirs),
                "before": (own - everybody) / spread,
                "after": (own - theirs) / spread,
            }
        )
    return pd.DataFrame(rows)


def _as_known(key: str, mean: float) -> float:
    """Return a mean as people know it: that of a logarithm as the number itself."""
    return math.exp(mean) if key == "log_roll" else mean
