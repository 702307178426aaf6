"""The map of a school and those around it; a click opens another school's story."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pydeck as pdk
import streamlit as st

from alliance.analysis.filters import Filter
from alliance.maps.deck import HEIGHT_PX, MapChoice, live_map
from alliance.maps.palette import THEMES, rgb
from alliance.ui.chart import is_dark
from alliance.ui.map_key import grade_rows, map_key
from alliance.ui.school_search import choose_school
from alliance.ui.words import counted, day_in_words
from alliance.web.current import current_history, state_on

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd

KM_A_DEGREE = 111.2
"""Of latitude."""
MAP = "map of one school"


def school_map(
    school: pd.Series[Any], around: pd.DataFrame, within_km: int, chosen: Filter
) -> None:
    """Draw a ring around a school with the schools in it, by grade.

    Parameters
    ----------
    school
        Its row of ``History.schools``, with a known place.
    around
        The schools within the ring, for the key.
    chosen
        The day, and the phases drawn; other parts of the filter are left aside.

    """
    theme = THEMES["dark" if is_dark() else "light"]
    choice = MapChoice(
        filter=Filter(chosen.day, phases=chosen.phases),
        colour_by="Grade",
        switched_on=frozenset(),
        trusts=(),
        period=(chosen.day, chosen.day),
        theme="dark" if is_dark() else "light",
        selected={key: school[key] for key in ("name", "lon", "lat")},
    )
    bounds = _around(float(school["lon"]), float(school["lat"]), within_km)
    deck = live_map(current_history().version, state_on(chosen.day), choice, bounds)
    deck.layers.append(_ring(choice.selected, within_km, rgb(theme.ink)))
    with st.container(key="live_map"):
        st.pydeck_chart(
            deck,
            key=MAP,
            height=HEIGHT_PX,
            on_select=_open_clicked,
            alt=_in_words(school, around, within_km, chosen.day),
        )
        with st.container(key="key"):
            st.html(map_key(f"Within {within_km} km", grade_rows(around, theme), theme))


def _around(lon: float, lat: float, within_km: int) -> tuple[float, float, float, float]:
    """Give west, south, east, north of a ring around a place."""
    up = within_km / KM_A_DEGREE
    across = up / math.cos(math.radians(lat))
    return lon - across, lat - up, lon + across, lat + up


def _ring(at: Any, within_km: int, colour: list[int]) -> pdk.Layer:
    return pdk.Layer(
        "ScatterplotLayer",
        id="ring",
        data=[{"lon": at["lon"], "lat": at["lat"]}],
        get_position=["lon", "lat"],
        filled=False,
        stroked=True,
        get_radius=within_km * 1000,
        get_line_color=colour,
        line_width_units="'pixels'",
        get_line_width=1.5,
    )


def _open_clicked() -> None:
    objects: dict[str, list[dict[str, Any]]] = st.session_state[MAP].selection.objects
    picked = [row for rows in objects.values() for row in rows if row and "urn" in row]
    if picked:
        choose_school(int(picked[0]["urn"]))


def _in_words(school: pd.Series[Any], around: pd.DataFrame, within_km: int, day: dt.date) -> str:
    return (
        f"Map of {school['name']} and {counted(len(around), 'school', 'schools')} within "
        f"{within_km} km on {day_in_words(day)}, coloured by Ofsted grade. The table below lists "
        "the same schools."
    )
