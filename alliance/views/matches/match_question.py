"""A match as it is asked for, and the answers worked out so far."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import TYPE_CHECKING

from alliance.analysis.filters import Filter, narrow
from alliance.analysis.matching.best_match import Match, match
from alliance.analysis.matching.cold_spots import (
    if_trust_closed,
    if_trusts_joined,
    if_trusts_took_more,
)
from alliance.analysis.matching.hand_changes import HandChanges
from alliance.analysis.matching.match_terms import Terms, Weights
from alliance.current.state import current_history, kept, state_on
from alliance.text.words import listed
from alliance.views.matches.register_ties import Given, ties_on
from alliance.views.trusts_at_hand import founding_trusts, trust_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from alliance.analysis.matching.capacity import Formula
    from alliance.analysis.matching.run_by_choice import RunBy


THERE, FOUNDERS, ENGLAND = "In this region", "Founding trusts", "Any trust"
NAMED = "By name"
HELPED_BY = (THERE, FOUNDERS, ENGLAND, NAMED)
HELPING = "helping"
"""Says in the address which trusts may support, where they are chosen by name."""


MOST_KEPT = 16
"""Answers held at a time; one for England is some megabytes."""


@dataclass(frozen=True)
class Question:
    """All that an answer hangs on.

    Parameters
    ----------
    version
        Of the history.
    chosen
        The filter: the day, and the schools that may be helped.
    helped_by
        One of ``HELPED_BY``: who may support them.
    named
        UIDs of the trusts that may, where they are chosen by name.
    rules
        The names of the criteria that count.
    given
        What the register holds.
    count_inherited
        Whether predecessors' inspections count.
    run_by
        Who runs the schools that may be helped.
    hand
        What a person has changed of the plan.
    extra, joining, closing
        What if: trusts (UID) that take so many more, trusts that join, a trust that closes.

    """

    version: str
    chosen: Filter
    helped_by: str
    max_distance_km: float
    supporters_per_school: int
    weights: Weights
    formula: Formula
    rules: tuple[str, ...]
    named: tuple[int, ...] = ()
    given: tuple[Given, ...] = ()
    count_inherited: bool = False
    run_by: RunBy = "any"
    hand: HandChanges = field(default_factory=HandChanges)
    extra: tuple[tuple[int, int], ...] = ()
    joining: tuple[int, ...] = ()
    closing: int | None = None

    def terms(self) -> Terms:
        """Return the terms of the match, without any what-if."""
        state = state_on(self.chosen.day)
        here = narrow(state, self.chosen)
        terms = Terms(
            supporters=self._supporters(),
            recipients=None if len(here) == len(state) else tuple(here["urn"]),
            max_distance_km=self.max_distance_km,
            supporters_per_school=self.supporters_per_school,
            weights=self.weights,
            formula=self.formula,
            rules=self.rules,
            count_inherited=self.count_inherited,
            run_by=self.run_by,
        )
        return self.hand.within(ties_on(self.chosen.day, self.given).within(terms))

    def without_hand(self) -> Question:
        """Return the same question without the changes by hand."""
        return replace(self, hand=HandChanges())

    @property
    def helpers(self) -> str:
        """Say who may support the schools."""
        if self.helped_by != NAMED:
            return self.helped_by[:1].lower() + self.helped_by[1:]
        return listed([trust_name(uid) for uid in self.named], most=3) if self.named else "none yet"

    def _supporters(self) -> tuple[int, ...] | None:
        if self.helped_by == NAMED:
            return self.named
        if self.helped_by == FOUNDERS:
            return founding_trusts()
        if self.helped_by == ENGLAND or not self.chosen.regions:
            return None
        there = narrow(
            state_on(self.chosen.day), Filter(self.chosen.day, regions=self.chosen.regions)
        )
        return tuple(int(uid) for uid in there["trust_uid"].dropna().unique())


@dataclass(frozen=True, eq=False)
class Answer:
    """A match, and how many seconds it took to find; one object a question."""

    question: Question
    match: Match
    seconds: float


class SharedAnswer:
    """The place of one answer: whoever comes first works it out, others wait for it."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.answer: Answer | None = None
        self._lock = Lock()

    def solve(self, progress: Callable[[str], None]) -> Answer:
        """Return the answer; computed once, with a call of ``progress`` at each step."""
        with self._lock:
            if self.answer is None:
                begun = time.perf_counter()
                found = _solved(self.question, progress)
                # The pairs have done their work, and of all an answer holds they are the most.
                found = replace(found, pairs=found.pairs.head(0))
                self.answer = Answer(self.question, found, time.perf_counter() - begun)
            return self.answer


@kept(maxsize=MOST_KEPT)
def shared_answer(question: Question) -> SharedAnswer:
    """Return the place of the answer to a question, one for all who ask it."""
    return SharedAnswer(question)


def _solved(question: Question, progress: Callable[[str], None]) -> Match:
    history, day, terms = current_history(), question.chosen.day, question.terms()
    if question.closing is not None:
        return if_trust_closed(history, day, terms, question.closing, progress=progress)
    if question.joining:
        return if_trusts_joined(history, day, terms, question.joining, progress=progress)
    if question.extra:
        return if_trusts_took_more(history, day, terms, dict(question.extra), progress=progress)
    return match(history, day, terms, progress=progress)


def answer_to(question: Question) -> Answer:
    """Return the answer, however long it takes."""
    return shared_answer(question).solve(lambda _: None)


FROM_HUBS = "match_from_hubs"
"""Says in the address that lines start at hubs."""
FURTHEST_KM = 100


MOST_SUPPORTERS = 3


WEIGHTS = {
    "distance": (
        "Distance",
        "Kilometres to the supporting trust’s good or outstanding school of the phase",
    ),
    "size": ("Size", "How far the school’s roll lies from that school’s"),
    "region": ("Region", "Whether the supporting trust has an academy in the school’s region"),
    "relationship": (
        "Relationship",
        "Whether the supporting trust has helped in the school’s trust or local authority before, "
        "by the register of support",
    ),
    "load": ("Load", "The share of the supporting trust’s own academies that are less than good"),
}


FORMULA = {
    "strong_for_one": (
        "Good or outstanding schools a trust needs to support one school",
        "By an inspection of their own, and not judged less than good since",
        1.0,
        10.0,
        0.5,
    ),
    "own_need": (
        "Subtract, for each of its own schools that is less than good",
        "Requires improvement or worse, or the like at an inspection since",
        0.0,
        2.0,
        0.05,
    ),
    "growth": (
        "Subtract, for each academy that joined within a year",
        "Academies new to it",
        0.0,
        2.0,
        0.05,
    ),
    "most": ("Most schools a trust can support", "Including those it supports already", 1, 50, 1),
    "at_a_time": (
        "Schools a good or outstanding school supports at a time",
        "Including those it supports already, where the register of support names it",
        1,
        10,
        1,
    ),
    "times_its_roll": (
        "Largest school it can support, in times its own pupils",
        "Where one of the two rolls is not known, size does not prevent a pair",
        0.5,
        10.0,
        0.5,
    ),
}


TAB = "match_tab"
