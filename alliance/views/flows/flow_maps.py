"""The map of flows: arrows from place to place, with its key and what it cannot draw."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from alliance.analysis.filter_codec import nearest_day
from alliance.analysis.flows.bundles import MOST_ARROWS
from alliance.current.shapes import keep_shapes
from alliance.current.state import current_history, kept, places_drawn
from alliance.maps.flow_layers import FlowPicture, flow_picture, flow_style
from alliance.maps.key import Key, flow_key
from alliance.maps.palette import THEMES
from alliance.text.words import count, listed
from alliance.views.flows.flows_shown import statuses_in_words
from alliance.views.maps.map_bounds import bounds_of
from alliance.views.maps.map_view import MapView, ground_of

if TYPE_CHECKING:
    from alliance.analysis.filters import Filter
    from alliance.analysis.flows.flow_places import Level
    from alliance.analysis.flows.flows_by_kind import Kind
    from alliance.views.flows.flows_shown import FlowsShown


ENDS: dict[tuple[Kind, Level], str] = {
    ("Transfers", "school"): "From the academy to the hub of its new trust.",
    (
        "Transfers",
        "trust",
    ): "From the old trust to the new, each at the hub of its largest cluster.",
    (
        "Transfers",
        "authority",
    ): "From the academy’s own local authority to that of its new trust’s hub.",
    ("Transfers", "region"): "From the academy’s own region to that of its new trust’s hub.",
}


TO_SCHOOLS: dict[Level, str] = {
    "school": "From the supporting organisation, a trust at the hub of its largest cluster, to the "
    "school.",
    "trust": "From the supporting organisation to the school’s trust, each at the hub of its "
    "largest cluster; a maintained school under its local authority.",
    "authority": "From the local authority of the supporting trust’s hub to the school’s own.",
    "region": "From the region of the supporting trust’s hub to the school’s own.",
}


@kept(maxsize=32)
def flows_drawn(shown: FlowsShown) -> FlowPicture:
    """Return the arrows and circles of the flows."""
    near = shown.place is not None
    pairs = places_drawn(shown.bundles.pairs, "from_", "to_")
    return flow_picture(
        pairs,
        shown.choice.by,
        shown.colours,
        shown.unit,
        near=near,
        opens_on=bounds_of(_at_end(shown)),
    )


def key_of_flows(shown: FlowsShown, picture: FlowPicture) -> Key:
    """Return what the colours mean."""
    return flow_key(
        shown.pairs,
        shown.choice.by,
        shown.colours,
        shown.unit,
        picture.widest,
        THEMES[shown.theme],
        illustrative=bool(shown.illustrative),
        not_given=f"Not given, dashed: {listed(list(shown.not_given), most=9)}"
        if shown.not_given
        else "",
    )


def flows_in_words(shown: FlowsShown) -> str:
    """Say what the map shows, for those who cannot see it."""
    total = shown.unit.words(shown.total)
    dashed = f" Dashed: {statuses_in_words(shown.not_given)}." if shown.not_given else ""
    return (
        f"Map with arrows: {shown.title}, {total}.{dashed} {bundles_in_words(shown)} The Sankey, "
        "the matrix and the table below say the same in words."
    )


def bundles_in_words(shown: FlowsShown) -> str:
    """Say which arrows the map puts together, as there are too many; blank where it has none."""
    coarser = {level: number for level, number in shown.bundles.coarser.items() if number}
    if not coarser:
        return ""
    said = [
        f"{shown.unit.number(number)} between {BETWEEN[level]}" for level, number in coarser.items()
    ]
    return (
        f"More than {MOST_ARROWS} arrows cannot be told apart, so the smaller are put together: "
        f"{listed(said)}. Select a place to see its own."
    )


BETWEEN: dict[Level, str] = {
    "school": "schools",
    "trust": "trusts",
    "authority": "local authorities",
    "region": "regions",
}


def map_caption(shown: FlowsShown, picture: FlowPicture) -> str:
    """Say what the arrows join, what their width means, and what is not drawn."""
    unit, choice = shown.unit, shown.choice
    ends = ENDS.get((choice.kind, choice.level)) or TO_SCHOOLS[choice.level]
    parts = [f"{unit.number(picture.arrows)} along arrows"]
    if picture.within:
        parts.append(f"{unit.number(picture.within)} within one place (its circle)")
    if picture.not_drawn:
        parts.append(
            f"{unit.number(picture.not_drawn)} not drawn, as an end has no known place or both lie "
            "in one spot"
        )
    lacking = int(shown.flows.table[choice.quantity].isna().sum())
    left = f" Of {count(lacking)} this is not recorded; they add nothing." if lacking else ""
    bundles = bundles_in_words(shown)
    return " ".join(
        filter(None, [f"{unit.words(shown.total)}: {', '.join(parts)}.", bundles, f"{ends}{left}"])
    )


def _at_end(shown: FlowsShown) -> Filter:
    """Return the filter on the last day of the period."""
    return replace(shown.chosen, day=nearest_day(current_history(), shown.choice.end))


def map_of_flows(shown: FlowsShown, theme: str = "") -> MapView:
    """Return the map of the flows at the end of their period, in their theme or another."""
    picture, theme, end = flows_drawn(shown), theme or shown.theme, _at_end(shown)
    return MapView(
        day=end.day,
        theme=theme,
        style=flow_style(ground_of(end, theme), keep_shapes(picture.shapes)),
        bounds=(picture.bounds if shown.place else None) or bounds_of(shown.chosen),
        alt=flows_in_words(shown),
        keys=(key_of_flows(shown, picture),),
        named=picture.named,
        mark="Example data" if shown.illustrative else "",
    )
