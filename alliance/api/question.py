"""What a request asks, read parameter by parameter; what is wrong with it is noted, all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliance.analysis.filter_codec import (
    nearest_day,
    read_day,
    read_filter,
    unknown_in_words,
)
from alliance.analysis.filters import PART
from alliance.analysis.trusts.trust_search import trust_named
from alliance.api.parameters import DAY, LIMIT, OFFSET
from alliance.api.problems import Fault, bad
from alliance.current.state import current_history
from alliance.errors import QuestionError
from alliance.text.words import day_in_words

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from alliance.analysis.filter_codec import Fault as Unknown
    from alliance.analysis.filters import Filter
    from alliance.api.parameters import Parameter
    from alliance.history import History

MOST_VALUES = 60
"""Of one parameter."""
LONGEST, LONGEST_LIST = 200, 8000
"""Letters of a value, and of a list of URNs."""
ON = "true"
SCHOOLS = PART["urns"]
MAY_BE_EMPTY = ("region",)
"""What may be given without a value: a page's address says so that all of England is meant."""


class Asked:
    """A query: its values by parameter, and the faults found in it so far."""

    def __init__(self, query: Sequence[tuple[str, str]], known: Sequence[Parameter]) -> None:
        self.faults: list[Fault] = []
        self.given: dict[str, list[str]] = {}
        called = {name: one.name for one in known for name in (one.name, *one.also)}
        for given, value in query:
            name = called.get(given.replace("-", "_"))
            if name is None:
                taken = ", ".join(one.name for one in known)
                self._fault(given[:LONGEST], f"{given[:40]!r} is not taken here; taken: {taken}.")
            elif len(value) > (most := LONGEST_LIST if name in ("urn", "urns") else LONGEST):
                self._fault(name, f"A value of {name} is longer than {most:,} letters.")
            elif value or name not in MAY_BE_EMPTY:
                self.given.setdefault(name, []).append(value)
        for one in known:
            most = MOST_VALUES if one.many else 1
            if (found := len(self.given.get(one.name, ()))) > most:
                self._fault(
                    one.name, f"{one.name} is given {found} times; at most {most} is taken."
                )
            self.given[one.name] = [
                value for value in self.given.get(one.name, ()) if self._is_as_told(one, value)
            ]

    def _is_as_told(self, one: Parameter, value: str) -> bool:
        """Return whether a value is what the parameter says that it takes; note a fault if not."""
        schema, kind = one.schema, one.schema["type"]
        if not value and "enum" not in schema:
            self._fault(one.name, f"{one.name} is given without a value; leave it out for all.")
            return False
        if "enum" in schema and value not in schema["enum"]:
            known = ", ".join(schema["enum"])
            self._fault(one.name, f"{one.name} is {value!r}; it can be {known}.")
            return False
        if kind not in ("integer", "number"):
            return True
        low, high = schema["minimum"], schema["maximum"]
        if low <= _number(value, whole=kind == "integer") <= high:
            return True
        what = "whole number" if kind == "integer" else "number"
        self._fault(one.name, f"{one.name} is {value!r}; expected a {what} from {low} to {high}.")
        return False

    def _fault(self, parameter: str, detail: str) -> None:
        self.faults.append(Fault(parameter, detail))

    def settle(self) -> None:
        """Raise Refused with all faults, where there are any."""
        if self.faults:
            raise bad(list(dict.fromkeys(self.faults)))

    def word(self, name: str) -> str:
        """Return the value of a parameter; blank without one."""
        return (self.given.get(name) or [""])[0]

    def flag(self, name: str) -> bool:
        """Return whether a switch is on."""
        return self.word(name) == ON

    def choice(self, name: str, default: str) -> str:
        """Return the value of a parameter; ``default`` without one."""
        return self.word(name) or default

    def schools(self, name: str) -> tuple[int, ...]:
        """Return the schools that a parameter names; those that are none of the records' faults."""
        history = current_history()
        query = {SCHOOLS.key: self.given[name]}
        chosen, unknown = read_filter(history, history.default_day, query)
        self._unknown(history, unknown, name)
        return chosen.schools

    def day(self, name: str, default: dt.date) -> dt.date:
        """Return a day of the records."""
        given, history = self.word(name), current_history()
        if not given:
            return default
        try:
            day = read_day(given)
        except QuestionError:
            self._fault(name, f"{name} is {given!r}; expected a day as 2018-10-01.")
            return default
        if nearest_day(history, day) != day:
            known = f"{day_in_words(history.first_day)} to {day_in_words(history.last_day)}"
            self._fault(name, f"{name} is {given}, outside the records; they hold {known}.")
            return default
        return day

    def filter(self, day: dt.date | None = None) -> Filter:
        """Return the filter on a day, else on the day asked for; no region means all of England."""
        history = current_history()
        on = day or self.day(DAY, history.default_day)
        trusts = filter(None, (self._trust("trust", name) for name in self.given.get("trust", ())))
        query = {**self.given, "trust": list(map(str, trusts))}
        chosen, unknown = read_filter(history, on, query, loosely=True)
        self._unknown(history, unknown)
        return chosen

    def _unknown(self, history: History, unknown: list[Unknown], name: str = "") -> None:
        """Note the values of a filter that mean nothing, those of a part in one fault."""
        for part in dict.fromkeys(one.part for one in unknown):
            values = [one.value for one in unknown if one.part == part]
            self._fault(name or part.key, f"{unknown_in_words(history, part, values)}.")

    def trust(self, name: str) -> int | None:
        """Return the UID of the trust that a parameter names; nothing without one."""
        given = self.word(name)
        return self._trust(name, given) if given else None

    def _trust(self, name: str, given: str) -> int | None:
        try:
            return trust_named(current_history(), given)
        except QuestionError as fault:
            listed = f"/api/v1/trusts?day={current_history().default_day} lists them."
            self._fault(name, f"{fault} {listed}")
            return None

    def page(self, limit: int) -> tuple[int, int]:
        """Return the most rows wanted, and how many are left out before them."""
        return int(self.word(LIMIT) or limit), int(self.word(OFFSET) or 0)


def _number(text: str, *, whole: bool) -> float:
    """Return a number; one that is none is not within any bounds."""
    if whole and not (text.isascii() and text.isdecimal()):
        return float("nan")
    try:
        return float(text)
    except ValueError:
        return float("nan")
