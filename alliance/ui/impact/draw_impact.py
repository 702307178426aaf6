"""The answer on the page: its sentence, figures, chart, and what it rests on."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from alliance.analysis.impact.outcomes import OUTCOMES
from alliance.analysis.impact.question_names import TAB
from alliance.ui.app.page_navigation import go_to_school
from alliance.ui.parts.chart import draw_chart, is_dark
from alliance.ui.parts.figure_row import figure_row
from alliance.ui.parts.table import data_table
from alliance.ui.parts.tabs import draw_tabs
from alliance.views.impact.impact_content import (
    NOT_A_CAUSE,
    balance_chart,
    cautions_of,
    chart_of,
    figures_of,
    held_back,
)
from alliance.views.impact.impact_method import BESIDE_STUDIES, method
from alliance.views.impact.impact_tables import (
    BALANCE_COLUMNS,
    UNMATCHED_COLUMNS,
    YEAR_COLUMNS,
    pairs_shown,
    unmatched_of,
    years_of,
)
from alliance.views.impact.impact_words import (
    LATE_INSPECTION,
    answer_in_words,
    asked_in_words,
    balance_in_words,
    cannot_see,
    clusters_in_words,
    inspected_in_words,
    lost_in_words,
    naive_in_words,
    odds_in_words,
    placebo_in_words,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from alliance.analysis.filters import Filter
    from alliance.analysis.impact.answer import Answer
    from alliance.views.impact.impact_answer import SharedImpact

ALIKE, UNSEEN, EXPLAINED = "How alike", "What it cannot see", "Method"


def answered(shared: SharedImpact) -> Answer:
    """Return an answer, with a bar that tells the steps while it is worked out."""
    room = st.empty()
    if shared.answer is not None:
        return shared.answer
    bar = room.progress(0.0, text="Finding schools like them…")

    def told(share: float, step: str) -> None:
        bar.progress(min(share, 1.0), text=f"{step}…")

    answer = shared.work_out(told)
    room.empty()
    return answer


def draw_sentence(answer: Answer) -> None:
    """Draw the answer in one sentence, its odds, and the figures."""
    with st.container(key="status impact"):
        st.header(answer_in_words(answer), anchor=False)
        more = (odds_in_words(answer), naive_in_words(answer), inspected_in_words(answer))
        st.markdown(" ".join(filter(None, more)))
        for caution in filter(None, cautions_of(answer)):
            st.markdown(caution)
    figure_row(figures_of(answer))
    st.caption(f"{NOT_A_CAUSE} Schools in all of England are looked at.")


def draw_answer(answer: Answer, chosen: Filter) -> None:
    """Draw the chart and what the answer rests on."""
    if held_back(answer):
        st.info(LATE_INSPECTION, icon=":material/schedule:")
    chart = chart_of(answer, dark=is_dark())
    if chart is not None:
        draw_chart(chart, "impact", chosen)
    parts: dict[str, Callable[[], None]] = {
        "Schools and their matches": partial(_pairs, answer, chosen),
        "Not compared": partial(_unmatched, answer, chosen),
        "Year by year": partial(_years, answer, chosen),
        ALIKE: partial(_balance, answer, chosen),
        UNSEEN: partial(_cannot_see, answer),
        EXPLAINED: partial(_method, answer),
        "Beside published studies": _studies,
    }
    if answer.fit is None or OUTCOMES[answer.question.outcome].way != "yearly":
        del parts["Year by year"]
    if answer.balance.empty:
        del parts[ALIKE]
    draw_tabs(parts, TAB, on_paper=(ALIKE, UNSEEN, EXPLAINED))


def _pairs(answer: Answer, chosen: Filter) -> None:
    pairs, columns = pairs_shown(answer)
    data_table(
        pairs,
        columns,
        key="impact pairs",
        title="Schools and those like them",
        chosen=chosen,
        searched=("name", "like_name", "came_under"),
        picks="urn",
        on_pick=go_to_school,
        notes=(asked_in_words(answer), answer_in_words(answer), NOT_A_CAUSE),
    )


def _unmatched(answer: Answer, chosen: Filter) -> None:
    unmatched = unmatched_of(answer)
    st.markdown(lost_in_words(unmatched))
    data_table(
        unmatched,
        UNMATCHED_COLUMNS,
        key="impact unmatched",
        title="Schools that could not be compared",
        chosen=chosen,
        searched=("name", "came_under", "why"),
        picks="urn",
        on_pick=go_to_school,
        notes=(asked_in_words(answer),),
    )


def _years(answer: Answer, chosen: Filter) -> None:
    st.markdown(placebo_in_words(answer))
    data_table(
        years_of(answer),
        YEAR_COLUMNS,
        key="impact years",
        title="Differences by years since",
        chosen=chosen,
        notes=(asked_in_words(answer), placebo_in_words(answer)),
    )


def _balance(answer: Answer, chosen: Filter) -> None:
    draw_chart(balance_chart(answer, dark=is_dark()), "balance", chosen)
    st.markdown(balance_in_words(answer))
    data_table(
        answer.balance.round(3).replace(-0.0, 0.0),
        BALANCE_COLUMNS,
        key="impact balance",
        title="How alike they are",
        chosen=chosen,
    )


def _cannot_see(answer: Answer) -> None:
    st.markdown("\n".join(f"- {one}" for one in cannot_see(answer.question)))


def _method(answer: Answer) -> None:
    lost = lost_in_words(unmatched_of(answer))
    said = (
        f"**Not compared.** {lost}." if lost else "",
        clusters_in_words(answer),
        OUTCOMES[answer.question.outcome].gaps,
    )
    st.markdown("\n".join(f"- {one}" for one in (*said, *method(answer.question)) if one))


def _studies() -> None:
    st.markdown("\n\n".join(BESIDE_STUDIES))
