"""The answer on the page: its sentence, figures, chart, and what it rests on."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from alliance.analysis.impact.outcomes import OUTCOMES
from alliance.ui.parts.chart import draw_chart, is_dark
from alliance.ui.parts.figure_row import figure_row
from alliance.ui.parts.table import data_table
from alliance.ui.parts.tabs import draw_tabs
from alliance.views.impact.impact_answer import shared_impact
from alliance.views.impact.impact_content import (
    NOT_A_CAUSE,
    balance_chart,
    chart_of,
    figures_of,
)
from alliance.views.impact.impact_method import BESIDE_STUDIES, METHOD
from alliance.views.impact.impact_question import TAB
from alliance.views.impact.impact_tables import (
    BALANCE_COLUMNS,
    PAIR_COLUMNS,
    UNMATCHED_COLUMNS,
    YEAR_COLUMNS,
    pairs_of,
    unmatched_of,
    years_of,
)
from alliance.views.impact.impact_words import (
    CANNOT_SEE,
    LATE_INSPECTION,
    answer_in_words,
    clusters_in_words,
    inspected_in_words,
    naive_in_words,
    odds_in_words,
    placebo_in_words,
    question_in_words,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from alliance.analysis.filters import Filter
    from alliance.analysis.impact.answer import Answer
    from alliance.analysis.impact.question import Question


def answered(question: Question) -> Answer:
    """Return the answer, with a bar that tells the steps while it is worked out."""
    shared = shared_impact(question)
    room = st.empty()
    if shared.answer is not None:
        return shared.answer
    bar = room.progress(0.0, text="Finding the schools…")

    def told(share: float, step: str) -> None:
        bar.progress(min(share, 1.0), text=f"{step}…")

    answer = shared.work_out(told)
    room.empty()
    return answer


def draw_sentence(answer: Answer) -> None:
    """Draw the answer in one sentence, its odds, and the figures."""
    with st.container(key="impact_answer"):
        st.subheader(answer_in_words(answer), anchor=False)
        more = (odds_in_words(answer), naive_in_words(answer), inspected_in_words(answer))
        st.markdown(" ".join(filter(None, more)))
    figure_row(figures_of(answer))
    st.caption(f"{NOT_A_CAUSE} All of England is asked about: your filters do not apply here.")


def draw_answer(answer: Answer, chosen: Filter) -> None:
    """Draw the chart and what the answer rests on."""
    if answer.curve is not None:
        st.info(LATE_INSPECTION, icon=":material/schedule:")
    chart = chart_of(answer, dark=is_dark())
    if chart is not None:
        draw_chart(chart, "impact")
    parts: dict[str, Callable[[], None]] = {
        "Schools and their matches": partial(_pairs, answer, chosen),
        "Not compared": partial(_unmatched, answer, chosen),
        "Year by year": partial(_years, answer, chosen),
        "How alike": partial(_balance, answer, chosen),
        "What it cannot see": _cannot_see,
        "Method": partial(_method, answer),
        "Beside published studies": _studies,
    }
    if answer.fit is None or OUTCOMES[answer.question.outcome].way != "yearly":
        del parts["Year by year"]
    if answer.balance.empty:
        del parts["How alike"]
    draw_tabs(parts, TAB)


def _pairs(answer: Answer, chosen: Filter) -> None:
    data_table(
        pairs_of(answer),
        PAIR_COLUMNS,
        key="impact pairs",
        title="Schools and those like them",
        chosen=chosen,
        searched=("name", "like_name", "came_under"),
        notes=(question_in_words(answer), answer_in_words(answer), NOT_A_CAUSE),
    )


def _unmatched(answer: Answer, chosen: Filter) -> None:
    data_table(
        unmatched_of(answer),
        UNMATCHED_COLUMNS,
        key="impact unmatched",
        title="Schools that could not be compared",
        chosen=chosen,
        searched=("name", "came_under", "why"),
        notes=(question_in_words(answer),),
    )


def _years(answer: Answer, chosen: Filter) -> None:
    st.markdown(placebo_in_words(answer))
    data_table(
        years_of(answer),
        YEAR_COLUMNS,
        key="impact years",
        title="Differences by years since",
        chosen=chosen,
        notes=(question_in_words(answer), placebo_in_words(answer)),
    )


def _balance(answer: Answer, chosen: Filter) -> None:
    draw_chart(balance_chart(answer, dark=is_dark()), "balance")
    data_table(
        answer.balance.round(3),
        BALANCE_COLUMNS,
        key="impact balance",
        title="How alike they are",
        chosen=chosen,
    )


def _cannot_see() -> None:
    st.markdown("\n".join(f"- {one}" for one in CANNOT_SEE))


def _method(answer: Answer) -> None:
    said = (clusters_in_words(answer), OUTCOMES[answer.question.outcome].gaps)
    st.markdown("\n".join(f"- {one}" for one in (*said, *METHOD) if one))


def _studies() -> None:
    st.markdown("\n\n".join(BESIDE_STUDIES))
