"""The map of a school and those around it; a click opens another school's story."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from alliance.analysis.filters import Filter
from alliance.maps.choice import MapChoice
from alliance.maps.key import Key, grade_rows
from alliance.maps.palette import THEMES
from alliance.text.words import counted, day_in_words
from alliance.ui.map.draw_map import draw_map
from alliance.ui.parts.chart import theme_name
from alliance.ui.schools.draw_school_search import choose_school
from alliance.views.maps.map_view import view_of_choice

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
    theme = THEMES[theme_name()]
    choice = MapChoice(
        filter=Filter(chosen.day, phases=chosen.phases),
        colour_by="Grade",
        switched_on=frozenset(),
        trusts=(),
        period=(chosen.day, chosen.day),
        theme=theme_name(),
    )
    key = Key(f"Within {within_km} km", grade_rows(around, theme, chosen.day))
    bounds = _around(float(school["lon"]), float(school["lat"]), within_km)
    draw_map(
        view_of_choice(choice, bounds, _in_words(school, around, within_km, chosen.day), (key,)),
        "live",
        Filter(chosen.day, schools=(int(school["urn"]),)),
        key=MAP,
        selected=school,
        circle_km=within_km,
        on_pick=_open_clicked,
    )


def _around(lon: float, lat: float, within_km: int) -> tuple[float, float, float, float]:
    """Return west, south, east, north of a ring around a place."""
    up = within_km / KM_A_DEGREE
    across = up / math.cos(math.radians(lat))
    return lon - across, lat - up, lon + across, lat + up


def _open_clicked(urn: int | None) -> None:
    if urn is not None:
        choose_school(urn)


def _in_words(school: pd.Series[Any], around: pd.DataFrame, within_km: int, day: dt.date) -> str:
    return (
        f"Map of {school['name']} and {counted(len(around), 'school', 'schools')} within "
        f"{within_km} km on {day_in_words(day)}, coloured by Ofsted grade. The table below lists "
        "the same schools."
    )
