"""What a scene shows, worked out: the one thing that screens, slides, files and minutes draw."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    import pandas as pd

    from alliance.charts.frame import Chart
    from alliance.maps.key import Key


class Figure(NamedTuple):
    """A figure: its label, its value and what stands beside it, in words."""

    label: str
    value: str
    beside: str = ""


@dataclass(frozen=True, eq=False)
class MapShown:
    """A map: what the live map is told of it.

    Parameters
    ----------
    data
        What the browser needs for it, by :func:`alliance.views.maps.map_view.map_data`.
    keys
        What its colours mean.
    alt
        What it shows, for who cannot see it.
    mark
        A word that stands on its picture whatever else is left out.

    """

    data: Mapping[str, Any]
    keys: tuple[Key, ...]
    alt: str
    mark: str = ""


@dataclass(frozen=True, eq=False)
class TableShown:
    """A table ready to read.

    Parameters
    ----------
    title
        What its rows are.
    rows
        Its first rows, words in every cell; the names of the columns are the headings.
    total
        How many rows there are in all.

    """

    title: str
    rows: pd.DataFrame
    total: int


class PictureShown(NamedTuple):
    """A picture of a scene of words: where it is known by, its kind, its size, what it shows."""

    digest: str
    kind: str
    width: int
    height: int
    alt: str


@dataclass(frozen=True, eq=False)
class Content:
    """What a scene shows.

    Parameters
    ----------
    title, caption
        As the room reads them, with the figures in place.
    sentence
        What is looked at: place, day, number of schools.
    figures
        The headline figures.
    map
        The map, where the page has one.
    words, picture, answers
        Of a scene of words: its Markdown, its picture, and what may be answered to it.
    charts, tables
        What stands beside or below it; each chart carries its table.
    facts
        Figures that a caption may name in braces, by name.
    day
        The day shown, where all it holds is of one.
    sources
        Where the figures come from.
    warnings
        What the room has to be told: partial records, invented rows.
    faults
        What in the scene no longer resolves, in words; it was left aside.
    slips
        What is amiss with its title and caption: for whoever presents, never for the room.

    """

    title: str
    caption: str
    sentence: str
    figures: tuple[Figure, ...] = ()
    map: MapShown | None = None
    words: str = ""
    picture: PictureShown | None = None
    answers: tuple[str, ...] = ()
    charts: tuple[Chart, ...] = ()
    tables: tuple[TableShown, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)
    day: dt.date | None = None
    sources: str = ""
    warnings: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    slips: tuple[str, ...] = ()


def row_of(schools: pd.DataFrame, urn: int) -> pd.Series[Any] | None:
    """Return the row of a school by URN, from a table sorted by URN; nothing if it is not there."""
    at = int(schools["urn"].searchsorted(urn))
    row = schools.iloc[at] if at < len(schools) else None
    return row if row is not None and row["urn"] == urn else None


@dataclass(frozen=True)
class Showing:
    """In which theme a scene is shown, and whether schools' names are hidden."""

    dark: bool
    redacted: bool

    @property
    def theme(self) -> str:
        """The name of the theme."""
        return "dark" if self.dark else "light"
