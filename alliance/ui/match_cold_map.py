"""The map of cold spots: need against capacity by place; a click opens the place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from alliance.analysis.cold_spots import cold_spots
from alliance.analysis.filters import named_regions
from alliance.maps.cold_style import (
    WORDS,
    cold_colours,
    cold_shapes,
    cold_style,
    coldness,
    place_names,
)
from alliance.maps.key import Key, KeyRow
from alliance.maps.layers import in_force
from alliance.maps.palette import THEMES
from alliance.ui.chart import is_dark
from alliance.ui.map_bounds import bounds_of
from alliance.ui.map_key import map_key
from alliance.ui.map_view import show_map
from alliance.ui.words import count, day_in_words
from alliance.web.current import current_history, kept
from alliance.web.flow_shapes import keep_shapes

if TYPE_CHECKING:
    from collections.abc import Callable

    import geopandas as gpd
    import pandas as pd

    from alliance.analysis.cold_spots import Place
    from alliance.maps.palette import Theme
    from alliance.ui.match_answer import Answer

HEIGHT_PX = 470
KINDS: dict[Place, str] = {"la_name": "authority", "opportunity_area": "opportunity_area"}


@kept(maxsize=16)
def places_of(answer: Answer, by: Place) -> pd.DataFrame:
    """Give :func:`cold_spots` of an answer; shared, never to be written to."""
    return cold_spots(current_history(), answer.match, answer.question.chosen.day, by)


def cold_map(
    answer: Answer, by: Place, looked_at: str | None, on_place: Callable[[str], None]
) -> None:
    """Draw the places in the colours of their bands, with the key.

    Parameters
    ----------
    looked_at
        The place with a line around it.
    on_place
        Called with the name of a place that is clicked.

    """
    chosen, theme = answer.question.chosen, "dark" if is_dark() else "light"
    shapes, named = cold_places_drawn(answer, by)
    style = cold_style(
        current_history().version,
        chosen.day.isoformat(),
        named_regions(chosen.regions),
        theme,
        keep_shapes(shapes),
        looked_at,
    )
    table = places_of(answer, by)
    with st.container(key="cold_map"):
        show_map(
            style,
            bounds_of(chosen),
            key="cold map",
            alt=cold_in_words(table, day_in_words(chosen.day)),
            named=named,
            height_px=HEIGHT_PX,
            on_place=on_place,
        )
        with st.container(key="cold_key"):
            st.html(map_key(cold_key(table, THEMES[theme]), THEMES[theme]))


def cold_key(table: pd.DataFrame, theme: Theme) -> Key:
    """Give what the colours mean, and how many places have each."""
    bands = coldness(table).value_counts()
    rows = [
        KeyRow("patch", colour, WORDS[band], count(int(bands.get(band, 0))))
        for band, colour in cold_colours(theme).items()
    ]
    return Key("Need that capacity covers", rows)


@kept(maxsize=8)
def cold_places_drawn(answer: Answer, by: Place) -> tuple[bytes, pd.DataFrame]:
    """Give the map's shapes for the browser, and where the names are written."""
    areas, table = _areas(answer, by), places_of(answer, by)
    return cold_shapes(areas, table), place_names(areas, table)


def _areas(answer: Answer, by: Place) -> gpd.GeoDataFrame:
    areas = current_history().areas
    if by == "la_name":
        return in_force(areas, KINDS[by], answer.question.chosen.day)
    # Opportunity Areas are looked at on days before they were named, too.
    return areas[areas["kind"] == KINDS[by]]


def cold_in_words(table: pd.DataFrame, day: str) -> str:
    """Say what the map shows, for those who cannot see it."""
    bands = coldness(table).value_counts()
    parts = [f"{words.lower()} in {bands[band]}" for band, words in WORDS.items() if band in bands]
    return (
        f"Map of {len(table)} places by how much of the need there capacity covers on {day}: "
        f"{', '.join(parts)}. The table below gives the figures of each."
    )
