"""What scenes of flows show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliance.analysis.filters import named_regions
from alliance.analysis.flows import CATEGORIES, DIRECTIONS, QUANTITIES
from alliance.analysis.transfers import KINDS as MOVES
from alliance.charts.flows import category_name
from alliance.maps.flow_layers import flow_style
from alliance.maps.picture import Sheet
from alliance.present.content import Content, MapShown
from alliance.ui import flow_choice
from alliance.ui.flow_charts import sankey_of, timeline_of
from alliance.ui.flow_choice import AMOUNTS, LEVELS, WHAT, FlowChoice
from alliance.ui.flow_figures import figures_of_flows
from alliance.ui.flow_map import flows_drawn, flows_in_words, key_of_flows
from alliance.ui.flow_selection import OTHER, PLACE, WAY, places_by_name
from alliance.ui.flow_shown import flows_in_scope, shown_at
from alliance.ui.flow_table import COLUMNS as FLOW_COLUMNS
from alliance.ui.flow_table import flow_rows_of
from alliance.ui.map_view import map_data
from alliance.ui.scenes.maps import fitted
from alliance.ui.scenes.tables import table_shown
from alliance.ui.words import count
from alliance.web.current import current_history, current_register, names_hidden
from alliance.web.flow_shapes import keep_shapes
from alliance.web.pictures import flow_picture_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from alliance.analysis.filters import Filter
    from alliance.analysis.flows import Kind
    from alliance.ui.flow_shown import FlowsShown
    from alliance.ui.scenes.asked import Asked
    from alliance.ui.scenes.showing import Showing

FLOWS_SHOWN = {
    "Transfers": ("start", "name", "from_trust", "to_trust", "phase"),
    "Support": ("invented", "from_school", "name", "theme", "status", "start"),
    "Suggestions": ("from_trust", "name", "to_trust", "need", "distance_km"),
}


def flows(asked: Asked, showing: Showing) -> Callable[[], Content]:
    """Give a map of flows with who gives and who receives."""
    chosen = asked.filter()
    choice = _choice(asked, chosen)
    revision = 0 if choice.kind == "Transfers" else current_register().revision()
    places = places_by_name(flows_in_scope(choice, chosen, revision)[1], choice.level)
    place, other = asked.one(PLACE, places, "Place"), asked.one(OTHER, places, "Other place")

    def content() -> Content:
        shown = shown_at(choice, chosen, revision, place, other, None, showing.dark)
        return _flows_content(shown, asked, showing)

    return content


def _flows_content(shown: FlowsShown, asked: Asked, showing: Showing) -> Content:
    kind = shown.choice.kind
    names = [name for name in FLOWS_SHOWN[kind] if name != "invented" or shown.illustrative]
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
        map=None if shown.is_empty else _flow_map(shown, asked, showing),
        charts=() if shown.is_empty else (timeline_of(shown), sankey_of(shown)),
        tables=()
        if table.empty
        else (
            table_shown(
                shown.title,
                table,
                {name: FLOW_COLUMNS[kind][name] for name in names},
                "start" if "start" in names else "",
            ),
        ),
        facts=facts,
        warnings=("Illustrative: some of the support was invented to show how the register works.",)
        if shown.illustrative
        else (),
        sources=shown.source,
    )


def _flow_map(shown: FlowsShown, asked: Asked, showing: Showing) -> MapShown:
    picture, history = flows_drawn(shown), current_history()
    day = min(max(shown.choice.end, history.first_day), history.last_day)
    bounds = fitted(asked, shown.chosen)
    if asked.fit.to == "filter" and shown.place and picture.bounds:
        bounds = picture.bounds
    key, alt = key_of_flows(shown, picture), flows_in_words(shown)
    style = flow_style(
        history.version,
        day.isoformat(),
        named_regions(shown.chosen.regions),
        showing.theme,
        keep_shapes(picture.shapes),
    )
    told = map_data(style, bounds, alt=alt, named=picture.named)

    def drawn(width_px: int, height_px: int) -> bytes:
        with names_hidden(showing.redacted):
            return flow_picture_of(
                picture,
                shown.chosen,
                "light",
                bounds,
                Sheet(width_px=width_px, height_px=height_px, key=False),
                illustrative=bool(shown.illustrative),
                name_schools=True,
            )

    return MapShown(told, drawn, (key,), alt)


def _choice(asked: Asked, chosen: Filter) -> FlowChoice:
    history = current_history()
    kinds: dict[str, Kind] = {kind: kind for kind in WHAT}
    kind = asked.one(flow_choice.KIND, kinds, "Kind of flow") or "Transfers"
    level = asked.one(flow_choice.LEVEL, LEVELS, "Between") or "trust"
    if kind == "Suggestions":
        start = end = chosen.day
    else:
        days = [
            asked.day(f"{kind.lower()}_{key}", default, label, within=kind == "Transfers")
            for key, default, label in (
                ("since", history.complete_from, "From"),
                ("until", history.default_day, "To"),
            )
        ]
        start, end = min(days), max(days)
    moves = {name.capitalize(): name for name in MOVES}
    held = asked.many(flow_choice.MOVE, moves, "Kind of move") or (next(iter(moves.values())),)
    amounts = {name: one for name, one in AMOUNTS.items() if one in QUANTITIES[kind]}
    colours = {category_name(option): option for option in CATEGORIES[kind]}
    return FlowChoice(
        kind,
        level,
        asked.one(flow_choice.QUANTITY, amounts, "Quantity") or QUANTITIES[kind][0],
        asked.one(flow_choice.COLOUR, colours, "Colour") or CATEGORIES[kind][0],
        asked.one(WAY, {way: way for way in DIRECTIONS}, "Way") or DIRECTIONS[0],
        start,
        end,
        tuple(name.capitalize() for name in held) if kind == "Transfers" else (),
    )
