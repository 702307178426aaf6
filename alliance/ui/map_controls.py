"""The controls above the live map: colour, layers, and what each layer needs to know."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from alliance.analysis.areas import MEASURES
from alliance.maps.choice import (
    MEASURED_AREAS,
    SWITCHES,
    TRANSFERS,
    MapChoice,
)
from alliance.maps.palette import COLOUR_BY, MOST_TRUSTS
from alliance.ui.find_on_map import find_on_map
from alliance.ui.frame import founding_trusts
from alliance.ui.opening import SWITCHED_ON
from alliance.ui.time_slider import play_button
from alliance.web.current import current_history
from alliance.web.filter_parts import multi_academy_options

if TYPE_CHECKING:
    import datetime as dt

    from alliance.analysis.areas import Kind
    from alliance.analysis.filters import Filter

KIND_NAMES: dict[Kind, str] = {
    "region": "Regions",
    "authority": "Local authorities",
    "district": "Districts",
}


_TRUSTS = "trusts"


def map_choice(chosen: Filter, bounds: tuple[float, float, float, float]) -> MapChoice:
    """Draw the controls; give what the map shows."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="map_controls"):
        colour_by = st.segmented_control(
            "Colour schools by",
            COLOUR_BY,
            default=COLOUR_BY[0],
            required=True,
            key="colour",
            bind="query-params",
            label_visibility="collapsed",
        )
        trusts = _trusts_in_colour(chosen)
        find_on_map(chosen.day, bounds)
        play_button()
    with st.container(horizontal=True, vertical_alignment="bottom", key="map_layers"):
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
        measured = _measured() if MEASURED_AREAS in switched_on else None
    return MapChoice(
        filter=chosen,
        colour_by=colour_by,
        switched_on=frozenset(switched_on),
        trusts=trusts,
        period=period,
        theme="dark" if st.context.theme.type == "dark" else "light",
        measured=measured,
    )


def _trusts_in_colour(chosen: Filter) -> tuple[int, ...]:
    """Ask which trusts to show; those of the filter, if it names any, come first."""
    options = multi_academy_options()
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
                help=f"Up to {MOST_TRUSTS}. Trusts of the filter take their place.",
            )
    return chosen.trusts[:MOST_TRUSTS] or tuple(options[name] for name in drawn)


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
                ("From", "since", history.complete_from),
                ("To", "until", history.default_day),
            )
        )
    return min(start, end), max(start, end)


def _measured() -> tuple[Kind, str]:
    """Ask which areas are coloured, and by which measure."""
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
    keys = {measure.name: measure.key for measure in MEASURES if kind in measure.kinds}
    measure = st.selectbox(
        "Measure",
        list(keys),
        key="measure",
        bind="query-params",
        width=320,
        label_visibility="collapsed",
    )
    return kind, keys[measure]
