"""The map of a profile: one area with its schools, or trusts with their footprints."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from alliance.analysis.trusts.footprints import JOIN_KM
from alliance.current.state import state_on
from alliance.maps.choice import FOOTPRINTS, OPPORTUNITY_AREAS, MapChoice
from alliance.maps.key import Key, KeyRow, footprint_keys, grade_rows, grade_title, trust_rows
from alliance.maps.palette import MOST_TRUSTS, THEMES
from alliance.text.words import counted, day_in_words
from alliance.ui.map.card_shown import card_shown
from alliance.ui.map.draw_map import draw_map
from alliance.ui.parts.chart import theme_name
from alliance.ui.parts.in_address import choose_one
from alliance.ui.parts.selection import MAP, selected_school, take_from_map
from alliance.views.maps.coloured_by import not_on_the_map
from alliance.views.maps.map_bounds import bounds_of
from alliance.views.maps.map_view import view_of_choice
from alliance.views.trusts_at_hand import trust_name

if TYPE_CHECKING:
    import pandas as pd
    from streamlit.delta_generator import DeltaGenerator

    from alliance.analysis.filters import Filter
    from alliance.maps.palette import ColourBy

COLOURS: tuple[ColourBy, ...] = ("Grade", "Trust")


def profile_map(
    own: Filter,
    schools: pd.DataFrame,
    trusts: tuple[int, ...],
    *,
    first: ColourBy,
    key: str,
    named: pd.DataFrame | None = None,
    join_km: float = JOIN_KM,
    controls: DeltaGenerator | None = None,
) -> None:
    """Draw the schools of a profile in the colours of their grades or trusts.

    Parameters
    ----------
    own
        Names the area or the trusts; the map opens on them.
    schools
        Those that ``own`` keeps.
    trusts
        UIDs of the trusts in colour; beyond six the rest is grey.
    first
        What the colours tell at first.
    key
        Names that choice in the address.
    named
        Places written on the map by name (name, lon, lat). With them the footprints of the trusts
        are drawn, without them the Opportunity Areas.
    join_km
        The distance by which academies are joined to the clusters of the footprints.
    controls
        Where the choice of colours is drawn; above the map without it.

    """
    with controls or st.container():
        colour_by = _colour(first, key)
    trusts = trusts[:MOST_TRUSTS]
    choice = MapChoice(
        filter=own,
        colour_by=colour_by,
        switched_on=frozenset({OPPORTUNITY_AREAS if named is None else FOOTPRINTS}),
        trusts=trusts,
        period=(own.day, own.day),
        theme=theme_name(),
        join_km=join_km,
    )
    theme = THEMES[choice.theme]
    by_grade = colour_by == "Grade"
    rows = (
        grade_rows(schools, theme, own.day)
        if by_grade
        else trust_rows(schools, trusts, theme, trust_name)
    )
    if named is None:
        rows.append(KeyRow("area", theme.ink, "Opportunity Area"))
    keys = [Key(grade_title(own.day) if by_grade else "Trusts", rows)]
    if by_grade and named is not None:
        keys += footprint_keys(trusts, theme, trust_name)
    draw_map(
        view_of_choice(choice, bounds_of(own), _in_words(own, schools, rows), keys, named),
        "live",
        own,
        key=MAP,
        selected=selected_school(state_on(own.day)),
        on_pick=take_from_map,
        card=card_shown(own.day, schools),
    )
    if unplaced := not_on_the_map(schools):
        st.caption(unplaced)


def _colour(first: ColourBy, key: str) -> ColourBy:
    colour: ColourBy = choose_one(
        "Colour schools by",
        COLOURS,
        default=first,
        key=key,
        format_func=lambda name: f"By {name.lower()}",
        label_visibility="collapsed",
    )
    return colour


def _in_words(own: Filter, schools: pd.DataFrame, rows: list[KeyRow]) -> str:
    """Say what the map shows, for those who cannot see it."""
    told = ", ".join(f"{row.words} {row.number}" for row in rows if row.number)
    number = counted(len(schools), "school", "schools")
    return f"Map of {number} on {day_in_words(own.day)}: {told}. The tables below list them."
