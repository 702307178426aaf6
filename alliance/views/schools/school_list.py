"""The list of schools: the same on every page, in files and in answers to other programs.

A list of a day holds nothing that came after it, unless it is asked for with ``later``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from alliance.analysis.schools.censuses import CENSUS_OF, census_of, known_by
from alliance.analysis.schools.search import OPEN_BETWEEN
from alliance.analysis.trusts.trust_names import names_on
from alliance.current.known_on_day import caught_on
from alliance.current.state import current_history, kept, state_on
from alliance.text.words import count, counted
from alliance.views.census_labels import of_census
from alliance.views.columns import Column
from alliance.views.grade_column import GRADE, grade_words
from alliance.views.inspected_columns import SINCE, columns_on, with_inspections

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    import pandas as pd


_COLUMNS = {
    "name": Column("School", "As the newest register names it: the records hold no former names"),
    "urn": Column("URN", "Unique reference number of the school", "number"),
    "ofsted_grade": GRADE,
    "grade_date": Column("Inspected", "First day of the inspection that gave the grade", "day"),
    "trust_name": Column("Trust", "By its name on the day; empty for a maintained school"),
    "gravity": Column(
        "Priority",
        "Of schools eligible for support, 1 the highest: that of the most serious criterion met by "
        "its own inspections. Empty where it meets none",
        "priority",
    ),
    "rule": Column("Criteria met", "The criteria for support, which Matches explains"),
    "pupils": Column("Pupils", "On roll", "count"),
    "percent_disadvantaged": Column("Disadvantaged", "Percent of its pupils", "percent"),
    "last_inspected": Column(
        "Latest inspection", "First day of the latest inspection of any kind by the day", "day"
    ),
    "why": Column("Why", "What each criterion goes by"),
    "phase": Column("Phase"),
    "la_name": Column("Local authority", "Of the day"),
    "since": SINCE["since"],
    "postcode": Column("Postcode"),
    "laestab": Column("LAESTAB", "Local authority and establishment number, newest", "number"),
    "ukprn": Column("UKPRN", "UK provider reference number, newest", "number"),
    "opened": Column(
        "Opened",
        "Empty where before the records; not later than this where Opened after is given",
        "day",
    ),
    "opened_after": Column("Opened after", "Where only two days between are known", "day"),
}

_LATER = {
    "trust_now": Column("Trust’s newest name", "Where it is another than on the day"),
    "closed": Column("Closed", "The first day it was no longer open", "day"),
    "closed_after": Column("Closed after", "Where only two days between are known", "day"),
}

SEARCHED = (
    "name",
    "urn",
    "la_name",
    "trust_name",
    "postcode",
    "opportunity_area",
    "laestab",
    "ukprn",
    "trust_uid",
)
"""The columns in which words are looked for."""

_DATES = ("grade_date", "judged_date", "card_date", "ungraded_date")
_COUNTED = ("pupils", "percent_disadvantaged")
"""The columns that rest on a census."""


def school_list(
    schools: pd.DataFrame, day: dt.date, *, later: bool = False, only: Iterable[str] = ()
) -> pd.DataFrame:
    """Return schools of a day with what the list says of each.

    Parameters
    ----------
    schools
        Rows of :func:`alliance.current.state.state_on` of that day.
    later
        Whether what came after the day is in it too: the first census where there was none by
        then, the newest name of the trust where it is another, and when the school closed.
    only
        Columns that are wanted, where not all are: most of what the list costs is taking them.

    Returns
    -------
    DataFrame
        In the order of ``schools``, numbered from 0: the columns of ``state_on`` and those of
        :func:`school_list_columns`. ``trust_name`` is the name of the day; ``gravity`` (1 is the
        highest priority), ``rule`` and ``why`` are those of
        :func:`alliance.current.known_on_day.caught_on`, rules and whys joined by "; "; missing and
        blank where the school meets no criterion.

    """
    every = _every_school(day, later=later)
    wanted = frozenset(only)
    taken = _columns(day, later=later, only=wanted) if wanted else every
    return taken.iloc[np.searchsorted(every["urn"], schools["urn"])].reset_index(drop=True)


def school_list_columns(day: dt.date, *, later: bool = False) -> dict[str, Column]:
    """Return the columns of the list on a day, by name, in order.

    Those that rest on a census say of which it is.
    """
    columns = {**_COLUMNS, **(_LATER if later else {})}
    held = columns_on({name: columns[name] for name in columns if name != "why"}, day)
    if "since" not in held:
        held.pop("last_inspected")
    every = _every_school(day, later=later)
    for name in _COUNTED:
        held[name] = held[name]._replace(label=of_census(held[name].label, census_of(every, name)))
    return {name: held.get(name, columns[name]) for name in columns if name in {*held, "why"}}


def left_out_in_words(schools: pd.DataFrame, day: dt.date) -> str:
    """Say of how many schools the list leaves pupils or their share out, and why."""
    said = []
    for name in _COUNTED:
        year = schools[CENSUS_OF[name]]
        after = year[year > day.year]
        if len(after):
            said.append(
                f"{_COLUMNS[name].label} of {count(len(after))} of "
                f"{counted(len(schools), 'school', 'schools')} first on record in January "
                f"{after.min()}"
            )
    return f"Left out, for it came after the day: {'; '.join(said)}." if said else ""


@kept(maxsize=6)
def _columns(day: dt.date, *, later: bool, only: frozenset[str]) -> pd.DataFrame:
    every = _every_school(day, later=later)
    return every[[name for name in every if name in only]]


@kept(maxsize=6)
def _every_school(day: dt.date, *, later: bool) -> pd.DataFrame:
    """Return the list of all of England; shared, never to be written to."""
    history, schools = current_history(), state_on(day)
    listed = with_inspections(schools, day)
    dates = [name for name in _DATES if name in listed]
    called = schools["trust_uid"].map(names_on(history, day)).astype("str")
    told = history.schools.set_index("urn")[["laestab", "ukprn", *OPEN_BETWEEN]]
    told = told.reindex(schools["urn"]).set_axis(schools.index)
    listed = listed.assign(
        ofsted_grade=grade_words(schools["grade"], schools["grade_inherited"], day),
        last_inspected=listed[dates].max(axis=1),
        trust_name=called,
        **{name: told[name] for name in ("laestab", "ukprn", "opened", "opened_after")},
        **_need_of(schools, day),
    )
    if later:
        newest = schools["trust_name"].astype("str")
        return listed.assign(
            trust_now=newest.where(newest != called),
            closed=told["closed"],
            closed_after=told["closed_after"],
        )
    return known_by(listed, day)


def _need_of(schools: pd.DataFrame, day: dt.date) -> dict[str, pd.Series[Any]]:
    found = caught_on(day).groupby("urn")
    words = {
        name: schools["urn"]
        .map(found[name].agg("; ".join))
        .astype("object")
        .fillna("")
        .astype("str")
        for name in ("rule", "why")
    }
    return {"gravity": schools["urn"].map(found["gravity"].min()).astype("Int8"), **words}
