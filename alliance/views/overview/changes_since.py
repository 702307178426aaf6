"""What changed between two days: how much, and each change in a table."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from alliance.analysis.figures.changes import Changes, changes
from alliance.analysis.figures.overview import year_before
from alliance.analysis.filters import GRADE_NAMES, NO_GRADE
from alliance.analysis.schools.grades import mark_inherited, named_when
from alliance.current.state import current_history, kept
from alliance.history import SATISFACTORY
from alliance.text.words import MISSING, count, counted
from alliance.views.columns import KNOWN_AFTER, Column
from alliance.views.grade_column import with_marks

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from alliance.analysis.filters import Filter


GRADES = ["Outstanding", "Good", SATISFACTORY, "Requires improvement", "Inadequate", "No grade"]


HOW = {"converted": "Became an academy", "new school": "Opened as a new school"}
"""How schools first join a trust, in words."""


DATE = Column("Day", "The first day of the new state", "day")


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
            "how": Column(
                "How", "Became an academy: it had a predecessor; else it opened as a new school"
            ),
            "urn": URN,
            "date_after": KNOWN_AFTER,
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
            "kind": Column(
                "Kind of move", "Kinds of move are explained on the Data page, under Glossary"
            ),
            "urn_before": Column("URN before", kind="number"),
            "urn_after": Column("URN after", kind="number"),
            "date_after": KNOWN_AFTER,
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
        "Inspected, overall grade",
        {
            "date": Column("Day", "The day the inspection started", "day"),
            "name": SCHOOL,
            "grade_before": Column(
                "Grade before", "Marked where it was the predecessor school’s", "rank"
            ),
            "grade_after": Column("Grade after", kind="rank"),
            "change": Column("Change"),
            "phase": PHASE,
            "trust_name": TRUST,
            "urn": URN,
        },
        ("name", "grade_after", "change", "phase", "trust_name", "urn"),
    ),
    Kind(
        "outcomes",
        "Inspected, no overall grade",
        {
            "date": Column("Day", "The day the inspection started", "day"),
            "name": SCHOOL,
            "kind": Column("Kind", "Judgements, a report card, or an ungraded inspection"),
            "said": Column("What it gave", "Never turned into an overall grade"),
            "phase": PHASE,
            "trust_name": TRUST,
            "urn": URN,
        },
        ("name", "kind", "said", "phase", "trust_name", "urn"),
    ),
)


def period_of(chosen: Filter, other: dt.date | None) -> tuple[dt.date, dt.date]:
    """Return the two days in order; without another day, the year up to the filter's."""
    other = other or max(year_before(chosen.day), current_history().first_day)
    return min(chosen.day, other), max(chosen.day, other)


@kept(maxsize=32)
def changes_within(scope: Filter, start: dt.date, end: dt.date) -> Changes:
    """Return the changes, with grades by name."""
    found = changes(current_history(), scope, start, end)
    inspected = found.inspections
    inherited = inspected["grade_before_inherited"]
    named = {
        "grade_before": _named(inspected["grade_before"], inspected["date"], inherited),
        "grade_after": _named(inspected["grade_after"], inspected["date"], inherited & False),
    }
    how = found.joins["how"].replace(HOW)
    return replace(
        found,
        inspections=inspected.assign(**named),
        joins=found.joins.assign(how=how),
    )


def _named(
    grades: pd.Series[int], days: pd.Series[pd.Timestamp], inherited: pd.Series[bool]
) -> pd.Series[Any]:
    names = mark_inherited(named_when(grades, days), inherited).fillna(GRADE_NAMES[NO_GRADE])
    return names.astype(pd.CategoricalDtype(with_marks(GRADES), ordered=True))


JOINED_WORDS = {
    HOW["converted"]: ("became an academy", "became academies"),
    HOW["new school"]: ("opened as a new school", "opened as new schools"),
}
OUTCOME_WORDS = {
    "Judgements": ("judgements", "judgements"),
    "Report card": ("report card", "report cards"),
    "Ungraded": ("ungraded", "ungraded"),
}
"""What changes are made up of, said of one and of many."""


def number_of_kind(found: Changes, kind: Kind) -> str:
    """Write how many changes of a kind there are; a dash where that is not known."""
    return MISSING if kind.table in found.whys else count(len(getattr(found, kind.table)))


def made_up_in_words(
    values: pd.Series[str], words: Mapping[str, tuple[str, str]], *, only_found: bool = False
) -> str:
    """Say of what changes are made up; ``words`` are said of one and of many."""
    numbers = values.value_counts()
    return ", ".join(
        counted(int(numbers.get(value, 0)), *said)
        for value, said in words.items()
        if not only_found or value in numbers
    )
