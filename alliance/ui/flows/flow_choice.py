"""The controls of the flows: which kind, at which level, how much, which way, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from alliance import clock
from alliance.analysis.flows.flows_by_kind import CATEGORIES, DIRECTIONS, QUANTITIES
from alliance.analysis.flows.transfers import KINDS as MOVES
from alliance.charts.flows import category_name
from alliance.current.state import current_history
from alliance.register.register_vocabulary import ARRANGEMENTS
from alliance.text.words import counted, day_in_words
from alliance.ui.flows.flow_terms import question_of_matches
from alliance.ui.flows.flow_time import stop_playing
from alliance.ui.parts.in_address import choose_one
from alliance.views.flows.flow_question import (
    ALSO,
    ALSO_SHOWN,
    AMOUNTS,
    COLOUR,
    GIVEN_MEANS,
    KIND,
    LEVEL,
    LEVEL_NAMES,
    MOVE,
    MOVES_MEAN,
    QUANTITY,
    WAY,
    WHAT,
    FlowChoice,
)
from alliance.views.flows.flows_shown import starts_of

if TYPE_CHECKING:
    import datetime as dt

    from streamlit.delta_generator import DeltaGenerator

    from alliance.analysis.filters import Filter
    from alliance.analysis.flows.flows_by_kind import Direction, Kind, Quantity

UNTIL = "until"


def flow_choice(chosen: Filter, details: DeltaGenerator) -> FlowChoice:
    """Draw the controls, the lesser ones into ``details``, and return what they say."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="flow_controls"):
        kind: Kind = _one_of("Kind of flow", list(WHAT), KIND, default="Transfers", changed=_reset)
        level = LEVEL_NAMES[_one_of("Group by", list(LEVEL_NAMES), LEVEL, default="Trusts")]
        way: Direction = _one_of("Direction", list(DIRECTIONS), WAY, help=_WAYS)
    with details:
        also = _also() if kind == "Support" else ()
        start, end = (chosen.day, chosen.day) if kind == "Suggestions" else _period(kind, also)
        moves = _moves() if kind == "Transfers" else ()
        quantity, by = _quantity_and_colour(kind)
    question = question_of_matches(chosen) if kind == "Suggestions" else None
    return FlowChoice(kind, level, quantity, by, way, start, end, moves, also, question)


_WAYS = (
    "In: into your filters’ trusts (or, without any, places), or the place you select, from "
    "outside. Out: from them to outside. Within: both ends are inside."
)


def _one_of(
    label: str, options: list[str], key: str, *, default: str = "", changed: Any = None, **more: Any
) -> Any:
    return choose_one(
        label,
        options,
        default=default or options[0],
        key=key,
        on_change=changed or "rerun",
        **more,
    )


def _reset() -> None:
    """Start anew with another kind of flow, at the same place where that kind has it."""
    stop_playing()


def _also() -> tuple[str, ...]:
    """Ask which supports are shown besides those that count as given."""
    with st.popover("Also show", icon=":material/line_style:"):
        held = st.pills(
            "Also show",
            list(ALSO_SHOWN),
            selection_mode="multi",
            key=ALSO,
            bind="query-params",
            wrap=True,
        )
        st.caption(GIVEN_MEANS)
    return tuple(name for name in ALSO_SHOWN if name in held)


def _period(kind: Kind, also: tuple[str, ...]) -> tuple[dt.date, dt.date]:
    """Ask for the first and last day; a period told backwards is turned round."""
    history = current_history()
    first, last = history.complete_from, history.default_day
    latest = max(history.last_day, last, clock.today())
    starts = starts_of(kind, last, also)
    planned = [day for day in starts if day > latest]
    first = min([first, *starts])
    last = max([last, *(day for day in starts if day <= latest)])
    ends = [
        st.date_input(
            label,
            value=value,
            min_value=min(history.first_day, first),
            max_value=max([latest, *planned]),
            format="DD/MM/YYYY",
            key=f"{kind.lower()}_{key}",
            bind="query-params",
            on_change=stop_playing,
            width=132,
        )
        for label, key, value in (("From", "since", first), ("To", UNTIL, last))
    ]
    start, end = min(ends), max(ends)
    _planned(kind, [day for day in planned if day > end])
    return start, end


def _planned(kind: Kind, later: list[dt.date]) -> None:
    """Offer to go on to supports that start on days to come: at first no period holds them."""
    if later:
        st.button(
            f"Show {counted(len(later), *ARRANGEMENTS)} to come",
            icon=":material/event_upcoming:",
            type="tertiary",
            help=f"The latest starts on {day_in_words(max(later))}.",
            on_click=_go_on_to,
            args=(f"{kind.lower()}_{UNTIL}", max(later)),
        )


def _go_on_to(key: str, day: dt.date) -> None:
    st.session_state[key] = day
    stop_playing()


def _moves() -> tuple[str, ...]:
    names = [name.capitalize() for name in MOVES]
    with st.popover("Kinds of move", icon=":material/swap_horiz:"):
        held = st.pills(
            "Kinds of move",
            names,
            selection_mode="multi",
            default=names[:1],
            key=MOVE,
            bind="query-params",
            wrap=True,
        )
        st.caption(f"{MOVES_MEAN} With none chosen, all are shown.")
    return tuple(held or names)


def _quantity_and_colour(kind: Kind) -> tuple[Quantity, str]:
    """Ask for both, where the kind leaves a choice."""
    amounts = [name for name, quantity in AMOUNTS.items() if quantity in QUANTITIES[kind]]
    colours = {category_name(option): option for option in CATEGORIES[kind]}
    if len(amounts) == len(colours) == 1:
        return QUANTITIES[kind][0], CATEGORIES[kind][0]
    with st.popover("Quantity and colour", icon=":material/palette:"):
        amount = st.radio("How much", amounts, key=QUANTITY, bind="query-params")
        colour = st.radio("Colour by", list(colours), key=COLOUR, bind="query-params")
    return AMOUNTS[amount], colours[colour]
