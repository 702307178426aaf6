"""What scenes of flows show."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from alliance.analysis.flows.flows_by_kind import CATEGORIES, DIRECTIONS, QUANTITIES
from alliance.analysis.flows.transfers import KINDS as MOVES
from alliance.charts.flows import category_name
from alliance.current.state import current_history, current_register
from alliance.text.words import count
from alliance.views.content import Content
from alliance.views.flows import flow_question
from alliance.views.flows.flow_charts import sankey_of, timeline_of
from alliance.views.flows.flow_figures import figures_of_flows, left_out_in_words
from alliance.views.flows.flow_maps import map_of_flows
from alliance.views.flows.flow_question import (
    ALSO_SHOWN,
    AMOUNTS,
    LEVEL_NAMES,
    OTHER,
    PLACE,
    WAY,
    WHAT,
    FlowChoice,
    places_by_name,
)
from alliance.views.flows.flow_tables import FLOW_COLUMNS as FLOW_COLUMNS
from alliance.views.flows.flow_tables import flow_rows_of
from alliance.views.flows.flows_shown import flows_in_scope, shown_at, starts_of
from alliance.views.maps.map_content import map_shown
from alliance.views.matches.match_content import question_of
from alliance.views.table_rows import table_shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from alliance.analysis.filters import Filter
    from alliance.analysis.flows.flows_by_kind import Kind
    from alliance.views.content import Showing
    from alliance.views.flows.flows_shown import FlowsShown
    from alliance.views.page_address import PageAddress


FLOWS_SHOWN = {
    "Transfers": ("start", "name", "from_trust", "to_trust", "phase"),
    "Documented": ("from_school", "name", "when", "theme", "status", "publisher"),
    "Support": ("invented", "from_school", "name", "theme", "status", "when"),
    "Suggestions": ("from_trust", "name", "to_trust", "need", "distance_km"),
}


def flows(address: PageAddress, showing: Showing) -> Callable[[], Content]:
    """Return a map of flows with who gives and who receives."""
    chosen = address.filter()
    choice = _choice(address, chosen)
    revision = 0 if choice.kind in ("Transfers", "Documented") else current_register().revision()
    places = places_by_name(flows_in_scope(choice, chosen, revision)[1], choice.level)
    place, other = address.one(PLACE, places, "Place"), address.one(OTHER, places, "Other place")

    def content() -> Content:
        shown = shown_at(choice, chosen, revision, place, other, None, showing.dark)
        return _flows_content(shown, address, showing)

    return content


def _flows_content(shown: FlowsShown, address: PageAddress, showing: Showing) -> Content:
    kind = shown.choice.kind
    names = [name for name in FLOWS_SHOWN[kind] if name != "invented" or shown.illustrative]
    if showing.redacted:
        # A school may have published itself what it did.
        names = [name for name in names if name != "publisher"]
    table = flow_rows_of(shown)
    facts = {
        "flows": count(len(shown.flows.table)),
        "from": count(shown.flows.table[f"from_{shown.choice.level}"].nunique()),
        "to": count(shown.flows.table[f"to_{shown.choice.level}"].nunique()),
        "period": shown.when,
    }
    return Content(
        title=shown.title,
        caption="",
        sentence=shown.sentence,
        figures=() if shown.is_empty else tuple(figures_of_flows(shown)[:4]),
        map=None if shown.is_empty else map_shown(partial(map_of_flows, shown), address, showing),
        charts=() if shown.is_empty else (timeline_of(shown), sankey_of(shown)),
        tables=()
        if table.empty
        else (
            table_shown(
                shown.title,
                table,
                {name: FLOW_COLUMNS[kind][name] for name in names},
                next((name for name in ("start", "when") if name in names), ""),
            ),
        ),
        facts=facts,
        warnings=_warnings(shown),
        sources=shown.source,
    )


def _warnings(shown: FlowsShown) -> tuple[str, ...]:
    """Say what is invented, and what the chart by month leaves out."""
    said = "Example data: some of the support is made up, to show how the register works."
    told = (said if shown.illustrative else "", left_out_in_words(shown), shown.not_drawn_by_month)
    return tuple(filter(None, told))


def _choice(address: PageAddress, chosen: Filter) -> FlowChoice:
    history = current_history()
    kinds: dict[str, Kind] = {kind: kind for kind in WHAT}
    kind = address.one(flow_question.KIND, kinds, "Kind of flow") or "Transfers"
    level = address.one(flow_question.LEVEL, LEVEL_NAMES, "Group by") or "trust"
    if kind == "Suggestions":
        start = end = chosen.day
    else:
        # As on the page: from the first support that there is.
        first = min([history.complete_from, *starts_of(kind, history.default_day)])
        days = [
            address.day(f"{kind.lower()}_{key}", default, label, within=kind == "Transfers")
            for key, default, label in (
                ("since", first, "From"),
                ("until", history.default_day, "To"),
            )
        ]
        start, end = min(days), max(days)
    moves = {name.capitalize(): name for name in MOVES}
    held = address.many(flow_question.MOVE, moves, "Kind of move") or (next(iter(moves.values())),)
    amounts = {name: one for name, one in AMOUNTS.items() if one in QUANTITIES[kind]}
    colours = {category_name(option): option for option in CATEGORIES[kind]}
    return FlowChoice(
        kind,
        level,
        address.one(flow_question.QUANTITY, amounts, "Quantity") or QUANTITIES[kind][0],
        address.one(flow_question.COLOUR, colours, "Colour") or CATEGORIES[kind][0],
        address.one(WAY, {way: way for way in DIRECTIONS}, "Direction") or DIRECTIONS[0],
        start,
        end,
        tuple(name.capitalize() for name in held) if kind == "Transfers" else (),
        question=question_of(address) if kind == "Suggestions" else None,
        also=address.many(flow_question.ALSO, ALSO_SHOWN, "Also show") if kind == "Support" else (),
    )
