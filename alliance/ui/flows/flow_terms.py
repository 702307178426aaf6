"""The terms of the plan that Flows shows as suggestions: those of Matches; there is one plan."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import streamlit as st

from alliance.analysis.filter_codec import written
from alliance.analysis.filters import PARTS
from alliance.analysis.matching.hand_changes import KEYS as HAND_CHANGES
from alliance.ui.app.address import read_by_page
from alliance.ui.app.going import go_to
from alliance.ui.matches.hand_state import by_hand
from alliance.views.flows.suggested import terms_in_words
from alliance.views.matches.match_content import question_of
from alliance.views.page_address import PageAddress

if TYPE_CHECKING:
    from alliance.analysis.filters import Filter
    from alliance.views.matches.match_question import Question


def question_of_matches(chosen: Filter) -> Question:
    """Return what Matches would ask now: on the visitor's own terms, the address's, or the first.

    Terms that are not the first are written into the address, so that a copied link and a scene
    show the same plan.
    """
    question, terms = _question(chosen)
    read_by_page(terms | {*HAND_CHANGES})
    for key, values in _needed(chosen).items():
        if st.query_params.get_all(key) != values:
            st.query_params[key] = values
    return replace(question, hand=by_hand())


def draw_terms_of_plan(chosen: Filter, question: Question) -> None:
    """Say on which terms the plan is made, with the way to the page where they are set."""
    st.info(
        "Suggested by a calculation from published grades; nobody has agreed to any of it. It is "
        f"the plan of Matches, on the same terms: {terms_in_words(question)}.",
        icon=":material/lightbulb:",
    )
    if st.button("See why, or change the terms, on Matches", icon=":material/arrow_forward:"):
        go_to("matches", **_needed(chosen))


def _question(chosen: Filter, without: str = "") -> tuple[Question, set[str]]:
    """Return the question and the keys that it read."""
    query = {key: values for key, values in _terms().items() if key != without}
    address = PageAddress({**query, **{part.key: [] for part in PARTS}, **written(chosen)})
    return question_of(address), address.read


def _needed(chosen: Filter) -> dict[str, list[str]]:
    """Return the terms without which the question would be another."""
    question, terms = _question(chosen)
    held, parts = _terms(), {part.key for part in PARTS}
    return {
        key: held[key]
        for key in sorted(terms & held.keys() - parts)
        if _question(chosen, without=key)[0] != question
    }


def _terms() -> dict[str, list[str]]:
    """Return what the address and the widgets of this visit hold, as an address spells it."""
    held = {key: st.query_params.get_all(key) for key in st.query_params}
    for key, value in st.session_state.items():
        if isinstance(key, str) and (spelled := _spelled(value)) is not None:
            held[key] = spelled
    return held


def _spelled(value: Any) -> list[str] | None:
    """Return a widget's value as an address spells it; nothing where none could."""
    if isinstance(value, bool):
        return [str(value).lower()]
    if isinstance(value, str | int | float | dt.date):
        return [str(value)]
    if isinstance(value, list | tuple) and all(isinstance(one, str | int) for one in value):
        return [str(one) for one in value]
    return None
