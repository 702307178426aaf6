"""What scenes of Opportunity Areas show: all side by side, or one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from alliance.analysis.filters import narrow
from alliance.analysis.need import in_need
from alliance.history import ALLIANCE_REGIONS
from alliance.maps.choice import OPPORTUNITY_AREAS, MapChoice
from alliance.maps.palette import MOST_TRUSTS
from alliance.present.content import Content
from alliance.ui import area_profile, opportunity_areas
from alliance.ui.area_need import WEAK
from alliance.ui.census import with_census
from alliance.ui.figures import beside_england
from alliance.ui.frame import founding_trusts
from alliance.ui.grade_column import grade_words
from alliance.ui.scenes.facts import facts_of
from alliance.ui.scenes.maps import map_of
from alliance.ui.scenes.tables import table_shown
from alliance.ui.words import count, percent
from alliance.web.current import current_history, state_on

if TYPE_CHECKING:
    from collections.abc import Callable

    from alliance.analysis.filters import Filter
    from alliance.ui.scenes.asked import Asked
    from alliance.ui.scenes.showing import Showing

AREAS_SHOWN = (
    "opportunity_area",
    "percent_good_inherited",
    "in_need",
    "schools",
    "trusts",
    "founders_academies",
)
WEAK_SHOWN = ("name", "grade", "grade_date", "run_by", "phase")


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
    columns = with_census(opportunity_areas.COLUMNS, chosen.day)
    columns = {name: columns[name] for name in AREAS_SHOWN}
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
        map=map_of(choice, schools, asked, showing),
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
        figures=tuple(beside_england(schools, own)),
        map=map_of(choice, schools, asked, showing),
        charts=(area_profile.grades_of_area(area, dark=showing.dark),),
        tables=(
            table_shown(
                f"Schools in need in {area}",
                weak.assign(grade=grade_words(weak["grade"], own.day)),
                columns,
                "-grade",
            ),
        ),
        facts=facts_of(schools, own),
    )
