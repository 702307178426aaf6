"""The key of the live map: what its colours mean and how many schools have each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliance.analysis.areas import MEASURES
from alliance.history import PHASES
from alliance.maps.bands import (
    AREA_EDGES,
    FIFTHS,
    SCHOOL_EDGES,
    UNKNOWN,
    band_colours,
    band_of,
    band_words,
)
from alliance.maps.choice import INVESTMENT_AREAS, OPPORTUNITY_AREAS
from alliance.maps.palette import THEMES, phase_colours
from alliance.ui.map_key import KeyRow, grade_rows, map_key, trust_rows
from alliance.ui.words import count
from alliance.web.layers import fifths_on

if TYPE_CHECKING:
    from typing import Any

    import pandas as pd

    from alliance.maps.choice import MapChoice
    from alliance.maps.palette import Theme

_TITLES = {
    "Trust": "Academies",
    "Grade": "Ofsted grade",
    "Phase": "Phase",
    "Disadvantage": "Disadvantaged pupils",
    "Attainment": "Results in England",
}


def live_key(choice: MapChoice, schools: pd.DataFrame) -> str:
    """Write the key of what the map shows, as HTML."""
    theme = THEMES[choice.theme]
    rows = _school_rows(choice, schools, theme)
    if OPPORTUNITY_AREAS in choice.switched_on:
        rows.append(KeyRow("area", theme.ink, "Opportunity Area"))
    if INVESTMENT_AREAS in choice.switched_on:
        rows.append(KeyRow("area", theme.area, "Education Investment Area"))
    key = map_key(_TITLES[choice.colour_by], rows, theme)
    return key + (_area_key(choice.measured[1], theme) if choice.measured else "")


def _school_rows(choice: MapChoice, schools: pd.DataFrame, theme: Theme) -> list[KeyRow]:
    if choice.colour_by == "Grade":
        return grade_rows(schools, theme)
    if choice.colour_by == "Trust":
        return trust_rows(schools, choice.trusts, theme)
    if choice.colour_by == "Phase":
        numbers = schools["phase"].value_counts()
        colours = phase_colours(theme)
        return [
            KeyRow("dot", colours[p], p, count(numbers.get(p, 0))) for p in PHASES if p in numbers
        ]
    if choice.colour_by == "Disadvantage":
        edges = SCHOOL_EDGES[choice.colour_by]
        return _band_rows(
            band_of(schools["percent_disadvantaged"], edges), band_words(edges, "%"), theme
        )
    fifths = schools["urn"].map(fifths_on(choice.filter.day)).fillna(UNKNOWN)
    return _band_rows(fifths, dict(enumerate(FIFTHS, 1)), theme)


def _band_rows(bands: pd.Series[Any], words: dict[int, str], theme: Theme) -> list[KeyRow]:
    numbers = bands.astype("int64").value_counts()
    colours = band_colours(theme)
    known = {**words, UNKNOWN: "Not known"}
    return [
        KeyRow("dot", colours[band], text, count(numbers.get(band, 0)))
        for band, text in known.items()
    ]


def _area_key(key: str, theme: Theme) -> str:
    """Write the key of the coloured areas."""
    measure = next(measure for measure in MEASURES if measure.key == key)
    colours = band_colours(theme, of_areas=True)
    words = band_words(AREA_EDGES[key], measure.unit)
    rows = [KeyRow("patch", colours[band], text) for band, text in words.items()]
    title = measure.name if measure.unit == "%" else f"{measure.name} ({measure.unit})"
    return map_key(title, rows, theme)
