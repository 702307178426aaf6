"""The page Compare: its sentence, charts, and what a scene of it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from alliance.analysis.figures.side_measures import results_of_side
from alliance.analysis.figures.trend import trends
from alliance.analysis.filters import in_use
from alliance.charts.attainment import attainment_by_year
from alliance.charts.day_shown import until_day
from alliance.charts.shares_compared import shares_compared
from alliance.current.state import current_history, kept, state_on
from alliance.maps.palette import CATEGORIES
from alliance.text.words import day_in_words, listed, not_acting
from alliance.views.compare.compare_table import cell_lines, compared
from alliance.views.compare.sides import (
    COMPARED,
    ENGLAND,
    LEAST,
    Side,
    region_of_side,
    sides_of,
)
from alliance.views.content import Content, TableShown

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from alliance.analysis.filters import Filter
    from alliance.charts.frame import Chart
    from alliance.views.content import Showing
    from alliance.views.page_address import PageAddress

HOW_TO_BEGIN = (
    "Choose two to six schools, trusts or places. Find them above, or turn on **Tick to compare** "
    "over a table of schools, trusts or areas and tick its rows."
)
NOTES = (
    "Attainment of a region, a local authority, an Opportunity Area that is one, and England is as "
    "published; of a trust and of another Opportunity Area it is worked out from their schools, "
    "weighted by pupils. Absence is worked "
    "out from schools, weighted by pupils. Gaps are in percentage points or in the figure’s own "
    "unit, and given only where both are of one year."
)


def compare_sentence(sides: Sequence[Side], chosen: Filter) -> str:
    """Say what is looked at."""
    said = [listed([side.name for side in sides], most=6), day_in_words(chosen.day)]
    return " · ".join([*said, *([listed(chosen.phases)] if chosen.phases else [])])


def schools_compared(sides: Sequence[Side], chosen: Filter) -> pd.DataFrame:
    """Return the schools of all sides on the filter's day, each once."""
    state = state_on(chosen.day)
    urns = {urn for side in sides for urn in side.schools(chosen)["urn"]}
    return state[state["urn"].isin(urns)]


def left_aside_here(chosen: Filter) -> str:
    """Say which parts of the filter do not act on this page; blank where all do."""
    names = [part.noun for part in in_use(chosen) if part.of != "school"]
    return not_acting(names, "what is compared says it itself")


@kept(maxsize=16)
def trend_of(
    sides: tuple[Side, ...], chosen: Filter, *, dark: bool, to_the_day: bool = False
) -> Chart | None:
    """Return the chart of the share good or outstanding; nothing where only schools are compared.

    A single school has a grade and no share. The regions in which they lie have lines where there
    is a colour for each. The day is marked; where the chart goes ``to_the_day``, as in a scene, it
    knows nothing later.
    """
    several = [side for side in sides if side.kind != "school"]
    if not several:
        return None
    lines = (*several, *_regions_beside(several, chosen, len(CATEGORIES)), ENGLAND)
    scopes = {side.name: side.filter(chosen) for side in lines}
    table = trends(current_history(), scopes)
    table = until_day(table, chosen.day) if to_the_day else table
    return None if table.empty else shares_compared(table, chosen.day, dark=dark)


def _regions_beside(sides: Sequence[Side], chosen: Filter, colours: int) -> list[Side]:
    """Return the regions in which sides lie, where there are colours for a line of each."""
    regions = [region_of_side(side, side.schools(chosen)) for side in sides]
    beside = [one for one in dict.fromkeys(regions) if one and one not in sides]
    return beside if len(sides) + len(beside) <= colours else []


@kept(maxsize=16)
def results_over_years(
    sides: tuple[Side, ...], chosen: Filter, measure: str, *, dark: bool
) -> Chart | None:
    """Return the chart of a measure of attainment by year; nothing where none is on record."""
    history = current_history()
    lines = (*sides, *_regions_beside(sides, chosen, len(CATEGORIES) - 1), ENGLAND)
    parts = [
        results_of_side(history, side.kind, side.number, side.schools(chosen)).assign(
            series=side.name
        )
        for side in lines
    ]
    table = pd.concat(parts, ignore_index=True)
    own = table[(table["measure"] == measure) & table["value"].notna()]
    if own.empty:
        return None
    columns = ["series", "stage", "measure", "name", "unit", "year", "value"]
    about = listed([side.name for side in lines], most=7)
    return attainment_by_year(own[columns], measure, about, dark=dark)


def compare(address: PageAddress, showing: Showing) -> Callable[[], Content]:
    """Return what a scene shows of schools, trusts and places side by side."""
    chosen = address.filter()
    address.read.add(COMPARED)
    sides, unknown = sides_of(address.query.get(COMPARED, ()))
    address.faults += [f"Compared: “{key}” is not known." for key in unknown]
    if len(sides) < LEAST:
        return lambda: Content("Compare", "", "Nothing to compare is chosen.")
    return lambda: _content([_called_now(side) for side in sides], chosen, showing)


def _called_now(side: Side) -> Side:
    """Return a side by its name in the history of now, which may hide those of schools."""
    found, _ = sides_of([side.key])
    return found[0] if found else side


def _content(sides: Sequence[Side], chosen: Filter, showing: Showing) -> Content:
    table = compared(sides, chosen)
    trend = trend_of(tuple(sides), chosen, dark=showing.dark, to_the_day=True)
    return Content(
        title="Side by side",
        caption="",
        sentence=compare_sentence(sides, chosen),
        charts=(trend,) if trend else (),
        tables=(TableShown("Side by side", in_columns(table), len(table["key"].unique())),),
        facts={"day": day_in_words(chosen.day)},
    )


def in_columns(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table of :func:`compared` with a row a figure and a column a side, in words."""
    names = list(dict.fromkeys(zip(table["side"], table["kind"], strict=True)))
    often = pd.Series([name for name, _ in names]).value_counts()
    shown = {one: one[0] if often[one[0]] == 1 else f"{one[0]} ({one[1].lower()})" for one in names}
    found: dict[str, list[str]] = {"Figure": list(dict.fromkeys(table["figure"]))}
    for (name, kind), label in shown.items():
        own = table[(table["side"] == name) & (table["kind"] == kind)].drop_duplicates("figure")
        lines = {row.figure: " · ".join(cell_lines(row)) for row in own.itertuples()}
        found[label] = [lines[figure] for figure in found["Figure"]]
    return pd.DataFrame(found)
