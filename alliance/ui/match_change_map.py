"""The map of a what-if: the pairs it gains, loses and keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from alliance.analysis.filters import named_regions
from alliance.analysis.match_changes import GAINED, KEPT, LOST, pair_changes
from alliance.analysis.match_lines import plan_lines
from alliance.maps.change_style import change_key, change_points, change_strokes, change_style
from alliance.maps.palette import THEMES
from alliance.ui.chart import is_dark
from alliance.ui.map_bounds import bounds_of
from alliance.ui.map_key import map_key
from alliance.ui.map_view import show_map
from alliance.ui.trust_choice import prints_on
from alliance.ui.words import count, counted, day_in_words, listed
from alliance.web.current import current_history, kept, state_on
from alliance.web.flow_shapes import keep_shapes

if TYPE_CHECKING:
    import pandas as pd

    from alliance.ui.map_bounds import Bounds
    from alliance.ui.match_answer import Answer

HEIGHT_PX = 470
_AROUND = 0.15  # of a degree, so that what changes stands clear of the map's edge
_NAMED = 3


def change_map(now: Answer, then: Answer) -> None:
    """Draw the pairs that a what-if changes, over those it leaves, with the key."""
    chosen, theme = now.question.chosen, "dark" if is_dark() else "light"
    lines = _lines(now, then)
    changed = lines[lines["change"] != KEPT]
    style = change_style(
        current_history().version,
        chosen.day.isoformat(),
        named_regions(chosen.regions),
        theme,
        keep_shapes(change_points(lines)),
        keep_shapes(change_strokes(lines)),
    )
    numbers = {str(kind): int(number) for kind, number in lines["change"].value_counts().items()}
    helping = int(then.match.plan["supporter_uid"].nunique())
    with st.container(key="change_map"):
        show_map(
            style,
            _around(changed) or bounds_of(chosen),
            key="change map",
            alt=changes_in_words(lines, day_in_words(chosen.day)),
            height_px=HEIGHT_PX,
        )
        with st.container(key="change_key"):
            st.html(map_key(change_key(numbers, helping, THEMES[theme]), THEMES[theme]))


@kept(maxsize=8)
def _lines(now: Answer, then: Answer) -> pd.DataFrame:
    """Give the lines of both plans with their ``change``; shared, never to be written to."""
    day = now.question.chosen.day
    pairs = pair_changes(now.match, then.match)
    return plan_lines(pairs, state_on(day), prints_on(day)).assign(change=pairs["change"])


def _around(lines: pd.DataFrame) -> Bounds | None:
    """Give the bounds of lines; none if nothing is located."""
    ends = lines[["lon", "lat"]], lines[["hub_lon", "hub_lat"]]
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
        f"Map of {counted(len(lines), 'pair', 'pairs')} of a supporter and a school in need on "
        f"{day}, set beside the plan as it is: {said}.{named} The table below lists every school "
        "for which something changes."
    )
