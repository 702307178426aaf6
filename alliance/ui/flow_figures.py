"""The figures above the map of flows, and what is said where there is nothing to show."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from alliance.analysis.flows import active, directed
from alliance.maps.flow_units import unit_of
from alliance.ui.figure_row import Figure, figure_row
from alliance.ui.going import go_to
from alliance.ui.scope import left_aside, scope_in_words
from alliance.ui.words import count, counted, day_in_words
from alliance.web.current import current_history
from alliance.web.flows import support_known

if TYPE_CHECKING:
    from alliance.analysis.flow_places import Level
    from alliance.analysis.flows import Kind, Quantity
    from alliance.ui.flow_shown import FlowsShown

COUNTED: dict[Kind, str] = {
    "Support": "Supports",
    "Transfers": "Academies moved",
    "Suggestions": "Schools with a suggestion",
}
REMEDY: dict[Kind, str] = {
    "Support": "- choose a longer period",
    "Transfers": "- choose a longer period, or more kinds of move",
    "Suggestions": "- choose another day: the founding trusts could help nobody on this one",
}
PLACES: dict[Level, str] = {
    "school": "Schools",
    "trust": "Trusts",
    "authority": "Authorities",
    "region": "Regions",
}


def flow_figures(shown: FlowsShown) -> None:
    """Draw the figures, each beside those of England."""
    figure_row(figures_of_flows(shown))


def figures_of_flows(shown: FlowsShown) -> list[Figure]:
    """Give the figures, each beside those of England."""
    told = ("left", "joined") if shown.choice.kind == "Transfers" else ("giving", "receiving")
    england = active(shown.everywhere, shown.start, shown.end)
    columns = [f"{end}_{shown.choice.level}" for end in ("from", "to")]
    ends, whole = (
        " · ".join(count(flows.table[column].nunique()) for column in columns)
        for flows in (shown.flows, england)
    )
    pairs = shown.pairs
    ways = {
        way: directed(shown.flows, shown.chosen, way).total() for way in ("In", "Out", "Between")
    }
    figures = [
        Figure(
            COUNTED[shown.choice.kind],
            count(len(shown.flows.table)),
            f"of {count(len(england.table))} in England",
        ),
        Figure(f"{PLACES[shown.choice.level]} {' · '.join(told)}", ends, f"of {whole} in England"),
        Figure(
            "In · out · between",
            " · ".join(count(number) for number in ways.values()),
            scope_in_words(shown.chosen),
        ),
        *_amounts(shown),
    ]
    if len(pairs):
        both = pairs.groupby(["from_name", "to_name"], as_index=False)["quantity"].sum()
        top = both.loc[both["quantity"].idxmax()]
        names = f"{top['from_name']} to {top['to_name']}"
        figures.append(Figure("Greatest flow", shown.unit.number(float(top["quantity"])), names))
    return figures


def _amounts(shown: FlowsShown) -> list[Figure]:
    """Give days and pounds of support, with how many supports have them on record."""
    if shown.choice.kind != "Support":
        return []
    names: dict[Quantity, str] = {"days": "Days planned", "pounds": "Cost"}
    table = shown.flows.table
    return [
        Figure(
            name,
            unit_of("Support", quantity).number(shown.flows.total(quantity)),
            f"recorded for {count(table[quantity].notna().sum())} of {count(len(table))}",
        )
        for quantity, name in names.items()
    ]


def flow_notes(shown: FlowsShown) -> None:
    """Say what is invented, what is suggested only, and what is known in part."""
    history, choice = current_history(), shown.choice
    if shown.illustrative:
        st.warning(
            f"**Illustrative.** {counted(shown.illustrative, 'support', 'supports')} of "
            f"{count(len(shown.flows.table))} here were invented to show how the register works. "
            "They say nothing about any trust or school.",
            icon=":material/science:",
        )
    if choice.kind == "Suggestions":
        st.info(
            "Suggested by a calculation from published grades; nobody has agreed to any of it. The "
            "founding trusts are matched to schools in need of the alliance region.",
            icon=":material/lightbulb:",
        )
    if choice.kind == "Transfers" and choice.start < history.complete_from:
        st.info(
            f"Partial: before {day_in_words(history.complete_from)} only the moves that later "
            "records tell of are known.",
            icon=":material/info:",
        )
    if aside := left_aside(replace(shown.chosen, members=())):
        st.caption(aside)


def nothing_flows(shown: FlowsShown) -> None:
    """Say why there is nothing to show, and what to do."""
    choice = shown.choice
    if choice.kind == "Support" and support_known(choice.end).table.empty:
        st.info(
            "The register of support is empty. Nothing is shown here until somebody records who "
            "supports whom: add a support on the Register page, import a file there, or load the "
            "illustrative register with `python -m alliance register illustrate --seed 1`.",
            icon=":material/handshake:",
        )
        if st.button("Open the register", icon=":material/arrow_forward:"):
            go_to("register")
        return
    unit = unit_of(choice.kind, "count")
    remedies = {
        "with every place and way": active(shown.scope, shown.start, shown.end),
        "in the whole period": shown.scope,
        "in all of England": shown.everywhere,
    }
    lines = [
        f"- {what} there would be {unit.words(flows.total())}"
        for what, flows in remedies.items()
        if flows.total()
    ]
    told = "\n".join(lines) or REMEDY[choice.kind]
    st.warning(
        f"No flow of this kind is left by the filter, the period, the place and the way:\n\n{told}",
        icon=":material/filter_alt_off:",
    )
