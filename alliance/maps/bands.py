"""Five bands of a value, each with its colour and words: the same edges on every day."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from alliance.analysis.areas.area_inspections import SHARES
from alliance.analysis.areas.indices import SUCCESSORS
from alliance.analysis.schools.inspection_scales import EXPECTED_OR_BETTER
from alliance.maps.palette import DARK

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alliance.analysis.areas.area_measures import Measure
    from alliance.maps.palette import Theme

# From low to high, so that what is most stands out from the ground of either theme.
# Areas take another hue than schools, which lie upon them.
_SCHOOLS = (
    ("#CB5C16", "#C71E46", "#7C3A76", "#293B8E", "#2A1A3A"),
    ("#7173ED", "#4BA6D8", "#59DEBF", "#C6F030", "#FFF9C4"),
)
_AREAS = (
    ("#F7F2FC", "#CBB2EC", "#A070D8", "#6C2FA8", "#22003F"),
    ("#2A1E48", "#5F3BAE", "#9668EE", "#C6A8FA", "#F6EEFF"),
)

SCHOOL_EDGES = {"Disadvantage": (10.0, 20.0, 30.0, 40.0)}
_EDGES_OF: Mapping[tuple[str, ...], tuple[float, ...]] = {
    ("Requires improvement", "Inadequate"): (4, 8, 12, 16),
    ("Outstanding", "Good"): (75, 80, 85, 90),
    ("Met",): (94, 96, 98, 99),
    EXPECTED_OR_BETTER: (65, 75, 85, 95),
}
"""Edges of shares of what inspections gave since overall grades ended, by what they count."""
AREA_EDGES: Mapping[str, tuple[float, ...]] = {
    "percent_good_inherited": (75, 80, 85, 90),
    "percent_good_own": (75, 80, 85, 90),
    "percent_academies": (20, 40, 60, 80),
    "percent_disadvantaged": (15, 20, 25, 30),
    "percent_fsm": (10, 15, 20, 30),
    "percent_expected_reading_writing_maths": (58, 62, 66, 70),
    "attainment_8": (42, 45, 48, 51),
    "progress_8": (-0.4, -0.2, 0.0, 0.2),
    **{share.key: _EDGES_OF[share.counts] for share in SHARES},
    "imd_score": (12, 17, 22, 28),
    "imd_score_2025": (12, 17, 22, 28),
}
AREA_OPACITY = 0.75
"""Of the colours of areas, through which the land shows."""

FIFTHS = ("Lowest fifth", "Second fifth", "Middle fifth", "Fourth fifth", "Highest fifth")
UNKNOWN = 0


def band_of(values: pd.Series[Any], edges: tuple[float, ...]) -> pd.Series[Any]:
    """Return the band of each value, 1 to 5, or 0 where the value is missing.

    A value that equals an edge belongs to the band above it.
    """
    numbers = values.astype("float64")
    band = np.searchsorted(edges, numbers, side="right") + 1
    return pd.Series(np.where(numbers.notna(), band, UNKNOWN), numbers.index, dtype="int8")


def band_colours(theme: Theme, *, of_areas: bool = False) -> dict[int, str]:
    """Return the colour of each band of schools or of areas, and of 0 for what is not known."""
    dark = theme is DARK
    colours = (_AREAS if of_areas else _SCHOOLS)[dark]
    return {**dict(enumerate(colours, 1)), UNKNOWN: theme.other_school}


def band_words(edges: tuple[float, ...], unit: str) -> dict[int, str]:
    """Return the words of each band, as "15 to 20%".

    >>> band_words((10, 20), "%")
    {1: 'below 10%', 2: '10 to 20%', 3: '20% or more'}
    """
    after = unit if unit == "%" else ""
    words = {1: f"below {edges[0]:g}{after}"}
    for band, (low, high) in enumerate(itertools.pairwise(edges), 2):
        words[band] = f"{low:g} to {high:g}{after}"
    return {**words, len(edges) + 1: f"{edges[-1]:g}{after} or more"}


def measure_in_words(values: pd.DataFrame, measure: Measure) -> pd.Series[Any]:
    """Say each area's value with its unit, and where it is not the area's own."""
    unit = {"%": "%", "score": ""}.get(measure.unit, f" {measure.unit}")
    numbers = values[measure.key]
    digits = 2 if measure.key == "progress_8" else 1
    words = numbers.map(lambda value: f"{value:.{digits}f}{unit}", na_action="ignore")
    words = measure.name + ": " + words.astype("object").fillna("not known")
    if f"{measure.key}_given" in values:
        given = values[f"{measure.key}_given"].fillna(0).astype("int64")
        words = words + (" of " + given.astype("str") + " schools").where(given > 0, "")
    if measure.key in SUCCESSORS:
        after = {True: " (of the district after it)"}
        words = words + values[SUCCESSORS[measure.key]].map(after).fillna("")
    return words
