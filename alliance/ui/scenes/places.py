"""What scenes of places show: the overview, the live map, an Opportunity Area, a trust."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from alliance.analysis.areas import MEASURES
from alliance.analysis.filters import everywhere, narrow
from alliance.analysis.need import in_need
from alliance.analysis.trust_story import before_and_after, joins_and_leavings
from alliance.charts.trusts import grades_before_and_after, trust_timeline
from alliance.history import ALLIANCE_REGIONS
from alliance.maps.choice import (
    FOOTPRINTS,
    MEASURED_AREAS,
    OPPORTUNITY_AREAS,
    SWITCHES,
    TRANSFERS,
    MapChoice,
)
from alliance.maps.key import choice_keys
from alliance.maps.palette import COLOUR_BY, MOST_TRUSTS
from alliance.present.content import Content
from alliance.ui import area_profile, opportunity_areas, trust_profile
from alliance.ui.area_need import WEAK
from alliance.ui.figures import beside_england
from alliance.ui.filters import trust_options
from alliance.ui.frame import founding_trusts, trust_name
from alliance.ui.grade_column import grade_words
from alliance.ui.grade_trend import trend_chart
from alliance.ui.headlines import headline_figures_of
from alliance.ui.map_controls import KIND_NAMES
from alliance.ui.opening import SWITCHED_ON
from alliance.ui.scenes.maps import fitted, map_shown
from alliance.ui.scenes.tables import table_shown
from alliance.ui.scope import scope_in_words
from alliance.ui.trust_choice import every_trust, prints_on, shown_names
from alliance.ui.trust_league import COLUMNS as LEAGUE
from alliance.ui.trust_league import trusts_within
from alliance.ui.words import count, counted, day_in_words, percent
from alliance.web.current import current_history, state_on
from alliance.web.layers import fifths_on

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from alliance.analysis.filters import Filter
    from alliance.present.content import MapShown
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
LEAGUE_SHOWN = (
    "name",
    "academies",
    "growth",
    "percent_good_or_outstanding",
    "in_need",
    "clusters",
    "median_distance_to_hub_km",
)
AREAS_SHOWN = (
    "opportunity_area",
    "percent_good_inherited",
    "in_need",
    "schools",
    "trusts",
    "founders_academies",
)
WEAK_SHOWN = ("name", "grade", "grade_date", "run_by", "phase")


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
            map=_map(choice, schools, asked, showing),
            charts=(chart,) if chart else (),
            facts=facts_of(schools, chosen) | _england(chosen),
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
            figures=tuple(beside_england(schools, chosen.day)),
            map=_map(choice, schools, asked, showing),
            facts=facts,
        )

    return content


def areas(asked: Asked, showing: Showing) -> Callable[[], Content]:
    """Give the Opportunity Areas side by side, or one of them."""
    chosen = opportunity_areas.within(asked.filter())
    known = current_history().schools["opportunity_area"].cat.categories
    area = asked.one(opportunity_areas.AREA, {name: name for name in known}, "Opportunity Area")
    return (
        (lambda: _all_areas(chosen, asked, showing))
        if area is None
        else (lambda: _one_area(area, chosen, asked, showing))
    )


def _all_areas(chosen: Filter, asked: Asked, showing: Showing) -> Content:
    schools = narrow(state_on(chosen.day), chosen)
    schools = schools[schools["opportunity_area"].notna()]
    table = opportunity_areas.all_areas(chosen)
    if table.empty:
        return Content(
            "How the Opportunity Areas are doing", "", "No school is left by the filter."
        )
    columns = {name: opportunity_areas.COLUMNS[name] for name in AREAS_SHOWN}
    choice = MapChoice(
        replace(chosen, opportunity_areas=tuple(table["opportunity_area"].astype("str"))),
        "Grade",
        frozenset({OPPORTUNITY_AREAS}),
        founding_trusts(),
        (chosen.day, chosen.day),
        showing.theme,
    )
    low = table.sort_values("percent_good_inherited").iloc[0]
    return Content(
        title="How the Opportunity Areas are doing",
        caption="",
        sentence=opportunity_areas.sentence(chosen, len(schools)),
        figures=tuple(opportunity_areas.figures_of_areas(table)),
        map=_map(choice, schools, asked, showing),
        tables=(
            table_shown("Opportunity Areas side by side", table, columns, "percent_good_inherited"),
        ),
        facts={
            **facts_of(schools, chosen),
            "areas": count(len(table)),
            "alliance_areas": count(int(table["region"].isin(ALLIANCE_REGIONS).sum())),
            "lowest_area": str(low["opportunity_area"]),
            "lowest_percent": percent(low["percent_good_inherited"]),
        },
    )


def _one_area(area: str, chosen: Filter, asked: Asked, showing: Showing) -> Content:
    own = area_profile.narrowed(area, chosen)
    schools = narrow(state_on(own.day), own)
    sizes = schools["trust_uid"].value_counts()
    trusts = tuple(int(uid) for uid in sizes.index)[:MOST_TRUSTS]
    colour_by = asked.among("area_colour", ("Grade", "Trust"), "Colour")
    choice = MapChoice(
        own,
        colour_by,  # type: ignore[arg-type]
        frozenset({OPPORTUNITY_AREAS}),
        trusts,
        (own.day, own.day),
        showing.theme,
    )
    weak = in_need(schools)
    columns = {name: WEAK[name] for name in WEAK_SHOWN}
    return Content(
        title=f"How {area} is doing",
        caption="",
        sentence=area_profile.sentence(area, own, schools),
        figures=tuple(beside_england(schools, own.day)),
        map=_map(choice, schools, asked, showing),
        charts=(area_profile.grades_of_area(area, dark=showing.dark),),
        tables=(
            table_shown(
                f"Schools in need in {area}",
                weak.assign(grade=grade_words(weak["grade"])),
                columns,
                "-grade",
            ),
        ),
        facts=facts_of(schools, own),
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
        map=_map(choice, schools, asked, showing),
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
        map=_map(choice, schools, asked, showing, named=named),
        charts=tuple(charts),
        facts=facts_of(schools, own)
        | {
            "trust": name,
            "academies": count(row["academies"]),
            "clusters": count(row["clusters"]),
            "tier": str(row["tier"]),
        },
    )


def _choice(asked: Asked, chosen: Filter, showing: Showing) -> MapChoice:
    """Read the controls of the live map."""
    history, options = current_history(), trust_options()
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


def _map(
    choice: MapChoice,
    schools: pd.DataFrame,
    asked: Asked,
    showing: Showing,
    *,
    named: pd.DataFrame | None = None,
) -> MapShown:
    day = choice.filter.day
    fifths = fifths_on(day) if choice.colour_by == "Attainment" else None
    return map_shown(
        choice,
        fitted(asked, choice.filter),
        f"Map of {counted(len(schools), 'school', 'schools')} on {day_in_words(day)}, coloured by "
        f"{choice.colour_by.lower()}.",
        choice_keys(choice, schools, trust_name, fifths),
        selected=asked.selected,
        named=named,
        redacted=showing.redacted,
    )


def sentence(chosen: Filter, schools: pd.DataFrame) -> str:
    """Say what is looked at."""
    scope = scope_in_words(chosen)
    return " · ".join(
        [
            scope[0].upper() + scope[1:],
            day_in_words(chosen.day),
            counted(len(schools), "school", "schools"),
        ]
    )


def _england(chosen: Filter) -> dict[str, str]:
    """Give England's figures of the day, of the same phases and types."""
    there = facts_of(narrow(state_on(chosen.day), everywhere(chosen)), chosen)
    return {f"england_{name}": value for name, value in there.items()}


def facts_of(schools: pd.DataFrame, chosen: Filter) -> dict[str, str]:
    """Give the figures of a set of schools that a caption may name."""
    graded = schools["grade"].dropna()
    good = percent(100 * float((graded <= 2).mean())) if len(graded) else "none graded"
    academies = schools["trust_uid"].notna()
    return {
        "day": day_in_words(chosen.day),
        "schools": count(len(schools)),
        "academies": count(int(academies.sum())),
        "trusts": count(schools["trust_uid"].nunique()),
        "founders_academies": count(int(schools["trust_uid"].isin(founding_trusts()).sum())),
        "pupils": count(float(schools["pupils"].sum())),
        "percent_good": good,
        "in_need": count(int((schools["grade"] >= 3).sum())),
        "requires_improvement": count(int((schools["grade"] == 3).sum())),
        "inadequate": count(int((schools["grade"] == 4).sum())),
        "opportunity_areas": count(schools["opportunity_area"].nunique()),
        "authorities": count(schools["la_name"].nunique()),
    }
