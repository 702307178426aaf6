"""What a scene's address asks for; what in it no longer resolves is told and left aside."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, TypeVar

from alliance.analysis.filters import Filter
from alliance.ui.filters import DAY, DEFAULT_REGIONS, LESS_USED, MEMBERS, MEMBERS_ONLY, PARTS
from alliance.ui.filters import options as filter_options
from alliance.ui.words import day_in_words
from alliance.web.current import current_history
from alliance.web.filter_parts import called

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from alliance.present import Scene

T = TypeVar("T")


class Asked:
    """The address of a scene, read piece by piece.

    Parameters
    ----------
    scene
        Whose address it is.

    Attributes
    ----------
    query, selected, fit
        The scene's own.
    faults
        What did not resolve, in words.

    """

    def __init__(self, scene: Scene) -> None:
        self.query = scene.query
        self.selected = scene.selected
        self.fit = scene.fit
        self.faults: list[str] = []

    def many(self, key: str, known: Mapping[str, T], label: str) -> tuple[T, ...]:
        """Give the values of a key that are known, in the order given."""
        given = [name for name in dict.fromkeys(self.query.get(key, ())) if name]
        self.faults += [f"{label}: “{name}” is not known." for name in given if name not in known]
        return tuple(known[name] for name in given if name in known)

    def one(self, key: str, known: Mapping[str, T], label: str) -> T | None:
        """Give the last value of a key that is known, nothing without one."""
        found = self.many(key, known, label)
        return found[-1] if found else None

    def among(self, key: str, known: Sequence[str], label: str) -> str:
        """Give the value of a key, else the first of those known."""
        return self.one(key, {name: name for name in known}, label) or known[0]

    def words(self, key: str) -> str:
        """Give a key's words as they are."""
        return (self.query.get(key) or ("",))[-1].strip()

    def day(self, key: str, default: dt.date, label: str, *, within: bool = True) -> dt.date:
        """Give a key's day; one outside the records is told, and the default stands for it."""
        given = self.words(key)
        if not given:
            return default
        try:
            day = dt.date.fromisoformat(given)
        except ValueError:
            self.faults.append(f"{label}: “{given[:20]}” is no day.")
            return default
        history = current_history()
        if within and not history.first_day <= day <= history.last_day:
            self.faults.append(f"{label}: {day_in_words(day)} is outside the records.")
            return default
        return day

    def number(self, key: str, default: float, low: float, high: float, label: str) -> float:
        """Give a key's number between two bounds."""
        given = self.words(key)
        try:
            value = float(given) if given else default
        except ValueError:
            value = float("nan")
        if not low <= value <= high:
            self.faults.append(f"{label}: “{given[:20]}” is no number from {low:g} to {high:g}.")
            return default
        return value

    def filter(self) -> Filter:
        """Give the filter. An address that names no region means the alliance region."""
        day = self.day(DAY, current_history().default_day, "Day")
        values: dict[str, tuple[Any, ...]] = {}
        for part in [*PARTS, *LESS_USED]:
            known, given = filter_options(part.key), self.query.get(part.key, ())
            names = called(part.key, given, day)
            values[part.field] = tuple(known[name] for name in names)
            self.faults += [
                f"{part.label}: “{name}” is not known."
                for name in dict.fromkeys(given)
                if name and not called(part.key, [name], day)
            ]
        if "region" not in self.query:
            known = filter_options("region")
            values["regions"] = tuple(known[name] for name in DEFAULT_REGIONS)
        if self.words(MEMBERS) == "true":
            values["members"] = filter_options(MEMBERS)[MEMBERS_ONLY.label]
        return Filter(day, **values)
