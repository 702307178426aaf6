"""What scenes of schools show: a school's story and the map around it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from alliance.analysis.filters import Filter
from alliance.current.state import state_on
from alliance.errors import UnknownName
from alliance.maps.choice import OPPORTUNITY_AREAS, MapChoice
from alliance.maps.palette import MOST_TRUSTS
from alliance.text.words import day_in_words
from alliance.views.content import Content, row_of
from alliance.views.maps.map_content import keys_of_choice, map_shown
from alliance.views.maps.map_view import view_of_choice
from alliance.views.schools.school_past import timeline_of_school
from alliance.views.schools.school_search import BOX, school_asked
from alliance.views.schools.school_sentences import figures_of_school, in_a_sentence, story_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from alliance.views.content import Showing
    from alliance.views.page_address import PageAddress


AROUND_KM = 10


def schools(address: PageAddress, showing: Showing) -> Callable[[], Content]:
    """Return a school's story and the map around it."""
    chosen = address.filter()
    words = address.words(BOX)
    urn = school_asked(words, chosen) if words else None
    if urn is None and address.selected:
        urn = address.selected[0]
    if urn is None:
        address.faults.append("The scene names no school, or one that is not known.")
        return lambda: Content("Schools", "", "No school is chosen.")
    try:
        story_of(urn)
    except UnknownName as fault:
        address.faults.append(str(fault))
        return lambda: Content("Schools", "", "No school is chosen.")
    return lambda: _one_school(urn, chosen, address, showing)


def _one_school(urn: int, chosen: Filter, address: PageAddress, showing: Showing) -> Content:
    told, day = story_of(urn), chosen.day
    state = state_on(day)
    now = row_of(state, int(told.school["urn"]))
    shown = None
    if now is not None and now[["lon", "lat"]].notna().all():
        near = state[
            (state["easting_m"] - now["easting_m"]).abs().lt(AROUND_KM * 1000)
            & (state["northing_m"] - now["northing_m"]).abs().lt(AROUND_KM * 1000)
        ]
        choice = MapChoice(
            Filter(day),
            "Grade",
            frozenset({OPPORTUNITY_AREAS}),
            tuple(int(uid) for uid in near["trust_uid"].value_counts().index[:MOST_TRUSTS]),
            (day, day),
            showing.theme,
        )
        around = (
            float(near["lon"].min()),
            float(near["lat"].min()),
            float(near["lon"].max()),
            float(near["lat"].max()),
        )
        shown = map_shown(
            lambda theme: view_of_choice(
                themed := replace(choice, theme=theme),
                around,
                f"Map of the schools within {AROUND_KM} km of {told.school['name']}.",
                keys_of_choice(themed, near),
            ),
            address,
            showing,
            (int(urn),),
        )
    return Content(
        title=str(told.school["name"]),
        caption="",
        sentence=in_a_sentence(told, day),
        figures=tuple(figures_of_school(told, day)),
        map=shown,
        charts=(
            timeline_of_school(int(told.school["urn"]), day, dark=showing.dark, to_the_day=True),
        ),
        facts={"school": str(told.school["name"]), "day": day_in_words(day)},
    )
