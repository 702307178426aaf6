"""The axes of a plotly figure as they are drawn: from values to points, with their ticks."""

from __future__ import annotations

import base64
import math
from dataclasses import dataclass, field
from html import unescape
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt
    import plotly.graph_objects as go

    Floats = npt.NDArray[np.float64]

_ROOM = 0.05  # that plotly leaves beside what it fits an axis to
_STEPS = (1.0, 2.0, 5.0, 10.0)
_YEARS = (1, 2, 5, 10, 20, 50)
_MS_IN_A_DAY = 86_400_000.0
_MONTHS = (1, 2, 3, 6)


class Tick(NamedTuple):
    """A place on an axis, and the lines of its words."""

    value: float
    words: tuple[str, ...]


@dataclass
class Scale:
    """One axis: what it shows, and where it is drawn.

    Parameters
    ----------
    name
        As plotly's layout has it: ``xaxis2``.
    kind
        ``linear``, ``date`` or ``category``.
    names
        Of a category axis, in order.
    low, high
        The values at its start and end; dates as days since 1970.
    start, end
        Where those are drawn, in points.

    """

    name: str
    told: Any
    kind: str = "linear"
    names: list[str] = field(default_factory=list)
    low: float = 0.0
    high: float = 1.0
    start: float = 0.0
    end: float = 1.0

    @property
    def is_x(self) -> bool:
        """Whether it runs across."""
        return self.name.startswith("x")

    @property
    def shown(self) -> bool:
        """Whether it has words and lines at all."""
        return self.told.visible is not False

    def numbers(self, values: Any) -> Floats:
        """Return values as numbers of this axis; what is missing is not a number."""
        if values is None:
            return np.array([], dtype=np.float64)
        held = pd.Series(column(values))
        if self.kind == "date":
            days = pd.to_datetime(held, utc=True).dt.tz_localize(None)
            return np.asarray((days - pd.Timestamp(0)) / pd.Timedelta(days=1), dtype=np.float64)
        if self.kind == "category":
            places = {name: place for place, name in enumerate(self.names)}
            return np.array(
                [
                    value if _is_number(value) else places.get(str(value), math.nan)
                    for value in held
                ],
                dtype=np.float64,
            )
        return np.asarray(
            pd.to_numeric(held).astype("Float64").to_numpy(np.float64, na_value=np.nan)
        )

    def lengths(self, values: Any) -> Floats:
        """Return lengths of bars as numbers of this axis; of days plotly tells milliseconds."""
        if self.kind != "date":
            return self.numbers(values)
        return np.asarray(column(values), dtype=np.float64) / _MS_IN_A_DAY

    def points(self, values: Floats | float) -> Any:
        """Return where numbers of this axis are drawn."""
        return self.start + (values - self.low) / (self.high - self.low) * (self.end - self.start)

    def ticks(self, room: float) -> list[Tick]:
        """Return the ticks, no closer together than ``room`` (points) where they may be chosen."""
        if self.told.tickvals is not None:
            values = self.numbers(self.told.tickvals)
            words = self.told.ticktext if self.told.ticktext is not None else self.told.tickvals
            return [Tick(float(v), lines_of(t)) for v, t in zip(values, words, strict=True)]
        if self.kind == "category":
            return [Tick(float(place), lines_of(name)) for place, name in enumerate(self.names)]
        low, high = sorted((self.low, self.high))
        most = max(int(abs(self.end - self.start) / room), 1)
        if self.kind == "date":
            return _day_ticks(low, high, most)
        return self._number_ticks(low, high, most)

    def _number_ticks(self, low: float, high: float, most: int) -> list[Tick]:
        step = _nice((high - low) / most)
        if self.told.tickformat == "d" or self.told.dtick == 1:
            step = max(math.ceil(step), 1)
        first = math.ceil(low / step - 1e-9)
        values = [n * step for n in range(first, math.floor(high / step + 1e-9) + 1)]
        places = max(-math.floor(math.log10(step) + 1e-9), 0)
        form = f".{places}f" if self.told.tickformat == "d" else f",.{places}f"
        after = self.told.ticksuffix or ""
        return [Tick(v, (f"{v:{form}}{after}".replace("-", "–"),)) for v in values]


def scales_of(figure: go.Figure) -> dict[str, Scale]:
    """Return the axes of a figure by their name, each with its kind, names and range."""
    found: dict[str, Scale] = {}
    for trace in figure.data:
        for letter in "xy":
            name = axis_name(getattr(trace, f"{letter}axis"), letter)
            found.setdefault(name, Scale(name, figure.layout[name]))
    for scale in found.values():
        _learn(scale, [trace for trace in figure.data if _on(trace, scale)])
    for group in _matching(found):
        _fit(group, figure)
    return found


def column(told: Any) -> list[Any]:
    """Return plotly's values as a list; a figure that was stored holds numbers as bytes."""
    if told is None:
        return []
    if not isinstance(told, dict):
        return list(told)
    held = np.frombuffer(base64.b64decode(told["bdata"]), dtype=told["dtype"])
    if shape := told.get("shape"):
        held = held.reshape([int(side) for side in str(shape).split(",")])
    return list(held)


def axis_name(reference: str | None, letter: str) -> str:
    """Return the name in the layout of what a trace calls ``x2``."""
    return f"{letter}axis{(reference or letter)[1:]}"


def lines_of(words: object) -> tuple[str, ...]:
    """Return plotly's words in lines, without its marks."""
    plain = str(words).replace("<b>", "").replace("</b>", "")
    return tuple(unescape(line) for line in plain.split("<br>"))


def _on(trace: Any, scale: Scale) -> bool:
    letter = scale.name[0]
    return axis_name(getattr(trace, f"{letter}axis"), letter) == scale.name


def _learn(scale: Scale, traces: Sequence[Any]) -> None:
    """Find out of what kind the axis is, and its categories."""
    values = [value for trace in traces for value in column(getattr(trace, scale.name[0]))]
    known = [value for value in values if value is not None and not _is_nan(value)]
    told = scale.told.type
    if told in ("date", "category"):
        scale.kind = told
    elif known and isinstance(known[0], str):
        scale.kind = "category"
    elif known and not _is_number(known[0]):
        scale.kind = "date"
    if scale.kind == "category":
        given = scale.told.categoryarray
        order = [*(given if given is not None else ()), *map(str, known)]
        scale.names = list(dict.fromkeys(str(name) for name in order))


def _matching(scales: dict[str, Scale]) -> list[list[Scale]]:
    """Group the axes that share one range."""
    groups: dict[str, list[Scale]] = {}
    for name, scale in scales.items():
        other = scale.told.matches
        groups.setdefault(axis_name(other, name[0]) if other else name, []).append(scale)
    return list(groups.values())


def _fit(group: Sequence[Scale], figure: go.Figure) -> None:
    """Return axes their common range: the one told, or that of the values."""
    given = next((s.told.range for s in group if s.told.range is not None), None)
    if given is not None:
        low, high = (float(n) for n in group[0].numbers(list(given)))
    else:
        low, high = _range_of_values(group, figure)
        if any(scale.told.autorange == "reversed" for scale in group):
            low, high = high, low
    for scale in group:
        scale.low, scale.high = low, high if high != low else low + 1.0


def _range_of_values(group: Sequence[Scale], figure: go.Figure) -> tuple[float, float]:
    lows, highs, padded = [], [], False
    for scale in group:
        for trace in figure.data:
            if not _on(trace, scale):
                continue
            held = _reach(trace, scale, figure)
            held = held[~np.isnan(held)]
            if len(held):
                lows.append(held.min())
                highs.append(held.max())
            padded |= trace.type == "scatter" and ("markers" in (trace.mode or ""))
    if group[0].kind == "category":
        return -0.5, len(group[0].names) - 0.5
    low, high = (float(min(lows)), float(max(highs))) if lows else (0.0, 1.0)
    if group[0].told.rangemode == "tozero":
        low, high = min(low, 0.0), max(high, 0.0)
    room = (high - low or 1.0) * _ROOM
    if group[0].is_x and not padded:
        return low, high
    zero = low == 0.0 and not (padded and group[0].told.rangemode != "tozero")
    return (low if zero else low - room), high + room


def _reach(trace: Any, scale: Scale, figure: go.Figure) -> Floats:
    """Return the numbers that a trace reaches on an axis, bars with where they stand."""
    letter = scale.name[0]
    if trace.type == "bar" and scale.kind == "date" and trace.base is not None:
        begin = scale.numbers(column(trace.base))
        return np.concatenate([begin, begin + scale.lengths(getattr(trace, letter))])
    values = scale.numbers(getattr(trace, letter))
    if trace.type == "heatmap":
        return np.concatenate([values - 0.5, values + 0.5])
    if trace.type != "bar":
        return values
    if (trace.orientation == "h") == (letter == "y"):
        half = bar_step(values) / 2
        return np.concatenate([values - half, values + half])
    if figure.layout.barmode == "stack":
        values = _stack_heights(scale, figure)
    return np.concatenate([[0.0], values])


def _stack_heights(scale: Scale, figure: go.Figure) -> Floats:
    letter = scale.name[0]
    other = "y" if letter == "x" else "x"
    parts = [
        pd.Series(scale.numbers(getattr(t, letter)), index=pd.Index(column(getattr(t, other))))
        for t in figure.data
        if t.type == "bar" and _on(t, scale)
    ]
    return np.asarray(pd.concat(parts).groupby(level=0).sum(), dtype=np.float64)


def bar_step(values: Floats) -> float:
    """Return how far apart bars stand."""
    steps = np.diff(np.unique(values[~np.isnan(values)]))
    return float(steps.min()) if len(steps) else 1.0


def _nice(step: float) -> float:
    """Return the round number that is no less than a step."""
    power = 10.0 ** math.floor(math.log10(step))
    return next(nice * power for nice in _STEPS if nice * power >= step - 1e-12)


def _day_ticks(low: float, high: float, most: int) -> list[Tick]:
    start, end = (pd.Timestamp(0) + pd.Timedelta(days=day) for day in (low, high))
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    step = next((n for n in _MONTHS if months / n <= most), None)
    if months <= 30 and step:
        days = pd.date_range(start.normalize().replace(day=1), end, freq=f"{step}MS")
        return [_day_tick(day, f"{day:%b %Y}") for day in days if day >= start]
    years = end.year - start.year + 1
    each = next((n for n in _YEARS if years / n <= most), _YEARS[-1])
    first = -(-start.year // each) * each
    days = pd.DatetimeIndex([f"{year}-01-01" for year in range(first, end.year + 1, each)])
    return [_day_tick(day, f"{day.year}") for day in days if start <= day <= end]


def _day_tick(day: pd.Timestamp, words: str) -> Tick:
    return Tick((day - pd.Timestamp(0)) / pd.Timedelta(days=1), (words,))


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float, np.integer, np.floating)) and not isinstance(value, bool)


def _is_nan(value: object) -> bool:
    return value is pd.NaT or (isinstance(value, float) and math.isnan(value))
