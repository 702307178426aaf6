"""What changed between two days: how much, and each change in a table."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd
import streamlit as st

from alliance.analysis.changes import Changes, changes
from alliance.analysis.grades import named_when
from alliance.analysis.overview import year_before
from alliance.history import SATISFACTORY
from alliance.maps.palette import GRADE_NAMES, NO_GRADE
from alliance.ui.scope import left_aside, scope_in_words
from alliance.ui.table import Column, data_table
from alliance.ui.words import count, day_in_words
from alliance.web.current import current_history, kept

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alliance.analysis.filters import Filter

GRADES = ["Outstanding", "Good", SATISFACTORY, "Requires improvement", "Inadequate", "No grade"]
DATE = Column("Day", "The first day of the new state", "day")
AFTER = Column("Known to be after", "Where the day itself is not known: it lies after this", "day")
URN = Column("URN", kind="number")
SCHOOL = Column("School")
PHASE = Column("Phase")
TYPE = Column("Type")
TRUST = Column("Trust", "Empty for a school in no trust")


class Kind(NamedTuple):
    """A kind of change: its table, what its columns say, and what is looked for."""

    table: str
    label: str
    columns: Mapping[str, Column]
    searched: tuple[str, ...]


KINDS = (
    Kind(
        "joins",
        "Joined a trust",
        {
            "date": DATE,
            "name": SCHOOL,
            "trust_name": TRUST,
            "how": Column("How", "Converted: it had a predecessor; else a new school"),
            "urn": URN,
            "date_after": AFTER,
        },
        ("name", "trust_name", "urn"),
    ),
    Kind(
        "transfers",
        "Moved between trusts",
        {
            "date": DATE,
            "name": SCHOOL,
            "from_trust": Column("From"),
            "to_trust": Column("To"),
            "kind": Column("Kind of move", "The kinds are told under Data, Definitions"),
            "urn_before": Column("URN before", kind="number"),
            "urn_after": Column("URN after", kind="number"),
            "date_after": AFTER,
        },
        ("name", "from_trust", "to_trust", "kind", "urn_before", "urn_after"),
    ),
    Kind(
        "openings",
        "Opened",
        {
            "date": DATE,
            "name": SCHOOL,
            "phase": PHASE,
            "type": TYPE,
            "trust_name": TRUST,
            "replaces": Column("Replaces", "Its predecessors; empty for a new school"),
            "urn": URN,
        },
        ("name", "phase", "type", "trust_name", "replaces", "urn"),
    ),
    Kind(
        "closings",
        "Closed",
        {
            "date": Column("Day", "The first day it was no longer open", "day"),
            "name": SCHOOL,
            "phase": PHASE,
            "type": TYPE,
            "trust_name": TRUST,
            "replaced_by": Column("Replaced by", "Its successors; empty where none is known"),
            "urn": URN,
        },
        ("name", "phase", "type", "trust_name", "replaced_by", "urn"),
    ),
    Kind(
        "inspections",
        "Inspected",
        {
            "date": Column("Day", "The day the inspection started", "day"),
            "name": SCHOOL,
            "grade_before": Column("Grade before", "Its predecessor’s counts", "rank"),
            "grade_after": Column("Grade after", kind="rank"),
            "change": Column("Change"),
            "phase": PHASE,
            "trust_name": TRUST,
            "urn": URN,
        },
        ("name", "grade_after", "change", "phase", "trust_name", "urn"),
    ),
)


OTHER_DAY = "changed"
"""Names the other day in the address."""


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
    start, end = _period(chosen, other)
    title.header(f"What changed after {day_in_words(start)}, by {day_in_words(end)}", anchor=False)
    found = _changes(chosen, start, end)
    _numbers(found)
    st.caption(
        f"What came on {day_in_words(start)} itself belongs to the state that is compared with; "
        "a period told as from one day to another counts both."
    )
    said = " ".join(filter(None, (found.remark, left_aside(chosen))))
    if said:
        st.info(said, icon=":material/info:")
    _tables(found, chosen, start, end)


def _period(chosen: Filter, other: dt.date | None) -> tuple[dt.date, dt.date]:
    """Give the two days in order; without another day, the year up to the filter's."""
    other = other or max(year_before(chosen.day), current_history().first_day)
    return min(chosen.day, other), max(chosen.day, other)


@kept(maxsize=32)
def _changes(scope: Filter, start: dt.date, end: dt.date) -> Changes:
    """Give the changes, with grades by name."""
    found = changes(current_history(), scope, start, end)
    inspected = found.inspections
    columns = ("grade_before", "grade_after")
    named = {name: _named(inspected[name], inspected["date"]) for name in columns}
    return Changes(**{**vars(found), "inspections": inspected.assign(**named)})


def _named(grades: pd.Series[int], days: pd.Series[pd.Timestamp]) -> pd.Series[Any]:
    names = named_when(grades, days).fillna(GRADE_NAMES[NO_GRADE])
    return names.astype(pd.CategoricalDtype(GRADES, ordered=True))


def _numbers(found: Changes) -> None:
    """Draw how many changes of each kind there were, and of what they are made up."""
    below = {
        "joins": _made_up(found.joins["how"], {"converted": "converted", "new school": "new"}),
        "transfers": _made_up(found.transfers["kind"], {"transfer": "transfers"}),
        "openings": f"{count(found.openings['replaces'].isna().sum())} replace no other",
        "closings": f"{count(found.closings['replaced_by'].isna().sum())} not replaced",
        "inspections": _made_up(
            found.inspections["change"], {"better": "better", "worse": "worse"}
        ),
    }
    cells = "".join(
        f"<div><dt>{kind.label}</dt><dd>{count(len(getattr(found, kind.table)))}"
        f"<small>{below[kind.table]}</small></dd></div>"
        for kind in KINDS
    )
    st.html(f'<dl class="figures">{cells}</dl>')


def _made_up(values: pd.Series[str], words: Mapping[str, str]) -> str:
    numbers = values.value_counts()
    return ", ".join(f"{count(numbers.get(value, 0))} {said}" for value, said in words.items())


def _tables(found: Changes, chosen: Filter, start: dt.date, end: dt.date) -> None:
    """Draw the table of the kind of change that is chosen."""
    tabs = st.tabs([kind.label for kind in KINDS], key="changes", on_change="rerun")
    for kind, tab in zip(KINDS, tabs, strict=True):
        if tab.open:
            with tab:
                data_table(
                    getattr(found, kind.table),
                    kind.columns,
                    key=kind.table,
                    title=f"{kind.label}, {scope_in_words(chosen)}",
                    chosen=chosen,
                    searched=kind.searched,
                    order="-date",
                    notes=(
                        f"After {day_in_words(start)} and by {day_in_words(end)}.",
                        found.remark,
                    ),
                )
