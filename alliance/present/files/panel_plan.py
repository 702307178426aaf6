"""Charts and tables under each other, as many as can be read, each under its heading."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from alliance.charts.native import native_charts
from alliance.present.files.boxes import Box, Placed
from alliance.present.files.measure import Step, fitted
from alliance.present.files.table_plan import TablePlan, planned_table
from alliance.views.content import TableShown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alliance.charts.frame import Chart
    from alliance.views.content import Content, MapShown

GAP = 16.0
_HEADING = [Step(13, 16), Step(12, 15), Step(11, 27), Step(10, 25)]
_LEAST_TABLE, _LEAST_NATIVE = 95.0, 135.0
_LEAST_BAR, _AROUND_BARS = 12.5, 58.0
"""The height of a lying bar that can be named, and of an axis with its title and a legend."""
_LEAST_OF_DRAWING = 0.45
"""A drawing loses its words where it has less than this part of the height it has on a screen."""


class Panel(NamedTuple):
    """A map, chart or table: its heading, where it has one, and the box for the thing itself.

    A table comes with what of it has room, a chart of lying bars with how many of them have, and
    its heading says how much that is.
    """

    shown: MapShown | Chart | TableShown
    heading: Placed | None
    box: Box
    table: TablePlan | None = None
    bars: int | None = None


def told_of(content: Content) -> list[Chart | TableShown]:
    """Return charts and tables in turn, the most telling first."""
    charts, tables = list(content.charts), list(content.tables)
    first: list[Chart | TableShown] = [*charts[:1], *tables[:1]]
    return [*first, *charts[1:], *tables[1:]]


def stacked(things: Sequence[Chart | TableShown], box: Box) -> list[Panel]:
    """Put things under each other, as many of the first as have room to be read."""
    things = [one for one in things if _least(one) <= box.height] or things[:1]
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
    bars, of = (None, 0) if table else _bars_with_room(thing, box.height - words.height)
    if bars is not None:
        words = fitted(f"{thing.title} · {bars} of {of}", box.width, _HEADING, bold=True)
    heading = Placed(Box(box.left, box.top, box.width, words.height), words)
    return Panel(thing, heading, box.below(words.height + 4), table, bars)


def _bars_with_room(chart: Chart | TableShown, height: float) -> tuple[int | None, int]:
    """Return how many of the lying bars of a chart can be named, None for all, and how many are."""
    natives = [] if isinstance(chart, TableShown) else native_charts(chart)
    if len(natives) != 1 or not natives[0].sideways:
        return None, 0
    of = len(natives[0].categories)
    room = max(int((height - _AROUND_BARS) / _LEAST_BAR), 3)
    return (room if room < of else None), of


def _least(thing: Chart | TableShown) -> float:
    """Return the height below which a thing cannot be read."""
    if isinstance(thing, TableShown):
        return _LEAST_TABLE
    if native_charts(thing):
        return _LEAST_NATIVE
    return float(thing.figure.layout.height) * _LEAST_OF_DRAWING
