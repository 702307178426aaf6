"""Two plans side by side: how their settings differ, and for which schools something changes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from alliance.analysis.matching.match_changes import GAINS, LOSES, changes
from alliance.text.words import count, plain
from alliance.ui.map.draw_map import draw_map
from alliance.ui.matches.match_answer import answered
from alliance.ui.parts.chart import theme_name
from alliance.ui.parts.figure_row import figure_row
from alliance.ui.parts.in_address import write_in_address
from alliance.ui.parts.plain_table import plain_rows
from alliance.ui.parts.table import data_table
from alliance.views.columns import Column
from alliance.views.content import Figure
from alliance.views.maps.map_view import LOW_PX
from alliance.views.matches.match_maps import map_of_changes
from alliance.views.matches.match_tables import CHANGE_COLUMNS
from alliance.views.matches.plan_query import (
    BESIDE,
    DIFFERENCE_COLUMNS,
    PLAN_NAME,
    difference_in_words,
    differences,
    name_in,
    others_at_hand,
    plan_query,
    question_in,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alliance.analysis.filters import Filter
    from alliance.views.matches.match_question import Answer

COMPARE_TAB = "Compare"
_ASIDE, _WITH = "match plans set aside", "match compared with"
_COLUMNS = {
    **CHANGE_COLUMNS,
    "after_name": Column("Supporting trust in this plan"),
    "before_name": Column("Supporting trust in the other"),
}


def plans_beside(answer: Answer) -> None:
    """Ask for a plan set aside, or one at hand, and draw this plan beside it."""
    aside = _set_aside()
    query = {key: st.query_params.get_all(key) for key in st.query_params}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input(
            "Name of this plan",
            key=PLAN_NAME,
            max_chars=40,
            placeholder="For example: Cautious",
            bind="query-params",
            persist_state="session",
            width=260,
        )
        st.button(
            "Set this plan aside",
            icon=":material/bookmark_add:",
            on_click=_keep_aside,
            args=(query, answer.question.chosen, name or f"Plan {len(aside) + 1}"),
            help="Then change settings or pairs, and compare with it here",
        )
        others = aside | others_at_hand(
            query, answer.question.chosen, by_hand=bool(answer.question.hand)
        )
        if st.session_state.get(_WITH) not in others:
            st.session_state[_WITH] = None
        other: str | None = st.selectbox(
            "Compare with",
            list(others),
            index=None,
            key=_WITH,
            placeholder="Another plan",
            width=300,
        )
    write_in_address(BESIDE, others[other] if other else "")
    if other is None:
        st.caption(
            "Set this plan aside under a name, change its settings or its pairs, and see here what "
            "changed. A copied link holds both plans."
        )
        return
    question, faults = question_in(others[other])
    for fault in faults:
        st.warning(plain(fault), icon=":material/link_off:")
    st.markdown(
        f"This plan beside “{plain(other)}”. {difference_in_words(answer.question, question)}"
    )
    if len(table := differences(answer.question, question)):
        plain_rows(table, DIFFERENCE_COLUMNS, "Settings in which the plans differ")
    draw_change(answered(question), answer, _COLUMNS, "in the other")


def _set_aside() -> dict[str, str]:
    """Return the plans set aside by name, the one of the address among them."""
    if _ASIDE not in st.session_state:
        given = st.query_params.get(BESIDE, "")
        st.session_state[_ASIDE] = {name_in(given): given} if given else {}
        if given:
            st.session_state[_WITH] = name_in(given)
    aside: dict[str, str] = st.session_state[_ASIDE]
    return aside


def _keep_aside(query: Mapping[str, list[str]], chosen: Filter, name: str) -> None:
    """Keep this plan under its name; what is changed from now on is another, without one yet."""
    plan = plan_query(query, chosen, name)
    st.session_state[_ASIDE] = {**st.session_state[_ASIDE], name: plan}
    st.session_state[_WITH] = name
    st.session_state[PLAN_NAME] = ""


def draw_change(
    now: Answer,
    then: Answer,
    columns: Mapping[str, Column] = CHANGE_COLUMNS,
    called: str = "now",
) -> None:
    """Draw the figures of both plans, and the schools for which something changes.

    ``called`` is what figures call the plan that is compared with.
    """
    table = changes(now.match, then.match)
    numbers, figure = table["change"].value_counts(), partial(_figure, called)
    figure_row(
        [
            figure("Schools matched", now.match.served, then.match.served),
            figure("Not matched", len(now.match.unmatched), len(then.match.unmatched)),
            figure(
                "Capacity",
                int(now.match.loads["capacity"].sum()),
                int(then.match.loads["capacity"].sum()),
            ),
            Figure("Gain a supporting trust", count(numbers.get(GAINS, 0)), "schools"),
            Figure("Lose their supporting trust", count(numbers.get(LOSES, 0)), "schools"),
        ]
    )
    if table.empty:
        st.info("Nothing changes: both plans match the same schools to the same trusts.")
        return
    chosen, view = now.question.chosen, map_of_changes(now, then, theme_name())
    draw_map(view, "change", chosen, height_px=LOW_PX)
    data_table(
        table,
        columns,
        key="what changes",
        title="What would change",
        chosen=chosen,
        searched=("name", "after_name", "before_name", "la_name"),
        order="-gravity" if LOSES in numbers else "gravity",
    )


def _figure(called: str, label: str, before: int, after: int) -> Figure:
    more = after - before
    said = f"as {called}" if not more else f"{more:+,} on {count(before)} {called}"
    return Figure(label, count(after), said.replace("-", "−"))
