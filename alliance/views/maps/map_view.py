"""A live map as data: its style, what it opens on, its key, and what it says in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from alliance.analysis.filter_codec import nearest_day
from alliance.analysis.filters import Filter, named_regions
from alliance.current.state import current_history, names_are_hidden, served_version
from alliance.maps.ground import Ground
from alliance.maps.style import kinds_shown, style, style_address
from alliance.web.assets import MAP_SCRIPT, asset_address

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Hashable, Sequence

    from alliance.maps.choice import MapChoice
    from alliance.maps.key import Key
    from alliance.maps.view import Bounds

HEIGHT_PX, LOW_PX = 560, 470
"""Of a map that leads its page, and of one further down."""
_DIGITS = 5  # of a degree: about a metre


@dataclass(frozen=True, eq=False)
class MapView:
    """What a live map shows, in one theme.

    Parameters
    ----------
    day
        Whose areas and schools it shows.
    theme
        ``light`` or ``dark``.
    style
        The address of a style as :func:`alliance.maps.style.style` gives it, or a small one itself.
    bounds
        What it opens on.
    alt
        What it shows, for those who cannot see it.
    keys
        What its colours mean.
    kinds
        The kinds of school shown, all without them.
    named
        Places written on it: ``name``, ``lon``, ``lat``, the most telling first; areas have
        ``within`` too (see :func:`alliance.maps.area_names.area_places`).
    mark
        A word that stands on its picture whatever else is left out.

    """

    day: dt.date
    theme: str
    style: str | dict[str, Any]
    bounds: Bounds
    alt: str
    keys: tuple[Key, ...]
    kinds: list[int] | None = None
    named: pd.DataFrame | None = None
    mark: str = ""


class CardShown(NamedTuple):
    """The card over a map: of the school of a URN, if any is selected, and a note on it.

    ``open`` tells whether the school is open on the day; of one that is not, only the note is said.
    """

    urn: int | None = None
    note: str = ""
    open: bool = True


def ground_of(chosen: Filter, theme_name: str) -> Ground:
    """Return what a map of a filter stands on, on the nearest day of the records."""
    history = current_history()
    day = nearest_day(history, chosen.day)
    return Ground(served_version(), day.isoformat(), named_regions(chosen.regions), theme_name)


def view_of_choice(
    choice: MapChoice,
    bounds: Bounds,
    alt: str,
    keys: Sequence[Key],
    named: pd.DataFrame | None = None,
) -> MapView:
    """Return the map of a choice of schools and layers."""
    return MapView(
        day=choice.filter.day,
        theme=choice.theme,
        style=style(served_version(), choice)
        if names_are_hidden()
        else style_address(served_version(), choice),
        bounds=bounds,
        alt=alt,
        keys=tuple(keys),
        kinds=kinds_shown(choice.filter),
        named=named,
    )


def map_data(
    view: MapView,
    *,
    ahead: Sequence[str] = (),
    spot: tuple[float, float, float, int] | None = None,
    selected: pd.Series[Any] | None = None,
    collected: pd.DataFrame | None = None,
    ring_all: bool = False,
    circle_km: float | None = None,
    height_px: int = HEIGHT_PX,
    room: str = "",
    file: str = "",
    card: CardShown | None = None,
    picks: bool = False,
    collecting: Sequence[int] | None = None,
) -> dict[str, Any]:
    """Return what the browser needs to draw a map.

    Parameters
    ----------
    ahead
        Addresses to fetch beforehand.
    spot
        Longitude, latitude and zoom to move to in place of the bounds, and a number that differs
        each time it is asked for.
    selected, collected
        Schools to ring, strongly or lightly: rows with ``lon`` and ``lat``.
    ring_all
        Ring every school that is shown.
    circle_km
        Radius of a circle around the selected school.
    height_px
        Of the map on the page.
    room
        Names the map on its page, by which a link says which part of it was shown.
    file
        The name under which its picture is kept.
    card
        That a press on a school shows a card of it, and of which one already; none without it.
    picks
        Whether the page takes note of what is pressed.
    collecting
        URNs of the schools selected together, where presses add up; nothing where they do not.

    """
    at = _place(selected)
    return {
        "library": asset_address(MAP_SCRIPT),
        "style": view.style,
        "kinds": view.kinds,
        "bounds": [round(edge, _DIGITS) for edge in view.bounds],
        "spot": spot,
        "selected": at,
        "collected": _rows(collected, "lon", "lat").to_numpy().tolist(),
        "ring_all": ring_all,
        "circle": [*at, circle_km] if at and circle_km else None,
        "names": _named(view.named),
        "ahead": list(ahead),
        "height": height_px,
        "alt": view.alt,
        "room": room,
        "file": file,
        "card": None if card is None else card._asdict(),
        "picks": picks,
        "collecting": None if collecting is None else list(collecting),
    }


def _place(school: pd.Series[Any] | None) -> list[float] | None:
    if school is None or school[["lon", "lat"]].isna().any():
        return None
    return [round(float(school[axis]), _DIGITS) for axis in ("lon", "lat")]


def _named(places: pd.DataFrame | None) -> list[dict[Hashable, Any]]:
    within = ["within"] if places is not None and "within" in places else []
    return _rows(places, "name", "lon", "lat", *within).to_dict("records")


def _rows(places: pd.DataFrame | None, *columns: str) -> pd.DataFrame:
    """Return the located rows of a table, without which there are none."""
    if places is None:
        return pd.DataFrame(columns=list(columns))
    return places[list(columns)].dropna().round(_DIGITS)
