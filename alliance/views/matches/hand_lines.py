"""What is changed of a plan by hand, a line each, and what would be left without that line."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from alliance.current.state import current_history
from alliance.text.words import counted
from alliance.views.trusts_at_hand import trust_name

if TYPE_CHECKING:
    from alliance.analysis.matching.hand_changes import HandChanges


class HandLine(NamedTuple):
    """One change by hand in words, and the changes without it."""

    words: str
    without: HandChanges


def hand_lines(hand: HandChanges) -> list[HandLine]:
    """Return a line for each change: pairs kept, forbidden, trusts left out, capacities set."""
    kept = [
        HandLine(
            f"Kept: {trust_name(pair[0])} for {_school(pair[1])}",
            replace(hand, kept=tuple(other for other in hand.kept if other != pair)),
        )
        for pair in hand.kept
    ]
    forbidden = [
        HandLine(
            f"Forbidden: {trust_name(pair[0])} for {_school(pair[1])}",
            replace(hand, forbidden=tuple(other for other in hand.forbidden if other != pair)),
        )
        for pair in hand.forbidden
    ]
    left_out = [
        HandLine(
            f"Left out: {trust_name(uid)}",
            replace(hand, left_out=tuple(other for other in hand.left_out if other != uid)),
        )
        for uid in hand.left_out
    ]
    capacities = [
        HandLine(
            f"{trust_name(pair[0])}: {counted(pair[1], 'school', 'schools')} at most",
            replace(hand, capacity_of=tuple(other for other in hand.capacity_of if other != pair)),
        )
        for pair in hand.capacity_of
    ]
    return [*kept, *forbidden, *left_out, *capacities]


def _school(urn: int) -> str:
    schools = current_history().schools
    found = schools.loc[schools["urn"] == urn, "name"]
    return str(found.iloc[0]) if len(found) else f"school {urn}"
