"""On the page: the list of schools, the same wherever it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from alliance.ui.parts.table import data_table
from alliance.views.schools.school_list import (
    SEARCHED,
    left_out_in_words,
    school_list,
    school_list_columns,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from alliance.analysis.filters import Filter

LATER = "later"
_ADDRESS = "list"


def draw_school_list(
    schools: pd.DataFrame, chosen: Filter, *, key: str, on_pick: Callable[[Any], None]
) -> None:
    """Draw schools of the filter's day as a list, and the downloads of it.

    Nothing in it came after the day, unless that is asked for.
    """
    day = chosen.day
    later = st.toggle(
        "Include what came after the day",
        key=LATER,
        bind="query-params",
        persist_state="session",
        help="Adds when a school closed, the newest name of its trust, and pupils by a later "
        "census where there was none by the day",
    )
    left_out = "" if later else left_out_in_words(schools, day)
    columns = school_list_columns(day, later=later)
    data_table(
        school_list(schools, day, later=later, only={*columns, *SEARCHED}),
        columns,
        key=key,
        title="Schools",
        chosen=chosen,
        searched=SEARCHED,
        order="name",
        picks="urn",
        on_pick=on_pick,
        notes=(left_out or "What came after the day is included.",) if later or left_out else (),
        address=_ADDRESS,
    )
    if left_out:
        st.caption(left_out)
