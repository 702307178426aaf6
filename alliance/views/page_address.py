"""The address of a page, read piece by piece; what in it no longer resolves is named."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeVar, get_args

from alliance.analysis.filter_codec import DAY, FIRST, nearest_day, read_day, read_filter
from alliance.current.state import current_history
from alliance.errors import QuestionError
from alliance.text.words import day_in_words
from alliance.views.renamed import called_now

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from alliance.analysis.filters import Filter


T = TypeVar("T")
FitTo = Literal["filter", "area", "trust", "selection", "view"]


FITS: tuple[FitTo, ...] = get_args(FitTo)


@dataclass(frozen=True)
class Fit:
    """What a scene's map is fitted to, on a phone and a projector alike.

    Parameters
    ----------
    to
        ``filter``: what the filter names; ``area``: an area by name; ``trust``: the academies of a
        trust by UID on the scene's day; ``selection``: the selected schools; ``view``: what a map
        showed when the scene was made.
    name
        The area's name, the trust's UID as text, or west, south, east and north in degrees with
        commas between; nothing for the others.

    """

    to: FitTo = "filter"
    name: str = ""


WHOLE = Fit()
"""What the page's own map opens on."""


class PageAddress:
    """The address of a page, read piece by piece.

    Parameters
    ----------
    query
        Its values by key, as a copied link has them.
    selected
        URNs of the schools selected.
    fit
        What its map is fitted to.

    Attributes
    ----------
    query
        With every value by its name of now.
    faults
        What did not resolve, in words.
    read
        The keys that were asked for.

    """

    def __init__(
        self, query: Mapping[str, Sequence[str]], selected: Sequence[int] = (), fit: Fit = WHOLE
    ) -> None:
        self.query = called_now(query)
        self.selected = selected
        self.fit = fit
        self.faults: list[str] = []
        self.read: set[str] = set()

    def many(self, key: str, known: Mapping[str, T], label: str) -> tuple[T, ...]:
        """Return the values of a key that are known, in the order given."""
        self.read.add(key)
        given = [name for name in dict.fromkeys(self.query.get(key, ())) if name]
        self.faults += [f"{label}: “{name}” is not known." for name in given if name not in known]
        return tuple(known[name] for name in given if name in known)

    def one(self, key: str, known: Mapping[str, T], label: str) -> T | None:
        """Return the last value of a key that is known, nothing without one."""
        found = self.many(key, known, label)
        return found[-1] if found else None

    def among(self, key: str, known: Sequence[str], label: str) -> str:
        """Return the value of a key, else the first of those known."""
        return self.one(key, {name: name for name in known}, label) or known[0]

    def words(self, key: str) -> str:
        """Return a key's words as they are."""
        self.read.add(key)
        return (self.query.get(key) or ("",))[-1].strip()

    def day(self, key: str, default: dt.date, label: str, *, within: bool = True) -> dt.date:
        """Return a key's day; for one outside the records, which is told, the nearest of theirs."""
        given = self.words(key)
        if not given:
            return default
        try:
            day = read_day(given)
        except QuestionError:
            self.faults.append(f"{label}: “{given[:20]}” is not a day.")
            return default
        nearest = nearest_day(current_history(), day)
        if not within or nearest == day:
            return day
        self.faults.append(
            f"{label}: {day_in_words(day)} is outside the records; shown is the nearest, "
            f"{day_in_words(nearest)}."
        )
        return nearest

    def number(self, key: str, default: float, low: float, high: float, label: str) -> float:
        """Return a key's number between two bounds."""
        given = self.words(key)
        try:
            value = float(given) if given else default
        except ValueError:
            value = float("nan")
        if not low <= value <= high:
            self.faults.append(f"{label}: “{given[:20]}” is not a number from {low:g} to {high:g}.")
            return default
        return value

    def filter(self) -> Filter:
        """Return the filter. An address that names no region means the alliance region."""
        day = self.day(DAY, current_history().default_day, "Day")
        chosen, unknown = read_filter(current_history(), day, {**FIRST, **self.query})
        self.faults += [f"{part.label}: “{value}” is not known." for part, value in unknown]
        return chosen
