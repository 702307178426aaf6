"""Which history stands in a folder: one built beside takes its place, and one before is kept."""

from __future__ import annotations

import datetime as dt
import fcntl
import os
import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

from alliance.errors import HistoryError
from alliance.history.schema import TABLES
from alliance.history.store import open_history

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from alliance.history.store import History

# They tell of the files that were read, and so of how a fact came in.
ACCOUNTS = {"sources", "refusals"}


@contextmanager
def beside(target: Path, *, trial: bool = False) -> Iterator[Path]:
    """Yield an empty folder beside ``target`` to build a history in; it is gone afterwards.

    Only one at a time: whoever comes second is told so. A trial, which takes no history's place,
    has a folder of its own among the machine's temporary ones and hinders nobody.

    Raises
    ------
    HistoryError
        Another history is being built beside ``target``.
    """
    if trial:
        with tempfile.TemporaryDirectory(prefix="alliance-trial-") as folder:
            yield Path(folder)
        return
    target = target.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    with _alone(target):
        fresh = target.with_name(f".{target.name}.new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir()
        try:
            yield fresh
        finally:
            shutil.rmtree(fresh, ignore_errors=True)


@contextmanager
def _alone(target: Path) -> Iterator[None]:
    """Hold ``target``, and nothing beside it; the lock goes with the process that held it.

    The lock is a file beside the history, for the history's own folder gives way to another.
    """
    lock = target.with_name(f".{target.name}.lock")
    held = _locked(lock)
    if held is None:
        raise HistoryError(
            f"The history in {target} is being changed by somebody else just now. "
            "Try again in a minute."
        )
    try:
        yield
    finally:
        # Before the lock is let go: who opened the file meanwhile finds that it is no more.
        lock.unlink(missing_ok=True)
        os.close(held)


def _locked(lock: Path) -> int | None:
    """Lock a file, made where there is none; nothing where another process holds it."""
    while True:
        held = os.open(lock, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(held)
            return None
        if _is_there(lock, held):
            return held
        os.close(held)


def _is_there(lock: Path, held: int) -> bool:
    """Return whether the file that was locked still stands there, and no other."""
    try:
        return os.path.samestat(lock.stat(), os.fstat(held))
    except FileNotFoundError:
        return False


def put_in_place(fresh: Path, target: Path, *, keep: bool, same_facts: bool = False) -> None:
    """Let ``fresh`` take the place of ``target``, which is kept for :func:`roll_back` if wanted.

    Where both hold the same facts, one kept before stays the one to return to: returning to
    ``target`` would change nothing that is shown.
    """
    target = target.resolve()
    previous = previous_of(target)
    stays = keep and same_facts and previous.exists()
    gone = _aside(target) if stays else previous
    shutil.rmtree(gone, ignore_errors=True)
    if target.exists():
        target.rename(gone)
    fresh.rename(target)
    if stays or not keep:
        shutil.rmtree(gone, ignore_errors=True)


def previous_of(target: Path) -> Path:
    """Name the folder in which the history is kept that ``target`` took the place of."""
    return target.resolve().with_name(f".{target.name}.previous")


def kept_before(target: Path) -> History:
    """Open the history that :func:`roll_back` would return to.

    Raises
    ------
    HistoryError
        There is none, or it is damaged.
    """
    previous = previous_of(target)
    if not previous.exists():
        raise HistoryError(f"No earlier history is kept beside {target}: nothing to return to.")
    return open_history(previous)


def _aside(target: Path) -> Path:
    return target.with_name(f".{target.name}.aside")


def roll_back(target: Path) -> None:
    """Return to the history before the last update; once more returns to the update.

    Where a change was cut short and left none in ``target``, the last one it held comes back.

    Raises
    ------
    HistoryError
        There is none, or it is damaged; ``target`` stays as it is.
    """
    target = target.resolve()
    previous, aside = previous_of(target), _aside(target)
    with _alone(target):
        if aside.exists() and not target.exists():
            aside.rename(target)
            return
        if aside.exists() and not previous.exists():
            aside.rename(previous)
        kept_before(target)
        shutil.rmtree(aside, ignore_errors=True)
        if target.exists():
            target.rename(aside)
        previous.rename(target)
        if aside.exists():
            aside.rename(previous)


def same_facts(one: History, other: History) -> bool:
    """Return whether two histories show the same on every day, whatever their files."""
    days = [held.name for held in fields(one) if type(getattr(one, held.name)) is dt.date]
    return (
        one.lists == other.lists
        and all(getattr(one, day) == getattr(other, day) for day in days)
        and all(
            _facts(getattr(one, name)).equals(_facts(getattr(other, name)))
            for name in TABLES.keys() - ACCOUNTS
        )
    )


def _facts(table: pd.DataFrame) -> pd.DataFrame:
    return table.drop(columns="source", errors="ignore")
