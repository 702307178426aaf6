"""What is changed of a plan by hand, a line each, and what would be left without that line."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

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
    words = {
        "kept": [f"Kept: {trust_name(uid)} for {_school(urn)}" for uid, urn in hand.kept],
        "forbidden": [
            f"Forbidden: {trust_name(uid)} for {_school(urn)}" for uid, urn in hand.forbidden
        ],
        "left_out": [f"Left out: {trust_name(uid)}" for uid in hand.left_out],
        "capacity_of": [
            f"{trust_name(uid)}: {counted(schools, 'school', 'schools')} at most"
            for uid, schools in hand.capacity_of
        ],
    }
    return [
        HandLine(said, replace(hand, **{part: _all_but(getattr(hand, part), place)}))
        for part, own in words.items()
        for place, said in enumerate(own)
    ]


def _all_but(held: tuple[Any, ...], place: int) -> tuple[Any, ...]:
    return held[:place] + held[place + 1 :]


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
