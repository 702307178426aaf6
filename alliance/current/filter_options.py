"""What each part of the filter offers on a day, and how many schools each option would hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from alliance.analysis.filter_codec import options
from alliance.analysis.filters import grade_names
from alliance.analysis.option_counts import option_counts
from alliance.analysis.trusts.trust_search import former_names
from alliance.current.state import current_history, kept, state_on

if TYPE_CHECKING:
    import datetime as dt

    from alliance.analysis.filters import Filter, Part


@kept(maxsize=64)
def offered(part: Part, day: dt.date) -> dict[str, tuple[Any, ...]]:
    """Return the options of a part that stand in its list on a day, by name (``options``).

    Grade 3 has its name of that day; a local authority stands there while it was one, a
    commissioner's region while there were commissioners.
    """
    if part.kind == "grade":
        return {name: (grade,) for grade, name in grade_names(day).items()}
    found = options(current_history(), part)
    if not part.of_day:
        return found
    there = set(state_on(day)[part.column].dropna().unique())
    return {name: values for name, values in found.items() if name in there}


def option_rows(part: Part, chosen: Filter) -> list[tuple[str | int, ...]]:
    """Return the options of a part on the filter's day.

    Each is its name, the number of schools it would hold, the rest of the filter kept, and the
    names it had before.
    """
    named = offered(part, chosen.day)
    values = [value for held in named.values() for value in held]
    numbers = option_counts(state_on(chosen.day), chosen, part, values)
    former = former_names(current_history()) if part.kind == "trust" else {}
    return [
        (name, number, *(before for value in held for before in former.get(value, ())))
        for (name, held), number in zip(named.items(), numbers, strict=True)
    ]
