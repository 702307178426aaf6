"""What scenes of trusts show: the league table, or one trust."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliance.analysis.filters import narrow
from alliance.analysis.trust_story import before_and_after, joins_and_leavings
from alliance.charts.trusts import grades_before_and_after, trust_timeline
from alliance.maps.choice import FOOTPRINTS, MapChoice
from alliance.maps.palette import MOST_TRUSTS
from alliance.present.content import Content
from alliance.ui import trust_profile
from alliance.ui.scenes.facts import facts_of, sentence
from alliance.ui.scenes.maps import map_of
from alliance.ui.scenes.tables import table_shown
from alliance.ui.trust_choice import prints_on, shown_names
from alliance.ui.trust_league import COLUMNS as LEAGUE
from alliance.ui.trust_league import trusts_within
from alliance.ui.words import count
from alliance.web.current import current_history, state_on
from alliance.web.filter_parts import every_trust

if TYPE_CHECKING:
    from collections.abc import Callable

    from alliance.analysis.filters import Filter
    from alliance.ui.scenes.asked import Asked
    from alliance.ui.scenes.showing import Showing

LEAGUE_SHOWN = (
    "name",
    "academies",
    "growth",
    "percent_good_or_outstanding",
    "in_need",
    "clusters",
    "median_distance_to_hub_km",
)


def trusts(asked: Asked, showing: Showing) -> Callable[[], Content]:
    """Give the league table of the trusts, or one trust."""
    chosen = asked.filter()
    trust = asked.one("trust_profile", every_trust(), "Trust")
    return (
        (lambda: _league(chosen, asked, showing))
        if trust is None
        else (lambda: _one_trust(trust, chosen, asked, showing))
    )


def _league(chosen: Filter, asked: Asked, showing: Showing) -> Content:
    table = trusts_within(chosen)
    table = table[table["kind"] == "MAT"]
    schools = narrow(state_on(chosen.day), chosen)
    largest = table.nlargest(MOST_TRUSTS, "here")["trust_uid"]
    choice = MapChoice(
        chosen,
        "Trust",
        frozenset({FOOTPRINTS}),
        tuple(int(uid) for uid in largest),
        (chosen.day, chosen.day),
        showing.theme,
    )
    return Content(
        title="How far the trusts stretch",
        caption="",
        sentence=sentence(chosen, schools),
        map=map_of(choice, schools, asked, showing),
        tables=(
            table_shown(
                "The largest multi-academy trusts",
                table,
                {name: LEAGUE[name] for name in LEAGUE_SHOWN},
                "-academies",
            ),
        ),
        facts=facts_of(schools, chosen) | {"multi_academy_trusts": count(len(table))},
    )


def _one_trust(trust: int, chosen: Filter, asked: Asked, showing: Showing) -> Content:
    own = trust_profile.narrowed(trust, chosen.day)
    schools, name = narrow(state_on(own.day), own), shown_names()[trust]
    row = trust_profile.row_of_trust(trust, own)
    events = joins_and_leavings(current_history(), trust)
    charts = [] if events.empty else [trust_timeline(events, name, dark=showing.dark)]
    said = trust_profile.sentence(trust, own, schools)
    if row is None:
        return Content(name, "", said, charts=tuple(charts))
    grades = before_and_after(current_history(), trust, own.day)
    if len(grades):
        charts.append(grades_before_and_after(grades, name, dark=showing.dark))
    members = prints_on(own.day).members
    marked = members.loc[members["is_hub"] | members["is_outlier"], "urn"]
    colour_by = asked.among("trust_colour", ("Trust", "Grade"), "Colour")
    choice = MapChoice(
        own,
        colour_by,  # type: ignore[arg-type]
        frozenset({FOOTPRINTS}),
        (trust,),
        (own.day, own.day),
        showing.theme,
    )
    named = schools.loc[schools["urn"].isin(marked), ["name", "lon", "lat"]]
    return Content(
        title=name,
        caption="",
        sentence=said,
        figures=tuple(trust_profile.figures_of_trust(row, own)),
        map=map_of(choice, schools, asked, showing, named=named),
        charts=tuple(charts),
        facts=facts_of(schools, own)
        | {
            "trust": name,
            "academies": count(row["academies"]),
            "clusters": count(row["clusters"]),
            "tier": str(row["tier"]),
        },
    )
