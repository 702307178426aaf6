"""What the traces of a figure are drawn on, and what their drawing shares."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from alliance.charts.marks import Words
from alliance.charts.scales import axis_name, column, lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import plotly.graph_objects as go

    from alliance.charts.scales import Scale

LINE = 1.2
"""The height of a line in letters."""
LETTERS = 12.0
"""Plotly's size of letters in pixels, where a trace is silent."""


@dataclass
class Pane:
    """What traces are drawn on.

    Parameters
    ----------
    scales
        By name.
    figure
        That is drawn.
    pixel
        How many points a pixel of plotly is.

    """

    scales: dict[str, Scale]
    figure: go.Figure
    pixel: float

    def axes(self, trace: Any) -> tuple[Scale, Scale]:
        """Return the axes of a trace."""
        return (
            self.scales[axis_name(trace.xaxis, "x")],
            self.scales[axis_name(trace.yaxis, "y")],
        )


def written(
    at: tuple[float, float], words: object, size: float, colour: str, across: float, down: float
) -> Iterator[Words]:
    """Write lines of words about a point.

    ``across`` says where the point is in their width, 0 at the start and 1 at the end; ``down``
    where in their height, 0 at the top and 1 at the bottom.
    """
    lines = lines_of(words)
    anchor = ("start", "middle", "end")[round(2 * across)]
    top = at[1] - down * len(lines) * size * LINE
    bold = "<b>" in str(words)
    for place, line in enumerate(lines):
        middle = top + (place + 0.5) * size * LINE
        yield Words((at[0], middle), line, size, colour, anchor, bold)  # type: ignore[arg-type]


def readable_on(colour: str) -> str:
    """Return black or white letters, whichever are read better on a colour."""
    parts = [part / 255 for part in rgb_of(colour)]
    light = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    luminance = 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2]
    return "#FFFFFF" if 1.05 / (luminance + 0.05) >= (luminance + 0.05) / 0.05 else "#000000"


def rgb_of(colour: str) -> tuple[int, ...]:
    """Return the red, green and blue of #RRGGBB, each 0 to 255."""
    return tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))


def text_colour(pane: Pane) -> str:
    """Return the colour of the figure's words."""
    return str(pane.figure.layout.font.color)


def each(given: Any, many: int, otherwise: Any) -> Sequence[Any]:
    """Return a value for each point, where plotly takes one for all or one each."""
    if given is None:
        return [otherwise] * many
    return [given] * many if isinstance(given, (str, int, float)) else column(given)


def as_list(given: Any) -> Sequence[Any]:
    """Return one value or many as many."""
    return [given] if isinstance(given, (int, float)) else column(given)
