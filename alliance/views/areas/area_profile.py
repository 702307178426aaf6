"""One Opportunity Area: its figures, its map, and how it stands beside its region and England."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from alliance.analysis.areas.hubs import LISTED, hubs_in_words, hubs_of
from alliance.analysis.areas.opportunity_areas import beside, region_of
from alliance.analysis.figures.trend import trends
from alliance.analysis.filters import Filter, narrow, only
from alliance.charts.beside import grades_beside
from alliance.charts.day_shown import until_day
from alliance.current.state import current_history, kept, state_on
from alliance.text.words import MISSING, counted, day_in_words, listed
from alliance.views.areas.areas_beside import within
from alliance.views.columns import Column
from alliance.views.grade_column import IN_NEED, LESS_THAN_GOOD

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd

    from alliance.charts.frame import Chart


TRUSTS = {
    "name": Column("Trust"),
    "academies": Column("Academies here", "In this Opportunity Area", "count"),
    "academies_in_all": Column("Academies in all", "Anywhere, of the same phases", "count"),
    "percent_of_academies": Column(
        "Of its academies", "Share of the trust's academies that are in this area", "percent"
    ),
    "primary": Column("Primary", "Here", "count"),
    "secondary": Column("Secondary", "Here; all-through included", "count"),
    "percent_good_or_outstanding": Column(
        "Good or outstanding",
        "Of its graded academies here, counting the predecessor school’s grade",
        "percent",
    ),
    "in_need": Column(LESS_THAN_GOOD, f"Here: {IN_NEED}", "count"),
    "pupils": Column("Pupils", "Here, on the rolls that are known", "count"),
}


PLACES = {
    "place": Column("Place"),
    "schools": Column("Schools", kind="count"),
    "pupils": Column("Pupils", "On the rolls that are known", "count"),
    "percent_disadvantaged": Column("Disadvantaged pupils", "Weighted by pupils", "percent"),
    "percent_fsm": Column("Free school meals", "Weighted by pupils", "percent"),
    "imd_score": Column(
        "Deprivation 2019", "Index of multiple deprivation 2019, weighted by pupils", "number1"
    ),
    "imd_score_2025": Column(
        "Deprivation 2025", "Index of multiple deprivation 2025, weighted by pupils", "number1"
    ),
}


DISTRICTS = {
    "name": Column("District"),
    **{
        name: column
        for year, suffix in ((2019, ""), (2025, "_2025"))
        for name, column in {
            f"imd_score{suffix}": Column(
                f"Score {year}", f"Average score, indices of {year}; higher is worse", "number1"
            ),
            f"rank{suffix}": Column(
                f"Rank {year}", "1 is England's most deprived district by score", "number"
            ),
            f"districts{suffix}": Column(
                f"Of districts {year}", f"How many the indices of {year} rank", "count"
            ),
            f"percent_most_deprived{suffix}": Column(
                f"Most deprived tenth {year}",
                "Share of its neighbourhoods that are among England's most deprived tenth",
                "percent",
            ),
        }.items()
    },
}


def filter_of_area(area: str, scope: Filter) -> Filter:
    """Return the filter for one area: the page's own, this area and its region."""
    region = region_of(current_history(), area)
    return replace(only(scope, "school"), regions=(region,), opportunity_areas=(area,))


def area_sentence(area: str, scope: Filter, schools: pd.DataFrame) -> str:
    """Say what is looked at."""
    trusts = int(schools["trust_uid"].nunique())
    parts = [
        f"Opportunity Area in {region_of(current_history(), area)}",
        day_in_words(scope.day),
        counted(len(schools), "school", "schools"),
        counted(trusts, "trust", "trusts"),
        *([listed(scope.phases)] if scope.phases else []),
    ]
    return " · ".join(parts)


def hub_in_words(schools: pd.DataFrame) -> str:
    """Name the teaching school hub that serves the area's districts."""
    hubs = hubs_of(current_history(), schools["lad_code"].dropna().astype("str").unique())
    named = hubs_in_words(hubs) or f"{MISSING} (no list of hubs is in this history)"
    return f"**Teaching school hub**, {day_in_words(LISTED)}: {named}"


@kept(maxsize=24)
def grades_of_area(area: str, *, dark: bool) -> Chart:
    """Return the grades of an area over time, beside its region and England."""
    return grades_beside(_trends_of(area), dark=dark)


@kept(maxsize=24)
def grades_until(area: str, shown: dt.date, *, dark: bool) -> Chart | None:
    """Return the same up to the day that a scene shows; nothing where none is known by then."""
    table = until_day(_trends_of(area), shown)
    return None if table.empty else grades_beside(table, shown, dark=dark)


def _trends_of(area: str) -> pd.DataFrame:
    history = current_history()
    return trends(history, beside(history, area, history.default_day))


def anywhere(scope: Filter) -> pd.DataFrame:
    """Return the schools of England of the same day, phases and types."""
    return narrow(state_on(scope.day), within(scope))
