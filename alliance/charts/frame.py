"""What all charts share: title, fonts, axes, source line, and the words that go with them."""

from __future__ import annotations

import math
import textwrap
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING, Any

import pandas as pd
from plotly.io.json import to_json_plotly

from alliance.charts.colours import DARK, LIGHT
from alliance.text.words import percent

if TYPE_CHECKING:
    import datetime as dt

    import plotly.graph_objects as go

    from alliance.charts.colours import Ink

FONT = '"Source Sans", "Source Sans 3", "Source Sans Pro", Arial, Helvetica, sans-serif'
TITLE_WIDTH, SOURCE_WIDTH = 44, 62
"""Characters of a line; on a phone there is room for no more."""

OFSTED = "Ofsted, overall grades of inspections, given until September 2024"
REGISTER = (
    "Department for Education, lists of academies and trusts since 2016; Ofsted, lists of "
    "state-funded schools"
)
_BARE_HEAD_PX = 10
"""What is left free above the axes where a page writes the title itself."""
RESULTS = "Department for Education, school performance tables"


@dataclass(frozen=True)
class Chart:
    """A chart with all that has to stand beside it.

    Parameters
    ----------
    figure
        For plotly.
    title
        What the chart is about, also in the figure.
    alt
        What the chart says, for who cannot see it.
    table
        The same facts.
    source
        Who published them.

    """

    figure: go.Figure
    title: str
    alt: str
    table: pd.DataFrame
    source: str

    @cached_property
    def in_json(self) -> str:
        """The figure as plotly reads it in the browser."""
        return str(self.figure.to_json(validate=False))

    @cached_property
    def untitled_json(self) -> str:
        """The same without title and source, for where a page writes them itself."""
        figure = self.figure.to_dict()
        layout = dict(figure["layout"])
        layout.pop("title", None)
        top = layout["margin"]["t"] - self._title_px
        layout |= {"margin": layout["margin"] | {"t": top}, "height": self.untitled_height_px}
        return str(to_json_plotly({"data": figure["data"], "layout": layout}))

    @property
    def untitled_height_px(self) -> int:
        """How high the figure is on a page without its title and source."""
        return int(self.figure.layout.height) - self._title_px

    @property
    def _title_px(self) -> int:
        return head_px(self.title, self.source) - _BARE_HEAD_PX


def head_px(title: str, source: str) -> int:
    """Return how high title and source of a figure are, in pixels."""
    return 22 + 19 * len(_title_lines(title)) + 15 * len(_source_lines(source))


def _title_lines(title: str) -> list[str]:
    return textwrap.wrap(title, TITLE_WIDTH)


def _source_lines(source: str) -> list[str]:
    return textwrap.wrap(f"Source: {source}", SOURCE_WIDTH)


def ink(*, dark: bool) -> Ink:
    """Return the colours of text and lines."""
    return DARK if dark else LIGHT


def framed(
    figure: go.Figure,
    title: str,
    source: str,
    page: Ink,
    height_px: int,
    *,
    legend: bool = False,
    above_px: int = 0,
) -> go.Figure:
    """Return the figure its title, source line, fonts and colours.

    ``height_px`` is that of the axes with their labels; the title and the source come on top, and
    ``above_px`` for what else stands above the axes.
    """
    titles, sources = _title_lines(title), _source_lines(source)
    head = head_px(title, source)
    figure.update_layout(
        title={
            "text": f"<b>{'<br>'.join(text(line) for line in titles)}</b>",
            "x": 0,
            "xref": "container",
            "xanchor": "left",
            "y": 1,
            "yref": "container",
            "yanchor": "top",
            # Plotly sets the first of several lines higher by what it takes for its letters.
            "pad": {"t": 20 if titles[1:] else 10, "l": 4},
            "font": {"size": 15},
            "subtitle": {
                "text": "<br>".join(text(line) for line in sources),
                "font": {"size": 11, "color": page.quiet},
            },
        },
        font={"family": FONT, "size": 13, "color": page.text},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        height=height_px + head + above_px + 28 * legend,
        margin={"t": head + above_px, "l": 8, "r": 16, "b": 32 + 28 * legend},
        legend={
            "orientation": "h",
            "x": 0,
            "xanchor": "left",
            "y": 0,
            "yref": "container",
            "yanchor": "bottom",
            "traceorder": "normal",
        },
        hoverlabel={"font": {"family": FONT}},
        showlegend=legend,
    )
    axis = {
        "gridcolor": page.grid,
        "linecolor": page.quiet,
        "zerolinecolor": page.grid,
        "automargin": True,
        "title": {"font": {"size": 12, "color": page.quiet}},
    }
    figure.update_xaxes(**axis)
    figure.update_yaxes(**axis)
    return figure


def padded(values: pd.Series, below: float, above: float) -> list[float] | None:
    """Return the range of an axis with room, in parts of the span; None to leave it to plotly."""
    known = values.dropna()
    if known.empty:
        return None
    low, high = float(known.min()), float(known.max())
    span = (high - low) or 1.0
    return [low - below * span, high + above * span]


def text(words: object) -> str:
    """Return words from data as plotly shows them, whatever they hold."""
    return escape(str(words), quote=False)


def wrapped(words: object, width: int) -> str:
    """Return words from data in lines of at most ``width`` characters where they can be parted."""
    return "<br>".join(text(line) for line in textwrap.wrap(str(words), width)) or text(words)


def in_words(day: dt.date) -> str:
    """Return a day as 14 November 2017."""
    return f"{day.day} {day:%B %Y}"


def day_of(value: Any) -> dt.date:
    """Return a day of a table as a date."""
    day: dt.date = pd.Timestamp(value).date()
    return day


def counted(number: int, one: str, many: str) -> str:
    """Return a number with its noun: 1 academy, 1,234 academies."""
    return f"{number:,} {one if number == 1 else many}"


def number(value: float, unit: str) -> str:
    """Return a value with its unit: 86.2%, 12.4 km, 1,234 pupils, 46.6 points, –0.23 grades."""
    if math.isnan(value):
        return "not known"
    if unit == "%":
        return percent(value)
    if unit == "km":
        return f"{value:.1f} km"
    if unit == "grades":
        return f"{value:+.2f}".replace("-", "–")
    if unit in ("points", "scaled score"):
        return f"{value:.1f}".replace("-", "–")
    return f"{value:,.0f}".replace("-", "–")
