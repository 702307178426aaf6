"""What is changed of a plan by hand, a line each, and what would be left without that line."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from alliance.analysis.matching.hand_cost import cost_of_hand
from alliance.analysis.matching.match_changes import changes
from alliance.current.state import current_history
from alliance.text.words import count, counted, listed
from alliance.views.matches.match_words import hand_cost_in_words
from alliance.views.trusts_at_hand import trust_name

if TYPE_CHECKING:
    from alliance.analysis.matching.best_match import Match
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


MOST_NAMED = 3
"""Schools that are named of those for which a change by hand changes something."""


def hand_result_in_words(after: Match, before: Match) -> str:
    """Say what changes by hand did to a plan: what they cost, for whom, and how far pairs lie."""
    said = [hand_cost_in_words(cost_of_hand(after, before))]
    table = changes(before, after)
    if len(table):
        names = listed(table["name"].head(MOST_NAMED).tolist())
        more = f" and {count(len(table) - MOST_NAMED)} more" if len(table) > MOST_NAMED else ""
        said.append(
            f"For {counted(len(table), 'school', 'schools')} the supporting trust is another, "
            f"gained or lost: {names}{more}."
        )
    further_km = after.plan["distance_km"].mean() - before.plan["distance_km"].mean()
    if abs(further_km) >= 0.05:  # what is shown to a tenth of a kilometre
        way = "further apart" if further_km > 0 else "nearer"
        said.append(f"On average pairs are {abs(further_km):.1f} km {way}.")
    return " ".join(said)


def _school(urn: int) -> str:
    schools = current_history().schools
    found = schools.loc[schools["urn"] == urn, "name"]
    return str(found.iloc[0]) if len(found) else f"school {urn}"
