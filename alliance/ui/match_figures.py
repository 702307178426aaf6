"""The figures of a match: how many could be served, who is left, and that no plan is better."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliance.ui.figure_row import Figure, figure_row
from alliance.ui.scope import scope_in_words
from alliance.ui.words import count, counted, day_in_words

if TYPE_CHECKING:
    from alliance.ui.match_answer import Answer

PROVED = 1e-6
"""How far the plan's cost may lie from its bound and count as the same."""


def sentence(answer: Answer) -> str:
    """Say what is matched."""
    found, chosen = answer.match, answer.question.chosen
    place = scope_in_words(chosen)
    return " · ".join(
        [
            place[0].upper() + place[1:],
            day_in_words(chosen.day),
            f"{counted(found.asked, 'school', 'schools')} in need",
            f"helped by {answer.question.helped_by[0].lower()}{answer.question.helped_by[1:]}",
        ]
    )


def match_figures(answer: Answer) -> None:
    """Draw the figures."""
    figure_row(figures_of_match(answer))


def figures_of_match(answer: Answer) -> list[Figure]:
    """Give the figures."""
    found = answer.match
    plan = found.plan.drop_duplicates("urn")
    gravest = sum(int((part["gravity"] == 1).sum()) for part in (plan, found.unmatched))
    could, loads = int(found.loads["capacity"].sum()), found.loads
    cells = [
        Figure("Could have a supporter", count(found.served), f"of {count(found.asked)} in need"),
        Figure(
            "Of the gravest need",
            count(int((plan["gravity"] == 1).sum())),
            f"of {count(gravest)}: Inadequate or in a category",
        ),
        Figure("Left without", count(len(found.unmatched)), _why(answer)),
        Figure(
            "Capacity",
            count(could),
            f"of {counted(len(loads), 'trust', 'trusts')}; {count(len(found.plan))} used",
        ),
        Figure("Total cost", f"{found.total:.2f}", _proof(answer)),
    ]
    if len(found.supported):
        cells.insert(3, Figure("Have one already", count(len(found.supported)), "by the register"))
    return cells


def _why(answer: Answer) -> str:
    reasons = answer.match.unmatched["reason"].value_counts()
    if reasons.empty:
        return "nobody"
    return f"{count(int(reasons.iloc[0]))}: {reasons.index[0]}"


def _proof(answer: Answer) -> str:
    found = answer.match
    apart = abs(found.total - found.bound)
    proved = f"least possible {found.bound:.2f}" + (": proved" if apart < PROVED else "")
    return f"{proved}, {answer.seconds:.1f} s"
