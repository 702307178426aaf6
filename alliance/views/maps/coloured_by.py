"""What the colours of schools on a map tell, and which schools it has no place for, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliance.analysis.partial_days import GRADES_END
from alliance.text.words import counted

if TYPE_CHECKING:
    import pandas as pd

    from alliance.maps.choice import MapChoice


_WORDS = {
    "Trust": "trust",
    "Grade": "overall grade",
    "Phase": "phase",
    "Disadvantage": "share of disadvantaged pupils",
    "Attainment": "the fifth of England in which their last results lie: Attainment 8, or reading, "
    "writing and maths at key stage 2",
    "Judgement": "the judgement of {} in their latest inspection without an overall grade",
    "Report card": "{} in their latest report card",
    "Ungraded": "the outcome of their latest inspection, where that was ungraded",
}


def coloured_by(choice: MapChoice) -> str:
    """Say what the colours of schools tell, as a part of a sentence."""
    if choice.colour_by == "Grade" and choice.filter.day > GRADES_END:
        return "the last overall grade before September 2024"
    aspect = choice.coloured_aspect
    name = aspect.name[:1].lower() + aspect.name[1:] if aspect else ""
    return _WORDS[choice.colour_by].format(name)


def not_on_the_map(schools: pd.DataFrame) -> str:
    """Say how many of the schools counted the map has no place for; blank where it has for all."""
    unlocated = int(schools["lon"].isna().sum())
    if not unlocated:
        return ""
    has = "has" if unlocated == 1 else "have"
    return (
        f"{counted(unlocated, 'school', 'schools')} of them {has} no known location: in the key’s "
        "counts and in the tables, not on the map."
    )
