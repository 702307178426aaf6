"""The plan of Matches as flows: one plan, with one set of limits, on both pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliance.analysis.flows.flow_sources import suggestion_flows
from alliance.analysis.matching.hand_changes import HandChanges
from alliance.analysis.need.need_rules import rules_on
from alliance.current.state import current_history, kept, state_on
from alliance.text.words import counted, listed

if TYPE_CHECKING:
    from alliance.analysis.flows.flows_by_kind import Flows
    from alliance.views.matches.match_question import Answer, Question


@kept(maxsize=4)
def suggested_by(answer: Answer) -> Flows:
    """Return each pair of a plan as a flow from the supporting trust to the school."""
    day = answer.question.chosen.day
    return suggestion_flows(current_history(), answer.match.plan, state_on(day), day)


def terms_in_words(question: Question) -> str:
    """Say on which terms a plan is made."""
    known = rules_on(current_history(), question.chosen.day)
    said = [
        f"supporting trusts: {question.helpers}",
        f"at most {question.max_distance_km:g} km",
        f"{counted(question.supporters_per_school, 'trust', 'trusts')} for a school",
        "every criterion of the day"
        if len(question.rules) == len(known)
        else f"criteria: {listed(question.rules, most=4)}",
        "predecessors’ inspections count too"
        if question.count_inherited
        else "by schools’ own inspections",
    ]
    return "; ".join([*said, *["changed by hand"] * (question.hand != HandChanges())])
