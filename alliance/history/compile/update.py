"""Add a later day to a history: one more photograph, on the evidence the history is made of."""

from __future__ import annotations

import datetime as dt
import hashlib
import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from alliance.errors import HistoryError, SourceError
from alliance.history.checks import check
from alliance.history.compile import complete, evidence, make_history
from alliance.history.compile.changed import Changed, changed
from alliance.history.compile.schools import TYPES
from alliance.history.store import beside, open_history, put_in_place
from alliance.sources import extract, gias, ofsted_later, reading, results_later
from alliance.sources.inbox import Inbox, reasons
from alliance.sources.parcel import unpack
from alliance.sources.reading import FAULT_COLUMNS
from alliance.sources.recognise import PUBLISHERS, Found, Kind, day_in_name, recognise

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from alliance.history.compile.inputs import Inputs
    from alliance.history.store import History

LICENCE = "Open Government Licence v3.0"
BY_HAND = "given to this app as downloaded"
# Four times the rows of the largest file that is published.
MOST_ROWS = 200_000


@dataclass(frozen=True)
class Taken:
    """A file that was recognised and read."""

    file: str
    kind: Kind
    day: dt.date | None
    rows_read: int
    rows_refused: int
    why_refused: str
    unknown_columns: tuple[str, ...]


@dataclass
class Update:
    """What an update does, or would do.

    ``already`` names the files whose content the history holds; ``left_aside`` what came along in a
    zip file and is no table. ``faults`` lists every refused value: file, row, column, found,
    expected. ``changed`` is missing where nothing is new.
    """

    taken: list[Taken] = field(default_factory=list)
    already: list[str] = field(default_factory=list)
    left_aside: list[str] = field(default_factory=list)
    faults: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=FAULT_COLUMNS))
    changed: Changed | None = None
    applied: bool = False

    def lines(self) -> list[str]:
        """Say in plain words what was read, what was refused and why, and what changes."""
        told = [f"{name}: the history holds it already." for name in self.already]
        told += [f"{name}: left aside, it is no CSV table." for name in self.left_aside]
        for one in self.taken:
            told.append(
                f"{one.file}: {one.kind}, {one.day or 'no day'}; {one.rows_read:,} rows, "
                f"{one.rows_refused:,} refused{': ' if one.why_refused else ''}{one.why_refused}."
            )
            if one.unknown_columns:
                told.append(f"  Columns not known, left aside: {', '.join(one.unknown_columns)}.")
        told += [f"  {line}" for line in reading.told(self.faults).splitlines()]
        if self.changed is None:
            return [*told, "Nothing is new; the history stays as it is."]
        counts = ", ".join(f"{count:,} {what}" for what, count in self.changed.counts().items())
        state = "is now" if self.applied else "would become"
        return [
            *told,
            f"New: {counts}.",
            f"The history {state} {self.changed.version}, to {self.changed.last_day:%-d %B %Y}; "
            f"overall grades to {self.changed.grades_to:%-d %B %Y}.",
        ]


def update(
    files: Sequence[Path],
    target: Path,
    *,
    as_at: dt.date | None = None,
    dry_run: bool = False,
    progress: Callable[[str], object] = lambda _step: None,
) -> Update:
    """Add what ``files`` show to the history in ``target``.

    Each file is recognised by its columns; its day is ``as_at``, else the one its name states, else
    the newest day in it. The new history is built beside the old one, must keep every rule of
    ``check``, and takes its place in one step; the old one is kept (``roll_back``). What the
    history holds already changes nothing. Files may be added in any order.

    Raises
    ------
    SourceError
        A file is not known, damaged, or no complete list.
    HistoryError
        The history or its evidence is damaged, or the new one breaks a rule.
    """
    old = open_history(target)
    given = evidence.read(target)
    done = Update()
    with tempfile.TemporaryDirectory() as folder, beside(target) as fresh:
        inbox = Inbox(Path(folder), progress)
        for file in _new_tables(files, Path(folder), old, done):
            given = _with(given, inbox, file, as_at, done, old)
        if not done.taken:
            return done
        make_history(given, _accounts(old, inbox, done), fresh, progress=progress)
        progress("checking")
        new = open_history(fresh)
        _keeps_its_rules(old, new)
        done.changed = changed(old, new)
        if not dry_run:
            put_in_place(fresh, target, keep=True)
            done.applied = True
    return done


def _keeps_its_rules(old: History, new: History) -> None:
    """Refuse a history that breaks a rule which the one before keeps."""
    broken = [result for result in check(new) if not result.holds]
    if not broken:
        return
    before = {result.rule for result in check(old) if not result.holds}
    worse = [f"{result.rule}: {result.found}" for result in broken if result.rule not in before]
    if worse:
        raise HistoryError(
            "With these files the history would break its rules, so it stays as it was. "
            f"{'; '.join(worse)}"
        )


def _new_tables(files: Sequence[Path], folder: Path, old: History, done: Update) -> list[str]:
    """Unpack the files; name the tables that the history does not hold yet, once each."""
    held = set(old.sources["sha256"])
    names = set(old.sources["file"])
    found = []
    for number, path in enumerate(files):
        own = folder / str(number)
        own.mkdir()
        unpacked = unpack(path, own)
        done.left_aside += unpacked.left_aside
        for name in sorted(unpacked.tables):
            checksum = _checksum(own / name)
            if checksum in held:
                done.already.append(name)
                continue
            held.add(checksum)
            file = name if name not in names else f"{checksum[:8]}-{name}"
            names.add(file)
            (own / name).rename(folder / file)
            found.append(file)
    return found


def _checksum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _with(
    given: Inputs, inbox: Inbox, file: str, as_at: dt.date | None, done: Update, old: History
) -> Inputs:
    """Add one file to the evidence."""
    found = recognise(inbox.folder / file)
    more, day = _read(given, inbox, file, found, as_at, old)
    account = inbox.readings[file]
    if account.rows_read > MOST_ROWS:
        raise SourceError(f"{file}: {account.rows_read:,} rows, expected {MOST_ROWS:,} at most.")
    done.taken.append(
        Taken(
            file,
            found.kind,
            day,
            account.rows_read,
            account.rows_refused,
            reasons(account.faults),
            tuple(found.unknown),
        )
    )
    if len(account.faults):
        done.faults = pd.concat([done.faults, account.faults], ignore_index=True)
    return more


def _read(
    given: Inputs, inbox: Inbox, file: str, found: Found, as_at: dt.date | None, old: History
) -> tuple[Inputs, dt.date | None]:
    if found.kind is Kind.LINKS:
        pairs = pd.concat([given.links, gias.links_of(inbox, file)], ignore_index=True)
        return replace(given, links=gias.one_a_pair(pairs)), as_at or day_in_name(file)
    if found.kind in (Kind.RESULTS_KS2, Kind.RESULTS_KS4):
        return _with_results(given, inbox, file, found, as_at), as_at
    day = as_at or day_in_name(file) or _day_inside(inbox, file, found)
    seen = _stamp(file, day)
    if found.kind is Kind.GROUPS:
        groups = gias.groups_of(inbox, file, found.columns, seen)
        return replace(given, later_groups=_joined(given.later_groups, groups)), day
    if found.kind is Kind.LIST:
        rows = gias.list_of(inbox, file, found.columns, seen)
        complete.no_second(file, seen, given.group_rows["seen"])
        complete.complete_list(file, rows, given)
        return replace(given, group_rows=_joined(given.group_rows, rows)), day
    if found.kind is Kind.EXTRACT:
        rows = extract.extract(inbox, file, seen)
        rows = rows[rows["type"].str.lower().isin(list(TYPES))]
        complete.no_second(file, seen, given.extracts["seen"])
        complete.complete_extract(file, rows, old, seen)
        return replace(given, extracts=_joined(given.extracts, rows)), day
    inspections, cards = ofsted_later.later_information(inbox, file, found.columns, seen)
    return replace(
        given,
        later_inspections=_joined(given.later_inspections, inspections),
        report_cards=_joined(given.report_cards, cards),
    ), day


def _with_results(
    given: Inputs, inbox: Inbox, file: str, found: Found, as_at: dt.date | None
) -> Inputs:
    """Add a table of results; it outranks what was held of its year."""
    name, measures = (
        ("results_ks2", results_later.KS2)
        if found.kind is Kind.RESULTS_KS2
        else ("results_ks4", results_later.KS4)
    )
    year = results_later.exam_year(file, as_at)
    rows = results_later.results_of(inbox, file, found.columns, measures, year)
    held: pd.DataFrame = getattr(given, name)
    both = pd.concat([rows, held], ignore_index=True).drop_duplicates(["urn", "year"])
    both = both[held.columns].sort_values(["urn", "year"], ignore_index=True)
    if name == "results_ks2":
        return replace(given, results_ks2=both)
    return replace(given, results_ks4=both)


def _joined(held: pd.DataFrame, more: pd.DataFrame) -> pd.DataFrame:
    """Add rows in the order of their days, so that it does not matter which file came first."""
    if held.empty:
        return more.reset_index(drop=True)
    if more.empty:
        return held
    both = pd.concat([held, more.astype(held.dtypes.to_dict())], ignore_index=True)
    return both.sort_values("seen", kind="stable", ignore_index=True)


def _day_inside(inbox: Inbox, file: str, found: Found) -> dt.date | None:
    """Give the newest day of an extract's own changes; the other files tell of no such day."""
    if found.kind is not Kind.EXTRACT:
        return None
    newest = extract.last_change(inbox, file)
    return None if pd.isna(newest) else newest.date()


def _stamp(file: str, day: dt.date | None) -> pd.Timestamp:
    if day is None:
        raise SourceError(
            f"{file}: neither its name nor its content says of which day it tells. Say it with "
            "--as-at, as --as-at 2026-10-01, or put it into the name."
        )
    if day > dt.datetime.now(tz=dt.UTC).date():
        raise SourceError(f"{file}: its day, {day:%-d %B %Y}, lies in the future. Check the day.")
    return pd.Timestamp(day).as_unit("s")


def _accounts(old: History, inbox: Inbox, done: Update) -> dict[str, pd.DataFrame]:
    """Give the tables sources and refusals with the new files in them."""
    new = pd.DataFrame(
        {
            "file": [one.file for one in done.taken],
            "publisher": [PUBLISHERS[one.kind] for one in done.taken],
            "content": [str(one.kind) for one in done.taken],
            "as_at": [str(one.day or "not stated") for one in done.taken],
            "licence": LICENCE,
            "copy_found_in": BY_HAND,
            "sha256": [_checksum(inbox.folder / one.file) for one in done.taken],
            "as_catalogued": True,
            "rows_read": [one.rows_read for one in done.taken],
            "rows_refused": [one.rows_refused for one in done.taken],
            "why_refused": [one.why_refused for one in done.taken],
        }
    )
    refusals = old.refusals.astype({"file": "str"})
    return {
        "sources": pd.concat([old.sources, new], ignore_index=True),
        "refusals": pd.concat([refusals, done.faults], ignore_index=True)
        if len(done.faults)
        else refusals,
    }
