"""Add a later day to a history: one more photograph, on the evidence the history is made of."""

from __future__ import annotations

import datetime as dt
import hashlib
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from alliance.errors import HistoryError
from alliance.history.checks import check
from alliance.history.compile import evidence, make_history
from alliance.history.compile.adding import added
from alliance.history.compile.changed import Changed, changed
from alliance.history.compile.names import lost_names
from alliance.history.store import EXTRACT_ASKED, open_history
from alliance.history.succession import (
    beside,
    kept_before,
    previous_of,
    put_in_place,
    same_facts,
)
from alliance.sources import reading
from alliance.sources.inbox import Inbox
from alliance.sources.parcel import unpack
from alliance.sources.reading import FAULT_COLUMNS
from alliance.sources.recognise import PUBLISHERS, Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from alliance.history.compile.adding import Taken
    from alliance.history.store import History

LICENCE = "Open Government Licence v3.0"
NAMES_TOLD = 10
SAME_FACTS = (
    "No day shows anything else than before: what was read is noted as evidence, and pushes out no "
    "history that is kept to return to."
)
BY_HAND = "given to this app as downloaded"


@dataclass
class Update:
    """What an update does, or would do.

    ``already`` names the files whose content the history holds; ``left_aside`` what came along in a
    zip file and is no table. ``faults`` lists every refused value: file, row, column, found,
    expected. ``changed`` is missing where nothing is new. ``kept`` is the history that could be
    returned to afterwards, in words; ``beyond`` says which days the files tell of and the history
    cannot show; ``lost_names`` of which trusts the names are whole in no file, and were so far.
    """

    taken: list[Taken] = field(default_factory=list)
    already: list[str] = field(default_factory=list)
    left_aside: list[str] = field(default_factory=list)
    faults: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=FAULT_COLUMNS))
    changed: Changed | None = None
    same_facts: bool = False
    kept: str = ""
    beyond: str = ""
    lost_names: list[str] = field(default_factory=list)
    applied: bool = False

    @property
    def is_cut(self) -> bool:
        """Whether :meth:`lines` leaves names or refusals out that ``reported`` gives."""
        named = self.changed.named().values() if self.changed else ()
        return len(self.faults) > reading.FAULTS_TOLD or any(len(n) > NAMES_TOLD for n in named)

    def lines(self) -> list[str]:
        """Say in plain words what was read, what was refused and why, and what changes."""
        told = [f"{name}: the history holds it already." for name in self.already]
        told += [
            f"{name}: left aside, it is no table known and no outlines." for name in self.left_aside
        ]
        for one in self.taken:
            told.append(
                f"{one.file}: {one.content}, {one.day or 'no day'}; {one.rows_read:,} rows, "
                f"{one.rows_refused:,} refused{': ' if one.why_refused else ''}{one.why_refused}."
            )
            if one.note:
                told.append(f"  {one.note}")
            if one.unknown_columns:
                told.append(f"  Columns not known, left aside: {', '.join(one.unknown_columns)}.")
        told += [f"  {line}" for line in reading.told(self.faults).splitlines()]
        told += [f"Note: {note}" for note in self.lost_names]
        if self.changed is None:
            return [*told, "Nothing is new; the history stays as it is."]
        counts = self.changed.counts()
        others = {what: counts.pop(what) for what in self.changed.told_otherwise()}
        otherwise = {what: count for what, count in others.items() if count}
        names = [
            f"  {what}: {'; '.join(held[:NAMES_TOLD])}"
            + (f"; and {len(held) - NAMES_TOLD:,} more" if len(held) > NAMES_TOLD else "")
            for what, held in self.changed.named().items()
        ]
        state = "is now" if self.applied else "would become"
        return [
            *told,
            f"New: {_counted(counts)}.",
            f"Told otherwise than before: {_counted(otherwise) or 'nothing'}.",
            *names,
            *([SAME_FACTS] if self.same_facts else []),
            f"The history {state} {self.changed.version}, to {self.changed.last_day:%-d %B %Y}; "
            f"overall grades to {self.changed.grades_to:%-d %B %Y}. "
            f"{self.beyond}{' ' if self.beyond else ''}To return to: {self.kept}.",
        ]


def _counted(counts: dict[str, int]) -> str:
    return ", ".join(f"{count:,} {what}" for what, count in counts.items())


def update(
    files: Sequence[Path],
    target: Path,
    *,
    as_at: dt.date | None = None,
    dry_run: bool = False,
    progress: Callable[[str], object] = lambda _step: None,
) -> Update:
    """Add what ``files`` show to the history in ``target``.

    Each file is recognised by its columns; its day is ``as_at``, else the one its name or the lines
    above its header state, else that of its newest change. What it holds must not be later. The new
    history is built beside the old one, must keep every rule of ``check``, and takes its place in
    one step; the old one is kept (``roll_back``). What the history holds already changes nothing.
    Files may be added in any order.

    Raises
    ------
    SourceError
        A file is not known, damaged, no complete list, or of another day than the one stated.
    HistoryError
        The history or its evidence is damaged, or the new one breaks a rule.
    """
    done = Update()
    with tempfile.TemporaryDirectory() as folder, beside(target, trial=dry_run) as fresh:
        # Read only now: until the history is held, another update may take its place.
        old = open_history(target)
        given = evidence.read(target)
        inbox = Inbox(Path(folder), progress)
        for file in _new_files(files, Path(folder), old, done, progress):
            given, taken = added(given, inbox, file, as_at, old)
            done.taken.append(taken)
            faults = inbox.readings[file].faults
            if len(faults):
                done.faults = pd.concat([done.faults, faults], ignore_index=True)
        if not done.taken:
            return done
        make_history(given, _accounts(old, inbox, done), fresh, progress=progress)
        progress("checking its rules")
        new = open_history(fresh)
        _keeps_its_rules(old, new)
        done.changed, done.same_facts = changed(old, new), same_facts(old, new)
        done.beyond = _beyond(done.taken, new)
        before = lost_names(old.trusts)
        done.lost_names = [note for note in lost_names(new.trusts) if note not in before]
        done.kept = _kept(old, target, same=done.same_facts)
        if not dry_run:
            put_in_place(fresh, target, keep=True, same_facts=done.same_facts)
            done.applied = True
    return done


def _beyond(taken: Sequence[Taken], new: History) -> str:
    """Say what the history made of these files keeps and cannot show; blank where nothing."""
    days = [one.day for one in taken if one.kind is Kind.INFORMATION and one.day]
    if not days or max(days) <= new.last_day:
        return new.beyond
    return new.beyond or (
        f"Ofsted's file tells of days to {max(days):%-d %B %Y}, but no day after "
        f"{new.last_day:%-d %B %Y} can be shown until {EXTRACT_ASKED}."
    )


def _kept(old: History, target: Path, *, same: bool) -> str:
    """Name the history that could be returned to after the update."""
    if not same or not previous_of(target).exists():
        return old.in_words
    try:
        return kept_before(target).in_words
    except HistoryError:
        return "an earlier history, which is damaged"


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


def _new_files(
    files: Sequence[Path],
    folder: Path,
    old: History,
    done: Update,
    progress: Callable[[str], object],
) -> list[str]:
    """Unpack the files; name those that the history does not hold yet, once each."""
    held = set(old.sources["sha256"])
    names = set(old.sources["file"])
    found = []
    for number, path in enumerate(files):
        own = folder / str(number)
        own.mkdir()
        progress(f"opening {path.name}")
        unpacked = unpack(path, own)
        done.left_aside += unpacked.left_aside
        for name in sorted(unpacked.files):
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


def _accounts(old: History, inbox: Inbox, done: Update) -> dict[str, pd.DataFrame]:
    """Give the tables sources and refusals with the new files in them."""
    new = pd.DataFrame(
        {
            "file": [one.file for one in done.taken],
            "publisher": [PUBLISHERS[one.kind] for one in done.taken],
            "content": [one.content for one in done.taken],
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
