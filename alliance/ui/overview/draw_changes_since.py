"""On the page: what changed between two days: how much, and each change in a table."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from alliance.current.state import current_history
from alliance.text.words import count, counted, day_in_words
from alliance.ui.parts.table import data_table
from alliance.ui.parts.tabs import draw_tabs
from alliance.views.overview.changes_since import (
    JOINED_WORDS,
    KINDS,
    OUTCOME_WORDS,
    changes_within,
    made_up_in_words,
    number_of_kind,
    period_of,
)
from alliance.views.scope import PLACE_RULE, left_aside, names_place, scope_in_words

if TYPE_CHECKING:
    from alliance.analysis.figures.changes import Changes
    from alliance.analysis.filters import Filter
    from alliance.views.overview.changes_since import Kind


OTHER_DAY = "changed"
"""Names the other day in the address."""
CHANGES_TAB = "changes_tab"
"""Names the open tab in the address."""


@st.fragment
def changes_since(chosen: Filter) -> None:
    """Ask for the other day, and draw what changed between it and the filter's day."""
    history = current_history()
    title = st.container()
    other = st.date_input(
        "Compare with another day (a year earlier if empty)",
        value=None,
        min_value=history.first_day,
        max_value=history.last_day,
        format="DD/MM/YYYY",
        key=OTHER_DAY,
        bind="query-params",
        width=340,
    )
    start, end = period_of(chosen, other)
    first = start + dt.timedelta(days=1)
    title.header(f"Changes from {day_in_words(first)} to {day_in_words(end)}", anchor=False)
    found = changes_within(chosen, start, end)
    _numbers(found)
    rule = PLACE_RULE if names_place(chosen) else ""
    said = " ".join(filter(None, (found.remark, rule, left_aside(chosen))))
    if said:
        st.info(said, icon=":material/info:")
    _tables(found, chosen, start, end)


def _numbers(found: Changes) -> None:
    """Draw how many changes of each kind there were, and of what they are made up."""
    below = {
        "joins": made_up_in_words(found.joins["how"], JOINED_WORDS),
        "transfers": made_up_in_words(
            found.transfers["kind"], {"transfer": ("transfer", "transfers")}
        ),
        "openings": counted(
            int(found.openings["replaces"].isna().sum()), "was a new school", "were new schools"
        ),
        "closings": f"{count(found.closings['replaced_by'].isna().sum())} had no successor",
        "inspections": made_up_in_words(
            found.inspections["change"], {name: (name, name) for name in ("better", "worse")}
        ),
        "outcomes": made_up_in_words(found.outcomes["kind"], OUTCOME_WORDS, only_found=True),
    }
    cells = "".join(
        f"<div><dt>{kind.label}</dt><dd>{number_of_kind(found, kind)}"
        f"<small>{found.whys.get(kind.table) or below[kind.table]}</small></dd></div>"
        for kind in KINDS
    )
    st.html(f'<dl class="figures">{cells}</dl>')


def _tables(found: Changes, chosen: Filter, start: dt.date, end: dt.date) -> None:
    """Draw the table of the kind of change that is chosen."""
    between = f"{day_in_words(start + dt.timedelta(days=1))} to {day_in_words(end)}."

    def draw(kind: Kind) -> None:
        data_table(
            getattr(found, kind.table),
            kind.columns,
            key=kind.table,
            title=f"{kind.label}, {scope_in_words(chosen)}",
            chosen=chosen,
            searched=kind.searched,
            order="-date",
            notes=(between, found.remark, found.whys.get(kind.table, "")),
        )

    draw_tabs({kind.label: partial(draw, kind) for kind in KINDS}, key=CHANGES_TAB)
