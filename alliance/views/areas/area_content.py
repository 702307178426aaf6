"""What scenes of Opportunity Areas show: all side by side, or one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from alliance.analysis.filters import narrow
from alliance.current.state import state_on
from alliance.history import ALLIANCE_REGIONS
from alliance.maps.choice import OPPORTUNITY_AREAS, MapChoice
from alliance.maps.palette import MOST_TRUSTS
from alliance.text.words import MISSING, count, percent
from alliance.views.areas import area_profile, areas_beside
from alliance.views.areas.area_need import WEAK, title_of, weak_in_words, weak_of
from alliance.views.beside_england import beside_england
from alliance.views.caption_facts import facts_of
from alliance.views.content import Content
from alliance.views.inspected_columns import columns_on
from alliance.views.inspections_since import charts_of
from alliance.views.maps.map_content import map_of_choice
from alliance.views.table_rows import table_shown
from alliance.views.trusts_at_hand import founding_trusts

if TYPE_CHECKING:
    from collections.abc import Callable

    from alliance.analysis.filters import Filter
    from alliance.views.content import Showing
    from alliance.views.page_address import PageAddress


AREAS_SHOWN = (
    "opportunity_area",
    "percent_good_inherited",
    "stuck",
    "in_need",
    "schools",
    "trusts",
    "founders_academies",
)


WEAK_SHOWN = ("name", "grade", "grade_date", "why", "run_by", "phase")


def areas(address: PageAddress, showing: Showing) -> Callable[[], Content]:
    """Return the Opportunity Areas side by side, or one of them."""
    filtered = address.filter()
    chosen, named = areas_beside.within(filtered), filtered.opportunity_areas
    return (
        (lambda: _one_area(named[0], chosen, address, showing))
        if len(named) == 1
        else (lambda: _all_areas(chosen, named, address, showing))
    )


def _all_areas(
    chosen: Filter, named: tuple[str, ...], address: PageAddress, showing: Showing
) -> Content:
    table = areas_beside.chosen_areas(chosen, named)
    if table.empty:
        return Content("How the Opportunity Areas are doing", "", "No schools match your filters.")
    schools = narrow(state_on(chosen.day), chosen)
    schools = schools[schools["opportunity_area"].isin(table["opportunity_area"])]
    columns = areas_beside.columns_of(chosen.day)
    columns = {name: columns[name] for name in AREAS_SHOWN if name in columns}
    choice = MapChoice(
        replace(chosen, opportunity_areas=tuple(table["opportunity_area"].astype("str"))),
        "Grade",
        frozenset({OPPORTUNITY_AREAS}),
        founding_trusts(),
        (chosen.day, chosen.day),
        showing.theme,
    )
    ranked = table.dropna(subset=["percent_good_inherited"]).sort_values("percent_good_inherited")
    lowest = [] if ranked.empty else [ranked.iloc[0]]
    return Content(
        title="How the Opportunity Areas are doing",
        caption="",
        sentence=areas_beside.areas_sentence(chosen, len(schools), named),
        figures=tuple(areas_beside.figures_of_areas(table, chosen.day)),
        map=map_of_choice(choice, schools, address, showing),
        tables=(
            table_shown("Opportunity Areas side by side", table, columns, "percent_good_inherited"),
        ),
        facts={
            **facts_of(schools, chosen),
            "areas": count(len(table)),
            "alliance_areas": count(int(table["region"].isin(ALLIANCE_REGIONS).sum())),
            "lowest_area": str(lowest[0]["opportunity_area"]) if lowest else MISSING,
            "lowest_percent": percent(lowest[0]["percent_good_inherited"]) if lowest else MISSING,
        },
    )


def _one_area(area: str, chosen: Filter, address: PageAddress, showing: Showing) -> Content:
    own = area_profile.filter_of_area(area, chosen)
    schools = narrow(state_on(own.day), own)
    sizes = schools["trust_uid"].value_counts()
    trusts = tuple(int(uid) for uid in sizes.index)[:MOST_TRUSTS]
    colour_by = address.among("area_colour", ("Grade", "Trust"), "Colour")
    choice = MapChoice(
        own,
        colour_by,  # type: ignore[arg-type]
        frozenset({OPPORTUNITY_AREAS}),
        trusts,
        (own.day, own.day),
        showing.theme,
    )
    weak = weak_of(schools, own.day)
    grades = area_profile.grades_until(area, own.day, dark=showing.dark)
    columns = columns_on({name: WEAK[name] for name in WEAK_SHOWN}, own.day)
    return Content(
        title=f"How {area} is doing",
        caption="",
        sentence=area_profile.area_sentence(area, own, schools),
        figures=tuple(beside_england(own)),
        map=map_of_choice(choice, schools, address, showing),
        charts=(
            *charts_of(schools, area, own.day, dark=showing.dark),
            *([grades] if grades else []),
        ),
        tables=(
            table_shown(
                title_of(area, own.day),
                weak_in_words(weak, own.day),
                columns,
                "-grade",
            ),
        ),
        facts=facts_of(schools, own),
    )
