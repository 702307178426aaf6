"""What scenes of the overview and of the live map show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliance.analysis.areas import MEASURES
from alliance.analysis.filters import narrow
from alliance.maps.choice import (
    FOOTPRINTS,
    MEASURED_AREAS,
    OPPORTUNITY_AREAS,
    SWITCHES,
    TRANSFERS,
    MapChoice,
)
from alliance.maps.palette import COLOUR_BY, MOST_TRUSTS
from alliance.present.content import Content
from alliance.ui.figures import beside_england
from alliance.ui.frame import founding_trusts, trust_name
from alliance.ui.grade_trend import trend_chart
from alliance.ui.headlines import headline_figures_of
from alliance.ui.map_controls import KIND_NAMES
from alliance.ui.opening import SWITCHED_ON
from alliance.ui.scenes.facts import englands_facts, facts_of, sentence
from alliance.ui.scenes.maps import map_of
from alliance.ui.words import count
from alliance.web.current import current_history, state_on
from alliance.web.filter_parts import multi_academy_options

if TYPE_CHECKING:
    from collections.abc import Callable

    from alliance.analysis.filters import Filter
    from alliance.ui.scenes.asked import Asked
    from alliance.ui.scenes.showing import Showing

HEADLINES = (
    "schools",
    "founders_academies",
    "percent_good_inherited",
    "requires_improvement",
    "inadequate",
    "opportunity_areas",
)


def overview(asked: Asked, showing: Showing) -> Callable[[], Content]:
    """Give the scope's headline figures, its map and its trend."""
    chosen = asked.filter()

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
        chart = trend_chart(chosen, dark=showing.dark)
        return Content(
            title="Where do we stand?",
            caption="",
            sentence=sentence(chosen, schools),
            figures=tuple(headline_figures_of(chosen, HEADLINES)),
            map=map_of(choice, schools, asked, showing),
            charts=(chart,) if chart else (),
            facts=facts_of(schools, chosen) | englands_facts(chosen),
        )

    return content


def explore(asked: Asked, showing: Showing) -> Callable[[], Content]:
    """Give the live map as its controls were set."""
    chosen = asked.filter()
    choice = _choice(asked, chosen, showing)

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
            figures=tuple(beside_england(schools, chosen)),
            map=map_of(choice, schools, asked, showing),
            facts=facts,
        )

    return content


def _choice(asked: Asked, chosen: Filter, showing: Showing) -> MapChoice:
    """Read the controls of the live map."""
    history, options = current_history(), multi_academy_options()
    shown = "show" in asked.query
    switches = {name: name for name in SWITCHES}
    on = frozenset(asked.many("show", switches, "Layer") if shown else SWITCHED_ON)
    drawn = asked.many("trusts", options, "Trust in colour")
    period = (chosen.day, chosen.day)
    if TRANSFERS in on:
        since = asked.day("since", history.complete_from, "From")
        until = asked.day("until", history.default_day, "To")
        period = (min(since, until), max(since, until))
    measured = None
    if MEASURED_AREAS in on:
        kinds = {name: kind for kind, name in KIND_NAMES.items()}
        kind = asked.one("areas", kinds, "Areas") or "authority"
        keys = {one.name: one.key for one in MEASURES if kind in one.kinds}
        measured = (kind, asked.one("measure", keys, "Measure") or next(iter(keys.values())))
    return MapChoice(
        chosen,
        asked.among("colour", COLOUR_BY, "Colour"),  # type: ignore[arg-type]
        on,
        chosen.trusts[:MOST_TRUSTS] or drawn[:MOST_TRUSTS] or founding_trusts(),
        period,
        showing.theme,
        measured,
    )
