"""The live map on the page: its switches, its key, and what it says to those who cannot see it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from alliance.analysis.filters import named_regions
from alliance.history import PHASES
from alliance.maps.basemap import FOOTPRINTS, OPPORTUNITY_AREAS
from alliance.maps.deck import (
    HEIGHT_PX,
    SWITCHES,
    TRANSFERS,
    MapChoice,
    live_map,
)
from alliance.maps.layers import in_force
from alliance.maps.palette import (
    COLOUR_BY,
    GRADE_NAMES,
    MOST_TRUSTS,
    NO_GRADE,
    THEMES,
    grade_colours,
    phase_colours,
    trust_colours,
)
from alliance.ui.filters import trust_options
from alliance.ui.frame import founding_trusts, trust_name
from alliance.ui.selection import MAP, row_of, selected_urn, take_from_map
from alliance.ui.words import count, counted, day_in_words
from alliance.web.current import current_history, state_on
from alliance.web.layers import moves_of

if TYPE_CHECKING:
    import datetime as dt

    from alliance.analysis.filters import Filter

KeyRow = tuple[str, str, str, str]  # shape, colour, words, number


def draw_live_map(chosen: Filter, schools: pd.DataFrame) -> MapChoice:
    """Draw the switches, the map and its key; give what the map shows."""
    choice = _choice(chosen)
    history = current_history()
    with st.container(key="live_map"):
        st.pydeck_chart(
            live_map(history.version, state_on(chosen.day), choice, bounds_of(chosen)),
            key=MAP,
            height=HEIGHT_PX,
            on_select=take_from_map,
            alt=_in_words(choice, schools),
        )
        with st.container(key="key"):
            st.html(_key(choice, schools))
    unlocated = int(schools["lon"].isna().sum())
    st.caption(
        f"{counted(len(schools) - unlocated, 'school', 'schools')} on {day_in_words(chosen.day)}, "
        f"coloured by {choice.colour_by.lower()}."
        + (f" {count(unlocated)} without a known location are in the table only." * (unlocated > 0))
        + _transfers_in_words(choice)
    )
    return choice


def _choice(chosen: Filter) -> MapChoice:
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
        switched_on = st.pills(
            "Show",
            SWITCHES,
            selection_mode="multi",
            default=[OPPORTUNITY_AREAS, FOOTPRINTS],
            key="show",
            bind="query-params",
            label_visibility="collapsed",
            wrap=True,
        )
        trusts = _trusts_in_colour(chosen)
        period = _period() if TRANSFERS in switched_on else (chosen.day, chosen.day)
    urn = selected_urn()
    school = row_of(state_on(chosen.day), urn) if urn is not None else None
    return MapChoice(
        filter=chosen,
        colour_by=colour_by,
        switched_on=frozenset(switched_on),
        trusts=trusts,
        period=period,
        theme="dark" if st.context.theme.type == "dark" else "light",
        selected=_spot(school),
    )


def _spot(school: pd.Series[Any] | None) -> dict[str, Any]:
    """Give where the selected school is drawn; nothing if none is or its place is not known."""
    if school is None or pd.isna(school["lon"]):
        return {}
    return {key: school[key] for key in ("name", "lon", "lat")}


def _trusts_in_colour(chosen: Filter) -> tuple[int, ...]:
    """Ask which trusts to show; those of the filter, if it names any, come first."""
    options = trust_options()
    names = {uid: name for name, uid in options.items()}
    with st.popover("Trusts in colour", icon=":material/palette:"):
        drawn = st.multiselect(
            "Trusts in colour",
            list(options),
            default=[names[uid] for uid in founding_trusts()],
            max_selections=MOST_TRUSTS,
            key="trusts",
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


def bounds_of(chosen: Filter) -> tuple[float, float, float, float]:
    """Give west, south, east, north of what the filter names: areas, else trusts, else regions."""
    areas = current_history().areas
    if chosen.opportunity_areas:
        shapes = in_force(areas, "opportunity_area", chosen.day)
        shapes = shapes[shapes["name"].isin(chosen.opportunity_areas)]
    elif chosen.trusts:
        state = state_on(chosen.day)
        at = state.loc[state["trust_uid"].isin(chosen.trusts), ["lon", "lat"]].dropna()
        if len(at):
            low, high = at.min().round(1) - 0.1, at.max().round(1) + 0.1
            return low["lon"], low["lat"], high["lon"], high["lat"]
        shapes = in_force(areas, "region", chosen.day)
    else:
        shapes = in_force(areas, "region", chosen.day)
        regions = named_regions(chosen.regions)
        shapes = shapes[shapes["name"].isin(regions)] if regions else shapes
    west, south, east, north = shapes.total_bounds
    return float(west), float(south), float(east), float(north)


def _key(choice: MapChoice, schools: pd.DataFrame) -> str:
    """Write the map's key: a swatch, its words and how many schools."""
    items = "".join(
        f'<li><i class="{shape}" style="color:{colour}"></i>{escape(words)}<b>{number}</b></li>'
        for shape, colour, words, number in _key_rows(choice, schools)
    )
    return (
        f'<div class="map-key" style="background:{THEMES[choice.theme].halo}">'
        f"<h4>{_KEY_TITLES[choice.colour_by]}</h4><ul>{items}</ul></div>"
    )


_KEY_TITLES = {"Trust": "Academies", "Grade": "Ofsted grade", "Phase": "Phase"}


def _key_rows(choice: MapChoice, schools: pd.DataFrame) -> list[KeyRow]:
    theme = THEMES[choice.theme]
    rows: list[KeyRow]
    if choice.colour_by == "Grade":
        numbers = schools["grade"].fillna(NO_GRADE).value_counts()
        rows = [
            ("dot", colour, GRADE_NAMES[grade], count(numbers.get(grade, 0)))
            for grade, colour in grade_colours(theme).items()
        ]
    elif choice.colour_by == "Phase":
        numbers = schools["phase"].value_counts()
        colours = phase_colours(theme)
        rows = [("dot", colours[p], p, count(numbers.get(p, 0))) for p in PHASES if p in numbers]
    else:
        rows = _trust_rows(choice, schools)
    if OPPORTUNITY_AREAS in choice.switched_on:
        rows.append(("area", theme.ink, "Opportunity Area", ""))
    return rows


def _trust_rows(choice: MapChoice, schools: pd.DataFrame) -> list[KeyRow]:
    theme = THEMES[choice.theme]
    numbers = schools["trust_uid"].value_counts()
    colours = trust_colours(choice.trusts, theme)
    rows = [
        ("dot", colours[uid], trust_name(uid), count(numbers.get(uid, 0))) for uid in choice.trusts
    ]
    academies = int(schools["trust_uid"].notna().sum())
    others = academies - sum(int(numbers.get(uid, 0)) for uid in choice.trusts)
    return [
        *rows,
        ("dot", theme.other_academy, "Other academies", count(others)),
        ("dot", theme.other_school, "Other schools", count(len(schools) - academies)),
    ]


def _in_words(choice: MapChoice, schools: pd.DataFrame) -> str:
    """Say what the map shows, for those who cannot see it."""
    return (
        f"Map of {counted(len(schools), 'school', 'schools')} on "
        f"{day_in_words(choice.filter.day)}, coloured by {choice.colour_by.lower()}. The key gives "
        "the counts; the table below lists the same schools."
    )


def _transfers_in_words(choice: MapChoice) -> str:
    if TRANSFERS not in choice.switched_on:
        return ""
    start, end = choice.period
    moves = moves_of(start, end, named_regions(choice.filter.regions), choice.filter.trusts)
    return (
        f" {counted(len(moves), 'academy', 'academies')} moved from one trust to another from "
        f"{day_in_words(start)} to {day_in_words(end)}."
    )
