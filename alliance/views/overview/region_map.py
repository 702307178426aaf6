"""The map of the overview: Opportunity Areas, and the founding trusts' academies in colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliance.analysis.trusts.founders import academies_by_area
from alliance.current.known_on_day import absent_on
from alliance.maps.key import Key, KeyRow, trust_rows
from alliance.maps.palette import THEMES
from alliance.text.words import count, counted, day_in_words
from alliance.views.trusts_at_hand import trust_name

if TYPE_CHECKING:
    import pandas as pd

    from alliance.analysis.filters import Filter
    from alliance.maps.choice import MapChoice


def region_key(schools: pd.DataFrame, choice: MapChoice) -> Key:
    """Return what the colours mean, and how many schools have each."""
    theme = THEMES[choice.theme]
    absent = absent_on(choice.trusts, choice.filter.day)
    rows = trust_rows(schools, choice.trusts, theme, trust_name, absent)
    return Key("", [*rows, KeyRow("area", theme.ink, "Opportunity Area")])


def academies_table(schools: pd.DataFrame, trusts: tuple[int, ...]) -> pd.DataFrame:
    """Return how many academies each trust has in each Opportunity Area."""
    table = academies_by_area(schools, trusts)
    table.insert(0, "Trust", [trust_name(uid) for uid in table.pop("trust_uid")])
    return table.rename(columns={"academies": "Academies"})


def region_map_in_words(chosen: Filter, schools: pd.DataFrame, trusts: tuple[int, ...]) -> str:
    """Say what the map shows, for those who cannot see it."""
    numbers = schools["trust_uid"].value_counts()
    absent = absent_on(trusts, chosen.day)
    held = ", ".join(
        f"{trust_name(uid)} {count(numbers.get(uid, 0))}" for uid in trusts if uid not in absent
    )
    return (
        f"Map of {counted(len(schools), 'school', 'schools')} on {day_in_words(chosen.day)} with "
        f"the Opportunity Areas in outline and the academies of these trusts in colour: {held}. "
        "The table below gives them by Opportunity Area."
    )
