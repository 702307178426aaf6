"""Where everything of a scene stands on a slide.

A slide is 960 by 540 points (13⅓ by 7½ inches, 16:9); its template says how much room it leaves.
Words are measured before they are placed, so that nothing runs over its box; what is left goes to
the map, the charts and the tables.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from alliance.present.files.boxes import Box, Placed
from alliance.present.files.figure_plan import PlacedFigure, figure_grid
from alliance.present.files.key_plan import KeyLine, planned_key
from alliance.present.files.measure import LEADING, Step, fitted, in_lines, on_one_line
from alliance.present.files.own_plan import OwnPlan, planned_own
from alliance.present.files.panel_plan import GAP, Panel, stacked, told_of
from alliance.present.files.table_plan import width_wished
from alliance.text.licences import SHORT
from alliance.views.content import MapShown, TableShown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from alliance.charts.frame import Chart
    from alliance.views.content import Content, Figure

MAKER = "Northern Alliance"
WIDTH, HEIGHT = 960.0, 540.0
COLUMN = 470.0
"""The width of what stands beside a high map."""
MOST_IN_ROW, MOST_IN_COLUMN, MOST_CARDS = 6, 10, 12
MOST_PANELS = 3

_TITLE = [Step(30, 36), Step(26, 63), Step(22, 80), Step(18, 66), Step(15, 72)]
_CAPTION = [Step(20, 48), Step(18, 66), Step(16, 78), Step(14, 84), Step(12, 116), Step(10, 150)]
_CAPTION_ALONE = [Step(24, 90), Step(20, 140), Step(18, 160), Step(14, 170), Step(11, 170)]
_BESIDE_MAP = [Step(18, 66), Step(16, 78), Step(14, 84)]
_WARNING = [Step(11, 27), Step(10, 36), Step(8.5, 42)]
_FOOTER = [Step(8, 20), Step(7.5, 19), Step(6.5, 24)]


class Layout(StrEnum):
    """What kind of page it is, by what the scene has."""

    MAP_FIGURES = "Map and figures"
    MAP_CHART = "Map and chart"
    CHART_TABLE = "Chart and table"
    FIGURES = "Figures"


class Frame(NamedTuple):
    """The room that a template leaves a scene, in points.

    Parameters
    ----------
    title, footer
        Their boxes.
    left, width
        Of all that stands between them.

    """

    title: Box
    left: float
    width: float
    footer: Box


@dataclass(frozen=True, eq=False)
class PagePlan:
    """Where everything of a scene stands.

    Parameters
    ----------
    layout
        The kind of page.
    title, sentence, caption, warning, footer
        Words; nothing where the scene has none.
    own
        Words, picture and answers of a scene of words.
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
    own: OwnPlan | None = None


def planned(content: Content, frames: Mapping[str, Frame]) -> PagePlan:
    """Place what a scene shows in the room that its layout leaves."""
    layout = _layout(content)
    frame = frames[layout]
    title = _placed(content.title or "Untitled", frame.title, _TITLE, bold=True)
    within = Box(frame.left, title.box.bottom + 2, frame.width, 0)
    top = within.top
    sentence = None
    if content.sentence:
        words = on_one_line(content.sentence, frame.width, (13, 12, 11, 10, 9))
        sentence = Placed(within._replace(height=words.height), words)
        top = sentence.box.bottom
    caption = None
    has_column = layout is Layout.MAP_CHART and _is_short(content.caption)
    if content.caption.strip() and not has_column:
        steps = _CAPTION_ALONE if layout is Layout.FIGURES else _CAPTION
        caption = _placed(content.caption, within._replace(top=top + 10), steps)
        top = caption.box.bottom
    bottom, warning = frame.footer.top - 10, None
    if said := " ".join([*content.warnings, *content.faults]):
        words = fitted(said, frame.width - 2 * 10, _WARNING)
        high = words.height + 8
        warning = Placed(within._replace(top=bottom - high, height=high), words)
        bottom = warning.box.top - 8
    room = within._replace(top=top + 14, height=bottom - top - 14)
    parts = (_map_and_column if has_column else _PARTS[layout])(content, room)
    return PagePlan(
        layout,
        title,
        sentence,
        caption or parts.caption,
        warning,
        _footer(content, parts, frame.footer),
        parts.figures,
        parts.panels,
        parts.key,
        planned_own(content, room),
    )


class Parts(NamedTuple):
    """What stands in the room below the title."""

    figures: tuple[PlacedFigure, ...]
    panels: tuple[Panel, ...]
    key: tuple[KeyLine, ...] = ()
    caption: Placed | None = None


def _layout(content: Content) -> Layout:
    beside = content.charts or content.tables
    if content.map:
        return Layout.MAP_CHART if beside else Layout.MAP_FIGURES
    return Layout.CHART_TABLE if beside else Layout.FIGURES


def _placed(words: str, box: Box, steps: Sequence[Step], *, bold: bool = False) -> Placed:
    held = fitted(words, box.width, steps, bold=bold)
    return Placed(box._replace(height=held.height), held)


def sources_of(contents: Sequence[Content]) -> list[str]:
    """Return every source of scenes once."""
    whole = [content.sources for content in contents]
    told = [*whole, *(chart.source for content in contents for chart in content.charts)]
    parts = [part.strip().rstrip(".") for one in told for part in one.split("; ")]
    return list(dict.fromkeys(filter(None, parts)))


def _footer(content: Content, parts: Parts, box: Box) -> Placed | None:
    """Name the licences, say where the figures come from, and what there was no room for.

    Where not all of it fits, the end is cut: the licences stand whole.
    """
    drawn = [panel.shown for panel in parts.panels]
    left_out = [f"{one.label} {one.value}" for one in content.figures[len(parts.figures) :]]
    titles = {one.title for one in drawn if not isinstance(one, MapShown)}
    left_out += [one.title for one in told_of(content) if one.title not in titles]
    also = f" Also on the screen: {'; '.join(dict.fromkeys(left_out))}." if left_out else ""
    given = "; ".join(sources_of([content]))
    if not given and not also:
        return None
    said = f"{SHORT} Sources: {given}.{also}" if given else also
    words = fitted(said, box.width, _FOOTER)
    return Placed(box, words)


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
    return Parts(placed, (Panel(content.map, None, large),), moved)


def _is_short(caption: str) -> bool:
    """Return whether a caption may stand beside a map rather than above it."""
    last = _BESIDE_MAP[-1]
    lines = in_lines(caption.strip(), COLUMN, last.size)
    return len(lines) * last.size * LEADING <= last.height


def _map_and_column(content: Content, room: Box) -> Parts:
    """Put a high map with its key on the left, and all else in a column on its right."""
    assert content.map is not None  # noqa: S101 (the layout is chosen by it)
    wide = room.width - COLUMN - 28
    key, taken = planned_key(content.map.keys, wide, room.height * 0.3)
    taken += 8 * bool(key)
    large = Box(room.left, room.top, wide, room.height - taken)
    moved = tuple(line.at(room.left, large.bottom + 8) for line in key)
    side = Box(large.right + 28, room.top, COLUMN, room.height)
    caption = None
    if content.caption.strip():
        words = fitted(content.caption, COLUMN, _BESIDE_MAP)
        caption = Placed(Box(side.left, side.top, COLUMN, words.height), words)
        side = side.below(words.height + 12)
    across = 3 if len(content.figures) > 4 else 4
    figures, side = _row(content.figures, side, across)
    beside = stacked(told_of(content)[: MOST_PANELS - 1], side)
    return Parts(figures, (Panel(content.map, None, large), *beside), moved, caption)


def _map_and_chart(content: Content, room: Box) -> Parts:
    """Put figures in a row, below them the map with its key and one or two things beside it.

    So stands what has a caption that is too long for a column.
    """
    assert content.map is not None  # noqa: S101 (the layout is chosen by it)
    figures, room = _row(content.figures, room)
    wide = room.width * 0.57
    key, taken = planned_key(content.map.keys, wide, room.height * 0.35)
    taken += 8 * bool(key)
    large = Box(room.left, room.top, wide, room.height - taken)
    moved = tuple(line.at(room.left, large.bottom + 8) for line in key)
    side = Box(large.right + 24, room.top, room.width - wide - 24, room.height)
    beside = stacked(told_of(content)[: MOST_PANELS - 1], side)
    return Parts(figures, (Panel(content.map, None, large), *beside), moved)


def _chart_and_table(content: Content, room: Box) -> Parts:
    """Put figures in a row, below them one thing across, two side by side, or one and two."""
    figures, room = _row(content.figures, room)
    first, *others = told_of(content)[:MOST_PANELS]
    wide = room.width - _beside_chart(others, room) if others else room.width
    left = Box(room.left, room.top, wide, room.height)
    right = Box(left.right + 28, room.top, room.width - wide - 28, room.height)
    return Parts(figures, (*stacked([first], left), *stacked(others, right)))


def _beside_chart(others: Sequence[Chart | TableShown], room: Box) -> float:
    """Return how wide what stands beside a chart is: a table of many columns takes more of it."""
    wished = [width_wished(one) for one in others if isinstance(one, TableShown)]
    return min(max(room.width * 0.46, *wished, 0.0), room.width * 0.64)


def _figures_alone(content: Content, room: Box) -> Parts:
    """Put figures large, in rows of up to four."""
    figures = content.figures[:MOST_CARDS]
    if not figures:
        return Parts((), ())
    across = min(len(figures), 3 if len(figures) in (3, 5, 6, 9) else 4)
    return Parts(figure_grid(figures, room, across, large=True), ())


_PARTS = {
    Layout.MAP_FIGURES: _map_and_figures,
    Layout.MAP_CHART: _map_and_chart,
    Layout.CHART_TABLE: _chart_and_table,
    Layout.FIGURES: _figures_alone,
}


def _row(
    figures: Sequence[Figure], room: Box, across: int = MOST_IN_ROW
) -> tuple[tuple[PlacedFigure, ...], Box]:
    """Put figures in a row, or in two of ``across``, and return what is left below."""
    held = figures[:MOST_IN_ROW]
    if not held:
        return (), room
    rows = -(-len(held) // across)
    box = Box(room.left, room.top, room.width, 90.0 if rows == 1 else 136.0)
    placed = figure_grid(held, box, min(across, len(held)))
    high = max(one.beside.box.bottom for one in placed) - room.top
    return placed, room.below(high + 14)
