"""The maps of a match: the plan, what a what-if changes, and cold spots."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from alliance.analysis.matching.cold_spots import cold_spots
from alliance.analysis.matching.match_changes import GAINED, KEPT, LOST, pair_changes
from alliance.analysis.matching.match_lines import plan_lines
from alliance.current.shapes import keep_shapes
from alliance.current.state import current_history, kept, state_on
from alliance.maps.change_style import change_key, change_points, change_strokes, change_style
from alliance.maps.cold_style import (
    WORDS,
    cold_colours,
    cold_shapes,
    cold_style,
    coldness,
    place_names,
)
from alliance.maps.key import Key, KeyRow, match_key
from alliance.maps.layers import in_force
from alliance.maps.match_style import match_points, match_strokes, match_style
from alliance.maps.palette import THEMES
from alliance.text.words import count, counted, day_in_words, listed
from alliance.views.maps.map_bounds import bounds_of
from alliance.views.maps.map_view import MapView, ground_of
from alliance.views.trusts_at_hand import prints_on

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from alliance.analysis.matching.cold_spots import Place
    from alliance.maps.palette import Theme
    from alliance.maps.view import Bounds
    from alliance.views.matches.match_question import Answer


_AROUND = 0.15  # of a degree, so that what changes stands clear of the map's edge
_NAMED = 3
KINDS: dict[Place, str] = {"la_name": "authority", "opportunity_area": "opportunity_area"}


@kept(maxsize=16)
def places_of(answer: Answer, by: Place) -> pd.DataFrame:
    """Return :func:`cold_spots` of an answer; shared, never to be written to."""
    return cold_spots(current_history(), answer.match, answer.question.chosen.day, by)


def cold_key(table: pd.DataFrame, theme: Theme) -> Key:
    """Return what the colours mean, and how many places have each."""
    bands = coldness(table).value_counts()
    rows = [
        KeyRow("patch", colour, WORDS[band], count(int(bands.get(band, 0))))
        for band, colour in cold_colours(theme).items()
    ]
    return Key("Eligible schools that capacity covers", rows)


@kept(maxsize=8)
def cold_places_drawn(answer: Answer, by: Place) -> tuple[bytes, pd.DataFrame]:
    """Return the map's shapes for the browser, and where the names are written."""
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


@kept(maxsize=8)
def changed_lines(now: Answer, then: Answer) -> pd.DataFrame:
    """Return the lines of both plans with their ``change``; shared, never to be written to."""
    day = now.question.chosen.day
    pairs = pair_changes(now.match, then.match)
    return plan_lines(pairs, state_on(day)).assign(change=pairs["change"])


def around_lines(lines: pd.DataFrame) -> Bounds | None:
    """Return the bounds of lines; none if nothing is located."""
    ends = lines[["lon", "lat"]], lines[["start_lon", "start_lat"]]
    at = np.concatenate([end.to_numpy("float64") for end in ends])
    at = at[~np.isnan(at).any(axis=1)]
    if not len(at):
        return None
    (west, south), (east, north) = at.min(axis=0) - _AROUND, at.max(axis=0) + _AROUND
    return float(west), float(south), float(east), float(north)


def changes_in_words(lines: pd.DataFrame, day: str) -> str:
    """Say what the map shows, for those who cannot see it."""
    numbers = lines["change"].value_counts()
    said = listed(
        [f"{count(int(numbers.get(kind, 0)))} {kind.lower()}" for kind in (GAINED, LOST, KEPT)]
    )
    gained = lines[lines["change"] == GAINED]
    first = [
        f"{name} by {supporter}"
        for name, supporter in zip(
            gained["name"].head(_NAMED), gained["supporter_name"].head(_NAMED), strict=True
        )
    ]
    named = f" Gained first: {listed(first)}." if first else ""
    return (
        f"Map of {counted(len(lines), 'pair', 'pairs')} of a supporting trust and an eligible "
        f"school on {day}, set beside the plan as it is: {said}.{named} The table below lists "
        "every school for which something changes."
    )


@kept(maxsize=8)
def shapes_of_match(answer: Answer, *, from_hubs: bool = False) -> tuple[bytes, bytes]:
    """Return the map's points and lines for the browser."""
    day, found = answer.question.chosen.day, answer.match
    state = state_on(day)
    lines = plan_lines(found.plan, state, prints_on(day) if from_hubs else None)
    return match_points(lines, found.supported, found.unmatched, state), match_strokes(lines)


def match_in_words(answer: Answer, *, from_hubs: bool = False) -> str:
    """Say what the map shows, for those who cannot see it."""
    found = answer.match
    trusts = int(found.plan["supporter_uid"].nunique())
    return (
        f"Map of {counted(found.asked, 'school', 'schools')} eligible for support on "
        f"{day_in_words(answer.question.chosen.day)}, with lines from the "
        f"{'hubs' if from_hubs else 'good or outstanding schools'} of "
        f"{counted(trusts, 'supporting trust', 'supporting trusts')} to "
        f"{count(found.served)} of them; {count(len(found.unmatched))} are not matched. The "
        "tables below list them all."
    )


def map_of_match(answer: Answer, theme: str, *, from_hubs: bool = False) -> MapView:
    """Return the map of a plan: a line from a supporter to each school, and those not matched.

    A line starts at the good or outstanding school that the plan names, or at its trust's hub.
    """
    chosen = answer.question.chosen
    points, strokes = shapes_of_match(answer, from_hubs=from_hubs)
    return MapView(
        day=chosen.day,
        theme=theme,
        style=match_style(ground_of(chosen, theme), keep_shapes(points), keep_shapes(strokes)),
        bounds=bounds_of(chosen),
        alt=match_in_words(answer, from_hubs=from_hubs),
        keys=(match_key(answer.match, THEMES[theme]),),
    )


def map_of_changes(now: Answer, then: Answer, theme: str) -> MapView:
    """Return the map of the pairs that a what-if changes, over those it leaves."""
    chosen, lines = now.question.chosen, changed_lines(now, then)
    numbers = {str(kind): int(number) for kind, number in lines["change"].value_counts().items()}
    helping = int(then.match.plan["supporter_uid"].nunique())
    return MapView(
        day=chosen.day,
        theme=theme,
        style=change_style(
            ground_of(chosen, theme),
            keep_shapes(change_points(lines)),
            keep_shapes(change_strokes(lines)),
        ),
        bounds=around_lines(lines[lines["change"] != KEPT]) or bounds_of(chosen),
        alt=changes_in_words(lines, day_in_words(chosen.day)),
        keys=(change_key(numbers, helping, THEMES[theme]),),
    )


def map_of_cold_spots(
    answer: Answer, by: Place, theme: str, looked_at: str | None = None
) -> MapView:
    """Return the map of places in the colours of their bands; the one looked at has a line."""
    chosen, table = answer.question.chosen, places_of(answer, by)
    shapes, named = cold_places_drawn(answer, by)
    return MapView(
        day=chosen.day,
        theme=theme,
        style=cold_style(ground_of(chosen, theme), keep_shapes(shapes), looked_at),
        bounds=bounds_of(chosen),
        alt=cold_in_words(table, day_in_words(chosen.day)),
        keys=(cold_key(table, THEMES[theme]),),
        named=named,
    )
