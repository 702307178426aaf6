"""Which schools are eligible for support, by dated criteria that anyone can read.

A school's priority is that of the most serious criterion it meets; each that it meets is told with
its reason.

Whose inspection counts, for need and for capacity alike: the school's own; that of the school it
replaced only where predecessors' are asked for, and then it is marked. Where two inspections count,
the latest one decides whose it is.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING

import pandas as pd

from alliance.analysis.need.need_since_2024 import (
    in_special_measures,
    leadership_below_expected,
    needs_significant_improvement,
    stuck,
)
from alliance.analysis.need.need_until_2024 import (
    KS2_FLOOR_PERCENT,
    KS4_FLOOR_PROGRESS_8,
    below_good_twice,
    below_ks2_floor,
    below_ks4_floor,
    falling,
    in_category_of_concern,
    inadequate,
    requiring_improvement,
)
from alliance.analysis.partial_days import GRADES_END, inspections_to

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from alliance.history import History

VERSION = "4"
"""Rises when a rule changes, so that an old plan says by which rules it was made."""


@dataclass(frozen=True)
class Rule:
    """A criterion for support.

    Parameters
    ----------
    gravity
        The priority it gives; 1 is the highest.
    first_day, last_day
        Between which days the rule applies; a missing one is open.
    find
        From the history, the schools of a day and the day: why and inherited, by URN, of the
        schools caught (see :mod:`need_until_2024`).
    reported_to
        From the history: until when a source reports what the rule goes by; without it, as long as
        the rule applies.

    """

    name: str
    text: str
    source: str
    gravity: int
    find: Callable[[History, pd.DataFrame, dt.date], pd.DataFrame]
    first_day: dt.date | None = None
    last_day: dt.date | None = None
    reported_to: Callable[[History], dt.date] | None = None

    def applies(self, day: dt.date) -> bool:
        """Return whether the rule is in force on ``day``."""
        return (self.first_day is None or self.first_day <= day) and (
            self.last_day is None or day <= self.last_day
        )

    def holds(self, history: History, day: dt.date) -> bool:
        """Return whether the rule is in force on ``day``, and the records say whom it catches."""
        return self.applies(day) and (self.reported_to is None or day <= self.reported_to(history))

    def in_force(self, history: History) -> str:
        """Say from when to when it applies, and until when that is reported."""
        first, last = (_words(day) if day else None for day in (self.first_day, self.last_day))
        reported = f", reported to {_words(self.reported_to(history))}" if self.reported_to else ""
        if last is None:
            since = f"from {first} on" if first else "on every day of the records"
            return since + reported
        return f"{first or 'from the first records'} to {last}{reported}"


OFSTED = "Ofsted, overall effectiveness of the latest graded inspection"
FLOOR = "Department for Education, floor standards 2016 to 2018"
SINCE = GRADES_END + dt.timedelta(days=1)
REPORT_CARDS_FROM = dt.date(2025, 11, 10)
CATEGORIES = "Education Act 2005, section 44; Ofsted, category of concern"

RULES = [
    Rule("Inadequate", "The latest grade is Inadequate.", OFSTED, 1, inadequate, None, GRADES_END),
    Rule(
        "Category of concern",
        "The latest graded inspection put it in special measures, serious weaknesses or a notice "
        "to improve.",
        "Ofsted, category of concern",
        1,
        in_category_of_concern,
        None,
        GRADES_END,
    ),
    Rule(
        "Two consecutive inspections less than good",
        "The latest two grades are both Requires improvement (or Satisfactory) or Inadequate.",
        OFSTED,
        2,
        below_good_twice,
        None,
        GRADES_END,
    ),
    Rule(
        "Declined to less than good",
        "It was Good or Outstanding at the inspection before, and no longer is.",
        OFSTED,
        3,
        falling,
        None,
        GRADES_END,
    ),
    Rule(
        "Requires improvement",
        "The latest grade is Requires improvement (or Satisfactory).",
        OFSTED,
        4,
        requiring_improvement,
        None,
        GRADES_END,
    ),
    Rule(
        "Below the floor standard, key stage 2",
        f"Fewer than {KS2_FLOOR_PERCENT:.0f}% reach the expected standard in reading, writing and "
        "maths, and progress is below -5 in reading, -7 in writing or -5 in maths.",
        FLOOR,
        4,
        below_ks2_floor,
        dt.date(2016, 12, 1),
        dt.date(2019, 11, 30),
    ),
    Rule(
        "Below the floor standard, key stage 4",
        f"Progress 8 is below {KS4_FLOOR_PROGRESS_8}.",
        FLOOR,
        4,
        below_ks4_floor,
        dt.date(2016, 12, 1),
        dt.date(2019, 11, 30),
    ),
    Rule(
        "Special measures",
        "The latest inspection, with or without an overall grade or with a report card, put it in "
        "special measures.",
        CATEGORIES,
        1,
        in_special_measures,
        SINCE,
        reported_to=attrgetter("judgements_to"),
    ),
    Rule(
        "Requires significant improvement",
        "The latest inspection found that it requires significant improvement (until 2025 called "
        "serious weaknesses).",
        CATEGORIES,
        1,
        needs_significant_improvement,
        SINCE,
        reported_to=attrgetter("judgements_to"),
    ),
    Rule(
        "Stuck",
        "The latest inspection published by the day gave Requires improvement, or without an "
        "overall grade Requires improvement in one of its four key judgements, or on a report card "
        "Needs attention or worse in leadership and governance, and no category of concern; and "
        "the one before was less than good, or the like.",
        "Department for Education, Schools eligible for RISE intervention, 2025",
        2,
        stuck,
        SINCE,
        reported_to=inspections_to,
    ),
    Rule(
        "Leadership and governance",
        "The report card gives leadership and governance Needs attention or Urgent improvement.",
        "Ofsted, report cards; the department's response on school accountability reform, "
        "9 September 2025",
        3,
        leadership_below_expected,
        REPORT_CARDS_FROM,
        reported_to=attrgetter("report_cards_to"),
    ),
]


FORMER_NAMES = {
    "Below Good twice running": "Two consecutive inspections less than good",
    "Falling": "Declined to less than good",
    "Below the floor, key stage 2": "Below the floor standard, key stage 2",
    "Below the floor, key stage 4": "Below the floor standard, key stage 4",
}
"""Names that rules had before, as addresses of scenes hold them."""


def rules_on(history: History, day: dt.date) -> list[Rule]:
    """Return the rules that can hold on a day."""
    return [rule for rule in RULES if rule.holds(history, day)]


def _words(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"


def caught(
    history: History,
    state: pd.DataFrame,
    day: dt.date,
    names: Collection[str] | None = None,
    *,
    count_inherited: bool = False,
) -> pd.DataFrame:
    """Return every school that a rule catches, a row a rule and school.

    Parameters
    ----------
    state
        Schools as at ``day``.
    names
        The rules to try; all by default.
    count_inherited
        Whether the inspection of the school it replaced counts too, where a school has had none of
        its own since.

    Returns
    -------
    DataFrame
        urn, rule, gravity, why, inherited (whether it is caught by an inspection of the school it
        replaced); in order of URN and gravity.

    """
    parts = [
        found.rename_axis("urn").reset_index().assign(rule=rule.name, gravity=rule.gravity)
        for rule in rules_on(history, day)
        if names is None or rule.name in names
        for found in [rule.find(history, state, day)]
        if len(found)
    ]
    columns = ["urn", "rule", "gravity", "why", "inherited"]
    if not parts:
        return pd.DataFrame(columns=columns).astype({"inherited": "bool"})
    every = pd.concat(parts)[columns]
    counting = every if count_inherited else every[~every["inherited"]]
    return counting.sort_values(["urn", "gravity", "rule"], ignore_index=True)


def need(
    history: History,
    state: pd.DataFrame,
    day: dt.date,
    names: Collection[str] | None = None,
    *,
    count_inherited: bool = False,
) -> pd.DataFrame:
    """Return the eligible schools, a row a school, the highest priority first.

    Returns
    -------
    DataFrame
        The columns of ``state``, and gravity (1 is the highest priority), rules (names, joined by
        "; "), why (likewise) and inherited (whether all of them go by an inspection of the school
        it replaced).

    """
    found = caught(history, state, day, names, count_inherited=count_inherited)
    told = found.groupby("urn").agg(
        gravity=("gravity", "min"),
        rules=("rule", "; ".join),
        why=("why", "; ".join),
        inherited=("inherited", "all"),
    )
    schools = state.merge(told, left_on="urn", right_index=True)
    return schools.sort_values(["gravity", "urn"], ignore_index=True)
