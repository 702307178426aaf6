"""On the page: the figures above the map of flows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from alliance.analysis.flows.flows_by_kind import active
from alliance.analysis.partial_days import moves_without_day
from alliance.current.current_flows import support_known
from alliance.current.state import current_history
from alliance.maps.flow_units import unit_of
from alliance.register.register_vocabulary import ARRANGEMENTS
from alliance.text.words import count, counted, day_in_words
from alliance.ui.app.going import go_to
from alliance.ui.flows.flow_terms import draw_terms_of_plan
from alliance.ui.parts.figure_row import figure_row
from alliance.views.flows.documented_case import BESIDE
from alliance.views.flows.flow_figures import REMEDY, figures_of_flows, left_out_in_words
from alliance.views.scope import PLACE_RULE, left_aside, names_place

if TYPE_CHECKING:
    from alliance.views.flows.flows_shown import FlowsShown


def flow_figures(shown: FlowsShown) -> None:
    """Draw the figures, each beside those of England."""
    figure_row(figures_of_flows(shown))


def flow_notes(shown: FlowsShown) -> None:
    """Say what is invented, what is suggested only, and what is known in part."""
    history, choice = current_history(), shown.choice
    if shown.illustrative:
        st.warning(
            f"**Example data.** {counted(shown.illustrative, *ARRANGEMENTS)} of "
            f"{count(len(shown.flows.table))} here were made up, to show how the register works. "
            "They say nothing about any trust or school.",
            icon=":material/science:",
        )
    if choice.kind == "Documented":
        st.info(
            f"{BESIDE} A case is shown for the time that its source vouches for; where only the "
            "year or the month of its start is known, it is drawn over the whole of it.",
            icon=":material/article:",
        )
    if choice.question is not None:
        draw_terms_of_plan(shown.chosen, choice.question)
    if choice.kind == "Transfers" and choice.start < history.complete_from:
        st.info(
            f"Not every move before {day_in_words(history.complete_from)} is known: only those "
            "that later records show.",
            icon=":material/info:",
        )
    undated = moves_without_day(history, shown.start, shown.end)
    if choice.kind == "Transfers" and undated:
        st.info(undated, icon=":material/info:")
    left_out = left_out_in_words(shown)
    said = [
        f"{left_out} To see it, use Also show." if left_out else "",
        PLACE_RULE if names_place(shown.chosen) else "",
        left_aside(replace(shown.chosen, members=())),
    ]
    st.caption(" ".join(filter(None, said)))


def nothing_flows(shown: FlowsShown) -> None:
    """Say why there is nothing to show, and what to do."""
    choice = shown.choice
    if choice.kind == "Support" and support_known(choice.end).table.empty:
        st.info(
            "The register of support is empty. To record who supports whom, add a support "
            "arrangement or import a file on the Register page. To see how it works, load example "
            "data with `python -m alliance register illustrate --seed 1`.",
            icon=":material/handshake:",
        )
        if st.button("Open the register", icon=":material/arrow_forward:"):
            go_to("register")
        return
    unit = unit_of(choice.kind, "count")
    remedies = {
        "with every place and direction": active(shown.scope, shown.start, shown.end),
        "in the whole period": shown.scope,
        "in all of England": shown.everywhere,
    }
    lines = [
        f"- {what}: {unit.words(flows.total())}"
        for what, flows in remedies.items()
        if flows.total()
    ]
    if left_out := left_out_in_words(shown):
        lines.append(f"- {left_out} To see it, use Also show.")
    told = "\n".join(lines) or REMEDY[choice.kind]
    st.warning(
        f"No results. Try a longer period or fewer filters:\n\n{told}",
        icon=":material/filter_alt_off:",
    )
