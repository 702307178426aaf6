"""The figures above the map of flows, and what is said where there is nothing to show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliance.analysis.flows.flows_by_kind import active, directed, names_trust
from alliance.maps.flow_units import unit_of
from alliance.text.words import count
from alliance.views.content import Figure
from alliance.views.flows.flows_shown import plan_of, statuses_in_words
from alliance.views.scope import names_place, scope_in_words

if TYPE_CHECKING:
    from alliance.analysis.flows.flow_places import Level
    from alliance.analysis.flows.flows_by_kind import Direction, Flows, Kind, Quantity
    from alliance.views.flows.flows_shown import FlowsShown


COUNTED: dict[Kind, str] = {
    "Support": "Support arrangements",
    "Documented": "Documented cases",
    "Transfers": "Academies moved",
    "Suggestions": "Schools with a suggestion",
}


def left_out_in_words(shown: FlowsShown) -> str:
    """Say what support is not shown, as it does not count as given; blank where none is left."""
    said = statuses_in_words(shown.left_out) if shown.left_out else ""
    return f"Not shown, for it does not count as given: {said}." if said else ""


REMEDY: dict[Kind, str] = {
    "Support": "- choose a longer period",
    "Documented": "- choose a longer period",
    "Transfers": "- choose a longer period, or more kinds of move",
    "Suggestions": "- choose another day, or other terms on Matches",
}


BASED: dict[Kind, tuple[str, Direction]] = {
    "Support": ("From organisations based", "In"),
    "Documented": ("From organisations based", "In"),
    "Transfers": ("To trusts based", "Out"),
    "Suggestions": ("From trusts based", "In"),
}
"""What the other end is called, and the way of a flow whose other end is elsewhere."""


PLACES: dict[Level, str] = {
    "school": "Schools",
    "trust": "Trusts",
    "authority": "Local authorities",
    "region": "Regions",
}


def figures_of_flows(shown: FlowsShown) -> list[Figure]:
    """Return the figures, each beside those of England."""
    england = active(shown.everywhere, shown.start, shown.end)
    pairs = shown.pairs
    figures = [
        Figure(
            COUNTED[shown.choice.kind],
            count(len(shown.flows.table)),
            f"of {count(len(england.table))} in England"
            if shown.choice.question is None
            else f"of {count(plan_of(shown.choice).match.asked)} eligible",
        ),
        *_not_given(shown),
        *_ends(shown, england),
        *_ways(shown),
        *_amounts(shown),
        *_exactness(shown),
    ]
    if len(pairs):
        both = pairs.groupby(["from_name", "to_name"], as_index=False)["quantity"].sum()
        top = both.loc[both["quantity"].idxmax()]
        names = f"{top['from_name']} to {top['to_name']}"
        figures.append(Figure("Greatest flow", shown.unit.number(float(top["quantity"])), names))
    return figures


def _ends(shown: FlowsShown, england: Flows) -> list[Figure]:
    """Return how many there are at either end."""
    told = ("left", "joined") if shown.choice.kind == "Transfers" else ("giving", "receiving")
    columns = [f"{end}_{shown.choice.level}" for end in ("from", "to")]
    here, whole = (
        [count(flows.table[column].nunique()) for column in columns]
        for flows in (shown.flows, england)
    )
    return [
        Figure(
            f"{PLACES[shown.choice.level]} {end}",
            number,
            f"of {of} in England" if shown.choice.question is None else "",
        )
        for end, number, of in zip(told, here, whole, strict=True)
    ]


def _exactness(shown: FlowsShown) -> list[Figure]:
    """Return how exact starts of documented cases are, and what their sources say came of them."""
    if shown.choice.kind != "Documented":
        return []
    table = shown.flows.table
    exact = table["start_precision"].isin(["month", "day"])
    return [
        Figure(
            "Start known to the month or day",
            count(exact.sum()),
            f"of {count(len(table))}; of the others only the year",
        ),
        Figure(
            "Led to joining, by the source",
            count(table["led_to_joining"].sum()),
            f"of {count(len(table))}: the supporting trust took the school over",
        ),
    ]


def _ways(shown: FlowsShown) -> list[Figure]:
    """Return how much goes in, out and stays within the filter's trusts, else from where it is."""
    ways: dict[Direction, str] = {
        way: count(directed(shown.flows, shown.chosen, way).total())
        for way in ("In", "Out", "Within")
    }
    scope = scope_in_words(shown.chosen)
    if names_trust(shown.chosen):
        said = {"In": "Into", "Out": "Out of", "Within": "Between"}
        moved = [way for way, number in ways.items() if number != "0"]
        return [Figure(f"{said[way]} the trusts of the filter", ways[way], scope) for way in moved]
    if not names_place(shown.chosen):
        return []
    # The school is here; the question is where the trust at the other end is based.
    name, elsewhere = BASED[shown.choice.kind]
    return [
        Figure(f"{name} here", ways["Within"], scope),
        Figure(f"{name} elsewhere", ways[elsewhere], scope),
    ]


def _not_given(shown: FlowsShown) -> list[Figure]:
    """Return how much of the support shown does not count as given, where any does not."""
    number = sum(shown.not_given.values())
    if not number:
        return []
    return [Figure("Of these, not given", count(number), statuses_in_words(shown.not_given))]


def _amounts(shown: FlowsShown) -> list[Figure]:
    """Return days and pounds of support, with how many supports have them on record."""
    if shown.choice.kind != "Support":
        return []
    names: dict[Quantity, str] = {"days": "Days planned", "pounds": "Cost"}
    table = shown.flows.table
    return [
        Figure(
            name,
            unit_of("Support", quantity).number(shown.flows.total(quantity)),
            f"recorded for {count(table[quantity].notna().sum())} of {count(len(table))}",
        )
        for quantity, name in names.items()
    ]
