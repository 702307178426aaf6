"""The take-away map: a button that makes what the page shows into one file."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from alliance.analysis.filters import named_regions
from alliance.current.current_flows import moves_of
from alliance.current.known_on_day import inspected_state
from alliance.current.state import current_history
from alliance.maps.choice import FOOTPRINTS, TRANSFERS
from alliance.maps.palette import MOST_TRUSTS
from alliance.maps.takeaway.takeaway_map import streets_underneath, takeaway_map
from alliance.maps.takeaway.takeaway_moves import Moves
from alliance.text.words import counted, day_in_words
from alliance.ui.app.taken_away import taken_away
from alliance.ui.parts.table_downloads import about_shown

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    import pandas as pd

    from alliance.analysis.filters import Filter
    from alliance.maps.choice import MapChoice


_LEAST_MB, _MB_A_SCHOOL = 0.7, 0.00024


@st.fragment
def takeaway_button(
    title: str,
    chosen: Filter,
    schools: pd.DataFrame,
    *,
    trusts: Sequence[int] | None = None,
    period: tuple[dt.date, dt.date] | None = None,
) -> None:
    """Draw a button that gives a map of the schools as one HTML file, made when it is asked for.

    Parameters
    ----------
    title
        What the file is called, as "Doncaster: schools and trusts".
    chosen, schools
        The filter of the page and the schools it keeps; the map opens on them.
    trusts
        UIDs of those whose footprints are drawn; without it, the largest among the schools.
    period
        First and last day of the transfers drawn; without it none are.

    """
    if schools.empty:
        return
    if trusts is None:
        trusts = [int(uid) for uid in schools["trust_uid"].value_counts().index[:MOST_TRUSTS]]
    with st.popover("Take-away map", icon=":material/file_map:", key="takeaway"):
        st.caption(
            f"One file with {counted(len(schools), 'school', 'schools')} on "
            f"{day_in_words(chosen.day)}, layers to switch, pop-ups, key and sources. It opens "
            "in any browser, with no network, and takes "
            f"about {_LEAST_MB + _MB_A_SCHOOL * len(schools):.1f} MB."
        )
        tiles = st.toggle(
            "Streets underneath",
            key="takeaway tiles",
            help=f"Turn on to show streets. {streets_underneath().host} can then see the internet "
            "address of anyone who opens the file.",
        )
        name = about_shown(title, chosen, part="map").file_name(".html")
        build = partial(_build_map, title, chosen, schools, tuple(trusts), period, tiles)
        st.download_button(
            "Make and download",
            data=taken_away(name, build),
            file_name=name,
            mime="text/html",
            on_click="ignore",
            key="takeaway download",
            icon=":material/download:",
            type="primary",
            help="The button turns while the map is made: a second or less.",
        )


def takeaway_of_map(title: str, shown: MapChoice, schools: pd.DataFrame) -> None:
    """Draw the button for what the live map shows: its trusts' footprints and its transfers."""
    takeaway_button(
        title,
        shown.filter,
        schools,
        trusts=shown.trusts if FOOTPRINTS in shown.switched_on else (),
        period=shown.period if TRANSFERS in shown.switched_on else None,
    )


def _build_map(
    title: str,
    chosen: Filter,
    schools: pd.DataFrame,
    trusts: tuple[int, ...],
    period: tuple[dt.date, dt.date] | None,
    tiles: bool,
) -> bytes:
    moves = None
    if period is not None:
        table = moves_of(*period, named_regions(chosen.regions), chosen.trusts)
        moves = Moves(table, *period)
    state = inspected_state(chosen.day)
    made = takeaway_map(
        current_history(),
        state[state["urn"].isin(schools["urn"])],
        about_shown(title, chosen, part="map"),
        trusts=trusts,
        moves=moves,
        tiles=tiles,
    )
    return made.content
