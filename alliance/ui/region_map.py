"""The map of the overview: Opportunity Areas, and the founding trusts' academies in colour."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from alliance.analysis.founders import academies_by_area
from alliance.maps.choice import FOOTPRINTS, OPPORTUNITY_AREAS, MapChoice
from alliance.maps.palette import MOST_TRUSTS, THEMES, trust_colours
from alliance.ui.behind import table_behind
from alliance.ui.chart import is_dark
from alliance.ui.frame import founding_trusts, trust_name
from alliance.ui.map_bounds import bounds_of
from alliance.ui.map_view import draw_map
from alliance.ui.words import count, counted, day_in_words

if TYPE_CHECKING:
    import pandas as pd

    from alliance.analysis.filters import Filter


def region_map(chosen: Filter, schools: pd.DataFrame) -> None:
    """Draw the map with its key, and behind a button what it shows as a table.

    The founding trusts are in colour, or the trusts of the filter if it names any.
    """
    trusts = chosen.trusts[:MOST_TRUSTS] or founding_trusts()
    choice = MapChoice(
        filter=chosen,
        colour_by="Trust",
        switched_on=frozenset({OPPORTUNITY_AREAS, FOOTPRINTS}),
        trusts=trusts,
        period=(chosen.day, chosen.day),
        theme="dark" if is_dark() else "light",
    )
    with st.container(key="region_map"):
        draw_map(
            choice, bounds_of(chosen), key="region map", alt=_in_words(chosen, schools, trusts)
        )
        with st.container(key="region_key"):
            st.html(_key(schools, choice))
    table_behind(
        "region map",
        "Academies of each trust in colour, by Opportunity Area.",
        lambda: _table(schools, trusts),
        "The map as a table",
    )


def _key(schools: pd.DataFrame, choice: MapChoice) -> str:
    theme = THEMES[choice.theme]
    numbers = schools["trust_uid"].value_counts()
    academies, ours = int(numbers.sum()), sum(int(numbers.get(uid, 0)) for uid in choice.trusts)
    rows = [
        ("dot", colour, trust_name(uid), count(numbers.get(uid, 0)))
        for uid, colour in trust_colours(choice.trusts, theme).items()
    ]
    rows += [
        ("dot", theme.other_academy, "Other academies", count(academies - ours)),
        ("dot", theme.other_school, "Other schools", count(len(schools) - academies)),
        ("area", theme.ink, "Opportunity Area", ""),
    ]
    items = "".join(
        f'<li><i class="{shape}" style="color:{colour}"></i>{escape(words)}<b>{number}</b></li>'
        for shape, colour, words, number in rows
    )
    return f'<div class="map-key" style="background:{theme.halo}"><ul>{items}</ul></div>'


def _table(schools: pd.DataFrame, trusts: tuple[int, ...]) -> pd.DataFrame:
    table = academies_by_area(schools, trusts)
    table.insert(0, "Trust", [trust_name(uid) for uid in table.pop("trust_uid")])
    return table.rename(columns={"academies": "Academies"})


def _in_words(chosen: Filter, schools: pd.DataFrame, trusts: tuple[int, ...]) -> str:
    """Say what the map shows, for those who cannot see it."""
    numbers = schools["trust_uid"].value_counts()
    held = ", ".join(f"{trust_name(uid)} {count(numbers.get(uid, 0))}" for uid in trusts)
    return (
        f"Map of {counted(len(schools), 'school', 'schools')} on {day_in_words(chosen.day)} with "
        f"the Opportunity Areas in outline and the academies of these trusts in colour: {held}. "
        "The table below gives them by Opportunity Area."
    )
