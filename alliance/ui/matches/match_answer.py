"""A match as the page asks for it, and the answers worked out so far."""

from __future__ import annotations

import streamlit as st

from alliance.analysis.matching.best_match import STEPS
from alliance.views.matches.match_question import Answer, Question, shared_answer


def answered(question: Question) -> Answer:
    """Return the answer, with a bar that tells the steps while it is worked out."""
    shared = shared_answer(question)
    # There is room for the bar on every run: what stands below keeps its place, and stays open.
    room = st.empty()
    if shared.answer is not None:
        return shared.answer
    bar = room.progress(0.0, text="Matching supporting trusts to eligible schools…")

    def told(step: str) -> None:
        bar.progress((STEPS.index(step) + 1) / (len(STEPS) + 1), text=f"{step}…")

    answer = shared.solve(told)
    room.empty()
    return answer
