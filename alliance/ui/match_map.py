"""The map of a match: a line from the supporter's hub to each school, and those left without."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from alliance.analysis.filters import named_regions
from alliance.analysis.match_lines import plan_lines
from alliance.maps.key import match_key
from alliance.maps.match_style import match_points, match_strokes, match_style
from alliance.maps.palette import THEMES
from alliance.ui.chart import is_dark
from alliance.ui.map_bounds import bounds_of
from alliance.ui.map_key import map_key
from alliance.ui.map_view import show_map
from alliance.ui.match_opened import open_school, opened
from alliance.ui.selection import row_of
from alliance.ui.trust_choice import prints_on
from alliance.ui.words import count, counted, day_in_words
from alliance.web.current import current_history, kept, state_on
from alliance.web.flow_shapes import keep_shapes

if TYPE_CHECKING:
    import pandas as pd

    from alliance.ui.match_answer import Answer


def match_map(answer: Answer, *, if_so: bool = False) -> None:
    """Draw the map with its key; a click on a school or its line explains it.

    Of a plan as it would be (``if_so``) nothing is explained: that is told of the plan as it is.
    """
    room = "change" if if_so else "match"
    chosen, theme = answer.question.chosen, "dark" if is_dark() else "light"
    points, strokes = shapes_of_match(answer)
    style = match_style(
        current_history().version,
        chosen.day.isoformat(),
        named_regions(chosen.regions),
        theme,
        keep_shapes(points),
        keep_shapes(strokes),
    )
    with st.container(key=f"{room}_map"):
        show_map(
            style,
            bounds_of(chosen),
            key=f"{room} map",
            alt=match_in_words(answer),
            selected=None if if_so else _explained(answer),
            on_pick=None if if_so else open_school,
        )
        with st.container(key=f"{room}_key"):
            st.html(map_key(match_key(answer.match, THEMES[theme]), THEMES[theme]))


@kept(maxsize=8)
def shapes_of_match(answer: Answer) -> tuple[bytes, bytes]:
    """Give the map's points and lines for the browser."""
    day, found = answer.question.chosen.day, answer.match
    state = state_on(day)
    lines = plan_lines(found.plan, state, prints_on(day))
    return match_points(lines, found.supported, found.unmatched, state), match_strokes(lines)


def _explained(answer: Answer) -> pd.Series[Any] | None:
    urn = opened()
    return None if urn is None else row_of(state_on(answer.question.chosen.day), urn)


def match_in_words(answer: Answer) -> str:
    """Say what the map shows, for those who cannot see it."""
    found = answer.match
    return (
        f"Map of {counted(found.asked, 'school', 'schools')} in need on "
        f"{day_in_words(answer.question.chosen.day)}, with lines from the hubs of "
        f"{counted(int(found.plan['supporter_uid'].nunique()), 'supporter', 'supporters')} to "
        f"{count(found.served)} of them; {count(len(found.unmatched))} are left without. The "
        "tables below list them all."
    )
