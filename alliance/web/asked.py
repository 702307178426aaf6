"""What the address of a layer, a style or a list asks for, checked key by key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliance.analysis.filter_codec import DAY, filter_named, nearest_day, read_day
from alliance.current.state import current_history
from alliance.errors import DayOutsideHistory, QuestionError, UnknownName

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from starlette.datastructures import QueryParams

    from alliance.analysis.filters import Filter

Query = tuple[tuple[str, str], ...]
"""A query as a key for the cache."""
Asked = dict[str, list[str]]
"""The values of each key of a query."""

MOST_VALUES = 60  # of a key


def asked_for(query: QueryParams) -> Query:
    """Return a query as a key for the cache: keys in one order, values in the order given."""
    return tuple(sorted(query.multi_items(), key=lambda item: item[0]))


def by_key(query: Query, keys: Iterable[str]) -> Asked:
    """Sort the values of a query by key; raise UnknownName for a key that means nothing here."""
    asked: Asked = {key: [] for key in keys}
    for key, value in query:
        if key not in asked:
            raise UnknownName(f"This address takes no {key!r}; it takes {', '.join(asked)}.")
        asked[key].append(value)
        if len(asked[key]) > MOST_VALUES:
            raise QuestionError(f"{key!r} is given more than {MOST_VALUES} times.")
    return asked


def one(asked: Asked, key: str) -> str:
    """Return the value of a key that has to come once; raise QuestionError where it does not."""
    if len(asked[key]) != 1:
        raise QuestionError(f"The address needs {key!r} once; found {len(asked[key])}.")
    return asked[key][0]


def day_of(asked: Asked, key: str = DAY) -> dt.date:
    """Return the day under a key; raise QuestionError where it is none of the history."""
    history, day = current_history(), read_day(one(asked, key))
    if nearest_day(history, day) != day:
        known = f"{history.first_day} to {history.last_day}"
        raise DayOutsideHistory(f"{day} is outside the history, {known}.")
    return day


def filter_of(asked: Asked, day_key: str = DAY) -> Filter:
    """Return the filter that an address says; raise UnknownName for all it does not know."""
    return filter_named(current_history(), day_of(asked, day_key), asked)
