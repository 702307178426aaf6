"""What the terms of a match are called, and the rules behind them, each said once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliance.text.words import count, counted, listed

if TYPE_CHECKING:
    import pandas as pd

    from alliance.analysis.matching.hand_changes import HandChanges
    from alliance.analysis.matching.hand_cost import HandCost
    from alliance.analysis.matching.run_by_choice import RunBy

WHOSE_INSPECTION = (
    "Need and capacity go by each school’s own latest inspection; where a criterion looks at the "
    "one before too, that may be its predecessor’s, and is marked. A predecessor’s latest counts "
    "only where you ask for it."
)
COUNT_INHERITED = "Count predecessors’ inspections"

RUN_BY_WORDS: dict[str, RunBy] = {
    "Anybody": "any",
    "A local authority": "maintained",
    "A trust": "trust",
    "A trust in need": "trust_in_need",
    "No trust that could help": "no_able_trust",
}
"""What the choices of who runs the eligible schools are called, on screens and in addresses."""
RUN_BY_NAMES = {code: words for words, code in RUN_BY_WORDS.items()}
TRUST_IN_NEED = (
    "A trust is itself in need where half or more of its academies whose standing is known are "
    "less than good by an inspection of their own."
)
NO_ABLE_TRUST = (
    "No trust that could help: run by a local authority, or by a trust without capacity or without "
    "another good or outstanding school of the phase near enough."
)


def inspections_in_words(*, count_inherited: bool) -> str:
    """Say whose inspections a match goes by."""
    return (
        "Predecessors’ inspections count, for need and capacity"
        if count_inherited
        else "Only schools’ own inspections count, for need and capacity"
    )


def hand_in_words(hand: HandChanges) -> str:
    """Say how much of a plan is changed by hand; blank where nothing is."""
    parts = [
        counted(len(hand.kept), "pair is kept", "pairs are kept"),
        counted(len(hand.forbidden), "pair is forbidden", "pairs are forbidden"),
        counted(len(hand.left_out), "trust is left out", "trusts are left out"),
        counted(len(hand.capacity_of), "capacity is set", "capacities are set"),
    ]
    numbers = (hand.kept, hand.forbidden, hand.left_out, hand.capacity_of)
    said = [part for part, own in zip(parts, numbers, strict=True) if own]
    return f"By hand {listed(said, most=4)}" if said else ""


def hand_cost_in_words(cost: HandCost) -> str:
    """Say what the changes by hand cost in schools matched, by priority."""
    more = counted(abs(cost.served), "school", "schools")
    if cost.served:
        told = f"The changes by hand match {more} {'more' if cost.served > 0 else 'fewer'}"
        rows = [
            f"priority {row.gravity}: {count(row.with_hand)} and not {count(row.without_hand)}"
            for row in cost.by_priority
        ]
        return f"{told} ({listed(rows, most=5)})." if rows else f"{told}."
    if cost.by_priority:
        rows = [
            f"{count(row.with_hand)} and not {count(row.without_hand)} of priority {row.gravity}"
            for row in cost.by_priority
        ]
        return f"The changes by hand match as many schools, but {listed(rows, most=5)}."
    if abs(cost.cost) < 0.005:
        return "The changes by hand cost nothing: as many schools are matched, as well."
    return "The changes by hand match as many schools of each priority."


def kept_impossible_in_words(kept: pd.DataFrame) -> list[str]:
    """Say of each pair that cannot be kept why not (:attr:`Match.kept_impossible`)."""
    return [
        f"{row['supporter_name']} cannot be kept for {row['name']}: {row['reason']}."
        for row in kept.to_dict("records")
    ]
