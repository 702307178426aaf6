"""A match as the page asks for it, and the answers worked out so far."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from threading import Lock
from typing import TYPE_CHECKING

import streamlit as st

from alliance.analysis.cold_spots import if_trust_closed, if_trusts_joined, if_trusts_took_more
from alliance.analysis.filters import Filter, narrow
from alliance.analysis.match_terms import Terms, Weights
from alliance.analysis.matching import STEPS, Match, match
from alliance.ui.frame import founding_trusts
from alliance.ui.match_register import Given, ties_on
from alliance.web.current import current_history, kept, state_on

if TYPE_CHECKING:
    from collections.abc import Callable

    from alliance.analysis.capacity import Formula

THERE, FOUNDERS, ENGLAND = "Trusts there", "Founding trusts", "Any trust"
HELPED_BY = (THERE, FOUNDERS, ENGLAND)
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
    rules
        The names of the rules of need that count.
    given
        What the register holds.
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
    given: tuple[Given, ...] = ()
    extra: tuple[tuple[int, int], ...] = ()
    joining: tuple[int, ...] = ()
    closing: int | None = None

    def terms(self) -> Terms:
        """Give the terms of the match, without any what-if."""
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
        )
        return ties_on(self.chosen.day, self.given).within(terms)

    def _supporters(self) -> tuple[int, ...] | None:
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


class _Kept:
    """The place of one answer: whoever comes first works it out, others wait for it."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.answer: Answer | None = None
        self._lock = Lock()

    def solve(self, progress: Callable[[str], None]) -> Answer:
        with self._lock:
            if self.answer is None:
                begun = time.perf_counter()
                found = _solved(self.question, progress)
                # The pairs have done their work, and of all an answer holds they are the most.
                found = replace(found, pairs=found.pairs.head(0))
                self.answer = Answer(self.question, found, time.perf_counter() - begun)
            return self.answer


@kept(maxsize=MOST_KEPT)
def _kept(question: Question) -> _Kept:
    return _Kept(question)


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
    """Give the answer, however long it takes."""
    return _kept(question).solve(lambda _: None)


def answered(question: Question) -> Answer:
    """Give the answer, with a bar that tells the steps while it is worked out."""
    kept = _kept(question)
    # There is room for the bar on every run: what stands below keeps its place, and stays open.
    room = st.empty()
    if kept.answer is not None:
        return kept.answer
    bar = room.progress(0.0, text="Matching supporters to schools in need…")

    def told(step: str) -> None:
        bar.progress((STEPS.index(step) + 1) / (len(STEPS) + 1), text=f"{step}…")

    answer = kept.solve(told)
    room.empty()
    return answer
