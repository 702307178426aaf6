"""Where everything of a scene stands on a page, the same on slides and on paper.

A page is 960 by 540 points (13⅓ by 7½ inches, 16:9). Words are measured before they are placed,
so that nothing runs over its box; what is left goes to the map, the charts and the tables.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from alliance.charts.native import native_charts
from alliance.maps.palette import CATEGORIES
from alliance.present.boxes import Box, Placed
from alliance.present.content import TableShown
from alliance.present.figure_plan import PlacedFigure, figure_grid
from alliance.present.key_plan import KeyLine, planned_key
from alliance.present.measure import Step, fitted, on_one_line
from alliance.present.table_plan import TablePlan, planned_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alliance.charts.frame import Chart
    from alliance.present.content import Content, Figure, MapShown

MAKER = "Northern Alliance"
ACCENT = CATEGORIES[0]
WIDTH, HEIGHT = 960.0, 540.0
MARGIN = 44.0
ACROSS = WIDTH - 2 * MARGIN
BAR_TOP, BAR_WIDTH, BAR_HEIGHT = 28.0, 48.0, 4.0
TITLE_TOP = 38.0
FOOTER_TOP, FOOTER_HEIGHT = 505.0, 24.0
NUMBER_WIDTH = 60.0
GAP = 16.0
MOST_IN_ROW, MOST_IN_COLUMN, MOST_CARDS = 6, 10, 12
MOST_PANELS = 3

_TITLE = [Step(30, 36), Step(26, 63), Step(22, 80), Step(18, 66), Step(15, 72)]
_CAPTION = [Step(20, 48), Step(18, 66), Step(16, 78), Step(14, 84), Step(12, 116), Step(10, 150)]
_CAPTION_ALONE = [Step(24, 90), Step(20, 140), Step(18, 160), Step(14, 170), Step(11, 170)]
_WARNING = [Step(11, 27), Step(10, 36), Step(8.5, 42)]
_FOOTER = [Step(8, 20), Step(7.5, 19), Step(6.5, 24)]
_HEADING = [Step(13, 16), Step(12, 15), Step(11, 27), Step(10, 25)]
_LEAST_TABLE, _LEAST_NATIVE = 95.0, 135.0
_LEAST_OF_DRAWING = 0.45
"""A drawing loses its words where it has less than this part of the height it has on a screen."""


class Layout(StrEnum):
    """What kind of page it is, by what the scene has."""

    MAP_FIGURES = "Map and figures"
    MAP_CHART = "Map and chart"
    CHART_TABLE = "Chart and table"
    FIGURES = "Figures"


class Panel(NamedTuple):
    """A map, chart or table: its heading, where it has one, and the box for the thing itself.

    A table comes with what of it has room, and its heading says how much that is.
    """

    shown: MapShown | Chart | TableShown
    heading: Placed | None
    box: Box
    table: TablePlan | None = None


@dataclass(frozen=True, eq=False)
class PagePlan:
    """Where everything of a scene stands.

    Parameters
    ----------
    layout
        The kind of page.
    title, sentence, caption, warning, footer
        Words; nothing where the scene has none.
    figures, panels, key
        In reading order; what there is no room for is left out.

    """

    layout: Layout
    title: Placed
    sentence: Placed | None
    caption: Placed | None
    warning: Placed | None
    footer: Placed | None
    figures: tuple[PlacedFigure, ...]
    panels: tuple[Panel, ...]
    key: tuple[KeyLine, ...]


def planned(content: Content) -> PagePlan:
    """Place what a scene shows."""
    layout = _layout(content)
    title = _placed(content.title or "Untitled", TITLE_TOP, _TITLE, bold=True)
    top = title.box.bottom + 2
    sentence = None
    if content.sentence:
        words = on_one_line(content.sentence, ACROSS, (13, 12, 11, 10, 9))
        sentence = Placed(Box(MARGIN, top, ACROSS, words.height), words)
        top = sentence.box.bottom
    caption = None
    if content.caption.strip():
        steps = _CAPTION_ALONE if layout is Layout.FIGURES else _CAPTION
        caption = _placed(content.caption, top + 10, steps)
        top = caption.box.bottom
    bottom, warning = FOOTER_TOP - 10, None
    if said := " ".join([*content.warnings, *content.faults]):
        words = fitted(said, ACROSS - 2 * 10, _WARNING)
        high = words.height + 8
        warning = Placed(Box(MARGIN, bottom - high, ACROSS, high), words)
        bottom = warning.box.top - 8
    room = Box(MARGIN, top + 14, ACROSS, bottom - top - 14)
    figures, panels, key = _PARTS[layout](content, room)
    footer = _footer(content, panels)
    return PagePlan(layout, title, sentence, caption, warning, footer, figures, panels, key)


Parts = tuple[tuple[PlacedFigure, ...], tuple[Panel, ...], tuple[KeyLine, ...]]


def _layout(content: Content) -> Layout:
    beside = content.charts or content.tables
    if content.map:
        return Layout.MAP_CHART if beside else Layout.MAP_FIGURES
    return Layout.CHART_TABLE if beside else Layout.FIGURES


def _placed(words: str, top: float, steps: Sequence[Step], *, bold: bool = False) -> Placed:
    held = fitted(words, ACROSS, steps, bold=bold)
    return Placed(Box(MARGIN, top, ACROSS, held.height), held)


def sources_of(contents: Sequence[Content]) -> list[str]:
    """Give every source of scenes once."""
    whole = [content.sources for content in contents]
    parts = [s for c in contents for chart in c.charts for s in chart.source.split("; ")]
    return list(dict.fromkeys(one.strip() for one in [*whole, *parts] if one.strip()))


def _footer(content: Content, panels: Sequence[Panel]) -> Placed | None:
    """Say where the figures come from, and what there was no room for."""
    drawn = [panel.shown for panel in panels]
    left_out = [one.title for one in _told(content) if one not in drawn]
    also = f"Also on the screen: {'; '.join(left_out)}. " if left_out else ""
    given = " · ".join(sources_of([content]))
    if not given and not also:
        return None
    width = ACROSS - NUMBER_WIDTH - GAP
    words = fitted(f"{also}Sources: {given}" if given else also, width, _FOOTER)
    return Placed(Box(MARGIN, FOOTER_TOP, width, FOOTER_HEIGHT), words)


def _map_and_figures(content: Content, room: Box) -> Parts:
    """Put a large map on the left, figures and key in a column on its right."""
    assert content.map is not None  # noqa: S101 (the layout is chosen by it)
    figures = content.figures[:MOST_IN_COLUMN]
    across = 2 if len(figures) > 4 else 1
    wide = (330.0 if across == 2 else 210.0) if figures or content.map.keys else 0.0
    large = Box(room.left, room.top, room.width - wide - (GAP + 8) * bool(wide), room.height)
    side = Box(large.right + GAP + 8, room.top, wide, room.height)
    key, taken = planned_key(content.map.keys, side.width, side.height * 0.6)
    placed = figure_grid(figures, Box(side.left, side.top, wide, side.height - taken - GAP), across)
    # The key ends with the map, the figures begin with it.
    moved = tuple(line.at(side.left, side.bottom - taken) for line in key)
    return placed, (Panel(content.map, None, large),), moved


def _map_and_chart(content: Content, room: Box) -> Parts:
    """Put figures in a row, below them the map with its key, and one or two things beside it."""
    assert content.map is not None  # noqa: S101 (the layout is chosen by it)
    figures, room = _row(content.figures, room)
    wide = room.width * 0.57
    key, taken = planned_key(content.map.keys, wide, room.height * 0.35)
    taken += 8 * bool(key)
    large = Box(room.left, room.top, wide, room.height - taken)
    moved = tuple(line.at(room.left, large.bottom + 8) for line in key)
    side = Box(large.right + 24, room.top, room.width - wide - 24, room.height)
    beside = _stacked(_told(content)[: MOST_PANELS - 1], side)
    return figures, (Panel(content.map, None, large), *beside), moved


def _chart_and_table(content: Content, room: Box) -> Parts:
    """Put figures in a row, below them one thing across, two side by side, or one and two."""
    figures, room = _row(content.figures, room)
    first, *others = _told(content)[:MOST_PANELS]
    wide = room.width * 0.54 if others else room.width
    left = Box(room.left, room.top, wide, room.height)
    right = Box(left.right + 28, room.top, room.width - wide - 28, room.height)
    return figures, (*_stacked([first], left), *_stacked(others, right)), ()


def _figures_alone(content: Content, room: Box) -> Parts:
    """Put figures large, in rows of up to four."""
    figures = content.figures[:MOST_CARDS]
    if not figures:
        return (), (), ()
    across = min(len(figures), 3 if len(figures) in (3, 5, 6, 9) else 4)
    return figure_grid(figures, room, across, large=True), (), ()


_PARTS = {
    Layout.MAP_FIGURES: _map_and_figures,
    Layout.MAP_CHART: _map_and_chart,
    Layout.CHART_TABLE: _chart_and_table,
    Layout.FIGURES: _figures_alone,
}


def _told(content: Content) -> list[Chart | TableShown]:
    """Give charts and tables in turn, the most telling first."""
    charts, tables = list(content.charts), list(content.tables)
    first: list[Chart | TableShown] = [*charts[:1], *tables[:1]]
    return [*first, *charts[1:], *tables[1:]]


def _stacked(things: Sequence[Chart | TableShown], box: Box) -> list[Panel]:
    """Put things under each other, as many of the first as have room to be read."""
    while len(things) > 1 and max(map(_least, things)) > box.height / len(things) - GAP:
        things = things[:-1]
    panels = []
    high = (box.height - GAP * (len(things) - 1)) / max(len(things), 1)
    for place, thing in enumerate(things):
        part = Box(box.left, box.top + place * (high + GAP), box.width, high)
        panels.append(_panel(thing, part))
    return panels


def _panel(thing: Chart | TableShown, box: Box) -> Panel:
    words = fitted(thing.title, box.width, _HEADING, bold=True)
    table = None
    if isinstance(thing, TableShown):
        table = planned_table(thing, box.width, box.height - words.height - 6)
        title = f"{thing.title} · {table.counts}" if table.counts else thing.title
        words = fitted(title, box.width, _HEADING, bold=True)
    heading = Placed(Box(box.left, box.top, box.width, words.height), words)
    return Panel(thing, heading, box.below(words.height + 4), table)


def _least(thing: Chart | TableShown) -> float:
    """Give the height below which a thing cannot be read."""
    if isinstance(thing, TableShown):
        return _LEAST_TABLE
    if natives := native_charts(thing):
        return _LEAST_NATIVE * len(natives)
    return float(thing.figure.layout.height) * _LEAST_OF_DRAWING


def _row(figures: Sequence[Figure], room: Box) -> tuple[tuple[PlacedFigure, ...], Box]:
    """Put figures in a row, and give what is left below."""
    held = figures[:MOST_IN_ROW]
    if not held:
        return (), room
    placed = figure_grid(held, Box(room.left, room.top, room.width, 90.0), len(held))
    high = max(one.beside.box.bottom for one in placed) - room.top
    return placed, room.below(high + 14)
