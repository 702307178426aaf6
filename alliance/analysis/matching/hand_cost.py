"""What changes by hand cost: the schools and the score that the plan gives up for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from alliance.analysis.matching.best_match import Match


class AtPriority(NamedTuple):
    """How many schools of a priority each of two plans matches."""

    gravity: int
    with_hand: int
    without_hand: int


class HandCost(NamedTuple):
    """What changes by hand cost.

    Parameters
    ----------
    by_priority
        A row a priority at which the two plans do not match as many, the highest first.
    served
        How many more schools the plan with the changes matches; below none, fewer.
    cost
        By how much its match score is higher; below none, lower. Only where both match as many is
        this what the changes cost.

    """

    by_priority: tuple[AtPriority, ...]
    served: int
    cost: float


def cost_of_hand(found_with: Match, found_without: Match) -> HandCost:
    """Set a plan with changes by hand beside the one without, on terms that are else the same."""
    counted = [
        found.plan.drop_duplicates("urn")["gravity"].value_counts()
        for found in (found_with, found_without)
    ]
    levels = sorted(set(counted[0].index) | set(counted[1].index))
    rows = [AtPriority(int(g), *(int(of.get(g, 0)) for of in counted)) for g in levels]
    return HandCost(
        tuple(row for row in rows if row.with_hand != row.without_hand),
        found_with.served - found_without.served,
        found_with.total - found_without.total,
    )
