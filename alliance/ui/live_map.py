"""The live map on the page, with its key, and what it says to those who cannot see it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from alliance.analysis.filters import named_regions
from alliance.maps.choice import INVESTMENT_AREAS, TRANSFERS, MapChoice
from alliance.ui.collected_schools import all_ringed, ringed_on
from alliance.ui.find_on_map import spot_within
from alliance.ui.live_key import live_key
from alliance.ui.map_bounds import bounds_of
from alliance.ui.map_controls import map_choice
from alliance.ui.map_view import draw_map
from alliance.ui.selection import MAP, selected_school, take_from_map
from alliance.ui.time_slider import ahead
from alliance.ui.words import count, counted, day_in_words, period_in_words
from alliance.web.current import state_on
from alliance.web.layers import moves_of

if TYPE_CHECKING:
    import pandas as pd

    from alliance.analysis.filters import Filter

_COLOURED_BY = {
    "Trust": "trust",
    "Grade": "grade",
    "Phase": "phase",
    "Disadvantage": "share of disadvantaged pupils",
    "Attainment": "the fifth of England in which their last results lie: Attainment 8, or reading, "
    "writing and maths at key stage 2",
}


def draw_live_map(chosen: Filter, schools: pd.DataFrame) -> MapChoice:
    """Draw the switches, the map and its key; give what the map shows."""
    bounds = bounds_of(chosen)
    choice = map_choice(chosen, bounds)
    with st.container(key="live_map"):
        draw_map(
            choice,
            bounds,
            key=MAP,
            alt=_in_words(choice, schools),
            spot=spot_within(bounds),
            selected=selected_school(state_on(chosen.day)),
            collected=ringed_on(chosen.day),
            ring_all=all_ringed(schools),
            ahead=[replace(choice, filter=later) for later in ahead(chosen)],
            on_pick=take_from_map,
        )
        with st.container(key="key"):
            st.html(live_key(choice, schools))
    on = choice.switched_on
    unlocated = int(schools["lon"].isna().sum())
    st.caption(
        f"{counted(len(schools) - unlocated, 'school', 'schools')} on {day_in_words(chosen.day)}, "
        f"coloured by {_COLOURED_BY[choice.colour_by]}."
        + (f" {count(unlocated)} without a known location are in the table only." * (unlocated > 0))
        + (" Education Investment Areas were named in 2022." * (INVESTMENT_AREAS in on))
        + _transfers_in_words(choice)
    )
    return choice


def _in_words(choice: MapChoice, schools: pd.DataFrame) -> str:
    """Say what the map shows, for those who cannot see it."""
    return (
        f"Map of {counted(len(schools), 'school', 'schools')} on "
        f"{day_in_words(choice.filter.day)}, coloured by {choice.colour_by.lower()}. The key gives "
        "the counts; the table below lists the same schools."
    )


def _transfers_in_words(choice: MapChoice) -> str:
    if TRANSFERS not in choice.switched_on:
        return ""
    start, end = choice.period
    regions, trusts = named_regions(choice.filter.regions), choice.filter.trusts
    moves = moves_of(start, end, regions, trusts, every_kind=True)
    drawn = int((moves["kind"] == "transfer").sum())
    others = len(moves) - drawn
    return (
        f" Drawn: {counted(drawn, 'academy', 'academies')} that moved from one trust to another "
        f"(transfers) from {period_in_words(start, end)}."
        + f" {counted(others, 'move', 'moves')} of other kinds (standalone joins, legal changes, "
        "mergers) in the table only." * (others > 0)
    )
