"""The figures of a match: how many could be served, who is left; and how it was proved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliance.analysis.matching.match_reasons import NO_PLACE, NO_STRONG_SCHOOL
from alliance.analysis.need.need_rules import RULES
from alliance.text.words import MISSING, count, counted, day_in_words, listed
from alliance.views.content import Figure
from alliance.views.matches.match_question import NAMED
from alliance.views.scope import scope_in_words

if TYPE_CHECKING:
    import pandas as pd

    from alliance.views.matches.match_question import Answer


IN_REGISTER = "In the register already"
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
            f"supporting trusts: {answer.question.helpers}",
        ]
    )


def figures_of_match(answer: Answer) -> list[Figure]:
    """Return the figures."""
    found = answer.match
    plan = found.plan.drop_duplicates("urn")
    could, loads = int(found.loads["capacity"].sum()), found.loads
    cells = [
        Figure("Schools matched", count(found.served), _of_how_many(answer)),
        _highest_matched(answer, plan["urn"][plan["gravity"] == 1]),
        Figure("Not matched", count(len(found.unmatched)), _why(answer)),
        Figure(
            "Capacity",
            count(could),
            f"of {counted(len(loads), 'trust', 'trusts')}; {count(len(found.plan))} used",
        ),
        _distance(found.plan["distance_km"]),
    ]
    if len(found.supported):
        cells.insert(
            3,
            Figure(IN_REGISTER, count(len(found.supported)), "proposed, agreed or under way"),
        )
    return cells


def _of_how_many(answer: Answer) -> str:
    """Say how many schools are eligible, and of trusts by name how many of these are in reach."""
    found, asked = answer.match, answer.question
    said = f"of {count(found.asked)} eligible"
    if asked.helped_by != NAMED:
        return said
    far = {NO_PLACE, NO_STRONG_SCHOOL.format(km=found.terms.max_distance_km)}
    near = found.asked - int(found.unmatched["reason"].isin(far).sum())
    return f"{said}, {count(near)} of them in reach"


def _highest_matched(answer: Answer, matched: pd.Series[int]) -> Figure:
    """Return how many schools of the highest priority are matched, where a criterion has it.

    They are counted among all that are eligible, so that a pair proposed, and so supported
    already, changes nothing in how many there are.
    """
    label, highest = "Highest-priority schools matched", _highest(answer)
    if not highest:
        return Figure(label, MISSING, "no criterion that counts on this day has that priority")
    found = answer.match
    parts = (found.plan, found.unmatched, found.supported)
    gravest = set().union(*(part["urn"][part["gravity"] == 1] for part in parts))
    return Figure(label, count(len(set(matched))), f"of {count(len(gravest))} ({highest})")


def _distance(distances_km: pd.Series[float]) -> Figure:
    label = "Median distance"
    if distances_km.empty:
        return Figure(label, MISSING, "no school is matched")
    furthest = f"the furthest pair is {distances_km.max():.1f} km apart"
    return Figure(label, f"{distances_km.median():.1f} km", furthest)


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


def proof_in_words(answer: Answer) -> str:
    """Say in what sense no plan is better, and by what figures that is proved."""
    found = answer.match
    if not found.served:
        return ""
    least = (
        "no plan can have a lower one"
        if abs(found.total - found.bound) < PROVED
        else f"the least possible is {found.bound:.4f}"
    )
    return (
        "The plan first matches the most schools that can be matched at once, those of the highest "
        "priority first; that number is a greatest flow through the trusts, their good or "
        "outstanding schools and the eligible schools. Of all plans that match these, it has the "
        "lowest total score: the sum over its pairs of distance, size, region, earlier support "
        f"and load, each from 0 to 1 and by its weight. Its total is {found.total:.4f}, and "
        f"{least}: the prices of the linear programme say so (solved with HiGHS in "
        f"{answer.seconds:.1f} s)."
    )
