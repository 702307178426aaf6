"""The figures of a scene's schools, by the names under which a caption may use them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliance.analysis.filters import everywhere, narrow
from alliance.current.state import state_on
from alliance.text.words import MISSING, count, counted, day_in_words
from alliance.views.beside_england import figures_on
from alliance.views.scope import scope_in_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from alliance.analysis.filters import Filter


NAMED = {
    **{
        key: key
        for key in (
            "schools",
            "academies",
            "trusts",
            "founders_academies",
            "pupils",
            "requires_improvement",
            "inadequate",
            "judged",
            "ungraded",
            "report_cards",
            "stuck",
            "opportunity_areas",
        )
    },
    "percent_good": "percent_good_inherited",
    "less_than_good": "below_good",
}
"""What a caption calls a headline figure, and its key."""


FORMER = {"in_need": ("less_than_good", "eligible"), "england_in_need": ("england_less_than_good",)}
"""What captions called a figure before one word stood for one thing, and what it is called now."""


OF_ENGLAND = (
    "schools",
    "trusts",
    "percent_good",
    "less_than_good",
    "judged",
    "report_cards",
    "stuck",
)
"""What is told of England beside a scope."""


def fact_named(name: str, facts: Mapping[str, str]) -> str | None:
    """Return a figure of a screen by the name that a caption gives it; None where it has none."""
    known = (one for one in (name, *FORMER.get(name, ())) if one in facts)
    return next((facts[one] for one in known), None)


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
    """Return the figures of a set of schools that a caption may name; a dash where there is none.

    They are those of the pages: :func:`alliance.views.beside_england.figures_on`.
    """
    found = figures_on(schools, chosen.day)
    return {
        "day": day_in_words(chosen.day),
        **{name: found.said(key) for name, key in NAMED.items()},
        # Of schools chosen by their grade the share says nothing.
        **({"percent_good": MISSING} if chosen.grades else {}),
        "authorities": count(schools["la_name"].nunique()),
    }


def englands_facts(chosen: Filter) -> dict[str, str]:
    """Return England's figures of the day, narrowed by ``ENGLAND_RULE``."""
    there = facts_of(narrow(state_on(chosen.day), everywhere(chosen)), chosen)
    return {f"england_{name}": there[name] for name in OF_ENGLAND}
