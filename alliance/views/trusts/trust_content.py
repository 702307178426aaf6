"""What scenes of trusts show: the league table, or one trust."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliance.analysis.filters import narrow
from alliance.analysis.flows.trust_story import (
    before_and_after,
    joins_and_leavings,
    without_day_in_words,
)
from alliance.analysis.trusts.footprints import JOIN_KM
from alliance.analysis.trusts.trust_names import every_trust, shown_names
from alliance.charts.day_shown import until_day
from alliance.charts.trusts import grades_before_and_after, trust_timeline
from alliance.current.state import current_history, state_on
from alliance.maps.choice import FOOTPRINTS, MapChoice
from alliance.maps.palette import MOST_TRUSTS
from alliance.text.words import count
from alliance.views.caption_facts import facts_of, sentence
from alliance.views.content import Content
from alliance.views.inspections_since import charts_of
from alliance.views.maps.map_content import map_of_choice
from alliance.views.maps.map_options import JOIN_DISTANCE, JOIN_DISTANCES_KM
from alliance.views.table_rows import table_shown
from alliance.views.trusts import trust_profile
from alliance.views.trusts.trust_league import LEAGUE_COLUMNS as LEAGUE
from alliance.views.trusts.trust_league import trusts_within
from alliance.views.trusts_at_hand import places_of_hubs

if TYPE_CHECKING:
    from collections.abc import Callable

    from alliance.analysis.filters import Filter
    from alliance.views.content import Showing
    from alliance.views.page_address import PageAddress


LEAGUE_SHOWN = (
    "name",
    "academies",
    "here",
    "growth",
    "percent_good_or_outstanding",
    "in_need",
    "clusters",
    "median_distance_to_hub_km",
)


def trusts(address: PageAddress, showing: Showing) -> Callable[[], Content]:
    """Return the league table of the trusts, or one trust."""
    chosen = address.filter()
    trust = address.one("trust_profile", every_trust(current_history()), "Trust")
    return (
        (lambda: _league(chosen, address, showing))
        if trust is None
        else (lambda: _one_trust(trust, chosen, address, showing))
    )


def _league(chosen: Filter, address: PageAddress, showing: Showing) -> Content:
    table = trusts_within(chosen)
    table = table[table["kind"] == "MAT"]
    schools = narrow(state_on(chosen.day), chosen)
    largest = table.nlargest(MOST_TRUSTS, "here")["trust_uid"]
    # Where the filters leave some of its academies out, the map's key counts only the others.
    narrowed = bool((table["here"] != table["academies"]).any())
    columns = [name for name in LEAGUE_SHOWN if narrowed or name != "here"]
    choice = MapChoice(
        chosen,
        "Trust",
        frozenset({FOOTPRINTS}),
        tuple(int(uid) for uid in largest),
        (chosen.day, chosen.day),
        showing.theme,
    )
    return Content(
        title="Trusts",
        caption="",
        sentence=sentence(chosen, schools),
        map=map_of_choice(choice, schools, address, showing),
        tables=(
            table_shown(
                "Multi-academy trusts, largest first",
                table,
                {name: LEAGUE[name] for name in columns},
                "-academies",
            ),
        ),
        facts=facts_of(schools, chosen) | {"multi_academy_trusts": count(len(table))},
    )


def _one_trust(trust: int, chosen: Filter, address: PageAddress, showing: Showing) -> Content:
    own = trust_profile.filter_of_trust(trust, chosen.day)
    schools, name = narrow(state_on(own.day), own), shown_names(current_history())[trust]
    row = trust_profile.row_of_trust(trust, own)
    events = joins_and_leavings(current_history(), trust)
    # What came after the day is no part of its scene.
    grown = until_day(events, own.day, "date")
    charts = [] if grown.empty else [trust_timeline(grown, name, own.day, dark=showing.dark)]
    said = trust_profile.trust_sentence(trust, own, schools)
    if row is None:
        return Content(name, "", said, charts=tuple(charts))
    grades = before_and_after(current_history(), trust, own.day)
    if len(grades):
        charts.append(grades_before_and_after(grades, name, dark=showing.dark))
    charts += charts_of(schools, name, own.day, dark=showing.dark)
    join_km = address.one(JOIN_DISTANCE, JOIN_DISTANCES_KM, "Clusters within") or JOIN_KM
    colour_by = address.among("trust_colour", ("Trust", "Grade"), "Colour")
    choice = MapChoice(
        own,
        colour_by,  # type: ignore[arg-type]
        frozenset({FOOTPRINTS}),
        (trust,),
        (own.day, own.day),
        showing.theme,
        join_km=join_km,
    )
    named = places_of_hubs(schools, own.day, join_km)
    return Content(
        title=name,
        caption="",
        sentence=said,
        figures=tuple(trust_profile.figures_of_trust(row, own, join_km)),
        map=map_of_choice(choice, schools, address, showing, named=named),
        charts=tuple(charts),
        facts=facts_of(schools, own)
        | {
            "trust": name,
            "academies": count(row["academies"]),
            "clusters": count(row["clusters"]),
            "tier": str(row["tier"]),
        },
        warnings=tuple(filter(None, [without_day_in_words(events)])),
    )
