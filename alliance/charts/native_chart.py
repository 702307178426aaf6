"""What a chart is that a program of slides draws itself: bars, lines or dots, with their axes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Literal

Category = str | dt.date
Kind = Literal["bar", "stacked bar", "line", "stacked area", "scatter"]


@dataclass(frozen=True)
class Series:
    """A line, the dots of one kind, or the bars of one kind.

    Parameters
    ----------
    name
        In the legend; empty where there is only one.
    values
        One a category, or one a place of ``across`` where the chart is a scatter; None for a gap.
    colours
        ``#RRGGBB``: one for all, or one a value.
    across
        Of a scatter only: where each value stands, numbers or days.
    line
        Whether values are joined, and how: ``solid``, ``dash``, ``dot`` and so on, as plotly names
        them; empty where they are not.
    symbol
        Of the dot at each value, as plotly names it; empty where there is none.

    """

    name: str
    values: tuple[float | None, ...]
    colours: tuple[str, ...]
    across: tuple[float | dt.date, ...] = ()
    line: str = ""
    symbol: str = ""


@dataclass(frozen=True)
class Axis:
    """An axis: its title, how its numbers are written, and from where to where it goes.

    Parameters
    ----------
    title
        May be empty.
    form
        As spreadsheets write it, such as ``0"%"``; empty for one of names.
    low, high
        Nothing where the program may choose.

    """

    title: str = ""
    form: str = ""
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class NativeChart:
    """A chart of bars, lines or dots.

    Parameters
    ----------
    kind
        Bars beside each other or one upon another, lines, areas one upon another, or dots anywhere.
    categories
        Names, years or days, in the order shown; none of a scatter.
    series
        In the order shown.
    category_axis, value_axis
        Of a scatter, the first is that of ``Series.across``.
    sideways
        Whether bars lie, the first category on top.
    notes
        What the figure says within its axes that such a chart cannot show, to be written below.

    """

    kind: Kind
    categories: tuple[Category, ...]
    series: tuple[Series, ...]
    category_axis: Axis
    value_axis: Axis
    sideways: bool = False
    notes: tuple[str, ...] = ()

    def first(self, bars: int) -> NativeChart:
        """Return the chart of its first bars only."""
        series = [
            replace(one, values=one.values[:bars], colours=one.colours[:bars])
            for one in self.series
        ]
        return replace(self, categories=self.categories[:bars], series=tuple(series))
