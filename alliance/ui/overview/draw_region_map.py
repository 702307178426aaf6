"""On the page: the map of the overview: Opportunity Areas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliance.maps.choice import FOOTPRINTS, OPPORTUNITY_AREAS, MapChoice
from alliance.maps.palette import MOST_TRUSTS
from alliance.ui.map.draw_map import draw_map
from alliance.ui.parts.chart import theme_name
from alliance.ui.parts.table_on_demand import table_on_demand
from alliance.views.maps.map_bounds import bounds_of
from alliance.views.maps.map_view import CardShown, view_of_choice
from alliance.views.overview.region_map import academies_table, region_key, region_map_in_words
from alliance.views.trusts_at_hand import founding_trusts

if TYPE_CHECKING:
    import pandas as pd

    from alliance.analysis.filters import Filter


def region_map(chosen: Filter, schools: pd.DataFrame) -> None:
    """Draw the map with its key, and behind a button what it shows as a table.

    The founding trusts are in colour, or the trusts of the filter if it names any.
    """
    trusts = chosen.trusts[:MOST_TRUSTS] or founding_trusts()
    choice = MapChoice(
        filter=chosen,
        colour_by="Trust",
        switched_on=frozenset({OPPORTUNITY_AREAS, FOOTPRINTS}),
        trusts=trusts,
        period=(chosen.day, chosen.day),
        theme=theme_name(),
    )
    alt = region_map_in_words(chosen, schools, trusts)
    key = region_key(schools, choice)
    view = view_of_choice(choice, bounds_of(chosen), alt, (key,))
    draw_map(view, "region", chosen, card=CardShown())
    table_on_demand(
        "region map",
        "Academies of each trust by Opportunity Area",
        "Academies of each trust in colour, by Opportunity Area.",
        lambda: academies_table(schools, trusts),
        chosen,
        "The map as a table",
    )
