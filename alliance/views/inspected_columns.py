"""Columns of tables that rest on inspections: which of them a day has, and how they are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliance.analysis.areas.area_measures import SHARES_GOOD as SHARES_OF_AREAS
from alliance.analysis.figures.headline_figures import FIGURES
from alliance.analysis.need.inspected_since import SINCE_GRADES, words_of
from alliance.analysis.partial_days import GRADES_END
from alliance.analysis.trusts.trusts_on_day import SHARES_GOOD as SHARES_OF_TRUSTS
from alliance.current.known_on_day import caught_on, inspected_state, known_now
from alliance.current.state import current_history
from alliance.views.columns import Column
from alliance.views.grade_column import by_grade_label

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    import pandas as pd


_MEANS = {figure.key: figure for figure in FIGURES}


INSPECTED = {key: Column(_MEANS[key].name, _MEANS[key].meaning, "count") for key in SINCE_GRADES}
"""What is counted of inspections since overall grades ended."""


SINCE = {
    "since": Column(
        "Inspected since",
        "Judgements without an overall grade, report cards and ungraded inspections, each as "
        "published; none is turned into an overall grade",
    ),
    "why": Column("Why eligible for support", "By the rules of the day, which Matches explains"),
}
"""What a list of schools says of each on days since overall grades ended."""


_BY_GRADE = ("in_need", "inadequate", "requires_improvement")


_SHARES = {*SHARES_OF_AREAS, *SHARES_OF_TRUSTS}


def with_inspections(schools: pd.DataFrame, day: dt.date) -> pd.DataFrame:
    """Return schools of a day with the columns of ``SINCE``, and what those rest on."""
    if day <= GRADES_END:
        return schools
    state = inspected_state(day)
    own = state.set_index("urn").reindex(schools["urn"]).set_axis(schools.index)
    more = own[[name for name in own if name not in schools]]
    whys = caught_on(day).groupby("urn")["why"].agg("; ".join)
    return schools.join(more).assign(
        since=words_of(own).to_numpy(), why=schools["urn"].map(whys).fillna("")
    )


def columns_on(columns: Mapping[str, Column], day: dt.date) -> dict[str, Column]:
    """Return the columns that a table has on a day.

    After the last day of grades there is no share good or outstanding, and a count by grade says
    that it is of the last overall grades; before Ofsted gave anything but grades, nothing else is
    counted.
    """
    known, ended = known_now(day), day > current_history().grades_to
    kept = {}
    for name, column in columns.items():
        if (name in _SHARES and ended) or (name in SINCE_GRADES and getattr(known, name)):
            continue
        if name in SINCE and day <= GRADES_END:
            continue
        by_grade = name in _BY_GRADE
        label = by_grade_label(column.label, day) if by_grade else column.label
        kept[name] = column._replace(label=label)
    return kept
