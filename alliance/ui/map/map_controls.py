"""The controls above the live map: colour, layers, and what each layer needs to know."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from alliance.analysis.areas.area_measures import measures_on
from alliance.analysis.trusts.trust_names import multi_academy_options
from alliance.current.known_on_day import known_now
from alliance.current.state import current_history
from alliance.maps.choice import (
    MEASURED_AREAS,
    SWITCHES,
    TRANSFERS,
    MapChoice,
)
from alliance.maps.palette import COLOUR_BY, MOST_TRUSTS, SCALE_OF
from alliance.ui.map.find_on_map import find_on_map
from alliance.ui.map.join_distance import join_distance
from alliance.ui.map.time_slider import play_button, trail_of_time
from alliance.ui.parts.in_address import choose_one
from alliance.views.maps.map_options import (
    DOTS,
    KIND_NAMES,
    SCHOOLS,
    SWITCHED_ON,
    aspects_of,
    colours_on,
)
from alliance.views.trusts_at_hand import founding_trusts

if TYPE_CHECKING:
    import datetime as dt

    from alliance.analysis.areas.area_measures import Kind
    from alliance.analysis.filters import Filter


_TRUSTS = "trusts"
SINCE, UNTIL = "since", "until"
"""Name the first and last day of the transfers drawn in the address."""


def map_choice(chosen: Filter, bounds: tuple[float, float, float, float]) -> MapChoice:
    """Draw the controls; return what the map shows."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="map_controls"):
        colour_by = choose_one(
            "Colour schools by",
            colours_on(chosen.day),
            default=COLOUR_BY[0],
            key="colour",
            label_visibility="collapsed",
        )
        aspect = _aspect(colour_by)
        trusts, join_km = _trusts_in_colour(chosen)
        find_on_map(chosen.day, bounds)
        play_button()
    with st.container(horizontal=True, vertical_alignment="bottom", key="map_layers"):
        # Apart from the other switches: addresses name those, and old ones none for schools.
        dots = st.pills(
            "Schools",
            (SCHOOLS,),
            selection_mode="multi",
            default=[SCHOOLS],
            key=DOTS,
            bind="query-params",
            label_visibility="collapsed",
        )
        switched_on = st.pills(
            "Show",
            SWITCHES,
            selection_mode="multi",
            default=list(SWITCHED_ON),
            key="show",
            bind="query-params",
            label_visibility="collapsed",
            wrap=True,
        )
        period = _period() if TRANSFERS in switched_on else (chosen.day, chosen.day)
        trail = trail_of_time(chosen)
        measured = _measured(chosen.day) if MEASURED_AREAS in switched_on else None
    return MapChoice(
        filter=chosen,
        colour_by=colour_by,
        switched_on=frozenset([*switched_on, *([TRANSFERS] if trail else [])]),
        trusts=trusts,
        period=trail or period,
        theme="dark" if st.context.theme.type == "dark" else "light",
        measured=measured,
        aspect=aspect,
        join_km=join_km,
        dots=bool(dots),
    )


def _aspect(colour_by: str) -> str:
    """Ask which judgement, or which area of the report card, schools are coloured by."""
    names = aspects_of(colour_by)
    if not names:
        return ""
    chosen = st.selectbox(
        colour_by,
        list(names),
        key=f"aspect_{SCALE_OF[colour_by]}",
        bind="query-params",
        width=250,
        label_visibility="collapsed",
    )
    return names[chosen]


def _trusts_in_colour(chosen: Filter) -> tuple[tuple[int, ...], float]:
    """Ask which trusts to show, and how near their clusters are.

    Trusts of the filter, if it names any, come first.
    """
    options = multi_academy_options(current_history())
    names = {uid: name for name, uid in options.items()}
    founders = [names[uid] for uid in founding_trusts()]
    drawn = st.session_state.get(_TRUSTS, founders)
    box = st.popover(
        "Trusts in colour", icon=":material/palette:", key="trusts in colour", on_change="rerun"
    )
    # Unseen and as at first, eighteen hundred names would only cost time.
    if box.open or drawn != founders or _TRUSTS in st.query_params:
        with box:
            drawn = st.multiselect(
                "Trusts in colour",
                list(options),
                default=founders,
                max_selections=MOST_TRUSTS,
                key=_TRUSTS,
                bind="query-params",
                filter_mode="contains",
                select_all=False,
                help=f"Choose up to {MOST_TRUSTS}. If you filter by trust, those trusts are shown "
                "instead.",
            )
    with box:
        join_km = join_distance()
    return chosen.trusts[:MOST_TRUSTS] or tuple(options[name] for name in drawn), join_km


def _period() -> tuple[dt.date, dt.date]:
    """Ask for the first and last day of the transfers drawn."""
    history = current_history()
    with st.popover("Period", icon=":material/date_range:"):
        start, end = (
            st.date_input(
                label,
                value=value,
                min_value=history.first_day,
                max_value=history.last_day,
                format="DD/MM/YYYY",
                key=key,
                bind="query-params",
            )
            for label, key, value in (
                ("From", SINCE, history.complete_from),
                ("To", UNTIL, history.default_day),
            )
        )
    return min(start, end), max(start, end)


def _measured(day: dt.date) -> tuple[Kind, str]:
    """Ask which areas are coloured, and by which of the measures that the day can give."""
    kinds = {name: kind for kind, name in KIND_NAMES.items()}
    kind = kinds[
        st.selectbox(
            "Areas",
            list(kinds),
            index=1,
            key="areas",
            bind="query-params",
            width=180,
            label_visibility="collapsed",
        )
    ]
    keys = {measure.name: measure.key for measure in measures_on(kind, known_now(day), day)}
    measure = st.selectbox(
        "Measure",
        list(keys),
        key="measure",
        bind="query-params",
        width=320,
        label_visibility="collapsed",
    )
    return kind, keys[measure]
