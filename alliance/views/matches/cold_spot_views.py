"""Need against capacity, place by place: where nobody near could help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliance.analysis.matching.cold_spots import schools_by_place
from alliance.charts.coldest_places import coldest_places
from alliance.current.state import current_history, kept
from alliance.text.words import count, counted, listed
from alliance.views.columns import Column
from alliance.views.matches.match_maps import places_of

if TYPE_CHECKING:
    import pandas as pd

    from alliance.analysis.matching.cold_spots import Place
    from alliance.charts.frame import Chart
    from alliance.views.matches.match_question import Answer


BY, PLACE = "cold_by", "cold_place"


PLACES: dict[str, tuple[Place, str]] = {
    "Local authority": ("la_name", "authorities"),
    "Opportunity Area": ("opportunity_area", "Opportunity Areas"),
}


COLD_COLUMNS = {
    "place": Column("Place"),
    "in_need": Column("Eligible", "Schools that meet a criterion for support", "count"),
    "gravest": Column("Highest priority", "Of these, by the most serious criteria", "count"),
    "capacity": Column(
        "Capacity there",
        "Each trust’s capacity spread over its good or outstanding schools, and those of the place "
        "added up",
        "number1",
    ),
    "percent_covered": Column(
        "Covered", "Capacity there as a share of the eligible schools", "percent"
    ),
    "supported": Column("Supported already", "By the register of support", "count"),
    "served": Column("Matched", "By the plan", "count"),
    "without": Column("Not matched", "Neither by the register of support nor by the plan", "count"),
    "percent_without": Column("Share not matched", "Share of those eligible", "percent"),
    "schools": Column("Schools", "State-funded schools of the place, open on the day", "count"),
}


PLACE_COLUMNS = {
    "name": Column("School"),
    "standing": Column("Standing", "By the plan and the register of support"),
    "gravity": Column(
        "Priority", "That of its most serious criterion; 1 is the highest", "priority"
    ),
    "supporter_name": Column("Supporting trust", "By the plan"),
    "reason": Column("Why it is not matched", "The limit that prevents it"),
    "why": Column("Why it is eligible", "Every criterion it meets"),
    "phase": Column("Phase"),
    "urn": Column("URN", "Unique reference number", "number"),
}


@kept(maxsize=8)
def schools_of_places(answer: Answer, by: Place) -> pd.DataFrame:
    """Return the eligible schools with their places; shared, never to be written to."""
    return schools_by_place(current_history(), answer.match, answer.question.chosen.day, by)


@kept(maxsize=16)
def chart_of_places(answer: Answer, column: Place, plural: str, *, dark: bool) -> Chart:
    """Return the places with the most eligible schools not matched."""
    return coldest_places(places_of(answer, column), plural, dark=dark)


def cold_spots_in_words(table: pd.DataFrame, plural: str) -> str:
    """Say in how many places need is greater than capacity."""
    cold = table[table["without"] > 0]
    none = table[(table["capacity"] == 0) & (table["in_need"] > 0)]
    said = (
        f"**{counted(int(table['without'].sum()), 'eligible school', 'eligible schools')} not "
        f"matched, in {count(len(cold))} {plural}.**"
    )
    if none.empty:
        return said
    return f"{said} No trust has capacity in {listed(list(none['place']), most=5)}."
