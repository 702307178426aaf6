"""Find the file that a source has now, and fetch it."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, Protocol

from alliance.errors import NotFetched, NotThere, NoWay
from alliance.sources.fetching.download import Fetched, Marks, fetch, name_of
from alliance.sources.fetching.education_statistics import data_set, query
from alliance.sources.fetching.govuk import newest_attachment
from alliance.sources.fetching.publishers import DAYS_BACK, Form
from alliance.sources.fetching.servers import ask, nothing

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    import httpx

    from alliance.sources.fetching.education_statistics import DataSet, Rows
    from alliance.sources.fetching.publishers import Source
    from alliance.sources.fetching.servers import Told
    from alliance.sources.fetching.visits import Visits


# Stands for the name of a host where several have the same fault.
HOST = "{host}"
SECONDS_A_DAY = 86_400


def listed(names: Sequence[str]) -> str:
    """Return names as A, B and C."""
    *before, last = names
    return f"{', '.join(before)} and {last}" if before else last


class Fetching(Protocol):
    """What is told how far the fetching of a file is."""

    @property
    def progress(self) -> Callable[[int, int | None], object]:
        """Called with the bytes fetched, and how many there are."""

    @property
    def told(self) -> Callable[[str], object]:
        """Called with words on what is waited for."""


class _Place(NamedTuple):
    """Where a file is now.

    ``fixed`` says that what is at the address never changes; ``found`` is the data set whose rows
    are asked for, where the file is not there as a whole.
    """

    address: str
    name: str
    fixed: bool = False
    found: DataSet | None = None


@dataclass
class Account:
    """What became of the sources: files fetched, those unchanged, and why others were not had.

    ``notes`` says in words what is to be known of the files fetched and of the unchanged.
    """

    files: list[Path] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    faults: list[NotFetched] = field(default_factory=list)

    def told_faults(self) -> list[str]:
        """Return why files were not had, a sentence each; what holds of several hosts once."""
        hosts: dict[str, list[str]] = {}
        for fault in self.faults:
            host = fault.host if isinstance(fault, NoWay) else ""
            words = str(fault).replace(host, HOST) if host else str(fault)
            there = hosts.setdefault(words, [])
            if host not in there:
                there.append(host)
        return [words.replace(HOST, listed(names)) for words, names in hosts.items()]


class Finder:
    """Fetches the files of sources, one after the other, into a folder.

    Parameters
    ----------
    web
        The client that asks.
    folder
        For the files, each in a folder of its own, for names may recur.
    visits
        The notes on what was fetched before.
    today
        The day in London.
    telling
        Given a name, returns the context that shows how far its fetching is.
    told
        Called with words on what is waited for while it is asked where a file is.
    """

    def __init__(
        self,
        web: httpx.Client,
        folder: Path,
        visits: Visits,
        today: dt.date,
        telling: Callable[[str], AbstractContextManager[Fetching]],
        told: Told = nothing,
    ) -> None:
        self._web = web
        self._folder = folder
        self._visits = visits
        self._today = today
        self._telling = telling
        self._told = told
        self._pages: dict[str, bytes] = {}
        self._closed: dict[str, NoWay] = {}
        self._account = Account()

    def fetch_all(self, sources: Sequence[Source]) -> Account:
        """Fetch what is new; what one source lacks does not keep the others back."""
        self._sweep()
        for source in sources:
            try:
                self._fetch_one(source)
            except NoWay as fault:
                self._closed[fault.host] = fault
                self._account.faults.append(fault)
            except NotFetched as fault:
                by_hand = f" By hand: {source.page}." if source.page else ""
                self._account.faults.append(NotFetched(f"{fault}{by_hand}"))
        return self._account

    def _fetch_one(self, source: Source) -> None:
        """Fetch a source's file, by the first of its addresses that has one."""
        tried: list[NotThere] = []
        for address, day in source.addresses(self._today):
            self._see_that_it_is_reached(address)
            try:
                place = self._place(source, address)
                name, came = self._fetched(source, place)
            except NotThere as fault:
                tried.append(fault)
                continue
            if came is None:
                self._account.unchanged.append(name)
            else:
                self._visits.note(place.address, came)
                self._account.files.append(came.path)
            if tried and day and source.form is Form.DAILY:
                self._account.notes.append(
                    f"{name}: the file of {day:%-d %B %Y}; that of {self._today:%-d %B %Y} is not "
                    "there yet."
                )
            return
        if source.form is Form.DAILY:
            raise NotThere(
                f"{source.address}: no file of {self._today:%-d %B %Y} nor of the {DAYS_BACK} days "
                f"before; the last answer was: {tried[-1]}"
            )
        raise tried[0]

    def _see_that_it_is_reached(self, address: str) -> None:
        host = address.partition("://")[2].partition("/")[0].rpartition("@")[2].partition(":")[0]
        for closed in (host, ""):
            if closed in self._closed:
                raise self._closed[closed]

    def _place(self, source: Source, address: str) -> _Place:
        """Ask where the file is, where the address is that of a page or of a data set."""
        if source.form is Form.PAGE:
            if address not in self._pages:
                self._pages[address] = ask(self._web, address, told=self._told)
            found = newest_attachment(self._pages[address], address, source.titled)
            return _Place(found.address, found.name, fixed=True)
        if source.form is Form.DATA_SET:
            whole = data_set(self._web, address, told=self._told)
            if source.rows is None:
                return _Place(whole.csv, whole.name, fixed=True)
            asked = f"{whole.address}/query?dataSetVersion={whole.version}"
            return _Place(asked, whole.name, fixed=True, found=whole)
        return _Place(address, name_of(address))

    def _fetched(self, source: Source, place: _Place) -> tuple[str, Fetched | None]:
        """Fetch a file; nothing where the history holds it and it has not changed."""
        address, name = place.address, place.name
        held = self._visits.holds(address)
        if place.fixed and held:
            return name, None
        folder = self._folder / hashlib.sha256(address.encode()).hexdigest()[:8]
        # After a dry run the file is still there.
        kept = Fetched(folder / name, self._visits.marks(address))
        is_kept = self._visits.is_from(address, kept.path)
        if place.fixed and is_kept:
            return name, kept
        folder.mkdir(parents=True, exist_ok=True)
        try:
            with self._telling(name) as tell:
                if place.found is not None and source.rows is not None:
                    return name, self._queried(place.found, source.rows, folder / name, tell)
                came = fetch(
                    address,
                    folder,
                    web=self._web,
                    name=name,
                    held=kept.marks if held or is_kept else Marks(),
                    progress=tell.progress,
                    told=tell.told,
                )
        finally:
            if not any(folder.iterdir()):
                folder.rmdir()
        return name, kept if came is None and not held else came

    def _queried(self, found: DataSet, rows: Rows, path: Path, tell: Fetching) -> Fetched:
        """Ask for the rows of a data set, and keep them as a file."""
        raw = query(self._web, found, rows, told=tell.told)
        path.write_bytes(raw)
        tell.progress(len(raw), len(raw))
        return Fetched(path, Marks())

    def _sweep(self) -> None:
        """Take away what came of files so old that they are not asked for again."""
        oldest = time.time() - 2 * DAYS_BACK * SECONDS_A_DAY
        for part in self._folder.glob("*/*.part*"):
            if part.stat().st_mtime < oldest:
                part.unlink()
                if not any(part.parent.iterdir()):
                    part.parent.rmdir()
