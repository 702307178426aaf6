"""The tables of a match, by what their columns say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from alliance.analysis.need.need_rules import rules_on
from alliance.current.state import current_history
from alliance.text.words import count, counted, day_in_words
from alliance.views.columns import Column
from alliance.views.grade_column import IN_NEED
from alliance.views.matches.capacity_in_words import limits_in_words
from alliance.views.matches.match_words import (
    RUN_BY_NAMES,
    hand_in_words,
    inspections_in_words,
)

if TYPE_CHECKING:
    from alliance.analysis.matching.capacity import Formula
    from alliance.views.matches.match_question import Answer, Question


CAPACITY_COLUMNS = {
    "name": Column("Trust"),
    "capacity": Column("Capacity", "Schools it could support on these terms", "count"),
    "assigned": Column("Used", "Schools it supports in the plan", "count"),
    "by_phase": Column("By phase", "Schools it supports in the plan, of those of each phase"),
    "capacity_pupils": Column(
        "Capacity in pupils", "Its capacity in schools of the size of its good ones", "count"
    ),
    "assigned_pupils": Column(
        "Used in pupils", "On the rolls of the schools it supports, as far as known", "count"
    ),
    "capacity_note": Column("Set otherwise", "Where the formula does not give the capacity"),
    "strong": Column(
        "Good or outstanding",
        "By an inspection of their own, and not less than good at one since",
        "count",
    ),
    "from_strong": Column(
        "Capacity from these", "Those schools by how many it takes for one", "number2"
    ),
    "own_in_need": Column(
        "Less than good", f"Its own: {IN_NEED}, or the like at an inspection since", "count"
    ),
    "less_need": Column("Less for these", "Because of its own schools less than good", "number2"),
    "joined_in_a_year": Column("New", "Academies that joined within a year", "count"),
    "less_growth": Column("Less for new", "Because of academies that joined", "number2"),
    "committed": Column("Supported already", "Schools by the register of support", "count"),
    "academies": Column("Academies", kind="count"),
    "trust_uid": Column("UID", "Of the trust in GIAS", "number"),
}


def formula_in_words(formula: Formula) -> str:
    """Say how capacity is reckoned."""
    return (
        f"Capacity is one school for every {formula.strong_for_one:g} good or outstanding ones, "
        f"less {formula.own_need:g} for each of its own less than good, less {formula.growth:g} "
        "for each "
        f"that joined within a year, rounded down and at most {formula.most}; less the schools it "
        f"supports by the register of support. {limits_in_words(formula)} Change these numbers "
        "under Capacity above."
    )


def with_parts(could: pd.DataFrame, formula: Formula) -> pd.DataFrame:
    """Add the parts of each trust’s capacity: what its schools give, what need and growth take."""
    return could.assign(
        from_strong=could["strong"] / formula.strong_for_one,
        less_need=-could["own_in_need"] * formula.own_need,
        less_growth=-could["joined_in_a_year"] * formula.growth,
    )


RULE_COLUMNS = {
    "rule": Column("Criterion"),
    "schools": Column("Schools", "That meet it and your filters, on the day", "count"),
    "gravity": Column(
        "Priority", "1 is the highest; a school’s is that of its most serious criterion", "priority"
    ),
    "in_force": Column("In force", "From when to when it applies and is reported"),
    "standing": Column("Standing", "On the day, and in this match"),
    "source": Column("Whose it is"),
    "text": Column("What it says"),
}


NEED_COLUMNS = {
    "name": Column("School"),
    "gravity": Column("Priority", "1 is the highest", "priority"),
    "rule": Column("Criteria"),
    "why": Column("Why"),
    "phase": Column("Phase"),
    "la_name": Column("Local authority"),
    "trust_name": Column("Trust", "Empty for a maintained school"),
    "urn": Column("URN", "Unique reference number", "number"),
}


def rules_of(question: Question, found: pd.DataFrame) -> pd.DataFrame:
    """Return the criteria of the day, a row each, with how many schools meet them."""
    numbers = found["rule"].value_counts()
    rows = [
        {
            "rule": rule.name,
            "schools": int(numbers.get(rule.name, 0)),
            "gravity": rule.gravity,
            "in_force": rule.in_force(current_history()),
            "standing": "Counts" if rule.name in question.rules else "Left out by the terms",
            "source": rule.source,
            "text": rule.text,
            "first_day": rule.first_day,
            "last_day": rule.last_day,
        }
        for rule in rules_on(current_history(), question.chosen.day)
    ]
    table = pd.DataFrame(rows)
    return table.assign(
        first_day=pd.to_datetime(table["first_day"]), last_day=pd.to_datetime(table["last_day"])
    )


_FIRST = {
    "name": Column("School"),
    "run_by": Column("Run by", "Its trust, else its local authority: the first to call"),
    "gravity": Column(
        "Priority", "That of its most serious criterion; 1 is the highest", "priority"
    ),
}


_LAST = {
    "why": Column(
        "Why it is eligible", "Every criterion it meets; a predecessor’s grade is marked"
    ),
    "phase": Column("Phase"),
    "la_name": Column("Local authority"),
    "urn": Column("URN", "Unique reference number", "number"),
}


BECAUSE = Column(
    "In its favour", "What speaks for the pair; the numbers behind it are one press on"
)
CAUTIONS = Column(
    "To ask first", "What a board would want to know before it agrees; from published records"
)
PLAN_COLUMNS = {
    **_FIRST,
    "supporter_name": Column("Supporting trust"),
    "distance_km": Column(
        "Distance",
        "Straight line to the good or outstanding school under From",
        "km",
    ),
    "from_name": Column(
        "From", "The supporting trust’s good or outstanding school of the phase that fits best"
    ),
    "because": BECAUSE,
    "cautions": CAUTIONS,
    **_LAST,
}


WITHOUT_COLUMNS = {
    **_FIRST,
    "reason": Column("Why it is not matched", "The limit that prevents it"),
    **_LAST,
}


def none_eligible(answer: Answer) -> str:
    """Say why no school is eligible: none meets a criterion, or none can be applied that day."""
    day = answer.question.chosen.day
    if answer.question.rules:
        return f"No school meets one of the criteria on {day_in_words(day)}."
    return (
        f"No criterion for support can be applied on {day_in_words(day)}: nothing that one goes by "
        "is published for that day."
    )


def reasons_in_words(answer: Answer) -> str:
    """Say why schools are not matched, the most frequent reason first."""
    numbers = answer.match.unmatched["reason"].value_counts()
    parts = [f"**{count(int(n))}**: {reason}" for reason, n in numbers.items()]
    return "; ".join(parts) + "." if parts else ""


def terms_in_words(answer: Answer) -> str:
    """Say on what terms the match was made."""
    asked, found = answer.question, answer.match
    weights = ", ".join(f"{name} {weight:g}" for name, weight in vars(asked.weights).items())
    formula = ", ".join(f"{name} {value:g}" for name, value in vars(asked.formula).items())
    by_hand = f"{hand_in_words(asked.hand)}. " if asked.hand else ""
    return (
        f"Supporting trusts: {asked.helpers}. Within {asked.max_distance_km:g} km; at most "
        f"{counted(asked.supporters_per_school, 'supporting trust', 'supporting trusts')} a "
        f"school. Run by: {RUN_BY_NAMES[asked.run_by].lower()}. "
        f"{inspections_in_words(count_inherited=asked.count_inherited)}. {by_hand}"
        f"Weights: {weights}. Capacity: {formula}. Criteria: {', '.join(asked.rules)}. Matched "
        f"{count(found.served)} of {count(found.asked)}."
    )


CHANGE_COLUMNS = {
    "name": Column("School"),
    "change": Column("Change"),
    "after_name": Column("Supporting trust then"),
    "before_name": Column("Supporting trust now"),
    "distance_km": Column(
        "Distance", "To its good or outstanding school of the phase that fits best", "km"
    ),
    "gravity": Column(
        "Priority", "That of its most serious criterion; 1 is the highest", "priority"
    ),
    "why": Column("Why it is eligible"),
    "la_name": Column("Local authority"),
    "phase": Column("Phase"),
    "urn": Column("URN", "Unique reference number", "number"),
}


HAPPENED_COLUMNS = {
    "name": Column("Academy"),
    "supporter_name": Column("The plan suggests", "The supporting trust; empty where none could"),
    "distance_km": Column(
        "Distance", "To its good or outstanding school of the phase that fits best", "km"
    ),
    "to_trust": Column("It went to", "The trust that took it on; empty where no move is on record"),
    "moved_on": Column("On", "The first day in that trust", "day"),
    "agrees": Column("Same", "Whether the plan names the trust it went to"),
    "why": Column("Why it needs help"),
    "reason": Column("Why it is not matched"),
    "phase": Column("Phase"),
    "la_name": Column("Local authority"),
    "urn": Column("URN", "Unique reference number", "number"),
}
