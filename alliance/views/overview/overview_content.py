"""What scenes of the overview and of the live map show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliance.analysis.areas.area_measures import measures_on
from alliance.analysis.filters import narrow
from alliance.analysis.trusts.footprints import JOIN_KM
from alliance.analysis.trusts.trust_names import multi_academy_options
from alliance.current.known_on_day import known_now
from alliance.current.state import current_history, state_on
from alliance.maps.choice import (
    FOOTPRINTS,
    MEASURED_AREAS,
    OPPORTUNITY_AREAS,
    SWITCHES,
    TRANSFERS,
    MapChoice,
)
from alliance.maps.palette import MOST_TRUSTS, SCALE_OF
from alliance.text.words import count
from alliance.views.beside_england import beside_england
from alliance.views.caption_facts import englands_facts, facts_of, sentence
from alliance.views.content import Content
from alliance.views.inspections_since import charts_of
from alliance.views.maps.map_content import map_of_choice
from alliance.views.maps.map_options import (
    DOTS,
    JOIN_DISTANCE,
    JOIN_DISTANCES_KM,
    KIND_NAMES,
    SCHOOLS,
    SWITCHED_ON,
    aspects_of,
    colours_on,
)
from alliance.views.overview.grade_trend import trend_chart
from alliance.views.overview.headlines import headline_figures_of, keys_of_scene
from alliance.views.scope import scope_in_words
from alliance.views.trusts_at_hand import founding_trusts, trust_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from alliance.analysis.filters import Filter
    from alliance.views.content import Showing
    from alliance.views.page_address import PageAddress


def overview(address: PageAddress, showing: Showing) -> Callable[[], Content]:
    """Return the scope's headline figures, its map and its trend."""
    chosen = address.filter()

    def content() -> Content:
        schools = narrow(state_on(chosen.day), chosen)
        trusts = chosen.trusts[:MOST_TRUSTS] or founding_trusts()
        choice = MapChoice(
            chosen,
            "Trust",
            frozenset({OPPORTUNITY_AREAS, FOOTPRINTS}),
            trusts,
            (chosen.day, chosen.day),
            showing.theme,
        )
        trend = trend_chart(chosen, dark=showing.dark, to_the_day=True)
        since = charts_of(schools, scope_in_words(chosen), chosen.day, dark=showing.dark)
        return Content(
            title="Overview",
            caption="",
            sentence=sentence(chosen, schools),
            figures=tuple(headline_figures_of(chosen, keys_of_scene(chosen))),
            map=map_of_choice(choice, schools, address, showing),
            charts=(*since, *([trend] if trend else [])),
            facts=facts_of(schools, chosen) | englands_facts(chosen),
        )

    return content


def explore(address: PageAddress, showing: Showing) -> Callable[[], Content]:
    """Return the live map as its controls were set."""
    chosen = address.filter()
    choice = _choice(address, chosen, showing)

    def content() -> Content:
        schools = narrow(state_on(chosen.day), chosen)
        facts = facts_of(schools, chosen)
        for rank, uid in enumerate(choice.trusts, 1):
            own = schools["trust_uid"].eq(uid).fillna(value=False)
            facts[f"trust_{rank}"] = trust_name(uid)
            facts[f"academies_{rank}"] = count(int(own.sum()))
        return Content(
            title="Where the trusts work",
            caption="",
            sentence=sentence(chosen, schools),
            figures=tuple(beside_england(chosen)),
            map=map_of_choice(choice, schools, address, showing),
            facts=facts,
        )

    return content


def _choice(address: PageAddress, chosen: Filter, showing: Showing) -> MapChoice:
    """Read the controls of the live map."""
    history, options = current_history(), multi_academy_options(current_history())
    shown = "show" in address.query
    switches = {name: name for name in SWITCHES}
    on = frozenset(address.many("show", switches, "Layer") if shown else SWITCHED_ON)
    drawn = address.many("trusts", options, "Trust in colour")
    period = (chosen.day, chosen.day)
    if TRANSFERS in on:
        since = address.day("since", history.complete_from, "From")
        until = address.day("until", history.default_day, "To")
        period = (min(since, until), max(since, until))
    measured = None
    if MEASURED_AREAS in on:
        kinds = {name: kind for kind, name in KIND_NAMES.items()}
        kind = address.one("areas", kinds, "Areas") or "authority"
        offered = measures_on(kind, known_now(chosen.day), chosen.day)
        keys = {one.name: one.key for one in offered}
        measured = (kind, address.one("measure", keys, "Measure") or next(iter(keys.values())))
    colour_by = address.among("colour", colours_on(chosen.day), "Colour")
    names = aspects_of(colour_by)
    key = f"aspect_{SCALE_OF[colour_by]}" if names else ""
    return MapChoice(
        chosen,
        colour_by,  # type: ignore[arg-type]
        on,
        chosen.trusts[:MOST_TRUSTS] or drawn[:MOST_TRUSTS] or founding_trusts(),
        period,
        showing.theme,
        measured,
        (address.one(key, names, "Colour") or "") if names else "",
        address.one(JOIN_DISTANCE, JOIN_DISTANCES_KM, "Clusters within") or JOIN_KM,
        DOTS not in address.query or SCHOOLS in address.query[DOTS],
    )
