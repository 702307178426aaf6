"""The live map on the page, with its key, and what it says to those who cannot see it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from alliance.analysis.filters import named_regions
from alliance.current.current_flows import moves_of
from alliance.current.state import served_version, state_on
from alliance.maps.choice import INVESTMENT_AREAS, TRANSFERS, MapChoice
from alliance.maps.style import addresses
from alliance.text.words import counted, day_in_words, period_in_words
from alliance.ui.explore.collected_schools import MOST_RINGED, all_ringed, ringed_on
from alliance.ui.map.card_shown import card_shown
from alliance.ui.map.draw_map import draw_map
from alliance.ui.map.find_on_map import spot_within
from alliance.ui.map.map_controls import map_choice
from alliance.ui.map.time_slider import ahead, frame_of_time, time_slider
from alliance.ui.parts.selection import (
    MAP,
    collected,
    collecting,
    selected_school,
    take_from_map,
)
from alliance.views.maps.coloured_by import coloured_by, not_on_the_map
from alliance.views.maps.map_bounds import bounds_of
from alliance.views.maps.map_content import keys_of_choice
from alliance.views.maps.map_view import view_of_choice

if TYPE_CHECKING:
    import pandas as pd

    from alliance.analysis.filters import Filter


def draw_live_map(chosen: Filter, schools: pd.DataFrame) -> MapChoice:
    """Draw the switches, what plays, the map and its key; return what the map shows."""
    bounds = frame_of_time(chosen, bounds_of(chosen))
    choice = map_choice(chosen, bounds)
    time_slider(chosen.day)
    version = served_version()
    draw_map(
        view_of_choice(choice, bounds, _in_words(choice, schools), keys_of_choice(choice, schools)),
        "live",
        chosen,
        key=MAP,
        ahead=[
            address
            for later in ahead(chosen)
            for address in addresses(version, replace(choice, filter=later))
        ],
        spot=spot_within(bounds),
        selected=selected_school(state_on(chosen.day)),
        collected=ringed_on(chosen.day),
        ring_all=all_ringed(schools),
        on_pick=take_from_map,
        card=card_shown(chosen.day, schools),
        collecting=collected()[:MOST_RINGED] if collecting() else None,
    )
    on = choice.switched_on
    st.caption(
        f"{counted(len(schools), 'school', 'schools')} on {day_in_words(chosen.day)}, "
        f"coloured by {coloured_by(choice)}."
        + (f" {unplaced}" if (unplaced := not_on_the_map(schools)) else "")
        + (" Education Investment Areas were named in 2022." * (INVESTMENT_AREAS in on))
        + _transfers_in_words(choice)
    )
    return choice


def _in_words(choice: MapChoice, schools: pd.DataFrame) -> str:
    """Say what the map shows, for those who cannot see it."""
    return (
        f"Map of {counted(len(schools), 'school', 'schools')} on "
        f"{day_in_words(choice.filter.day)}, coloured by {coloured_by(choice)}. The key "
        "gives the counts; the table below lists the same schools."
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
        + f" {counted(others, 'move', 'moves')} of other kinds (single-academy trusts that joined, "
        "changes of legal entity, mergers) in the table only." * (others > 0)
    )
