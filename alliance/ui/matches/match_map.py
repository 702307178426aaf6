"""The map of a match on the page; a click on a school or its line explains it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from alliance.current.state import state_on
from alliance.ui.map.draw_map import draw_map
from alliance.ui.matches.match_opened import open_school, opened
from alliance.ui.parts.chart import theme_name
from alliance.views.content import row_of
from alliance.views.matches.match_maps import map_of_match
from alliance.views.matches.match_question import FROM_HUBS

if TYPE_CHECKING:
    import pandas as pd

    from alliance.views.matches.match_question import Answer


def match_map(answer: Answer, *, if_so: bool = False) -> None:
    """Draw the map of a plan.

    Of a plan as it would be (``if_so``) nothing is explained: that is said of the plan as it is.
    """
    if if_so:
        draw_map(map_of_match(answer, theme_name()), "change", answer.question.chosen)
        return
    # The switch stands below the map that it changes.
    place = st.container()
    from_hubs = _from_hubs()
    with place:
        draw_map(
            map_of_match(answer, theme_name(), from_hubs=from_hubs),
            "match",
            answer.question.chosen,
            selected=_explained(answer),
            on_pick=open_school,
        )


def _from_hubs() -> bool:
    return st.toggle(
        "Draw lines from the trust’s hub",
        key=FROM_HUBS,
        bind="query-params",
        persist_state="session",
        help="Off, a line starts at the good or outstanding school that the support comes from",
    )


def _explained(answer: Answer) -> pd.Series[Any] | None:
    urn = opened()
    return None if urn is None else row_of(state_on(answer.question.chosen.day), urn)
