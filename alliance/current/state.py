"""The one history and the one register that this server holds, and the days last asked for.

A history that takes the place of another (``python -m alliance update``, or the Data page) is
found on the next visit, without a restart. What was worked out from the one before is worked out
anew: everything kept is kept for a version of the history.

A fault is not remembered: once the history is mended, the next visit finds it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache, update_wrapper
from typing import TYPE_CHECKING, Generic, ParamSpec, TypeVar

from alliance.current.code import code_version
from alliance.errors import HistoryError, NotAllowed, UnknownName
from alliance.history import History, as_at, open_history
from alliance.history.moved_places import MovedPlaces
from alliance.history.store import MANIFEST
from alliance.history.without_names import without_school_names
from alliance.register import Register
from alliance.register.database import database_url, open_database
from alliance.settings import settings

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator
    from pathlib import Path

    import pandas as pd
    import sqlalchemy as sa

P = ParamSpec("P")
R = TypeVar("R")
_last: dict[Path, History] = {}
why_closed: Callable[[], str] = str
"""Says why whoever asks may not read the register; nothing where they may. The pages set it."""
_names_hidden = ContextVar("names hidden", default=False)


def current_history() -> History:
    """Return the compiled history, read once for each that is put in place.

    While one takes the place of another, and where the new one cannot be read, the old one stays.

    Raises
    ------
    HistoryError
        It is missing, damaged or of another version, and none was read before.
    """
    history = _named_history()
    return _without_names(history) if _names_hidden.get() else history


@contextmanager
def names_hidden(hidden: bool = True) -> Iterator[None]:
    """Have :func:`current_history`, and all that rests on it, hold no school's name meanwhile."""
    before = _names_hidden.set(hidden)
    try:
        yield
    finally:
        _names_hidden.reset(before)


def served_version() -> str:
    """Return by what addresses name what is drawn of the history: its version and the code's.

    A browser keeps what it finds there for good, and while a new version of the app takes the place
    of another, both answer: neither may be given what the other drew.
    """
    return f"{current_history().version}.{code_version()}"


@contextmanager
def of_version(version: str) -> Iterator[None]:
    """Answer by this version (``served_version``), and by no other that may come meanwhile.

    That without schools' names answers nobody: what a room that may not name them is shown, it
    finds under names of its own.

    Raises
    ------
    UnknownName
        The current history, or the code that runs here, is of another version.
    """
    _see_version(version)
    yield
    _see_version(version)


def _see_version(version: str) -> None:
    if version != served_version():
        raise UnknownName(f"There is no version {version!r} here; reload the page.")


def _named_history() -> History:
    folder = settings().history_dir
    try:
        history = _opened(folder, _stamp(folder))
    except HistoryError as fault:
        if folder not in _last:
            raise
        logging.getLogger(__name__).error("The history read before stays: %s", fault)
        return _last[folder]
    _last[folder] = history
    return history


@lru_cache(maxsize=1)
def _without_names(history: History) -> History:
    return without_school_names(history, _moved(history))


@lru_cache(maxsize=1)
def _moved(history: History) -> MovedPlaces:
    return MovedPlaces(history.schools)


def names_are_hidden() -> bool:
    """Return whether :func:`current_history` holds no school's name at present."""
    return _names_hidden.get()


def places_drawn(table: pd.DataFrame, *ends: str) -> pd.DataFrame:
    """Return a table with its places as they may be drawn: moved while names are hidden.

    It takes what :meth:`alliance.history.moved_places.MovedPlaces.drawn` does.
    """
    return _moved(_named_history()).drawn(table, *ends) if names_are_hidden() else table


@lru_cache(maxsize=1)
def _opened(folder: Path, _stamp: tuple[int, int] | None) -> History:
    return open_history(folder)


def _stamp(folder: Path) -> tuple[int, int] | None:
    """Tell one history in ``folder`` from the next without reading it."""
    try:
        found = (folder / MANIFEST).stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ino


class Kept(Generic[P, R]):
    """A function whose last answers are kept, each for the version of the history it is of."""

    def __init__(
        self, function: Callable[P, R], maxsize: int, first: Callable[[], None] | None = None
    ) -> None:
        update_wrapper(self, function)
        self._first = first

        @lru_cache(maxsize=maxsize)
        def answer(_version: str, *args: P.args, **named: P.kwargs) -> R:
            return function(*args, **named)

        self._answer = answer
        self.cache_clear = answer.cache_clear

    def __call__(self, *args: P.args, **named: P.kwargs) -> R:
        """Return the answer kept for the current history, else work it out."""
        if self._first:
            self._first()
        return self._answer(current_history().version, *args, **named)  # type: ignore[arg-type]


def kept(
    maxsize: int, first: Callable[[], None] | None = None
) -> Callable[[Callable[P, R]], Kept[P, R]]:
    """Keep the last ``maxsize`` answers of a function that rests on the current history.

    What is to be seen to ``first`` is so each time, whether an answer is kept or not.
    """

    def keep(function: Callable[P, R]) -> Kept[P, R]:
        return Kept(function, maxsize, first)

    return keep


@kept(maxsize=24)
def state_on(day: dt.date) -> pd.DataFrame:
    """Return the open schools of England on a day (see :func:`alliance.history.as_at`).

    The table is shared by all visitors: read it, never write to it.
    """
    return as_at(current_history(), day)


def current_database() -> sa.Engine:
    """Return the register's database, its tables brought up to date when first asked for.

    Raises
    ------
    NotAllowed
        Whoever asks may not read it.
    RegisterError
        It cannot be reached, or is newer than this app.
    """
    _see_open()
    return database_of_people()


def _see_open() -> None:
    if why := why_closed():
        raise NotAllowed(why)


def database_of_people() -> sa.Engine:
    """Return the same database, to ask who may read it."""
    return _database(database_url(settings()))


@lru_cache(maxsize=2)
def _database(url: sa.URL) -> sa.Engine:
    return open_database(url)


@kept(maxsize=1, first=_see_open)
def current_register() -> Register:
    """Return the register of support.

    Raises
    ------
    NotAllowed, RegisterError
        As for :func:`current_database`.
    """
    return Register(current_database(), current_history())
