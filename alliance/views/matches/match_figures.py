"""The figures of a match: how many could be served, who is left, and that no plan is better."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliance.analysis.matching.need_rules import RULES
from alliance.text.words import MISSING, count, counted, day_in_words, listed
from alliance.views.content import Figure
from alliance.views.scope import scope_in_words

if TYPE_CHECKING:
    from alliance.views.matches.match_question import Answer


PROVED = 1e-6
"""How far the plan's cost may lie from its bound and count as the same."""


def match_sentence(answer: Answer) -> str:
    """Say what is matched."""
    found, chosen = answer.match, answer.question.chosen
    place = scope_in_words(chosen)
    return " · ".join(
        [
            place[0].upper() + place[1:],
            day_in_words(chosen.day),
            f"{counted(found.asked, 'school', 'schools')} eligible for support",
            f"supporting trusts: {_lower(answer.question.helped_by)}",
        ]
    )


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]


def figures_of_match(answer: Answer) -> list[Figure]:
    """Return the figures."""
    found = answer.match
    plan = found.plan.drop_duplicates("urn")
    gravest = sum(int((part["gravity"] == 1).sum()) for part in (plan, found.unmatched))
    could, loads = int(found.loads["capacity"].sum()), found.loads
    cells = [
        Figure("Schools matched", count(found.served), f"of {count(found.asked)} eligible"),
        _highest_matched(answer, int((plan["gravity"] == 1).sum()), gravest),
        Figure("Not matched", count(len(found.unmatched)), _why(answer)),
        Figure(
            "Capacity",
            count(could),
            f"of {counted(len(loads), 'trust', 'trusts')}; {count(len(found.plan))} used",
        ),
        Figure("Match score (lower is better)", f"{found.total:.2f}", _proof(answer))
        if found.served
        else Figure("Match score (lower is better)", MISSING, "no school is matched"),
    ]
    if len(found.supported):
        cells.insert(
            3,
            Figure("Supported already", count(len(found.supported)), "by the register"),
        )
    return cells


def _highest_matched(answer: Answer, matched: int, gravest: int) -> Figure:
    """Return how many schools of the highest priority are matched, where a criterion has it."""
    label, highest = "Highest-priority schools matched", _highest(answer)
    if not highest:
        return Figure(label, MISSING, "no criterion that counts on this day has that priority")
    return Figure(label, count(matched), f"of {count(gravest)} ({highest})")


def _highest(answer: Answer) -> str:
    """Name what makes the highest priority on the day, of the criteria that count; else blank."""
    by_name = {rule.name: rule for rule in RULES}
    names = [by_name[name] for name in answer.question.rules if name in by_name]
    first = [rule.name.lower() for rule in names if rule.gravity == 1]
    return listed(first) if first else ""


def _why(answer: Answer) -> str:
    reasons = answer.match.unmatched["reason"].value_counts()
    if reasons.empty:
        return "nobody"
    return f"{count(int(reasons.iloc[0]))}: {reasons.index[0]}"


def _proof(answer: Answer) -> str:
    found = answer.match
    apart = abs(found.total - found.bound)
    if apart < PROVED:
        return f"the best score possible, found in {answer.seconds:.1f} s"
    return f"the best possible is {found.bound:.2f}; found in {answer.seconds:.1f} s"
