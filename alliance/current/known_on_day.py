"""What is known on the days last asked for, and how schools were inspected by then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliance.analysis.areas.area_measures import by_area
from alliance.analysis.filters import narrow
from alliance.analysis.known import Known, known_on
from alliance.analysis.need.inspected_since import inspected_on
from alliance.analysis.need.need_rules import caught
from alliance.analysis.schools.attainment_fifths import attainment_fifths
from alliance.current.state import current_history, kept, state_on

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection
    from typing import Any

    import pandas as pd

    from alliance.analysis.areas.area_measures import Kind
    from alliance.analysis.filters import Filter
    from alliance.maps.choice import MapChoice


@kept(maxsize=12)
def inspected_state(day: dt.date) -> pd.DataFrame:
    """Return :func:`inspected_on` of England; shared by all."""
    return inspected_on(current_history(), state_on(day), day)


def counted_for(choice: MapChoice, schools: pd.DataFrame) -> pd.DataFrame:
    """Return the schools that a map shows with the columns that its key counts by."""
    if choice.coloured_aspect is None:
        return schools
    state = inspected_state(choice.filter.day)
    return state[state["urn"].isin(schools["urn"])]


@kept(maxsize=8)
def caught_on(day: dt.date, *, count_inherited: bool = False) -> pd.DataFrame:
    """Return the schools of England that meet each criterion on a day; shared by all.

    Everywhere by their own inspections, as a match does by default.
    """
    return caught(current_history(), state_on(day), day, count_inherited=count_inherited)


@kept(maxsize=64)
def known_now(day: dt.date) -> Known:
    """Return what figures a day can give (:func:`alliance.analysis.known.known_on`)."""
    return known_on(current_history(), state_on(day), day)


def absent_on(trusts: Collection[int], day: dt.date) -> frozenset[int]:
    """Return which of some trusts have no academy anywhere on a day."""
    return frozenset(trusts) - _trusts_on(day)


@kept(maxsize=64)
def _trusts_on(day: dt.date) -> frozenset[int]:
    return frozenset(state_on(day)["trust_uid"].dropna())


@kept(maxsize=8)
def fifths_on(day: dt.date) -> pd.Series[Any]:
    """Return :func:`attainment_fifths` of the history on a day."""
    return attainment_fifths(current_history(), day)


@kept(maxsize=24)
def measured(kind: Kind, schools: Filter) -> pd.DataFrame:
    """Return :func:`by_area` of some of England's schools; shared, never to be written to."""
    of = narrow(inspected_state(schools.day), schools)
    known = known_now(schools.day)
    return by_area(current_history(), of, kind, schools.day, known)
