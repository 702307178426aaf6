"""The figures of a scene's schools, by the names under which a caption may use them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliance.analysis.filters import everywhere, narrow
from alliance.ui.frame import founding_trusts
from alliance.ui.scope import scope_in_words
from alliance.ui.words import count, counted, day_in_words, percent
from alliance.web.current import state_on

if TYPE_CHECKING:
    import pandas as pd

    from alliance.analysis.filters import Filter


OF_ENGLAND = ("schools", "trusts", "percent_good", "in_need")
"""What is told of England beside a scope."""


def sentence(chosen: Filter, schools: pd.DataFrame) -> str:
    """Say what is looked at."""
    scope = scope_in_words(chosen)
    return " · ".join(
        [
            scope[0].upper() + scope[1:],
            day_in_words(chosen.day),
            counted(len(schools), "school", "schools"),
        ]
    )


def facts_of(schools: pd.DataFrame, chosen: Filter) -> dict[str, str]:
    """Give the figures of a set of schools that a caption may name."""
    graded = schools["grade"].dropna()
    good = percent(100 * float((graded <= 2).mean())) if len(graded) else "none graded"
    academies = schools["trust_uid"].notna()
    return {
        "day": day_in_words(chosen.day),
        "schools": count(len(schools)),
        "academies": count(int(academies.sum())),
        "trusts": count(schools["trust_uid"].nunique()),
        "founders_academies": count(int(schools["trust_uid"].isin(founding_trusts()).sum())),
        "pupils": count(float(schools["pupils"].sum())),
        "percent_good": good,
        "in_need": count(int((schools["grade"] >= 3).sum())),
        "requires_improvement": count(int((schools["grade"] == 3).sum())),
        "inadequate": count(int((schools["grade"] == 4).sum())),
        "opportunity_areas": count(schools["opportunity_area"].nunique()),
        "authorities": count(schools["la_name"].nunique()),
    }


def englands_facts(chosen: Filter) -> dict[str, str]:
    """Give England's figures of the day, narrowed by ``ENGLAND_RULE``."""
    there = facts_of(narrow(state_on(chosen.day), everywhere(chosen)), chosen)
    return {f"england_{name}": there[name] for name in OF_ENGLAND}
