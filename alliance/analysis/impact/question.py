"""What is asked: which schools, since when, by what outcome, beside which like schools."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

Kind = Literal["joined", "moved", "area", "supported"]
KINDS: dict[str, str] = {
    "joined": "Joined a trust",
    "moved": "Moved between trusts",
    "area": "Lay in an Opportunity Area",
    "supported": "Were supported",
}
AREAS_BEGAN = dt.date(2017, 9, 1)
"""The school year in which the Opportunity Areas began their work; they ended in August 2022."""
AREAS_ENDED = dt.date(2022, 8, 31)
LEAST_TREATED = 20
"""Under so many schools that could be compared no estimate is given."""
LEAST_IN_A_YEAR = 5
"""A year in which fewer of them are known is not estimated, and counts in no answer."""


@dataclass(frozen=True)
class Question:
    """A question about what followed.

    Attributes
    ----------
    kind
        One of ``KINDS``.
    outcome
        A key of :data:`alliance.analysis.impact.outcomes.OUTCOMES`.
    first, last
        The days between which schools joined, moved or were first supported, both included.
    trusts
        UIDs of the trusts they joined or moved to; any multi-academy trust where empty.
    left
        UIDs of the trusts they came from; any where empty. Of schools that moved only.
    tier
        Joined a trust that had so many academies the day before, by the names of ``TIERS``.
    areas
        Opportunity Areas by name; all where empty.
    sources
        What tells of support: "documented", "register" or both.
    neighbours
        How many like schools each is set beside.
    caliper
        How far the prior result of a like school may lie from the school's own, in standard
        deviations among all schools of the phase.
    years
        Over how many years after the day the answer is taken.

    """

    kind: Kind
    outcome: str
    first: dt.date = dt.date(2013, 1, 1)
    last: dt.date = dt.date(2022, 12, 31)
    trusts: tuple[int, ...] = ()
    left: tuple[int, ...] = ()
    tier: str = ""
    areas: tuple[str, ...] = ()
    sources: tuple[str, ...] = ("documented", "register")
    neighbours: int = 5
    caliper: float = 0.25
    years: int = 5
